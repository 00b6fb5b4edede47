"""On which capture days an article was seen, without reading those on which it was not.

A day's object of history/ or rejected/ is summed up once: what it is asked for, as hashes, beside its ETag
(``kept``). Such an entry counts only where the listing names that very ETag. Any other day is read, and its
entry made anew, if nobody else is faster. So what is kept here decides nothing: without it, or where it is
old or damaged, the same days are found, by reading more.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import TypeVar

import pyarrow as pa
import pyarrow.compute as pc

from wirelake.errors import ConflictError
from wirelake.lake import layout, pending
from wirelake.lake.buckets import buckets_of
from wirelake.lake.files import parse_parquet
from wirelake.lake.reading import READERS, read_objects
from wirelake.lake.schema import HISTORY, REJECTED
from wirelake.lake.whereabouts.kept import Entry, Kind, hashed, load
from wirelake.storage import Store

__all__ = [
    "EMBARGO", "REFUSED", "SEEN", "Kind", "State", "by_day", "by_id", "by_url", "each", "keep_up", "listed",
    "paths", "seen", "standing",
]  # fmt: skip
T = TypeVar("T")
State = Mapping[str, str]  # path → ETag, as listed
EMBARGO = "embargo"  # some row of the day states one


def listed(store: Store, table: str, source: str) -> dict[str, str]:
    """Path → ETag of the source's objects of history/ or rejected/, by path."""
    return {one.path: one.etag for one in store.in_each(table, f"source={source}/{table}.parquet")}


def by_id(article_ids: Iterable[str]) -> list[str]:
    """What to ask for to find the days of these articles."""
    return [f"id {one}" for one in article_ids]


def by_url(urls: Iterable[str]) -> list[str]:
    """What to ask rejected/ for to find the days that quote something from these addresses."""
    return [f"url {one}" for one in urls]


def by_day(published: date) -> list[str]:
    """What to ask history/ for to find the days with rows of this published date."""
    return [f"day {published}"]


def _of_history(rows: pa.Table) -> Iterator[str]:
    yield from by_id(rows["article_id"].unique().to_pylist())
    for day in rows["published_date"].unique().drop_null().to_pylist():
        yield from by_day(day)
    signals = rows["signals"].combine_chunks().flatten()
    stated = len(rows) - rows["embargoed_until"].null_count
    if stated or pc.any(pc.equal(signals, "embargoed")).as_py():
        yield EMBARGO


def _of_rejected(rows: pa.Table) -> Iterator[str]:
    yield from by_id(rows["article_id"].unique().drop_null().to_pylist())
    quotes = pc.or_(*(pc.greater(pc.binary_length(rows[name]).fill_null(0), 0) for name in QUOTES))
    yield from by_url(rows.filter(quotes)["url"].unique().drop_null().to_pylist())


QUOTES = ("headline", "body_excerpt")
SEEN = Kind("history", 1, ("article_id", "published_date", "embargoed_until", "signals"), _of_history)
REFUSED = Kind("rejected", 1, ("article_id", "url", *QUOTES), _of_rejected)
SCHEMAS = {layout.HISTORY: HISTORY, layout.REJECTED: REJECTED}


def paths(
    store: Store,
    kind: Kind,
    source: str,
    wanted: Iterable[str],
    *,
    renew: bool = True,
    but: Collection[str] = (),
) -> list[str]:
    """The objects that hold one of the ``wanted``, by path, ``but`` for these. With ``renew`` what was read
    to know it is kept.

    Raises:
        DamagedError, FormatError: an object that has to be read for it cannot be.
    """
    state = listed(store, kind.table, source)
    look = _Look(store, kind, source, state, wanted, but)
    return look.at_all(lambda path, _: [path], lambda path: [path], renew=renew)


def seen(
    store: Store,
    source: str,
    article_ids: Iterable[str],
    *,
    wanted: pa.Schema | None = None,
    renew: bool = True,
    but: Collection[str] = (),
) -> pa.Table:
    """The rows of history/ of these articles, by day, with the ``wanted`` columns; ``but`` for these objects.

    Raises:
        DamagedError, FormatError: an object that has to be read for it cannot be.
    """
    ids = sorted(set(article_ids))
    days = paths(store, SEEN, source, by_id(ids), renew=renew, but=but)
    return read_objects(store, layout.HISTORY, days, article_ids=ids, wanted=wanted)


