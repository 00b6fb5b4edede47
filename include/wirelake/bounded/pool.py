"""Reads documents in processes with bounds. Where a process dies, the document that it read has failed.

What holds a document: 10 s of CPU (SIGXCPU), 20 s of wall time (killed from outside), 2 GB of memory beyond
what the interpreter itself needs. A process is replaced after 500 documents and after each death. Works in a
task of Airflow, in the command and in tests alike; the processes end with the one that started them.
"""

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, wait
from concurrent.futures import TimeoutError as TookTooLong
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import util
from types import TracebackType
from typing import Any, ParamSpec, Self, TypeVar

from pebble import ProcessExpired, ProcessPool

from wirelake.bounded.worker import Defect, Refused, context, limit_memory, work
from wirelake.errors import ParseError, TransientError

CPU_SECONDS = 10
WALL_SECONDS = 20
MEMORY_BYTES = 2 * 1024**3
DOCUMENTS_A_PROCESS = 500
MAX_WORKERS = 4
IN_FLIGHT_A_WORKER = 8
TRIES = 2  # of a document whose process someone else killed
BREAKS = 3  # of the pool over one document, before it is the machine's failure
PATIENCE = 6  # times the wall time; a pool that has not answered then has lost the document
UNKNOWN = 255  # exit code of a process whose server of forks has died: nobody knows how it ended

P = ParamSpec("P")
T = TypeVar("T")
Item = TypeVar("Item")


@dataclass(slots=True)
class _Asked:
    function: Callable[..., Any]
    args: tuple[Any, ...]
    future: Future[Any]
    tries: int = 1
    breaks: int = 0


