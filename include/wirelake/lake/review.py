"""The review list: kill advisories. One that names no known article stays open until somebody closes it."""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime

from pydantic import BaseModel, ConfigDict, ValidationError

from wirelake.errors import FormatError
from wirelake.lake import layout
from wirelake.lake.conflicts import again_after_conflict
from wirelake.storage import ABSENT, Store


class Unbound(BaseModel):
    """One advisory. ``closed`` says why it needs no more care: its article, or an operator's word."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    raw_ref: str
    article_id: str  # the advisory's own
    first_seen_at: datetime
    refers_to: tuple[tuple[str, str], ...]  # role, value
    closed: str = ""

    @property
    def source(self) -> str:
        return self.article_id.partition(":")[0]

    def __str__(self) -> str:
        named = ", ".join(f"{role} {value!r}" for role, value in self.refers_to) or "nothing"
        return f"{self.raw_ref} of {self.first_seen_at:%Y-%m-%d %H:%M}Z names {named}"


@again_after_conflict
def note(store: Store, advisory: Unbound, change: Callable[[Unbound], Unbound] = lambda one: one) -> Unbound:
    """Put the advisory on the list, or change the entry that stands there.

    Raises:
        FormatError: the entry cannot be read.
    """
    path = _path(advisory)
    stood = store.read(path)
    old = _parsed(path, stood[0]) if stood else advisory
    new = change(old)
    if stood is None or new != old:
        data = json.dumps(new.model_dump(mode="json"), sort_keys=True, ensure_ascii=False).encode()
        store.write(path, data, if_etag=stood[1] if stood else ABSENT)
    return new


def close(store: Store, advisory: Unbound, why: str) -> Unbound:
    """Say why the advisory needs no more care; the first word holds. Names go: one may be a headline."""

    def closed(one: Unbound) -> Unbound:
        return one if one.closed else one.model_copy(update={"closed": why, "refers_to": ()})

    return note(store, advisory, closed)


def read_review(store: Store, source: str) -> list[Unbound]:
    """The source's list, closed ones too, oldest first.

    Raises:
        FormatError: an entry cannot be read.
    """
    found = ((one.path, store.read(one.path)) for one in store.objects(layout.review(source)))
    listed = [_parsed(path, stood[0]) for path, stood in found if stood]
    return sorted(listed, key=lambda one: (one.first_seen_at, one.raw_ref))


def _path(advisory: Unbound) -> str:
    name = hashlib.sha256(advisory.raw_ref.encode()).hexdigest()[:24]
    return f"{layout.review(advisory.source)}/{name}.json"


def _parsed(path: str, data: bytes) -> Unbound:
    try:
        return Unbound.model_validate_json(data)
    except ValidationError as error:
        raise FormatError(f"{path}: not an advisory that this version can read: {error}") from error
