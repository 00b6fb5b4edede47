"""What became of a freeze's rows since: each in one word, as far as they go those of the feed of changes."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from itertools import islice
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from wirelake.lake.decisions.events import Cause, Events, read_events
from wirelake.lake.decisions.manifests import read_manifests
from wirelake.lake.freezes import saying
from wirelake.lake.freezes.frozen import Freeze
from wirelake.records import GONE
from wirelake.storage import Store

Row = dict[str, Any]


class Standing(StrEnum):
    """How a frozen row stands now; ``stands``: the lake says the same of it as when it was frozen."""

    STANDS = "stands"
    CORRECTION = "correction"
    UPDATE = "update"
    RECLEANED = "recleaned"
    KILL = "kill"
    TAKEDOWN = "takedown"
    ERASED = "erased"
    GONE = "gone"
    REMOVED = "removed"
    LOST = "lost"


def standings(store: Store, freeze: Freeze) -> Iterator[tuple[Row, Standing]]:
    """Each row of the freeze with how it stands, by row_id. Texts are read, and none is kept."""
    said = _said(store, freeze)
    articles = freeze.rows.filter(pc.equal(freeze.rows["record_kind"], "article"))["article_id"].unique()
    columns = ("article_id", "version", "is_correction")
    current = {
        row["article_id"]: (row["version"], row["is_correction"])
        for row in saying.rows_of(store, "articles", "article_id", articles, columns)
    }
    shown = freeze.rows.filter(freeze.rows["readable"])["article_id"]
    withheld = _gone(store, {one.as_py() for one in shown if one.as_py() not in current})
    ended = {source: _ended(store, source) for source in freeze.head.sources}
    for row, is_said in zip(_rows(freeze), said, strict=True):
        decided = ended[row["source"]].get(row["article_id"])
        yield row, decided or _of(row, is_said, current.get(row["article_id"]), withheld)


LOST, SAME, OTHER = range(3)


def _said(store: Store, freeze: Freeze) -> bytearray:
    """Of each row whether history/ says the same of it, another, or has it no more; no text is kept."""
    ids = freeze.rows["row_id"].combine_chunks()
    digests = freeze.rows["digest"].combine_chunks()
    found = bytearray(len(ids))
    for rows in _batches(saying.rows_of(store, "history", "row_id", ids, {"row_id", *saying.SAID})):
        places = pc.index_in(pa.array([row["row_id"] for row in rows]), value_set=ids).to_pylist()
        for place, row in zip(places, rows, strict=True):
            found[place] = SAME if digests[place].as_py() == saying.digest_of(row) else OTHER
    return found


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while some := list(islice(rows, saying.BATCH)):
        yield some


def _rows(freeze: Freeze) -> Iterator[Row]:
    for batch in freeze.rows.to_batches(max_chunksize=saying.BATCH):
        yield from batch.to_pylist()


def _of(row: Row, said: int, current: tuple[str, bool] | None, withheld: Collection[str]) -> Standing:
    if said != SAME:
        return Standing.LOST if said == LOST else Standing.RECLEANED
    if current is None and row["readable"]:
        return Standing.GONE if row["article_id"] in withheld else Standing.REMOVED
    # What articles/ did not show then is cited as a row of the past, and no newer one replaces that.
    if current is None or not row["readable"] or current[0] == row["version"]:
        return Standing.STANDS
    return Standing.CORRECTION if current[1] else Standing.UPDATE


def _ended(store: Store, source: str) -> Mapping[str, Standing]:
    """The source's articles that are killed or taken down."""
    events: Events = read_events(store, source)
    if not events.kills:
        return {}
    manifests = read_manifests(store, source)
    found = {}
    for id_, kills in events.kills.items():
        is_order = any(one.cause is Cause.OPERATOR for one in kills)
        is_erased = id_ in manifests and manifests[id_].erased_at is not None
        word = Standing.TAKEDOWN if is_order else Standing.KILL
        found[id_] = Standing.ERASED if is_erased and is_order else word
    return found


def _gone(store: Store, article_ids: Collection[str]) -> set[str]:
    """Of these articles, which may not be read any more, those whose page is gone."""
    newest: dict[str, tuple[datetime, bool]] = {}
    columns = ("article_id", "first_seen_at", "signals")
    for row in saying.rows_of(store, "history", "article_id", article_ids, columns):
        told = (row["first_seen_at"], GONE in (row["signals"] or ()))
        newest[row["article_id"]] = max(told, newest.get(row["article_id"], told))
    return {id_ for id_, (_, is_gone) in newest.items() if is_gone}