class Bounded:
    """A pool of bounded processes, which start with the first document.

    What it runs must stand in an importable module, arguments and results must pickle. Bounds other than the
    usual ones are for tests and benchmarks: all else asks for ``bounded()``.
    """

    def __init__(
        self,
        workers: int | None = None,
        *,
        cpu_seconds: float = CPU_SECONDS,
        wall_seconds: float = WALL_SECONDS,
        memory_bytes: int = MEMORY_BYTES,
        documents_a_process: int = DOCUMENTS_A_PROCESS,
    ) -> None:
        self.workers = workers or min(os.cpu_count() or 1, MAX_WORKERS)
        self._cpu_seconds = cpu_seconds
        self._wall_seconds = wall_seconds
        self._memory_bytes = memory_bytes
        self._documents = documents_a_process
        self._pool = self._new_pool()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end()

    def end(self) -> None:
        """Stop the processes, whatever they do."""
        self._end(self._pool)

    def call(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What the function gives; not to be mixed with a ``map`` that still runs.

        Raises:
            ParseError: cpu_limit, time_limit, memory_limit or parser_crashed, or what the function raised.
            TransientError: the processes cannot be kept alive, whatever the document.
        """
        if kwargs:
            raise TypeError("a bounded function takes no arguments by keyword: use functools.partial")
        (outcome,) = self._answers([(function, args)])
        if isinstance(outcome, ParseError):
            raise outcome
        answer: T = outcome
        return answer

    def map(self, function: Callable[[Item], T], items: Iterable[Item]) -> Iterator[T | ParseError]:
        """For each item, in order, what the function gives, or the ParseError that it ended with.

        Reads ahead of its consumer only as far as keeps the processes busy.

        Raises:
            TransientError: the processes cannot be kept alive, whatever the document.
        """
        return self._answers((function, (item,)) for item in items)

    def _answers(self, calls: Iterable[tuple[Callable[..., Any], tuple[Any, ...]]]) -> Iterator[Any]:
        asked: deque[_Asked] = deque()
        try:
            for function, args in calls:
                asked.append(_Asked(function, args, self._ask(function, args)))
                if len(asked) >= self.workers * IN_FLIGHT_A_WORKER:
                    yield self._answer(asked)
                    asked.popleft()
            while asked:
                yield self._answer(asked)
                asked.popleft()
        finally:
            for one in asked:
                one.future.cancel()

    def _ask(self, function: Callable[..., Any], args: tuple[Any, ...]) -> Future[Any]:
        if getattr(function, "func", function).__module__ == "__main__":
            raise TypeError("a bounded process cannot import what stands in the program that was started")
        future: Future[Any] = Future()
        try:
            future = self._pool.schedule(
                work, args=(self._cpu_seconds, function, *args), timeout=self._wall_seconds
            )
        except RuntimeError as error:  # it broke meanwhile
            future.set_exception(BrokenProcessPool(str(error)))
        return future

    def _answer(self, asked: deque[_Asked]) -> Any:
        """The outcome of the first that was asked."""
        first = asked[0]
        while True:
            try:
                outcome = self._outcome(first.future)
            except TookTooLong:
                return ParseError("time_limit", f"reading it takes more than {self._wall_seconds:g} s")
            except ProcessExpired as death:
                if death.exitcode != -signal.SIGKILL or first.tries == TRIES:
                    return self._verdict(death.exitcode)
                # Not our doing: most likely the machine ran out of memory, perhaps by another's fault.
                first.tries += 1
                first.future = self._ask(first.function, first.args)
            except BrokenProcessPool as error:
                self._mend(asked, error)
            else:
                if isinstance(outcome, Refused):
                    return ParseError(outcome.reason, outcome.detail)
                if isinstance(outcome, Defect):
                    raise RuntimeError(f"a bounded function failed:\n{outcome.traceback}")
                return outcome

    def _outcome(self, future: Future[Any]) -> Any:
        # The wall time counts from a process's start on a document: one that none starts on has no bound.
        if not wait([future], timeout=self._wall_seconds * PATIENCE).done:
            raise BrokenProcessPool("none of them begins to read")
        try:
            return future.result()
        except ProcessExpired as death:
            if death.exitcode == UNKNOWN:
                raise BrokenProcessPool(str(death)) from death
            raise

    def _verdict(self, exitcode: int) -> ParseError:
        if exitcode == -signal.SIGXCPU:
            return ParseError("cpu_limit", f"reading it takes more than {self._cpu_seconds:g} s of CPU")
        if exitcode == -signal.SIGKILL:
            return ParseError("memory_limit", "its process was killed twice: is the machine short of memory?")
        how = signal.Signals(-exitcode).name if exitcode < 0 else f"exit code {exitcode}"
        return ParseError("parser_crashed", f"its process died of {how}")

    def _mend(self, asked: deque[_Asked], error: BrokenProcessPool) -> None:
        """Ask again in a new pool: a pool breaks where it cannot tell whose process died."""
        asked[0].breaks += 1
        if asked[0].breaks == BREAKS:
            raise TransientError(f"the processes that read documents do not stay alive: {error}") from error
        self._end(self._pool)
        self._pool = self._new_pool()
        for one in asked:
            if not (one.future.done() and one.future.exception() is None):
                one.future = self._ask(one.function, one.args)

    def _new_pool(self) -> Any:
        return ProcessPool(
            max_workers=self.workers,
            max_tasks=self._documents,
            initializer=limit_memory,
            initargs=(self._memory_bytes,),
            context=context(),
        )

    @staticmethod
    def _end(pool: Any) -> None:
        pool.stop()
        pool.join()


_idle: list[Bounded] = []


@contextmanager
def bounded() -> Iterator[Bounded]:
    """A pool of the usual bounds, for as long as the block takes.

    It stays for whoever asks next, and ends with this process: two processes and their end are a quarter of a
    second, as much as a small day's articles take.
    """
    try:
        pool = _idle.pop()
    except IndexError:
        pool = Bounded()
        # Not atexit: a process of multiprocessing's looks here alone, before it waits for its children.
        util.Finalize(None, pool.end, exitpriority=1)
    try:
        yield pool
    finally:
        _idle.append(pool)


# A forked process has neither the threads nor the processes of its parent's pools.
os.register_at_fork(after_in_child=_idle.clear)
