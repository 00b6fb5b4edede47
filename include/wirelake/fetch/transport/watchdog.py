"""The total deadline of an exchange, kept from outside by one thread for all lanes.

A socket's own timeout starts anew with every byte, so that headers, a body or a TLS handshake that drip last
for ever. Here each exchange has one deadline; past it the watchdog shuts its connection down.
"""

import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress


class Deadline:
    """When one exchange must have ended, and the connections that are shut down then."""

    __slots__ = ("_handles", "_lock", "due", "late")

    def __init__(self, seconds: float) -> None:
        self.due = time.monotonic() + seconds
        self.late = False
        self._lock = threading.Lock()
        self._handles: list[socket.socket] = []

    @property
    def left(self) -> float:
        """Seconds, never less than none."""
        return max(0.0, self.due - time.monotonic())

    def watch(self, sock: socket.socket) -> None:
        """Shut this connection down at the deadline.

        Raises:
            TimeoutError: it has passed.
        """
        # A descriptor of its own: a TLS handshake takes the socket's, and a number may be given out anew.
        handle = socket.socket(sock.family, sock.type, sock.proto, fileno=os.dup(sock.fileno()))
        with self._lock:
            if not self.late:
                self._handles.append(handle)
                return
        handle.close()
        raise TimeoutError("the exchange did not end in time")

    def expire(self) -> None:
        """Now."""
        with self._lock:
            self.late = True
            for handle in self._handles:
                with suppress(OSError):
                    handle.shutdown(socket.SHUT_RDWR)

    def end(self) -> None:
        """The exchange is over; its connection may serve another."""
        with self._lock:
            for handle in self._handles:
                handle.close()
            self._handles.clear()


class Watchdog:
    """One thread, started with the first exchange, that ends those which last too long."""

    def __init__(self) -> None:
        self._lock = threading.Condition()
        self._running: set[Deadline] = set()
        self._wakes = float("inf")  # when the thread looks next
        self._thread: threading.Thread | None = None
        self._stopped = False

    @contextmanager
    def deadline(self, seconds: float) -> Iterator[Deadline]:
        """Watch over an exchange of so many seconds at most."""
        deadline = Deadline(seconds)
        with self._lock:
            if self._stopped:
                deadline.late = True
            self._running.add(deadline)
            if self._thread is None:
                self._thread = threading.Thread(target=self._watch, name="fetch-watchdog", daemon=True)
                self._thread.start()
            elif deadline.due < self._wakes:
                self._lock.notify()
        try:
            yield deadline
        finally:
            with self._lock:
                self._running.discard(deadline)
            deadline.end()

    def stop(self) -> None:
        """End every exchange now, and every later one at its start."""
        with self._lock:
            self._stopped = True
            running = list(self._running)
            self._lock.notify()
        for deadline in running:
            deadline.expire()

    def _watch(self) -> None:
        with self._lock:
            while not self._stopped:
                now = time.monotonic()
                for deadline in [one for one in self._running if one.due <= now and not one.late]:
                    deadline.expire()
                waiting = [one.due for one in self._running if not one.late]
                self._wakes = min(waiting, default=float("inf"))
                self._lock.wait(max(0.0, self._wakes - now) if waiting else None)
