"""Pairs the rows of two builds: by the bytes that a row was made of, and by its id."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

# From the sure to the likely; what stands alone on both sides of a step is one row. In history/ the bytes
# lead: they are the same for every build of a day, while a new rule may change id and version. In articles/
# the id leads, as another capture may show its newest version.
BYTES = ("raw_ref",)
STEPS = {
    "history": (
        ("raw_ref", "article_id", "version"),
        ("raw_ref", "article_id"),
        ("raw_ref", "url"),
        BYTES,
    ),
    "rejected": (("raw_ref", "article_id"), BYTES),
    "articles": (("article_id",), ("raw_ref", "url"), BYTES),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """What names a row: ``day`` is that of its file, ``place`` its number there."""

    day: date
    place: int
    raw_ref: str
    article_id: str | None
    version: str | None
    url: str | None
    headline: str | None
    published_date: date | None


NAMES = ("raw_ref", "article_id", "version", "url", "headline", "published_date")
Pair = tuple[Key | None, Key | None]


def keys(day: date, rows: "pa.Table") -> list[Key]:
    """The rows' keys, in their order; rejected/ has no versions."""
    named = rows.select([name for name in NAMES if name in rows.schema.names])
    return [Key(**{"version": None, **row}, day=day, place=at) for at, row in enumerate(named.to_pylist())]


def paired(before: Iterable[Key], after: Iterable[Key], steps: Sequence[tuple[str, ...]]) -> Iterator[Pair]:
    """Every row of both sides once, with its other side, or None where it has none."""
    old, new = list(before), list(after)
    whole = old, new
    for step in steps:
        # Two entries of a feed have its bytes in common: that both are left over does not make them one.
        among = whole if step == BYTES else (old, new)
        alone, others = (_alone(side, step) for side in among)
        left = {_place(key) for key in old}, {_place(key) for key in new}
        found = [
            (key, others[name])
            for name, key in alone.items()
            if name in others and _place(key) in left[0] and _place(others[name]) in left[1]
        ]
        yield from found
        gone = {_place(key) for key, _ in found}, {_place(key) for _, key in found}
        old = [key for key in old if _place(key) not in gone[0]]
        new = [key for key in new if _place(key) not in gone[1]]
    yield from ((key, None) for key in old)
    yield from ((None, key) for key in new)


def _place(key: Key) -> tuple[date, int]:
    return key.day, key.place


def _alone(side: Iterable[Key], step: tuple[str, ...]) -> dict[object, Key]:
    """The rows that no other row of their side is called like."""
    named: dict[object, Key | None] = {}
    name_of = attrgetter(*step)
    for key in side:
        name = name_of(key)
        named[name] = None if name in named else key
    return {name: key for name, key in named.items() if key is not None}
