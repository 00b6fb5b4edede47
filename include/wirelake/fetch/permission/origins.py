"""Facts that hold for a whole origin (scheme, host and port): asked once, kept for a while."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

import ada_url

MAX_ORIGINS = 2_000

Fact = TypeVar("Fact")


def origin(url: str) -> str | None:
    """``https://example.com`` or ``http://example.com:8080``, as a browser writes it; None if not http(s)."""
    try:
        parsed = ada_url.URL(url.encode("utf-8", "replace").decode())
    except ValueError:
        return None
    return str(parsed.origin) if parsed.protocol in ("http:", "https:") else None


class _Kept(Generic[Fact]):
    __slots__ = ("fact", "lock", "until")

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.fact: Fact | None = None
        self.until = 0.0


class PerOrigin(Generic[Fact]):
    """One fact an origin, learnt by ``learn(origin) -> (fact, seconds to keep it)``.

    Two threads that want one origin's fact ask once; origins do not wait for one another.
    """

    def __init__(
        self,
        learn: Callable[[str], tuple[Fact, float]],
        *,
        clock: Callable[[], float] = time.monotonic,
        most: int = MAX_ORIGINS,
    ) -> None:
        self._learn = learn
        self._clock = clock
        self._most = most
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, _Kept[Fact]] = OrderedDict()

    def of(self, place: str) -> Fact:
        """The fact of this origin."""
        with self._lock:
            kept = self._kept.setdefault(place, _Kept())
            self._kept.move_to_end(place)
            if len(self._kept) > self._most:
                self._kept.popitem(last=False)
        with kept.lock:
            if kept.fact is None or self._clock() >= kept.until:
                kept.fact, seconds = self._learn(place)
                kept.until = self._clock() + seconds
            return kept.fact
