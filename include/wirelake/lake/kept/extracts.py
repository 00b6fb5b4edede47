"""What extract made of a record, kept by all that it depends on: the record as it stands, and the build."""

import hashlib
from datetime import date
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from wirelake.config import Batch
from wirelake.lake import kept
from wirelake.records import Extract
from wirelake.storage import Store

NAME = "extracts"


class Extracts:
    """Those of one batch and build. What is asked for or added is kept, all else of the batch is let go."""

    def __init__(self, store: Store, batch: Batch, build: str, today: date) -> None:
        """Open them; to be done before the batch's raw/ is read."""
        self._store, self._batch, self._today = store, batch, today
        self._build = build
        self._stood = kept.opened(store, batch, NAME) if kept.is_recent(batch, today) else None
        self._now: dict[str, bytes] = {}

    def key(self, *parts: Any) -> str:
        """The key of what depends on these, rows and words, and on the build."""
        return hashlib.sha256(repr((self._build, *parts)).encode()).hexdigest()

    def get(self, key: str) -> Extract | None:
        """What was made of that record; None where that is not known."""
        data = self._stood.entries.get(key) if self._stood else None
        found = None if data is None else _decoded(data)
        if data is not None and found is not None:
            self._now[key] = data
        return found

    def add(self, key: str, one: Extract) -> None:
        """Keep it, if it can be given again as it is."""
        if self._stood is not None and (data := _encoded(one)):
            self._now[key] = data

    def save(self) -> None:
        """Put down what is new, if anything is."""
        if self._stood is not None and self._now.keys() - self._stood.entries.keys():
            kept.put(self._store, self._stood, self._now)
            kept.sweep(self._store, self._batch.source, self._today)


@cache
def _codec() -> TypeAdapter[Extract]:
    return TypeAdapter(Extract)


def _encoded(one: Extract) -> bytes:
    """Nothing where it would not come back the same."""
    try:
        data = _codec().dump_json(one, warnings="error")
        return data if _codec().validate_json(data) == one else b""
    except ValueError:  # half of a surrogate pair, a value that its field does not announce
        return b""


def _decoded(data: bytes) -> Extract | None:
    try:
        return _codec().validate_json(data)
    except ValueError:
        return None
