"""Jobs done in other threads while the results of earlier ones are used, never far ahead."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from typing import TypeVar

T = TypeVar("T")
JOBS = 4
BYTES = (
    64 * 1024 * 1024
)  # that the jobs under way may come to, by what is told of each; one alone may be more


def ahead(pool: Executor, jobs: Iterable[tuple[int, Callable[[], T]]]) -> Iterator[T]:
    """What the jobs give, in their order; each comes with the bytes that its result may take."""
    waiting: deque[tuple[int, Future[T]]] = deque()
    held = 0

    def first() -> T:
        nonlocal held
        size, future = waiting.popleft()
        held -= size
        return future.result()

    for size, job in jobs:
        while waiting and (len(waiting) >= JOBS or held + size > BYTES):
            yield first()
        waiting.append((size, pool.submit(job)))
        held += size
    while waiting:
        yield first()
