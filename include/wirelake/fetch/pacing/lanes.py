"""Many hosts at once, each in its own lane: links → RawArticles.

A lane is a registrable domain, since that is what the pace counts: hosts of one owner in lanes of their own
would only wait for each other, and keep the rest from being asked.
"""

import threading
import time
from collections import deque
from collections.abc import Generator, Iterable
from queue import SimpleQueue
from typing import Protocol
from urllib.parse import urlsplit

from wirelake.addresses import registrable_domain
from wirelake.fetch.pacing.pace import StoppedError
from wirelake.records import Kind, Link, RawArticle, Seen

# A lane that others wait for gives up its turn after so many links or seconds, and stands in line again.
TURN_LINKS = 50
TURN_SECONDS = 20.0
AHEAD = 16  # answers that may wait for the consumer, besides the one each thread works on
END_SECONDS = 5.0  # for the threads to end; an exchange that takes longer is left to its own deadline

Asked = tuple[Link, Seen | None]


class Asker(Protocol):
    """What a lane asks: a ``Fetcher``, which every thread may use at the same time."""

    def get(self, link: Link, kind: Kind = Kind.ARTICLE, *, seen: Seen | None = None) -> RawArticle:
        """The answer to one link; what a server does wrong is an answer too."""

    def stop(self) -> None:
        """Ask nothing more, and wake who waits for a turn."""


def fetch_all(fetcher: Asker, asked: Iterable[Asked], *, lanes: int) -> Generator[RawArticle, None, None]:
    """Ask every link once, at most ``lanes`` domains at a time, and yield the answers as they come.

    The links of one domain are asked one after another in their order, and domains take turns, so that a
    large one starves none. However slow the consumer is, only ``lanes`` + 16 answers are in memory.

    A generator that is closed early, or whose consumer raises, stops the fetcher for good. Close it by
    ``contextlib.closing`` where a variable holds it.

    Raises:
        StoppedError: the fetcher was stopped by someone else.
        Exception: what ``fetcher.get`` raises, which it never does for what a server sends.
    """
    waiting = _by_domain(asked)
    crew = _Crew(fetcher, waiting, threads=min(lanes, len(waiting)))
    left = sum(map(len, waiting))
    try:
        crew.start()
        while left:
            answer = crew.next()
            left -= 1
            yield answer
    finally:
        crew.end(early=left > 0)


def _by_domain(asked: Iterable[Asked]) -> deque[deque[Asked]]:
    found: dict[str, deque[Asked]] = {}
    for link, seen in asked:
        found.setdefault(_domain(link.url), deque()).append((link, seen))
    return deque(found.values())


def _domain(url: str) -> str:
    try:
        return registrable_domain(urlsplit(url).netloc.rpartition("@")[2])
    except ValueError:  # http://[broken: the fetcher says what is wrong with it
        return ""


class _Crew:
    """The threads that serve the lanes. They are daemons: a consumer that was forgotten keeps no process."""

    def __init__(self, fetcher: Asker, waiting: deque[deque[Asked]], *, threads: int) -> None:
        self._fetcher = fetcher
        self._waiting = waiting
        self._ended = threading.Event()
        self._room = threading.Semaphore(threads + AHEAD)
        self._results: SimpleQueue[RawArticle | BaseException] = SimpleQueue()
        self._threads = [
            threading.Thread(target=self._serve, name=f"lane-{number}", daemon=True)
            for number in range(threads)
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def next(self) -> RawArticle:
        """The next answer; raises what broke a lane."""
        result = self._results.get()
        if isinstance(result, BaseException):
            raise result
        self._room.release()
        return result

    def end(self, *, early: bool) -> None:
        """Join the threads; where links are left, tell them to leave those."""
        self._ended.set()
        if early:
            self._room.release(len(self._threads) or 1)  # whoever stands before a full queue
            self._fetcher.stop()
        deadline = time.monotonic() + END_SECONDS
        for thread in self._threads:
            if thread.ident is not None:
                thread.join(max(0.0, deadline - time.monotonic()))

    def _serve(self) -> None:
        try:
            # Lanes that are served elsewhere never outnumber the threads there: who finds none may leave.
            while lane := self._take():
                self._turn(lane)
                if lane:
                    self._waiting.append(lane)
        except BaseException as broken:
            if not (self._ended.is_set() and isinstance(broken, StoppedError)):
                self._results.put(broken)

    def _take(self) -> deque[Asked] | None:
        try:
            return None if self._ended.is_set() else self._waiting.popleft()
        except IndexError:
            return None

    def _turn(self, lane: deque[Asked]) -> None:
        links, until = TURN_LINKS, time.monotonic() + TURN_SECONDS
        while lane:
            if self._waiting and (links <= 0 or time.monotonic() > until):
                return
            self._room.acquire()
            if self._ended.is_set():
                lane.clear()
                return
            link, seen = lane.popleft()
            self._results.put(self._fetcher.get(link, seen=seen))
            links -= 1
