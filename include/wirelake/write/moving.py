"""A published date of articles/ brought from former buckets into those of now, beside writers at work.

Several objects cannot be replaced in one step. The new ones stand before what they hold leaves the old ones:
so an article may be met twice for the length of these writes, and both are the same; and never is it nowhere.
The old objects are deleted, and not emptied: whoever listed them before the new ones stood is told by an
error that they are gone, where an empty file would pass for a day without articles.

Rows are moved as they stand, and none that another writer has settled anew is brought back. The articles are
announced first: until the day is moved, whoever settles anything of their source settles them too. Then each
source's generation begins, so that who is at work starts anew; then they are read. A writer that takes an
article away after that may find it in the old object alone, and we put it into the new one: but the old one
is not the one any more that was read, so we start anew, and settle the sources that began another generation.
"""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, datetime

import pyarrow as pa
import pyarrow.compute as pc

from wirelake.config import Batch, parse_day
from wirelake.errors import ConflictError
from wirelake.lake import layout
from wirelake.lake.buckets import Buckets, buckets_of, number_in
from wirelake.lake.changes import announced
from wirelake.lake.changes.announced import Announced
from wirelake.lake.conflicts import again_after_conflict
from wirelake.lake.reading import READERS
from wirelake.lake.schema import ARTICLES
from wirelake.storage import Store
from wirelake.write.articles import write_articles
from wirelake.write.days import ORDER, rebuild_day
from wirelake.write.generation import advance, generation
from wirelake.write.objects import put, successor
from wirelake.write.places import rows_of
from wirelake.write.standing import Standing, standing


def move_day(store: Store, day: date, now: datetime) -> None:
    """Bring the published date's articles into the buckets of now, and delete its objects of all others.

    Raises:
        ConflictError: other writers were faster, many times over.
        DamagedError: an object is damaged, and so is what it is made from.
    """
    move = _Move(store, day, now)
    move.settle_left()
    _carry_out(move)
    for source in move.sources:
        store.delete(layout.announced_move(source, day))


def moves_announced(store: Store) -> list[tuple[str, date]]:
    """The source and published date of each move that is under way, or died."""
    paths = [one.path for one in store.objects("pending") if layout.is_announced_move(one.path)]
    return [(path.split("/")[1].partition("=")[2], parse_day(path[-15:-5])) for path in paths]


@dataclass
class _Move:
    """What is under way. ``begun`` are the generations that we began, by source, and ``sources`` those of
    which we announced articles."""

    store: Store
    day: date
    now: datetime
    begun: dict[str, bytes] = field(default_factory=dict)
    sources: set[str] = field(default_factory=set)

    def settle_left(self) -> None:
        """Settle what a move of the day that died may have put where it did not belong any more."""
        for source in [one for one, day in moves_announced(self.store) if day == self.day]:
            self._settle(source)
            self.sources.add(source)

    def left(self, buckets: Buckets) -> dict[str, Standing]:
        """The objects that are not of the buckets of now."""
        listed = self.store.objects(layout.articles_on(self.day))
        paths = [one.path for one in listed if number_in(one.path) not in (0, buckets.number)]
        return self.standing(paths)

    def standing(self, paths: Iterable[str]) -> dict[str, Standing]:
        """As they stand; damaged ones are made again from history/ first.

        Raises:
            ConflictError: one was.
        """
        found = {path: standing(self.store, path, schema=ARTICLES) for path in paths}
        for path, one in found.items():
            if one.is_damaged:
                rebuild_day(self.store, self.day, self.now, path=path)
                raise ConflictError(f"{path} was damaged")
        return found

    def begin(self, rows: pa.Table) -> None:
        """Announce the articles of sources that are not yet, and begin a generation of each."""
        ids: dict[str, list[str]] = {}
        for source, id_ in zip(rows["source"].to_pylist(), rows["article_id"].to_pylist(), strict=True):
            ids.setdefault(source, []).append(id_)
        with ThreadPoolExecutor(READERS) as pool:
            list(pool.map(lambda source: self._begin(source, ids[source]), ids.keys() - self.begun.keys()))

    def _begin(self, source: str, ids: list[str]) -> None:
        new = Announced(at={id_: {self.day} for id_ in ids})
        announced.put(self.store, source, new, layout.announced_move(source, self.day))
        self.sources.add(source)
        self.begun[source] = advance(self.store, source)

    def settle_overtaken(self) -> bool:
        """Settle the sources of which others have begun a generation since; whether there were any."""
        with ThreadPoolExecutor(READERS) as pool:
            of = dict(
                zip(self.begun, pool.map(lambda one: generation(self.store, one), self.begun), strict=True)
            )
        overtaken = [source for source, begun in self.begun.items() if of[source] != begun]
        for source in overtaken:
            self._settle(source)
            del self.begun[source]
        return bool(overtaken)

    def _settle(self, source: str) -> None:
        """As any of its writers does. Its touched sets are left to them: their runs tell what was changed."""
        write_articles(self.store, Batch(source, self.day), self.now)


@again_after_conflict
def _carry_out(move: _Move) -> None:
    store, buckets = move.store, buckets_of(move.store)
    move.begin(_together(move.left(buckets).values()))
    left = move.left(buckets)  # read after the generations have begun
    rows = _together(left.values())
    if set(rows["source"].to_pylist()) - move.begun.keys() or move.settle_overtaken():
        raise ConflictError(f"others write to {layout.articles_on(move.day)}")
    places = {source: buckets.place(move.day, source) for source in move.begun}
    stood = move.standing(sorted(set(places.values())))

    def fill(path: str) -> None:
        own = pa.array([source for source, place in places.items() if place == path], pa.string())
        table = _united(rows_of(stood[path]), rows.filter(pc.is_in(rows["source"], value_set=own)))
        put(store, path, stood[path], successor(stood[path], table, ORDER))

    with ThreadPoolExecutor(READERS) as pool:
        list(pool.map(fill, stood))
    # Who took something out meanwhile took it out of these too: then we start anew, and settle its source.
    with ThreadPoolExecutor(READERS) as pool:
        list(pool.map(lambda path: store.delete(path, if_etag=left[path].etag), left))


def _together(left: Iterable[Standing]) -> pa.Table:
    return pa.concat_tables([ARTICLES.empty_table(), *map(rows_of, left)])


def _united(stood: pa.Table, arriving: pa.Table) -> pa.Table:
    """What stands, and what does not yet: a writer may have moved some, and made it newer."""
    known = set(stood["article_id"].to_pylist())
    new = []
    for id_ in arriving["article_id"].to_pylist():
        new.append(id_ not in known)
        known.add(id_)
    return pa.concat_tables([stood, arriving.filter(pa.array(new, pa.bool_()))])
