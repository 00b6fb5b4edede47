"""The review list: kill advisories that name no known article, and writethrus whose story is in doubt.

Each stays open until somebody closes it.
"""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime

from pydantic import BaseModel, ConfigDict

from wirelake.errors import DamagedError
from wirelake.lake import layout
from wirelake.lake.aside import move_aside, unless_damaged
from wirelake.lake.conflicts import again_after_conflict
from wirelake.lake.json_objects import parse_json
from wirelake.storage import ABSENT, Store

WRITETHRU = "writethru"


class Unbound(BaseModel):
    """One advisory, or writethru. ``closed`` says why it needs no more care: its article, or who said so."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    raw_ref: str
    article_id: str  # the advisory's own
    version: str = ""
    record_kind: str = "control"  # article: an item that says of another that it is killed; writethru
    first_seen_at: datetime
    refers_to: tuple[tuple[str, str], ...]  # role, value
    closed: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """A payload may hold several."""
        return self.raw_ref, self.article_id

    @property
    def is_writethru(self) -> bool:
        """It kills nothing."""
        return self.record_kind == WRITETHRU

    @property
    def source(self) -> str:
        return self.article_id.partition(":")[0]

    def __str__(self) -> str:
        # This goes into runs/ and Airflow's notes, which no takedown reaches: nothing of an article's text.
        told = (f"{role} {value!r}" if role != "headline" else "a headline" for role, value in self.refers_to)
        named = ", ".join(told) or "nothing"
        what = ", a writethru of which it is not sure what it replaces," if self.is_writethru else ""
        return f"{self.raw_ref} of {self.first_seen_at:%Y-%m-%d %H:%M}Z{what} names {named}"


@again_after_conflict
def note(store: Store, advisory: Unbound, change: Callable[[Unbound], Unbound] = lambda one: one) -> Unbound:
    """Put the advisory on the list, or change the entry that stands there.

    Raises:
        FormatError: the entry cannot be read.
    """
    path = _path(advisory)
    try:
        stood = store.read(path)
        old = _parsed(stood[0], path) if stood else advisory
    except DamagedError as error:
        move_aside(store, error)
        stood, old = None, advisory
    new = change(old)
    if stood is None or new != old:
        data = json.dumps(new.model_dump(mode="json"), sort_keys=True, ensure_ascii=False).encode()
        store.write(path, data, if_etag=stood[1] if stood else ABSENT)
    return new


def close(store: Store, advisory: Unbound, why: str) -> Unbound:
    """Say why the advisory needs no more care; the first word holds. What it named stays in history/."""
    return note(store, advisory, lambda one: one if one.closed else _closed(one, why))


def _closed(one: Unbound, why: str) -> Unbound:
    return one.model_copy(update={"closed": why, "refers_to": ()})


def reopen(store: Store, advisory: Unbound) -> Unbound:
    """Put a closed advisory back on the list, with what it names."""
    return note(store, advisory, lambda _: advisory)


def read_review(store: Store, source: str) -> list[Unbound]:
    """The source's list, closed ones too, oldest first.

    A damaged entry is moved aside: the next build that reads its advisory puts it on the list again.

    Raises:
        FormatError: an entry cannot be read.
    """
    found = (unless_damaged(store, one.path, _parsed) for one in store.objects(layout.review(source)))
    listed = [one for one in found if one is not None]
    return sorted(listed, key=lambda one: (one.first_seen_at, *one.key))


def _path(advisory: Unbound) -> str:
    name = hashlib.sha256(" ".join(advisory.key).encode()).hexdigest()[:24]
    return f"{layout.review(advisory.source)}/{name}.json"


def _parsed(data: bytes, path: str) -> Unbound:
    return parse_json(Unbound, data, path)
