"""What is new within a day."""

from dataclasses import replace
from datetime import timedelta

from tests.wirelake.quay import NOON, version

from wirelake.resolve import one_a_version

A = version(1, version="a")
B = version(1, version="b")


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


def test_the_same_version_with_another_status_is_no_repetition() -> None:
    killed = replace(A, pub_status="canceled", raw_ref="r1", first_seen_at=NOON + timedelta(seconds=1))
    assert [one.pub_status for one in one_a_version([A, killed])] == ["usable", "canceled"]
