"""A wire's quota: its requests of a day, counted in the lake by all runs of the source together.

They are counted before they are sent, some at a time; what a run does not need it gives back at its end. A
run that is killed has counted at most ``AHEAD`` that it did not send, and never less than it sent.
"""

import json
import threading
from collections.abc import Callable
from datetime import datetime

from wirelake.config import SourceConfig
from wirelake.lake import layout
from wirelake.lake.conflicts import again_after_conflict
from wirelake.storage import ABSENT, Store

AHEAD = 16  # requests that are counted at once


class Quota:
    """The requests that a source may still send today, in its zone; for all threads of a fetcher."""

    def __init__(self, store: Store, source: SourceConfig, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._source = source
        self._clock = clock
        self._limit = source.fetch.requests_per_day
        self._lock = threading.Lock()
        self._path = ""
        self._left = 0

    def take(self) -> bool:
        """Whether one more request may be sent, which then counts.

        Raises:
            StorageError: the lake's store failed.
        """
        if self._limit is None:
            return True
        with self._lock:
            path = layout.quota(self._source.name, self._clock().astimezone(self._source.zone).date())
            if path != self._path:
                self._path, self._left = path, 0
            if not self._left:
                self._left = self._counted(AHEAD)
            if not self._left:
                return False
            self._left -= 1
            return True

    def give_back(self) -> None:
        """Count no more than was sent."""
        with self._lock:
            if self._left:
                self._counted(-self._left)
                self._left = 0

    @again_after_conflict
    def _counted(self, more: int) -> int:
        """Count so many more, as far as there are; how many those were."""
        answer = self._store.read(self._path)
        taken = _taken(answer[0]) if answer else 0
        now = max(0, min(taken + more, max(taken, self._limit or 0)))
        if now != taken:
            told = json.dumps({"taken": now}).encode()
            self._store.write(self._path, told, if_etag=answer[1] if answer else ABSENT)
        return now - taken


def _taken(data: bytes) -> int:
    """What the object says; of one that says nothing, nothing was taken: the wire counts for itself."""
    try:
        return int(json.loads(data)["taken"])
    except (ValueError, KeyError, TypeError):
        return 0
