"""The addresses of hosts, looked up within a deadline, vetted, and remembered for a minute."""

import threading
import time
from functools import partial

from wirelake.fetch.transport.guard import Resolve, public_addresses

REMEMBERED_SECONDS = 60.0
REMEMBERED_HOSTS = 10_000


class Addresses:
    """The vetted addresses of hosts, each looked up once a minute at most. Thread-safe."""

    def __init__(self, resolve: Resolve, *, allow_loopback: bool) -> None:
        self._resolve = resolve
        self._allow_loopback = allow_loopback
        self._lock = threading.Lock()
        self._known: dict[str, tuple[float, tuple[str, ...]]] = {}

    def of(self, host: str, port: int, seconds: float) -> tuple[str, ...]:
        """The addresses that may be dialled, found within so many seconds.

        Raises:
            AccessError: none of them is public.
            OSError: the name cannot be resolved; TimeoutError where nobody said so in time.
        """
        with self._lock:
            until, addresses = self._known.get(host, (0.0, ()))
        if time.monotonic() < until:
            return addresses
        addresses = self._asked(host, port, seconds)
        with self._lock:
            if len(self._known) >= REMEMBERED_HOSTS:
                self._known.clear()
            self._known[host] = time.monotonic() + REMEMBERED_SECONDS, addresses
        return addresses

    def forget(self, host: str) -> None:
        """None of them could be reached: look the host up anew next time."""
        with self._lock:
            self._known.pop(host, None)

    def _asked(self, host: str, port: int, seconds: float) -> tuple[str, ...]:
        ask = partial(public_addresses, host, port, self._allow_loopback, self._resolve)
        if ":" in host or host.replace(".", "").isdigit():
            return ask()
        answers: list[tuple[str, ...] | Exception] = []

        def look_up() -> None:
            try:
                answers.append(ask())
            except Exception as error:
                answers.append(error)

        # The system's resolver knows no deadline, and cannot be called off.
        thread = threading.Thread(target=look_up, name=f"resolve-{host}", daemon=True)
        thread.start()
        thread.join(seconds)
        if not answers:
            raise TimeoutError(f"{host}: the name was not resolved in {seconds:.0f} s")
        if isinstance(answers[0], Exception):
            raise answers[0]
        return answers[0]
