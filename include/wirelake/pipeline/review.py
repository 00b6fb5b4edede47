"""The review list as operators work on it."""

from typing import TYPE_CHECKING

from wirelake.config import Batch
from wirelake.errors import ConfigError, MissingError
from wirelake.pipeline.lakes import lake

if TYPE_CHECKING:
    from wirelake.lake.review import Unbound
    from wirelake.storage import Store


def open_advisories(source: str, *, store: "Store | None" = None) -> "list[Unbound]":
    """The source's kill advisories that wait for somebody, oldest first."""
    from wirelake.lake.review import read_review

    return [one for one in read_review(store or lake(), source) if not one.closed]


def close_advisory(raw_ref: str, reason: str, *, store: "Store | None" = None) -> None:
    """Say why an advisory needs no more care.

    Raises:
        ConfigError: no reason, or no raw_ref.
        MissingError: it does not stand on the list.
    """
    from wirelake.lake.review import close
    from wirelake.pipeline.takedown import checked_reason

    store = store or lake()
    reason = checked_reason(reason, "closing an advisory")
    close(store, listed(raw_ref, store), reason)


def listed(raw_ref: str, store: "Store") -> "Unbound":
    """The advisory of that raw_ref, closed or open.

    Raises:
        ConfigError: no raw_ref.
        MissingError: it does not stand on the list.
    """
    from wirelake.lake.review import read_review

    batch, parted, _ = raw_ref.partition("#")
    if not parted:
        raise ConfigError(f"no raw_ref: {raw_ref!r}; `wirelake review` shows them")
    source = Batch.parse(batch).source
    found = next((one for one in read_review(store, source) if one.raw_ref == raw_ref), None)
    if found is None:
        raise MissingError(f"{raw_ref} is not on the review list: `wirelake review {source}` shows it")
    return found
