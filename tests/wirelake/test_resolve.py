"""What is new within a day, and which article a kill is about."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from tests.wirelake.quay import NOON, version

from wirelake.resolve import Names, bound, one_a_version

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


SEEN: dict[str, Any] = {
    "record_kind": "article",
    "signals": [],
    "wire_id": None,
    "url": None,
    "canonical_url": None,
    "headline": "Ship burns",
    "first_seen_at": NOON,
}


def names(**articles: dict[str, Any]) -> Names:
    found = Names()
    for id_, row in articles.items():
        alt_ids = [{"role": role, "value": value} for role, value in row.pop("alt_ids", {}).items()]
        found.add({**SEEN, "article_id": f"quay:{id_}", "slugline": None, "alt_ids": alt_ids, **row})
    return found


def killed(known: Names, *refers_to: tuple[str, str]) -> tuple[str, ...]:
    named = [{"role": role, "value": value} for role, value in refers_to]
    return bound({"article_id": "quay:0", "first_seen_at": NOON, "refers_to": named}, known)


def test_a_slugline_is_the_same_in_each_of_its_versions() -> None:
    known = names(a={"slugline": "BC-EU--Ship-Fire, 2nd Ld-Writethru"}, b={"slugline": "Port-Fire"})
    assert killed(known, ("slugline", "EU--Ship-Fire")) == ("quay:a",)
    assert killed(known, ("slugline", "Fire")) == ()


def test_bare_digits_end_the_number_of_a_transmission() -> None:
    known = names(a={"alt_ids": {"transmission": "a0412"}}, b={"alt_ids": {"transmission": "a10412"}})
    assert killed(known, ("transref", "0412")) == ("quay:a",)
    assert killed(known, ("transref", "412")) == ()
    both = names(a={"alt_ids": {"transmission": "a0412"}}, b={"alt_ids": {"transmission": "b0412"}})
    assert killed(both, ("transref", "0412")) == ()  # of which desk?
    assert killed(both, ("transref", "b0412")) == ("quay:b",)
