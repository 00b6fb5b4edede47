"""Where an article's bytes and rows stand in the lake."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wirelake.config import Batch
from wirelake.legible import one_line
from wirelake.storage import Store

if TYPE_CHECKING:
    from wirelake.lake.versions.sights import Sight

MOST_DAYS = 3  # capture days whose indexes are read, the newest
MOST_PLACES = 40
COLUMNS = ("record_id", "record_type", "warc_file", "offset", "length", "fetched_at", "url")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One place of the lake.

    Attributes:
        what: bytes, history, article, tombstone.
        path: its path in the lake.
        detail: what of it stands there.
    """

    what: str
    path: str
    detail: str


def places_of(store: Store, sights: Sequence["Sight"], standing: dict[str, Any] | None) -> tuple[Place, ...]:
    """Where it stands: articles/, history/, and its bytes in raw/ with the place in the WARC.

    Raises:
        FormatError: an index cannot be read.
    """
    from wirelake.lake import layout
    from wirelake.lake.buckets import buckets_of

    rows = sorted((row for one in sights for row in one.run), key=lambda row: row["first_seen_at"])
    found: list[Place] = []
    if standing:
        days = {row["published_date"] for row in rows if row["raw_ref"] == standing["raw_ref"]}
        buckets = buckets_of(store)
        found += [
            Place(
                what="article", path=buckets.place(day, standing["source"]), detail="the row that readers see"
            )
            for day in sorted(days - {None})
        ]
    batches = dict.fromkeys(Batch.parse(row["raw_ref"].partition("#")[0]) for row in reversed(rows))
    for batch in batches:
        mine = [row for row in rows if row["raw_ref"].startswith(f"{batch}#")]
        told = "1 row" if len(mine) == 1 else f"{len(mine)} rows"
        found.append(Place(what="history", path=layout.history(batch), detail=told))
    for batch in [*batches][:MOST_DAYS]:
        refs = {ref for row in rows for ref in (row["raw_ref"], *(row["duplicate_refs"] or ()))}
        found += _bytes(store, batch, refs)
    return tuple(found[:MOST_PLACES])


def _bytes(store: Store, batch: Batch, refs: set[str]) -> Iterator[Place]:
    """The records of the batch's WARCs that showed it."""
    from wirelake.lake.exchanges import read_indexes

    wanted = {ref.partition("#")[2] for ref in refs if ref.startswith(f"{batch}#")}
    for row in read_indexes(store, batch, COLUMNS, fold=False):
        if row["record_id"] in wanted:
            yield Place(
                what="bytes",
                path=one_line(row["warc_file"]),
                detail=f"{row['record_type']} {one_line(row['record_id'])}, received "
                f"{row['fetched_at']:%Y-%m-%d %H:%M:%S}Z, {row['length']} bytes from {row['offset']}",
            )
