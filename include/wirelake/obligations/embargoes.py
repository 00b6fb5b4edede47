"""An embargo ended by an operator's word."""

from datetime import datetime

from wirelake.batches.journal import Clock
from wirelake.batches.lakes import lake, utc_now
from wirelake.config import Batch
from wirelake.errors import MissingError
from wirelake.lake.events import Cause, Event, What, read_events, record
from wirelake.lake.reading import read_days
from wirelake.lake.versions import is_embargoed, versions
from wirelake.obligations.decided import settled
from wirelake.obligations.places import days_of
from wirelake.obligations.reasons import checked_reason, checked_source
from wirelake.storage import Store
from wirelake.write import Changes, touch


def release(article_id: str, reason: str, *, store: Store | None = None, clock: Clock = utc_now) -> Changes:
    """End the embargo of all versions of the article that are known by now; a later one may set a new one.

    Raises:
        ConfigError: no such source, or no reason.
        MissingError: no embargo holds the article.
    """

    store = store or lake()
    source = checked_source(article_id)
    reason = checked_reason(reason, "a release")
    now = clock()
    _require_embargo(store, source, article_id, now)
    record(
        store,
        Event(what=What.RELEASE, article_id=article_id, at=now, cause=Cause.OPERATOR, reason=reason),
    )
    for day in days_of(store, source, article_id):
        touch(store, Batch(source, day), [article_id])
    return settled(store, source, "release", f"released {article_id}: {reason}", clock)


def _require_embargo(store: Store, source: str, article_id: str, now: datetime) -> None:

    rows = read_days(store, "history", None, None, source=source, article_id=article_id).to_pylist()
    if not rows:
        raise MissingError(f"no article {article_id!r} in {store.uri}")
    (sights,) = versions(rows, read_events(store, source))
    if all(one.row["record_kind"] != "article" for one in sights):
        raise MissingError(f"{article_id} was killed: there is nothing to release")
    held = [one for one in sights if is_embargoed(one.row) and (one.free_at is None or one.free_at > now)]
    if not held:
        raise MissingError(f"no embargo holds {article_id}: `wirelake show {article_id}` tells its versions")
