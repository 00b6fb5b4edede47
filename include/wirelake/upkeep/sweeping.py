"""What nobody needs any more: emptied tables and digests of what does not stand, a day after, and changes."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pyarrow as pa
import pyarrow.parquet as pq

from wirelake.batches.lakes import lake
from wirelake.errors import ConflictError, DamagedError
from wirelake.lake import layout
from wirelake.lake.buckets import number_in
from wirelake.lake.changes import feed
from wirelake.lake.marker import forget_buckets, read_marker
from wirelake.storage import Store, Stored, digests

TABLES = (layout.ARTICLES, layout.HISTORY, layout.REJECTED, layout.STORIES, layout.STORY_ALIASES)
SMALL = 64 * 1024  # bytes; an emptied table is its footer alone


@dataclass(frozen=True, slots=True)
class Swept:
    """How many objects went."""

    emptied: int
    digests: int
    changes: int = 0

    def __str__(self) -> str:
        told = f"swept {self.emptied} emptied tables and {self.digests} digests"
        return f"{told}, {self.changes} entries of changes" if self.changes else told


def sweep(*, store: Store | None = None, now: datetime | None = None) -> Swept:
    """Remove tables that lost their last row a day ago, digests announced a day ago of other bytes, and what
    the feeds of changes told too long ago (``feed.KEPT``).

    Whoever listed an emptied day before has long opened it by then. Safe beside writers.
    """
    store, now = store or lake(), now or datetime.now(UTC)
    emptied = sum(_is_swept(store, one, now) for table in TABLES for one in store.objects(table))
    old = sum(digests.forget(store, path, now) for path in _idle(store))
    told = sum(feed.sweep(store, source, now) for source in feed.begun(store))
    _forget_buckets(store, now)
    return Swept(emptied, old, told)


def _forget_buckets(store: Store, now: datetime) -> None:
    """A day after the lake was brought to others nobody is at work any more who knew the former buckets
    alone: writers need not look there, where nothing of them stands."""
    marker = read_marker(store)
    if marker and marker.buckets_since and now - marker.buckets_since >= digests.PAST:
        standing = {number_in(one.path) for one in store.objects(layout.ARTICLES)}
        forget_buckets(store, {*marker.former_buckets} - standing)


def _is_swept(store: Store, stored: Stored, now: datetime) -> bool:
    """Emptied tables are small: only these are opened."""
    if stored.size > SMALL or not stored.path.endswith(".parquet"):
        return False
    try:
        answer = store.read(stored.path)
        if answer is None or pq.read_metadata(pa.BufferReader(answer[0])).num_rows:
            return False
        announced = digests.announcement(store, stored.path, digests.digest_of(answer[0]))
        if announced and now - digests.announced_at(announced) < digests.PAST:
            return False
        store.delete(stored.path, if_etag=answer[1])
    except (DamagedError, ConflictError, pa.ArrowException):
        return False
    return True


def _idle(store: Store) -> list[str]:
    """Digests that are not of what stands: of an earlier state, or of what is gone."""
    found: dict[str, list[str]] = {}
    for one in store.objects(digests.FOLDER):
        found.setdefault(digests.path_of(one.path), []).append(one.path)
    idle: list[str] = []
    for path, mine in found.items():
        try:
            answer = store.read(path)
        except DamagedError:  # its digests are what tells
            continue
        stands = digests.digest_of(answer[0]) if answer else "nothing"
        idle += [digest for digest in mine if not digest.endswith(stands)]
    return idle
