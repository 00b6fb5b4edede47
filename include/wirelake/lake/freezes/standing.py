"""What became of a freeze's rows since: each in one word, as far as they go those of the feed of changes."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

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
    ids = set(freeze.rows["row_id"].to_pylist())
    articles = {row["article_id"] for row in _rows(freeze) if row["record_kind"] == "article"}
    said = {
        row["row_id"]: saying.digest_of(row)
        for row in saying.rows_of(store, "history", "row_id", ids, {"row_id", *saying.SAID})
    }
    columns = ("row_id", "article_id", "version", "is_correction")
    current = {
        row["article_id"]: row for row in saying.rows_of(store, "articles", "article_id", articles, columns)
    }
    left = {row["article_id"] for row in _rows(freeze) if row["readable"]} - current.keys()
    withheld = _gone(store, left)
    ended = {source: _ended(store, source) for source in freeze.head.sources}
    for row in _rows(freeze):
        decided = ended[row["source"]].get(row["article_id"])
        yield row, decided or _of(row, said.get(row["row_id"]), current.get(row["article_id"]), withheld)


def _rows(freeze: Freeze) -> Iterator[Row]:
    for batch in freeze.rows.to_batches(max_chunksize=saying.BATCH):
        yield from batch.to_pylist()


def _of(row: Row, said: str | None, current: Row | None, withheld: Collection[str]) -> Standing:
    if said is None:
        return Standing.LOST
    if said != row["digest"]:
        return Standing.RECLEANED
    if current is None and row["readable"]:
        return Standing.GONE if row["article_id"] in withheld else Standing.REMOVED
    # What articles/ did not show then is cited as a row of the past, and no newer one replaces that.
    if current is None or not row["readable"] or current["version"] == row["version"]:
        return Standing.STANDS
    return Standing.CORRECTION if current["is_correction"] else Standing.UPDATE


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
