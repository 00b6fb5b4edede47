"""Which version of an article may be read when."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import permutations
from typing import Any

import pytest
from tests.wirelake.quay import BATCH, NOON, version

from wirelake.batches.staging import articles_table
from wirelake.lake.events import Cause, Event, Events, What
from wirelake.lake.versions import NOTHING, current, versions
from wirelake.lake.versions.sights import rank
from wirelake.records import Article

DAY = timedelta(days=1)
LATE = NOON + 30 * DAY


def rows(*shown: Article) -> list[dict[str, Any]]:
    """The versions as rows of history, each captured on the day after the one before."""
    found = articles_table(
        [replace(one, first_seen_at=NOON + n * DAY) for n, one in enumerate(shown)]
    ).to_pylist()
    return [{**row, "capture_date": BATCH.day + n * DAY} for n, row in enumerate(found)]


def a(number: int | str, **fields: Any) -> Article:
    return version(1, version=str(number), body_text=f"Version {number} of the text.", **fields)


A, B = a("a"), a("b")
CANCELED = version(1, None, version="k", pub_status="canceled")
WITHHELD = a("w", pub_status="withheld")


def shown(*seen: Article, now: datetime = LATE, events: Events = NOTHING) -> list[tuple[str, int]]:
    """Version and version_seq of what may be read, whatever the order of the rows."""
    answers = {
        tuple((row["version"], row["version_seq"]) for row in current(order, now, events))
        for order in permutations(rows(*seen))
    }
    assert len(answers) == 1
    return list(answers.pop())


def valid(
    *seen: Article, events: Events = NOTHING
) -> list[tuple[str, float | None, float | None, list[str]]]:
    """Of each version from which to which day it is valid, counted from the first, and what it changed."""
    ((*sights,),) = versions(rows(*seen), events)
    return [
        (one["version"], days(one["valid_from"]), days(one["valid_to"]), one["changed"])
        for one in (sight.as_row() for sight in sights)
    ]


def days(at: datetime | None) -> float | None:
    return None if at is None else (at - NOON) / DAY


def decided(what: What, day: float) -> Events:
    event = Event(
        what=what, article_id="quay:1", at=NOON + day * DAY, cause=Cause.OPERATOR, reason="as the desk said"
    )
    return Events.of([event])


def test_versions_without_an_order_follow_each_other_as_we_saw_them() -> None:
    assert shown(A) == [("a", 1)]
    assert shown(A, B) == [("b", 2)]
    assert shown(A, B, A) == [("a", 3)]
    assert shown(A, A, B, B) == [("b", 2)]


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        ((1, 2, 3), ("3", 3)),
        ((2, 1), ("2", 1)),  # an older one that comes late
        ((9, 10), ("10", 2)),  # numbers, not words
        ((10, 9, 9, 10), ("10", 1)),  # seen again: nothing new
        ((3, 1, 2, 4), ("4", 4)),
        (("1.2", "1.10", "1.9"), ("1.10", 2)),
        (("2026-03-02T12:00:00Z", "2026-03-02T11:00:00Z"), ("2026-03-02T12:00:00Z", 1)),
        (("8589934592", "8589934593"), ("8589934593", 2)),  # Reuters counts beyond 32 bits
        ((2, "a", 1), ("a", 2)),  # a page between two issues of the wire: only issues have an order
    ],
)
def test_a_version_replaces_upward_only(seen: Iterable[int | str], expected: tuple[str, int]) -> None:
    assert shown(*map(a, seen)) == [expected]


def test_a_hash_has_no_rank() -> None:
    assert rank("3") == (3,)
    assert [rank(one) for one in ("1234567890123456", "a", "", "1.", "2026-03-02", "٣")] == [None] * 5 + [
        (3,)
    ]


def test_status_decides() -> None:
    assert shown(A, CANCELED) == []
    assert shown(A, WITHHELD) == []  # of all versions, by its newest
    assert shown(WITHHELD) == []
    assert shown(a(1, pub_status="withheld"), a(1)) == [("1", 2)]  # the same version, usable by now


def test_a_kill_is_final() -> None:
    assert shown(A, CANCELED, B) == []
    assert shown(CANCELED, A) == []
    assert shown(a(3), a(2, pub_status="canceled"), a(4)) == []
    assert shown(A, events=decided(What.TAKEDOWN, 0.5)) == []
    assert shown(a(1), a(1, pub_status="canceled")) == []  # of the very version that stands


def test_control_records_are_no_articles() -> None:
    assert shown(replace(A, record_kind="control")) == []
    assert shown(A, replace(B, record_kind="control")) == [("a", 1)]


def test_an_embargo_is_over_at_its_instant_and_never_earlier() -> None:
    embargoed = replace(B, embargoed_until=NOON + 3 * DAY)
    second = timedelta(seconds=1)
    assert shown(A, embargoed, now=NOON + 3 * DAY - second) == []
    assert shown(A, embargoed, now=NOON + 3 * DAY) == [("b", 2)]
    assert valid(A, embargoed) == [("a", 0, 1, []), ("b", 3, None, ["text"])]


def test_what_replaces_an_embargoed_version_may_be_read_before_its_end() -> None:
    assert valid(a(1, embargoed_until=NOON + 5 * DAY), a(2)) == [("1", None, None, []), ("2", 1, None, [])]
    assert valid(a(2, embargoed_until=NOON + 5 * DAY), a(1)) == [("2", 5, None, []), ("1", None, None, [])]


def test_an_article_leaves_when_its_newest_version_expires() -> None:
    ends = a(2, expires=NOON + 3 * DAY)
    second = timedelta(seconds=1)
    assert shown(a(1), ends, now=NOON + 3 * DAY - second) == [("2", 2)]
    assert shown(a(1), ends, now=NOON + 3 * DAY) == []
    assert valid(a(1), ends) == [("1", 0, 1, []), ("2", 1, 3, ["text"])]
    assert valid(a(1, expires=NOON + DAY / 2), a(2)) == [("1", 0, 0.5, []), ("2", 1, None, ["text"])]
    assert valid(a(1, expires=NOON - DAY)) == [("1", None, None, [])]  # it had expired when it came
    assert shown(a(1, expires=NOON + DAY), a(1, expires=NOON + 60 * DAY)) == [("1", 2)]  # for longer
    late = a(1, expires=NOON + 3 * DAY, embargoed_until=NOON + 2 * DAY)
    assert valid(late) == [("1", 2, 3, [])]


def test_an_embargo_that_starts_takes_out_what_stood() -> None:
    """Also an older version that comes late is no way around it; what replaces the held one is."""
    held = a(2, embargoed_until=NOON + 9 * DAY)
    assert shown(a(1), held, a(1), now=NOON + 5 * DAY) == []
    assert valid(a(1), held, a(3)) == [("1", 0, 1, []), ("2", None, None, []), ("3", 2, None, ["text"])]
    assert shown(a(1), a(1, pub_status="withheld"), a(1)) == [("1", 3)]  # usable again
    assert valid(a(2), a(1, pub_status="withheld"))[0] == ("2", 0, None, [])  # an old word, come late


def test_an_embargo_without_an_end_is_held_until_it_is_released() -> None:
    held = a(1, pub_status="withheld", signals=("embargoed",))
    assert shown(held) == []
    assert shown(held, events=decided(What.RELEASE, 2)) == [("1", 1)]
    assert shown(held, now=NOON + DAY, events=decided(What.RELEASE, 2)) == []
    assert valid(held, events=decided(What.RELEASE, 2)) == [("1", 2, None, [])]


def test_a_release_is_of_what_was_there() -> None:
    held, again = (a(n, pub_status="withheld", signals=("embargoed",)) for n in (1, 2))
    assert shown(held, again, events=decided(What.RELEASE, 0.5)) == []
    assert valid(held, again, events=decided(What.RELEASE, 0.5))[0] == ("1", 0.5, 1, [])
    assert shown(WITHHELD, events=decided(What.RELEASE, 2)) == []  # no embargo: the wire's own word


def test_a_release_comes_before_an_end_that_was_stated() -> None:
    assert valid(a(1, embargoed_until=NOON + 9 * DAY), events=decided(What.RELEASE, 2)) == [
        ("1", 2, None, [])
    ]


def test_validity_and_what_changed() -> None:
    renamed = replace(a(2), headline="Crane 1 turns blue", body_text=a(1).body_text)
    assert valid(a(1), renamed, a(3)) == [
        ("1", 0, 1, []),
        ("2", 1, 2, ["headline"]),
        ("3", 2, None, ["headline", "text"]),
    ]
    moved = replace(a(2), body_text=a(1).body_text, published_date=BATCH.day + DAY)
    assert valid(a(1), moved)[1] == ("2", 1, None, ["date"])
    assert valid(a(2), a(1), a(3)) == [("2", 0, 2, []), ("1", None, None, []), ("3", 2, None, ["text"])]
    assert valid(A, B, CANCELED)[1] == ("b", 1, 2, ["text"])
    assert valid(A, events=decided(What.TAKEDOWN, 0.5)) == [("a", 0, 0.5, [])]


def test_updated_at_tells_an_incremental_reader_of_a_release() -> None:
    history = rows(a(1, embargoed_until=NOON + 5 * DAY))
    (row,) = current(history, LATE)
    assert row["updated_at"] == NOON + 5 * DAY


TWO, NINE = (a(2, headline=f"{number} sailings cancelled") for number in ("Two", "Nine"))


def created(hour: int, one: Article) -> Article:
    return replace(one, version_created=NOON - DAY + timedelta(hours=hour))


def flagged(*seen: Article) -> list[tuple[str, bool]]:
    """Of each version its headline, and whether its number was used before."""
    ((*sights,),) = versions(rows(*seen), NOTHING)
    told = (sight.as_row() for sight in sights)
    return [(one["headline"], "version_reused" in one["quality_flags"]) for one in told]


def test_another_text_under_a_number_that_was_used_is_a_version_of_its_own() -> None:
    assert shown(TWO, NINE) == [("2", 2)]
    assert valid(TWO, NINE) == [("2", 0, 1, []), ("2", 1, None, ["headline"])]
    assert flagged(TWO, NINE) == [(TWO.headline, False), (NINE.headline, True)]
    assert shown(TWO, NINE, a(3)) == [("3", 3)]
    assert shown(a(3), TWO, NINE) == [("3", 1)]  # the number still replaces upward only
    assert flagged(a(1), a(2)) == [("Crane 1 turns green", False)] * 2


def test_equal_content_is_no_version() -> None:
    assert flagged(NINE, NINE) == [(NINE.headline, False)]
    assert flagged(created(1, NINE), created(2, NINE)) == [(NINE.headline, False)]
    assert [name for name, _ in flagged(TWO, NINE, TWO)] == [TWO.headline, NINE.headline, TWO.headline]


def test_under_one_number_the_later_creation_speaks() -> None:
    assert shown(created(2, NINE), created(1, TWO)) == [("2", 1)]  # sent first, came last
    assert shown(created(1, TWO), created(2, NINE), created(1, TWO)) == [("2", 2)]  # and came again
    assert len(flagged(created(1, TWO), created(2, NINE), created(1, TWO))) == 2
    assert shown(created(1, NINE), TWO) == [("2", 2)]  # which states nothing: as they came


def test_an_embargo_or_a_status_under_a_used_number_is_flagged() -> None:
    held = replace(TWO, embargoed_until=NOON + 9 * DAY)
    assert (
        flagged(TWO, held)[1] == flagged(TWO, replace(TWO, pub_status="withheld"))[1] == (TWO.headline, True)
    )
    message = replace(TWO, record_kind="control", pub_status="canceled")
    assert flagged(TWO, message)[1] == (TWO.headline, False)


def test_rules_that_changed_correct_no_article() -> None:
    """The same bytes, captured on another day and read by other rules."""
    cut = replace(TWO, body_text="Less of it.", raw_sha256=TWO.raw_sha256)
    assert len(flagged(replace(TWO, ruleset_version="1"), replace(cut, ruleset_version="2"))) == 1
    assert len(flagged(TWO, cut)) == 2  # two items of one payload
