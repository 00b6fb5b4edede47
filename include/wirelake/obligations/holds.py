"""An operator's hold: the bytes of an article stay in raw/ until it is lifted, whoever takes it down."""

from wirelake.batches.journal import Clock
from wirelake.batches.lakes import lake, utc_now
from wirelake.errors import MissingError
from wirelake.lake.decisions.events import Cause, Event, What, read_events, record
from wirelake.obligations.names.known import meant
from wirelake.obligations.reasons import checked_reason
from wirelake.storage import Store


def hold(
    article_id: str, reason: str, *, lift: bool = False, store: Store | None = None, clock: Clock = utc_now
) -> Event:
    """Keep the article's bytes from erasure, or with ``lift`` let them go; returns the decision that holds.

    A hold keeps no article in the tables that readers see. What is due goes with the source's next run after
    the lift. A hold or lift that is there already stays as it is.

    Raises:
        ConfigError: no such source, or no reason.
        MissingError: nothing was ever held.
    """

    store = store or lake()
    source, article_id = meant(article_id, store)
    reason = checked_reason(reason, "a lift" if lift else "a hold")
    events = read_events(store, source)
    held = events.held.get(article_id)
    if lift and held is None:
        lifted = [one for one in events.every if one.what is What.LIFT and one.article_id == article_id]
        if not lifted:
            raise MissingError(f"no hold is on {article_id}")
        return lifted[-1]
    if held and not lift:
        return held
    what = What.LIFT if lift else What.HOLD
    return record(
        store, Event(what=what, article_id=article_id, at=clock(), cause=Cause.OPERATOR, reason=reason)
    )
