"""What wires' messages kill: decided as events where an article is known, listed for review where none is."""

import hashlib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa

from wirelake import resolve
from wirelake.config import Batch
from wirelake.evidence import references
from wirelake.lake import layout, whereabouts
from wirelake.lake.aliases import read_aliases
from wirelake.lake.decisions.events import Cause, Event, What, read_events, record
from wirelake.lake.decisions.review import Unbound, close, note, read_review
from wirelake.lake.reading import picked, read_objects
from wirelake.lake.versions.names import message_name
from wirelake.resolve import BOUND_BY, Names, bound, findable, is_advisory, looked_for
from wirelake.storage import Store

Row = dict[str, Any]
FOUND_BY = (
    "article_id", "record_kind", "signals", "alt_ids", "wire_id", "url", "canonical_url", "slugline",
    "headline",
)  # fmt: skip


def decide(store: Store, batch: Batch, passed: pa.Table) -> list[Unbound]:
    """Record a takedown of every article that these rows of history/ kill; returns the open review list.

    What an earlier advisory named in vain may have come with this batch: all open ones are looked at again.
    One that was bound, or that a person closed, stays as it is: what named its article went with the text.
    """

    rows = passed.select([*BOUND_BY]).to_pylist()
    canceled = [
        row for row in rows if row["pub_status"] == "canceled" and "taken_down" not in (row["signals"] or ())
    ]
    for row in canceled:
        record(store, _kill(row["article_id"], unbound(row), Cause.CANCELED))
    meant = {unbound(row).key for row in canceled}  # such an item has killed an article: its own
    listed = [one for one in read_review(store, batch.source) if not one.is_writethru]
    closed = {one.key for one in listed if one.closed}
    stated = [*listed, *(unbound(row) for row in rows if is_advisory(row))]
    waiting = {one.key: one for one in stated if one.key not in closed}
    if not waiting:
        return []
    names = _names(store, batch, rows, [_as_row(one) for one in waiting.values()])
    events = read_events(store, batch.source)
    for key, one in sorted(waiting.items()):
        kills = [_kill(article_id, one, Cause.ADVISORY) for article_id in bound(_as_row(one), names)]
        killed = [record(store, kill).article_id for kill in kills if not events.is_revoked(kill)]
        if killed:
            close(store, one, f"bound to {', '.join(killed)}")
        elif key not in meant:
            note(store, one)
    return [one for one in read_review(store, batch.source) if not (one.closed or one.is_writethru)]


def _kill(article_id: str, message: Unbound, cause: Cause) -> Event:
    reason = {Cause.CANCELED: "canceled by the wire", Cause.ADVISORY: "killed by an advisory of the wire"}
    return Event(
        what=What.TAKEDOWN,
        article_id=article_id,
        at=message.first_seen_at,
        cause=cause,
        reason=reason[cause],
        raw_ref=message.raw_ref,
        message=f"{message.article_id} {message.version}",
    )


def _names(store: Store, batch: Batch, rows: Iterable[Row], waiting: Iterable[Row]) -> Names:
    """What is known of the source's articles that these advisories may name, and of those of the batch as it
    is built now."""

    names, rows = Names(), list(rows)
    aliases = read_aliases(store, batch.source).by_article
    wanted = {told for one in waiting for told in looked_for(one)}
    # Not the batch's own day, as it stands: it may be damaged, and is just made again.
    own = (layout.history(batch),)
    ids = {id_ for id_, mine in aliases.items() if not wanted.isdisjoint(_called(id_, mine))}
    asked = [f"{kind} {name}" for kind, name in wanted]
    days = whereabouts.paths(store, _named(), batch.source, asked, but=own)
    told = read_objects(store, layout.HISTORY, days, wanted=picked("history", [*BOUND_BY]))
    for part in told.to_batches():
        ids |= {row["article_id"] for row in part.to_pylist() if not wanted.isdisjoint(findable(row))}
    known = whereabouts.seen(store, batch.source, ids, wanted=picked("history", [*BOUND_BY]), but=own)
    for row in (*known.to_pylist(), *rows):
        names.add(row, aliases.get(row["article_id"], ()))
    return names


def _called(article_id: str, aliases: Iterable[str]) -> Iterator[tuple[str, str]]:
    """By which names alone the aliases have the article found."""
    nameless = dict.fromkeys(
        ("wire_id", "url", "canonical_url", "slugline", "headline", "alt_ids", "signals")
    )
    for one in (article_id, *aliases):
        yield from findable({**nameless, "article_id": one, "record_kind": "article"})


@cache
def _named() -> whereabouts.Kind:
    """History by the names of its items, as today's rules read them."""

    def told(rows: pa.Table) -> Iterator[str]:
        for part in rows.to_batches():
            for row in part.to_pylist():
                yield from (f"{kind} {name}" for kind, name in findable(row))

    files = [Path(str(one.__file__)) for one in (resolve, references)]
    rules = hashlib.sha256("\n".join(one.read_text(encoding="utf-8") for one in files).encode()).hexdigest()
    return whereabouts.Kind(layout.HISTORY, rules, FOUND_BY, told, name="names")


def unbound(row: Row) -> Unbound:
    """The row of history/ as an entry of the review list."""

    return Unbound(
        raw_ref=row["raw_ref"],
        article_id=row["article_id"],
        version=message_name(row),
        # A canceled item has killed its own article by that; what it names is another.
        record_kind="article" if row.get("pub_status") == "canceled" else row["record_kind"],
        first_seen_at=row["first_seen_at"],
        refers_to=tuple((one["role"], one["value"]) for one in row["refers_to"] or ()),
    )


def _as_row(one: Unbound) -> Row:
    refers_to = [{"role": role, "value": value} for role, value in one.refers_to]
    return {**one.model_dump(exclude={"refers_to"}), "refers_to": refers_to}
