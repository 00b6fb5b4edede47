"""Embargoes: what they hold, and one ended by an operator's word."""

from dataclasses import dataclass
from datetime import datetime

import pyarrow as pa

from wirelake.batches.journal import Clock
from wirelake.batches.lakes import lake, utc_now
from wirelake.config import Batch
from wirelake.errors import MissingError
from wirelake.lake import whereabouts
from wirelake.lake.decisions.events import Cause, Event, What, read_events, record
from wirelake.lake.reading import full_schema, picked, read_objects
from wirelake.lake.versions import COMPUTED_FROM, embargoed, in_words, is_embargoed, versions
from wirelake.obligations.decided import settled
from wirelake.obligations.names.known import meant
from wirelake.obligations.places import days_of
from wirelake.obligations.reasons import checked_reason
from wirelake.records import ITEMS
from wirelake.storage import Store
from wirelake.write import Changes, touch


@dataclass(frozen=True, slots=True, kw_only=True)
class Released:
    """The decision that ended the embargo, an earlier one where there was one, and what articles/ became."""

    event: Event
    changes: Changes


def release(
    article_id: str,
    reason: str,
    *,
    by: str | None = None,
    store: Store | None = None,
    clock: Clock = utc_now,
) -> Released:
    """End the embargo of all versions of the article that are known by now; a later one may set a new one.

    Repeated, it completes what a dead one left, and decides nothing anew.

    Raises:
        ConfigError: no such source, or no reason.
        MissingError: no embargo holds the article, and none was released.
    """

    store = store or lake()
    source, article_id = meant(article_id, store)
    reason = checked_reason(reason, "a release")
    now = clock()
    new = Event(what=What.RELEASE, article_id=article_id, at=now, cause=Cause.OPERATOR, reason=reason, by=by)
    event = _decided(store, source, new)
    for day in days_of(store, source, {article_id}):
        touch(store, Batch(source, day), [article_id])
    changes = settled(store, source, "release", f"released {article_id}: {reason}", clock)
    return Released(event=event, changes=changes)


def under_embargo(source: str, *, store: Store | None = None, clock: Clock = utc_now) -> list[str]:
    """In words: how many of the source's articles embargoes hold by now, and until when."""

    return in_words(held_until(source, store=store, clock=clock))


def held_until(
    source: str, *, store: Store | None = None, clock: Clock = utc_now
) -> dict[str, datetime | None]:
    """The source's articles that embargoes hold by now, each with its end, None where none can be read."""

    store = store or lake()
    stated = whereabouts.paths(store, whereabouts.SEEN, source, [whereabouts.EMBARGO], renew=False)
    told = picked("history", ["article_id", "embargoed_until", "signals"])
    held = {
        row["article_id"]
        for row in read_objects(store, "history", stated, wanted=told).to_pylist()
        if is_embargoed(row)
    }
    if not held:
        return {}
    wanted = pa.schema([*COMPUTED_FROM, full_schema("history").field("capture_date")])
    mine = whereabouts.seen(store, source, held, wanted=wanted, renew=False).to_pylist()
    return embargoed(mine, clock(), read_events(store, source))


def _decided(store: Store, source: str, new: Event) -> Event:
    """The new release where an embargo holds the article, else the last one."""

    article_id = new.article_id
    rows = whereabouts.seen(store, source, [article_id]).to_pylist()
    if not rows:
        raise MissingError(f"no article {article_id!r} in {store.uri}")
    events = read_events(store, source)
    (sights,) = versions(rows, events)
    if all(one.row["record_kind"] not in ITEMS for one in sights):
        raise MissingError(f"{article_id} was killed: there is nothing to release")
    if any(is_embargoed(one.row) and (one.free_at is None or one.free_at > new.at) for one in sights):
        return record(store, new)
    releases = events.releases.get(article_id, ())
    if not releases:
        raise MissingError(f"no embargo holds {article_id}: `wirelake show {article_id}` tells its versions")
    return releases[-1]
