"""What stands in raw/, by its index, and what became of each captured exchange."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pyarrow as pa

from wirelake.config import Batch
from wirelake.lake import kept, layout
from wirelake.lake.files import parse_parquet
from wirelake.lake.kept import indexes
from wirelake.lake.reading import READERS, picked, read_days
from wirelake.lake.schema import INDEX
from wirelake.records import GONE, Kind, Link, Outcome, Seen
from wirelake.storage import Store, Stored

Row = dict[str, Any]
FEW = 2  # indexes that are read one by one
MOST_READ = 4  # batches of which a process has the rows at hand
_read: dict[tuple[str, Batch], tuple[list[Stored], list[Row]]] = {}
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


def read_index(store: Store, batch: Batch) -> list[Row]:
    """The index rows of every capture of the batch, oldest first; not to be changed.

    Of one moment what holds a payload comes before what repeats it, in whatever order two captures came. A
    task asks for them again and again: while the list of the indexes is what it was, they are not read again.

    Raises:
        FormatError: an index cannot be read.
    """
    listed = _listed(store, batch)
    known = _read.get(key := (store.uri, batch))
    if known is None or known[0] != listed:
        tables = [rows for _, rows in _tables(store, batch, listed, fold=False)]
        rows = [row for table in tables for row in table.to_pylist()]
        known = listed, sorted(rows, key=_moment)
        _read[key] = known
        while len(_read) > MOST_READ:
            _read.pop(next(iter(_read)), None)
    return [*known[1]]


def read_indexes(
    store: Store,
    batch: Batch,
    columns: Iterable[str],
    *,
    fold: bool = True,
    listed: list[Stored] | None = None,
) -> list[Row]:
    """These columns of the rows of every capture of the batch. With ``fold`` indexes that are many are kept
    as one object; without it nothing is written. ``listed`` are the batch's, where they are known.

    Raises:
        FormatError: an index cannot be read.
    """
    tables = _tables(store, batch, _listed(store, batch) if listed is None else listed, fold=fold)
    return [row for _, rows in tables for row in rows.select([*columns]).to_pylist()]


def _tables(
    store: Store, batch: Batch, listed: list[Stored], *, fold: bool
) -> Iterator[tuple[str, pa.Table]]:
    """Path and rows of each index, in the order of the list."""
    if len(listed) <= FEW:
        yield from ((path, rows) for path, _, rows in _read_each(store, (one.path for one in listed)))
        return
    # Before any is read: a takedown that comes in between finds it.
    stood = (kept.opened if fold else kept.looked_at)(store, batch, indexes.NAME)
    tables = indexes.unfolded(stood, listed)
    loose = [one.path for one in listed if one.path not in tables]
    tables |= {path: (etag, rows) for path, etag, rows in _read_each(store, loose)}
    if fold and len(loose) > FEW:
        kept.put(store, stood, indexes.folded(tables))
    yield from ((one.path, tables[one.path][1]) for one in listed if one.path in tables)


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
    return [one.path for one in _listed(store, batch)]


def indexes_of(store: Store, source: str, first: date, last: date) -> dict[date, list[Stored]]:
    """The indexes of each of the source's capture days from ``first`` to ``last``, by one list."""
    found: dict[date, list[Stored]] = {
        first + timedelta(days=after): [] for after in range((last - first).days + 1)
    }
    folders = {layout.raw_day(day): day for day in found}
    top = layout.raw_of(source)
    for one in store.objects(top, since=layout.raw_day(first), until=layout.raw_day(last)):
        folder = one.path.removeprefix(f"{top}/").partition("/")[0]
        if folder in folders and one.path.endswith(".index.parquet"):
            found[folders[folder]].append(one)
    return found


def _listed(store: Store, batch: Batch) -> list[Stored]:
    return [one for one in store.objects(layout.raw(batch)) if one.path.endswith(".index.parquet")]


def read_index_files(store: Store, paths: Iterable[str]) -> Iterator[tuple[str, Row]]:
    """Path and row for every row of these indexes, as they stand in raw/.

    Raises:
        FormatError: an index cannot be read.
    """
    for path, _, rows in _read_each(store, paths):
        yield from ((path, row) for row in rows.to_pylist())


def _read_each(store: Store, paths: Iterable[str]) -> Iterator[tuple[str, str, pa.Table]]:
    """Path, ETag and rows of each, but for what was deleted while we looked."""

    def rows_of(path: str) -> tuple[str, str, pa.Table] | None:
        answer = store.read(path)
        return (path, answer[1], parse_parquet(answer[0], path, schema=INDEX)) if answer else None

    with ThreadPoolExecutor(READERS) as pool:
        yield from (one for one in pool.map(rows_of, paths) if one)


def outcomes(store: Store, batch: Batch) -> dict[str, Outcome]:
    """How each captured exchange of a built batch ended, by raw_ref.

    A raw_ref of the index that is not among them was captured after the last build, belongs to a day whose
    gate closed, or was lost, which must never be.

    Raises:
        FormatError: an index or a table cannot be read.
    """
    index = read_index(store, batch)
    built, not_items = _built(store, batch), passed_over(store, batch)
    refs = [f"{batch}#{row['record_id']}" for row in index]
    received = {row["url"] for row in index if row["failure"] in (None, GONE)}
    rejected = {
        row["url"] for row, ref in zip(index, refs, strict=True) if built.get(ref) is Outcome.REJECTION
    }
    found: dict[str, Outcome] = {}
    for row, ref in zip(index, refs, strict=True):
        outcome = built.get(ref) or _of_no_article(row, received, rejected)
        if outcome is None and row["url"] in not_items:
            outcome = Outcome.PASSED_OVER
        if outcome:
            found[ref] = outcome
    return found


def ledger(store: Store, batch: Batch) -> dict[str, Outcome | None]:
    """How each file of the day's drop folder ended, by its name there; None where no build has read it yet.

    A file that was delivered several times ended as the best that came of it.
    """
    start, ended = f"drop:{batch.source}/{batch.day}/", outcomes(store, batch)
    rows = read_index(store, batch)
    delivered = {row["url"] for row in rows}
    found: dict[str, Outcome | None] = {
        url.removeprefix(start): Outcome.PASSED_OVER
        for url in passed_over(store, batch)
        if not any(url[:end] in delivered for end, sign in enumerate(url) if sign == "/")  # a message's part
    }
    for row in rows:
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


def passed_over(store: Store, batch: Batch) -> set[str]:
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