def standing(store: Store, source: str, article_id: str, rows: pa.Table) -> pa.Table:
    """The article's row in articles/, if it stands there; ``rows`` are those of history/, all of them.

    It stands on a published date that history/ shows, or while a write is under way on one that its touched
    set names.
    """
    days = set(rows["published_date"].drop_null().to_pylist())
    found = _on(store, source, article_id, days)
    if not len(found):
        sets = pending.waiting(store, source)
        found = _on(store, source, article_id, {day for one in sets for day in one.all.get(article_id, ())})
    return found


def _on(store: Store, source: str, article_id: str, days: Iterable[date]) -> pa.Table:
    places = buckets_of(store).places(days, source)
    return read_objects(store, layout.ARTICLES, places, source=source, article_ids=[article_id])


def each(
    store: Store,
    kind: Kind,
    source: str,
    state: State,
    wanted: Iterable[str],
    take: Callable[[str, tuple[bytes, str]], T],
    *,
    is_strict: bool = False,
) -> list[T]:
    """What ``take`` makes of each object in ``state`` that holds one of the ``wanted``, by path.

    Raises:
        ConflictError: with ``is_strict``, an object that was read is not the one that was listed.
        DamagedError, FormatError: one cannot be read.
    """
    look = _Look(store, kind, source, state, wanted, (), is_strict=is_strict)

    def taken(path: str) -> list[T]:
        answer = look.read(path)
        return [take(path, answer)] if answer else []

    return look.at_all(lambda path, answer: [take(path, answer)], taken, renew=True)


class _Look:
    """One look at the objects of a source that hold what is asked for."""

    def __init__(
        self,
        store: Store,
        kind: Kind,
        source: str,
        state: State,
        wanted: Iterable[str],
        but: Collection[str],
        *,
        is_strict: bool = False,
    ) -> None:
        self._store, self._kind, self._state, self._is_strict = store, kind, state, is_strict
        self._keys = hashed(wanted)
        self._kept = load(store, kind, source, state)
        self._held = self._kept.holding(self._keys)
        mine = (path for path in state if path in self._held or path not in self._kept.fresh)
        self._paths = sorted(path for path in mine if path not in but)

    def read(self, path: str) -> tuple[bytes, str] | None:
        """The object; None where it was deleted while we looked."""
        answer = self._store.read(path)
        if self._is_strict and (answer is None or answer[1] != self._state[path]):
            raise ConflictError(f"{path} changed while it was read")
        return answer

    def at_all(
        self,
        is_read: Callable[[str, tuple[bytes, str]], list[T]],
        is_known: Callable[[str], list[T]],
        *,
        renew: bool,
    ) -> list[T]:
        """What these make of objects that hold it: of one that had to be read for that, and of any other."""
        new: dict[str, Entry] = {}

        def look(path: str) -> list[T]:
            if path in self._kept.fresh:
                return is_known(path)
            answer = self.read(path)
            if answer is None:
                return []
            new[path] = summed_up(self._kind, path, answer)
            holds = pc.any(pc.is_in(new[path].keys, value_set=self._keys)).as_py()
            return is_read(path, answer) if holds else []

        with ThreadPoolExecutor(READERS) as pool:
            found = [one for some in pool.map(look, self._paths) for one in some]
        if renew and new:
            self._kept.renew(self._store, new)
        return found


def summed_up(kind: Kind, path: str, answer: tuple[bytes, str]) -> Entry:
    """The entry of an object as it was read."""
    schema = SCHEMAS[kind.table]
    wanted = pa.schema([schema.field(name) for name in kind.columns])
    return Entry(answer[1], hashed(kind.told(parse_parquet(answer[0], path, schema=wanted))))


def keep_up(store: Store, kind: Kind, source: str) -> None:
    """Have every day of the source summed up, so that whoever asks later need not read it.

    Raises:
        DamagedError, FormatError: a day cannot be read.
    """
    paths(store, kind, source, ())
