"""What stands in raw/, by its index, and what became of each captured exchange."""

from collections.abc import Iterable
from typing import Any

from wirelake.config import Batch
from wirelake.lake import layout
from wirelake.lake.reading import parse_parquet, picked, read_days
from wirelake.lake.schema import INDEX
from wirelake.records import Kind, Outcome
from wirelake.storage import Store

Row = dict[str, Any]


def read_index(store: Store, batch: Batch) -> list[Row]:
    """The index rows of every capture of the batch, oldest first.

    Raises:
        FormatError: an index cannot be read.
    """
    rows: list[Row] = []
    for stored in store.objects(layout.raw(batch)):
        if stored.path.endswith(".index.parquet"):
            answer = store.read(stored.path)
            if answer is not None:
                rows += parse_parquet(answer[0], stored.path, schema=INDEX).to_pylist()
    return sorted(rows, key=lambda row: (row["fetched_at"], row["warc_file"], row["offset"]))


def outcomes(store: Store, batch: Batch) -> dict[str, Outcome]:
    """How each captured exchange of a built batch ended, by raw_ref.

    A raw_ref of the index that is not among them was captured after the last build, belongs to a day whose
    gate closed, or was lost, which must never be.

    Raises:
        FormatError: an index or a table cannot be read.
    """
    index = read_index(store, batch)
    built = _built(store, batch)
    refs = [f"{batch}#{row['record_id']}" for row in index]
    received = {row["url"] for row in index if row["failure"] is None}
    rejected = {
        row["url"] for row, ref in zip(index, refs, strict=True) if built.get(ref) is Outcome.REJECTION
    }
    found: dict[str, Outcome] = {}
    for row, ref in zip(index, refs, strict=True):
        outcome = built.get(ref) or _of_no_article(row, received, rejected)
        if outcome:
            found[ref] = outcome
    return found


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

    note(Outcome.ARTICLE, (row["raw_ref"] for row in history if row["record_kind"] == "article"))
    note(Outcome.CONTROL, (row["raw_ref"] for row in history))
    note(Outcome.REJECTION, (row["raw_ref"] for row in rejected))
    note(Outcome.DUPLICATE, (ref for row in (*history, *rejected) for ref in row["duplicate_refs"] or ()))
    return found


def _of_no_article(row: Row, received: set[str], rejected: set[str]) -> Outcome | None:
    if row["kind"] != Kind.ARTICLE:
        return Outcome.NOT_CONTENT
    if row["record_type"] == "revisit":
        return Outcome.DUPLICATE
    if row["failure"] and row["url"] in received:  # a later try brought the bytes
        return Outcome.NOT_CONTENT
    if row["failure"] and row["url"] in rejected:  # the link's first failure stands for it
        return Outcome.DUPLICATE
    return None
