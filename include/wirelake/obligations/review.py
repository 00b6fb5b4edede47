"""The review list as operators work on it."""

from wirelake.batches.lakes import lake
from wirelake.config import NAME, Batch
from wirelake.errors import ConfigError, MissingError
from wirelake.lake.decisions.review import Unbound, close, read_review
from wirelake.obligations.reasons import checked_reason
from wirelake.storage import Store


def open_advisories(source: str, *, store: Store | None = None) -> list[Unbound]:
    """The source's kill advisories that wait for somebody, oldest first."""

    return [one for one in read_review(store or lake(), source) if not one.closed]


def close_advisory(
    raw_ref: str, reason: str, *, by: str | None = None, store: Store | None = None
) -> Unbound:
    """Say why an advisory needs no more care, and ``by`` whose word. Where a payload holds several, name it
    by its own article_id.

    Returns its entry as it stood: one that was closed keeps its reason.

    Raises:
        ConfigError: no reason, no raw_ref, or one of several advisories.
        MissingError: it does not stand on the list.
    """

    store = store or lake()
    reason = checked_reason(reason, "closing an advisory")
    stood = listed(raw_ref, store)
    close(store, stood, f"{reason} (by {by})" if by else reason)
    return stood


def listed(named: str, store: Store) -> Unbound:
    """The advisory of that raw_ref, or of that article_id of its own, closed or open.

    Raises:
        ConfigError: neither of the two, or several advisories wait in that payload.
        MissingError: it does not stand on the list.
    """

    batch, parted, _ = named.partition("#")
    source = Batch.parse(batch).source if parted else named.partition(":")[0]
    if not NAME.fullmatch(source) or source == named:
        raise ConfigError(f"no raw_ref: {named!r}; `wirelake review` shows them")
    found = [one for one in read_review(store, source) if named in one.key]
    if not found:
        raise MissingError(f"{named} is not on the review list: `wirelake review {source}` shows it")
    waiting = [one for one in found if not one.closed]
    if len(waiting) > 1:
        ids = ", ".join(one.article_id for one in waiting)
        raise ConfigError(f"{named} holds {len(waiting)} advisories: name one of them, {ids}")
    return (waiting or found)[0]
