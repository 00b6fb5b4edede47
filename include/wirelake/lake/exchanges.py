"""What stands in raw/, by its index, and what became of each captured exchange."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pyarrow as pa

from wirelake.config import Batch
from wirelake.lake import layout
from wirelake.lake.reading import READERS, parse_parquet, picked, read_days
from wirelake.lake.schema import INDEX
from wirelake.records import GONE, Kind, Link, Outcome, Seen
from wirelake.storage import Store

Row = dict[str, Any]
BEST_FIRST = (
    Outcome.ARTICLE,
    Outcome.MEDIA,
    Outcome.PACKAGE,
    Outcome.CONTROL,
    Outcome.DUPLICATE,
    Outcome.REJECTION,
    Outcome.PASSED_OVER,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What the captures of some days know of one link.

    ``seen``, ``link`` and ``kind`` are those of its newest good look: the validators and the record for a
    conditional request, and what the feed said of the article then. ``looks`` are the times of all
    requests, failed ones too, oldest first; ``first_at`` is the first of them. ``missing`` are those after
    the good look that were answered 404, up to any other answer; ``is_gone``, it was found to be gone since.
    """

    seen: Seen
    link: Link
    kind: Kind
    first_at: datetime
    looks: tuple[datetime, ...]
    missing: tuple[datetime, ...] = ()
    is_gone: bool = False

    @property
    def is_article(self) -> bool:
        """The link leads to an article, not to what lists links."""
        return self.kind is Kind.ARTICLE


def read_index(store: Store, batch: Batch, columns: Iterable[str] = ()) -> list[Row]:
    """The index rows of every capture of the batch, oldest first; with ``columns``, these only.

    ``columns`` must name fetched_at, record_type, warc_file and offset, by which they are ordered: of one
    moment what holds a payload comes before what repeats it, in whatever order two captures came.

    Raises:
        FormatError: an index cannot be read.
    """
    rows = [row for _, row in read_index_files(store, index_files(store, batch), columns)]
    return sorted(rows, key=_moment)


def link_of(row: Row) -> Link:
    """The link that the row's exchange was made for."""
    return Link(
        url=row["url"],
        origin=row["origin"],
        guid=row["guid"],
        title=row["link_title"],
        published=row["link_published"],
        updated=row["link_updated"],
    )


def _moment(row: Row) -> tuple[datetime, bool, str, int]:
    return row["fetched_at"], row["record_type"] == "revisit", row["warc_file"], row["offset"]


def index_files(store: Store, batch: Batch) -> list[str]:
    """The paths of the batch's indexes, each the commit marker of a WARC."""
    names = (stored.path for stored in store.objects(layout.raw(batch)))
    return [path for path in names if path.endswith(".index.parquet")]


def read_index_files(
    store: Store, paths: Iterable[str], columns: Iterable[str] = ()
) -> Iterator[tuple[str, Row]]:
    """Path and row for every row of these indexes.

    Raises:
        FormatError: an index cannot be read.
    """
    wanted = pa.schema([INDEX.field(name) for name in columns]) if columns else INDEX

    def rows_of(path: str) -> tuple[str, list[Row]]:
        answer = store.read(path)  # None where it was deleted while we looked
        return path, parse_parquet(answer[0], path, schema=wanted).to_pylist() if answer else []

    with ThreadPoolExecutor(READERS) as pool:
        for path, rows in pool.map(rows_of, paths):
            yield from ((path, row) for row in rows)


def outcomes(store: Store, batch: Batch) -> dict[str, Outcome]:
    """How each captured exchange of a built batch ended, by raw_ref.

    A raw_ref of the index that is not among them was captured after the last build, belongs to a day whose
    gate closed, or was lost, which must never be.

    Raises:
        FormatError: an index or a table cannot be read.
    """
    index = read_index(store, batch)
    built, passed_over = _built(store, batch), _passed_over(store, batch)
    refs = [f"{batch}#{row['record_id']}" for row in index]
    received = {row["url"] for row in index if row["failure"] in (None, GONE)}
    rejected = {
        row["url"] for row, ref in zip(index, refs, strict=True) if built.get(ref) is Outcome.REJECTION
    }
    found: dict[str, Outcome] = {}
    for row, ref in zip(index, refs, strict=True):
        outcome = built.get(ref) or _of_no_article(row, received, rejected)
        if outcome is None and row["url"] in passed_over:
            outcome = Outcome.PASSED_OVER
        if outcome:
            found[ref] = outcome
    return found


def ledger(store: Store, batch: Batch) -> dict[str, Outcome | None]:
    """How each file of the day's drop folder ended, by its name there; None where no build has read it yet.

    A file that was delivered several times ended as the best that came of it.
    """
    start, ended = f"drop:{batch.source}/{batch.day}/", outcomes(store, batch)
    found: dict[str, Outcome | None] = {
        url.removeprefix(start): Outcome.PASSED_OVER for url in _passed_over(store, batch)
    }
    for row in read_index(store, batch):
        if row["url"].startswith(start):
            name, outcome = row["url"].removeprefix(start), ended.get(f"{batch}#{row['record_id']}")
            found[name] = min(found.get(name), outcome, key=_worth)
    return found


def _worth(outcome: Outcome | None) -> int:
    return BEST_FIRST.index(outcome) if outcome in BEST_FIRST else len(BEST_FIRST)


def _built(store: Store, batch: Batch) -> dict[str, Outcome]:
    """What history/ and rejected/ say; of a payload with many articles, the best."""
    columns = ["raw_ref", "duplicate_refs", "record_kind"]
    day = batch.day
    history = read_days(
        store, "history", day, day, source=batch.source, wanted=picked("history", columns)
    ).to_pylist()
    rejected = read_days(
        store, "rejected", day, day, source=batch.source, wanted=picked("rejected", columns[:2])
    ).to_pylist()
    found: dict[str, Outcome] = {}

    def note(outcome: Outcome, refs: Iterable[str]) -> None:
        for ref in refs:
            found.setdefault(ref, outcome)

    for kind in (Outcome.ARTICLE, Outcome.MEDIA, Outcome.PACKAGE):
        note(kind, (row["raw_ref"] for row in history if row["record_kind"] == kind))
    note(Outcome.CONTROL, (row["raw_ref"] for row in history))
    note(Outcome.REJECTION, (row["raw_ref"] for row in rejected))
    note(Outcome.DUPLICATE, (ref for row in (*history, *rejected) for ref in row["duplicate_refs"] or ()))
    return found


def _passed_over(store: Store, batch: Batch) -> set[str]:
    """The addresses of dropped files that the batch's runs found to be no items."""
    wanted = picked("runs", ["passed_over"])
    rows = read_days(store, "runs", batch.day, batch.day, source=batch.source, wanted=wanted).to_pylist()
    names = (one["name"] for row in rows for one in row["passed_over"] or ())
    return {f"drop:{batch.source}/{batch.day}/{name}" for name in names}


def _of_no_article(row: Row, received: set[str], rejected: set[str]) -> Outcome | None:
    if row["kind"] != Kind.ARTICLE:
        return Outcome.NOT_CONTENT
    if row["record_type"] == "revisit":
        return Outcome.DUPLICATE
    if row["failure"] and row["url"] in received:  # a later try brought the bytes, or told that it is gone
        return Outcome.NOT_CONTENT
    if row["failure"] and row["url"] in rejected:  # the link's first failure stands for it
        return Outcome.DUPLICATE
    return None
