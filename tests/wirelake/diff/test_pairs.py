"""Which row of one build is which of another."""

from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from wirelake.diff.pairs import STEPS, Key, paired

DAY = date(2026, 3, 2)


def key(place: int, ref: str, id_: str | None, **fields: Any) -> Key:
    given: dict[str, Any] = {
        "version": "1",
        "url": f"https://quay.example/{ref}",
        "headline": "",
        "published_date": DAY,
    }
    return Key(day=DAY, place=place, raw_ref=ref, article_id=id_, **(given | fields))


def names(table: str, old: list[Key], new: list[Key]) -> set[tuple[str | None, str | None]]:
    def name(key: Key | None) -> str | None:
        return None if key is None else f"{key.raw_ref} {key.article_id} {key.version}"

    return {(name(was), name(now)) for was, now in paired(old, new, STEPS[table])}


def test_a_row_keeps_its_bytes_and_may_change_id_and_version() -> None:
    old = [key(0, "r1", "a"), key(1, "r2", "b"), key(2, "r3", "c")]
    new = [key(0, "r1", "a", version="2"), key(1, "r3", "c"), key(2, "r2", "x")]
    assert names("history", old, new) == {("r1 a 1", "r1 a 2"), ("r2 b 1", "r2 x 1"), ("r3 c 1", "r3 c 1")}


def test_entries_of_one_feed_are_told_apart_by_their_addresses() -> None:
    old = [key(n, "feed", f"old{n}", url=f"https://quay.example/{n}") for n in range(3)]
    new = [key(n, "feed", f"new{n}", url=f"https://quay.example/{n + 1}") for n in range(3)]
    assert names("history", old, new) == {
        ("feed old0 1", None),
        ("feed old1 1", "feed new0 1"),
        ("feed old2 1", "feed new1 1"),
        (None, "feed new2 1"),
    }


def test_what_may_be_one_of_several_is_none_of_them() -> None:
    old = [key(0, "feed", "a"), key(1, "feed", "b")]
    new = [key(0, "feed", "x"), key(1, "feed", "y")]
    assert names("history", old, new) == {
        ("feed a 1", None),
        ("feed b 1", None),
        (None, "feed x 1"),
        (None, "feed y 1"),
    }


def test_in_articles_the_id_leads() -> None:
    old = [key(0, "r1", "a"), key(1, "r2", "b")]
    new = [key(0, "r2", "a"), key(1, "r1", "c")]
    assert names("articles", old, new) == {("r1 a 1", "r2 a 1"), ("r2 b 1", None), (None, "r1 c 1")}


KEYS = st.tuples(st.sampled_from("rs"), st.sampled_from([None, "a", "b"]), st.sampled_from("12"))
SIDES = st.lists(KEYS, max_size=6).map(
    lambda side: [key(place, ref, id_, version=version) for place, (ref, id_, version) in enumerate(side)]
)


@given(old=SIDES, new=SIDES, table=st.sampled_from(sorted(STEPS)))
def test_every_row_comes_once(old: list[Key], new: list[Key], table: str) -> None:
    pairs = list(paired(old, new, STEPS[table]))
    assert sorted(was.place for was, _ in pairs if was) == list(range(len(old)))
    assert sorted(now.place for _, now in pairs if now) == list(range(len(new)))
    assert all(was.raw_ref == now.raw_ref or table == "articles" for was, now in pairs if was and now)
