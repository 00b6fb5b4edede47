"""Which version of an article may be read now."""

from dataclasses import replace
from datetime import timedelta
from itertools import permutations
from typing import Any

from tests.wirelake.quay import BATCH, NOON, version

from wirelake.pipeline.staging import articles_table
from wirelake.records import Article
from wirelake.resolve import one_a_version, resolve, timeline


def rows(*versions: Article) -> list[dict[str, Any]]:
    """The versions as rows of history, each captured on the day after the one before."""
    found = articles_table(
        [replace(one, first_seen_at=NOON + timedelta(days=n)) for n, one in enumerate(versions)]
    ).to_pylist()
    return [{**row, "capture_date": BATCH.day + timedelta(days=n)} for n, row in enumerate(found)]


A = version(1, version="a")
B = version(1, version="b")
CANCELED = version(1, None, version="k", pub_status="canceled")
WITHHELD = version(1, version="w", pub_status="withheld")


def shown(*versions: Article) -> list[tuple[str, int]]:
    """Version and version_seq of what may be read, whatever the order of the rows."""
    answers = {
        tuple((row["version"], row["version_seq"]) for row in resolve(order, NOON))
        for order in permutations(rows(*versions))
    }
    assert len(answers) == 1
    return list(answers.pop())


def test_versions_count_as_we_saw_them() -> None:
    assert shown(A) == [("a", 1)]
    assert shown(A, B) == [("b", 2)]
    assert shown(A, B, A) == [("a", 3)]
    assert shown(A, A, B, B) == [("b", 2)]


def test_updated_at_is_the_first_sight_of_the_newest_run() -> None:
    assert [row["updated_at"] for row in timeline(rows(A, A, B, B, A))] == [
        NOON,
        NOON + timedelta(days=2),
        NOON + timedelta(days=4),
    ]


def test_status_decides() -> None:
    assert shown(A, CANCELED) == []
    assert shown(A, CANCELED, B) == [("b", 3)]  # the wire put it back
    assert shown(A, WITHHELD) == [("a", 1)]
    assert shown(WITHHELD) == []
    assert shown(A, WITHHELD, CANCELED) == []


def test_an_embargo_is_over_at_its_instant() -> None:
    embargoed = replace(B, embargoed_until=NOON + timedelta(hours=1))
    history = rows(A, embargoed)
    for seconds, expected in ((3599, "a"), (3600, "b")):
        assert [row["version"] for row in resolve(history, NOON + timedelta(seconds=seconds))] == [expected]


def test_control_records_are_no_articles() -> None:
    assert shown(replace(A, record_kind="control")) == []


def test_a_version_stands_once_a_day_with_the_refs_of_the_others() -> None:
    first, second, third = (
        replace(A, raw_ref=f"r{n}", first_seen_at=NOON + timedelta(seconds=n)) for n in range(3)
    )
    (kept,) = one_a_version([third, first, second, first])
    assert (kept.raw_ref, kept.duplicate_refs) == ("r0", ("r1", "r2"))
    assert [one.version for one in one_a_version([B, A])] == ["a", "b"]


def test_a_version_that_returns_within_a_day_is_kept_again() -> None:
    shown_as = [A, A, B, A, A, B]
    seen = [
        replace(one, raw_ref=f"r{n}", first_seen_at=NOON + timedelta(seconds=n))
        for n, one in enumerate(shown_as)
    ]
    kept = one_a_version(reversed(seen))
    assert [(one.version, one.raw_ref, one.duplicate_refs) for one in kept] == [
        ("a", "r0", ("r1",)),
        ("b", "r2", ()),
        ("a", "r3", ("r4",)),
        ("b", "r5", ()),
    ]


def test_versions_of_one_instant_have_no_order_to_return_in() -> None:
    kept = one_a_version([replace(A, raw_ref="r0"), replace(B, raw_ref="r1"), replace(A, raw_ref="r2")])
    assert [(one.version, one.duplicate_refs) for one in kept] == [("a", ("r2",)), ("b", ())]


def test_articles_do_not_interrupt_one_another() -> None:
    other = replace(B, article_id="quay:2", first_seen_at=NOON + timedelta(seconds=1))
    again = replace(A, raw_ref="r9", first_seen_at=NOON + timedelta(seconds=2))
    kept = one_a_version([A, other, again])
    assert [(one.article_id, one.duplicate_refs) for one in kept] == [("quay:1", ("r9",)), ("quay:2", ())]
