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
    """Say why an advisory needs no more care. Where a payload holds several, name it by its own article_id.

    Raises:
        ConfigError: no reason, no raw_ref, or one of several advisories.
        MissingError: it does not stand on the list.
    """
    from wirelake.lake.review import close, read_review

    store = store or lake()
    if not reason.strip():
        raise ConfigError("closing an advisory needs its reason: --reason TEXT")
    source = Batch.parse(raw_ref.partition("#")[0]).source if "#" in raw_ref else raw_ref.partition(":")[0]
    found = [one for one in read_review(store, source) if raw_ref in one.key]
    if not found:
        raise MissingError(f"{raw_ref} is not on the review list: `wirelake review {source}` shows it")
    waiting = [one for one in found if not one.closed]
    if len(waiting) > 1:
        ids = ", ".join(one.article_id for one in waiting)
        raise ConfigError(f"{raw_ref} holds {len(waiting)} advisories: name one of them, {ids}")
    for one in waiting:
        close(store, one, reason)
