"""Of which kind a change is, by what history/ and the decisions say of the article."""

from collections.abc import Sequence
from typing import Any

from wirelake.lake.changes.change import Kind, State
from wirelake.lake.decisions.events import Cause, Events, What
from wirelake.lake.versions import is_embargoed
from wirelake.records import GONE

Row = dict[str, Any]


def kind_of(
    article_id: str, before: State | None, after: Row | None, rows: Sequence[Row], events: Events
) -> Kind:
    """The kind of the change from ``before`` to the row ``after``; ``rows`` are the article's of history/."""
    if after is None:
        return _leaving(article_id, rows, events)
    if before is None:
        return _entering(article_id, after, rows, events)
    # Its version became the one to be read when it did before: its wire changed nothing.
    if (before.version, before.updated_at) == (after["version"], after["updated_at"]):
        return Kind.RECLEANED
    return Kind.CORRECTION if after["is_correction"] else Kind.UPDATE


def _leaving(article_id: str, rows: Sequence[Row], events: Events) -> Kind:
    if kills := events.kills.get(article_id):
        return Kind.TAKEDOWN if any(one.cause is Cause.OPERATOR for one in kills) else Kind.KILL
    restored = [one.at for one in events.restores.get(article_id, ())]
    canceled = (row["first_seen_at"] for row in rows if row["pub_status"] == "canceled")
    if any(all(at > since for since in restored) for at in canceled):
        return Kind.KILL
    last = max(rows, key=lambda row: row["first_seen_at"], default=None)
    return Kind.GONE if last and GONE in (last["signals"] or ()) else Kind.REMOVED


def _entering(article_id: str, after: Row, rows: Sequence[Row], events: Events) -> Kind:
    decided = [one for one in events.every if one.article_id == article_id]
    if decided and decided[-1].what is What.RESTORE and after["updated_at"] <= decided[-1].at:
        return Kind.RESTORED
    held = (row for row in rows if row["version"] == after["version"] and is_embargoed(row))
    return Kind.EMBARGO_ENDED if any(held) else Kind.NEW
