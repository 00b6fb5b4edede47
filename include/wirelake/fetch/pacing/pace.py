"""When a host may be asked: evenly spaced starts a registrable domain, and none while a host is down.

A rate limiter's bucket of capacity 1 whose spacing and pauses the answers themselves change: robots.txt may
slow a domain down, Retry-After may halt it. All times are of a monotonic clock, in seconds.
"""

import threading
import time
from collections.abc import Callable

from wirelake.addresses import registrable_domain
from wirelake.errors import TransientError

MAX_CRAWL_DELAY = 60.0  # between two starts; who asks for more is fetched once a minute
MAX_PAUSE = 120.0  # for one Retry-After; it may be said again with the next answer
FAILURES_TO_OPEN = 5
OPEN_SECONDS = 60.0


class StoppedError(TransientError):
    """The capture ended while a request waited for its turn."""

    def __init__(self, message: str = "the capture was stopped before all links were asked") -> None:
        super().__init__(message)


class _Domain:
    """One domain's state: when it may be asked next, and who is waiting for that."""

    __slots__ = ("due", "last", "spacing", "turn")

    def __init__(self, spacing: float) -> None:
        self.spacing = spacing
        self.last = float("-inf")  # the last start
        self.due = float("-inf")  # the end of a pause
        self.turn = threading.Lock()  # the rest of a domain's waiters stand behind the one that sleeps


class Pace:
    """A bucket of capacity 1 per registrable domain. Thread-safe."""

    def __init__(
        self,
        requests_per_second: float,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], object] | None = None,
    ) -> None:
        """``sleep`` takes seconds; the default ends early when the pace is stopped."""
        self._spacing = 1 / requests_per_second
        self._clock = clock
        self._stopped = threading.Event()
        self._sleep = sleep or self._stopped.wait
        self._lock = threading.Lock()
        self._domains: dict[str, _Domain] = {}

    def wait(self, host: str) -> None:
        """Block until a request to the host (a name, or ``name:port``) may start; it counts as started then.

        Raises:
            StoppedError: ``stop`` was called, before or meanwhile.
        """
        domain = self._domain(host)
        with domain.turn:
            while not self._stopped.is_set():
                with self._lock:
                    now = self._clock()
                    ahead = max(domain.last + domain.spacing, domain.due) - now
                    if ahead <= 0:
                        domain.last = now
                        return
                self._sleep(ahead)
        raise StoppedError

    def slow(self, host: str, seconds: float) -> None:
        """A crawl-delay: at least so long between two starts, a minute at most; never less than before."""
        domain = self._domain(host)
        with self._lock:
            domain.spacing = max(domain.spacing, min(seconds, MAX_CRAWL_DELAY))

    def pause(self, host: str, seconds: float) -> None:
        """A Retry-After: no start for so long from now, two minutes at most; a longer pause stays."""
        domain = self._domain(host)
        with self._lock:
            domain.due = max(domain.due, self._clock() + min(seconds, MAX_PAUSE))

    def stop(self) -> None:
        """Let nobody start any more, and wake who waits."""
        self._stopped.set()

    def _domain(self, host: str) -> _Domain:
        name = registrable_domain(host)
        with self._lock:
            domain = self._domains.get(name)
            if domain is None:
                domain = self._domains[name] = _Domain(self._spacing)
            return domain


class Breakers:
    """A circuit breaker per host: after five transport failures in a row it is not asked for a minute.

    Then one request tries it, and one a minute until it answers. Thread-safe.
    """

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failures: dict[str, int] = {}
        self._next_try: dict[str, float] = {}

    def allows(self, host: str) -> bool:
        """Whether the host may be asked; a yes of an open breaker is for this one request."""
        with self._lock:
            if host not in self._next_try:
                return True
            now = self._clock()
            if now < self._next_try[host]:
                return False
            self._next_try[host] = now + OPEN_SECONDS
            return True

    def answered(self, host: str) -> None:
        """The host answered, whatever it said."""
        with self._lock:
            self._failures.pop(host, None)
            self._next_try.pop(host, None)

    def failed(self, host: str) -> None:
        """No answer: the name was not found, no connection, or no end in time."""
        with self._lock:
            failures = self._failures[host] = self._failures.get(host, 0) + 1
            if failures >= FAILURES_TO_OPEN:
                self._next_try[host] = self._clock() + OPEN_SECONDS
