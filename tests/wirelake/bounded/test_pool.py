"""A document that exceeds a bound is that document's failure; every other one is answered, in order."""

import multiprocessing
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FunctionType
from typing import Any

import psutil
import pytest
from tests.wirelake.bounded import documents

from wirelake.bounded.pool import Bounded, bounded
from wirelake.errors import ParseError, TransientError

SECONDS = 60.0  # that a loaded machine may need
ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def pool() -> Iterator[Bounded]:
    with Bounded(2, cpu_seconds=1, wall_seconds=SECONDS, memory_bytes=500_000_000) as bounded:
        yield bounded


def reason_of(bounded: Bounded, function: Callable[..., Any], *args: Any) -> str:
    with pytest.raises(ParseError) as caught:
        bounded.call(function, *args)
    return caught.value.reason


@pytest.mark.parametrize(
    ("function", "argument", "reason"),
    [
        (documents.spin, None, "cpu_limit"),
        (documents.fill, 2_000_000_000, "memory_limit"),
        (documents.die_by, signal.SIGSEGV, "parser_crashed"),
        (documents.die_by, signal.SIGKILL, "memory_limit"),
        (documents.refuse, "not for us", "not_a_feed"),
    ],
)
def test_a_bound_that_is_exceeded_is_named(
    pool: Bounded, function: Callable[..., Any], argument: Any, reason: str
) -> None:
    assert reason_of(pool, function, argument) == reason
    assert pool.call(documents.double, 4) == 8


def test_one_that_takes_too_long_by_the_clock_is_ended() -> None:
    with Bounded(1, wall_seconds=2) as bounded:
        started = time.monotonic()
        assert reason_of(bounded, documents.sleep, 10 * SECONDS) == "time_limit"
        assert time.monotonic() - started < SECONDS
        assert bounded.call(documents.double, 4) == 8


def test_cpu_is_counted_by_document(pool: Bounded) -> None:
    """Documents of 0.3 s each, together far beyond the bound of one."""
    assert set(pool.map(documents.busy, [0.3] * 12)) == {0.3}


def test_a_process_that_is_killed_from_outside_gets_another_try(pool: Bounded, tmp_path: Path) -> None:
    assert pool.call(documents.killed_once, tmp_path / "mark") == "read"


def test_what_bounds_do_not_explain_is_a_defect(pool: Bounded) -> None:
    with pytest.raises(RuntimeError, match="ZeroDivisionError: a defect"):
        pool.call(documents.fail, None)


def test_every_document_is_answered_once_in_order(pool: Bounded) -> None:
    answers = list(pool.map(documents.often_deadly, range(100)))
    assert [one for one in answers if isinstance(one, int)] == [n for n in range(100) if n % 10 != 3]
    died = [n for n, one in enumerate(answers) if isinstance(one, ParseError)]
    assert died == list(range(3, 100, 10))


def test_reading_ahead_is_bounded(pool: Bounded) -> None:
    read = 0

    def numbers() -> Iterator[int]:
        nonlocal read
        while read < 10_000:
            read += 1
            yield read

    answers = pool.map(documents.double, numbers())
    assert [next(answers) for _ in range(10)] == list(range(2, 22, 2))
    assert read <= 10 + 8 * pool.workers
    answers.close()  # type: ignore[attr-defined]
    assert pool.call(documents.double, 1) == 2


def test_memory_stays_flat() -> None:
    page = b"x" * 75_000
    with Bounded(2) as bounded:
        peaks = []
        for _ in range(3):
            sizes = list(bounded.map(len, (page + bytes([n % 256]) for n in range(2_000))))
            assert sizes == [75_001] * 2_000
            peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
    assert peaks[2] - peaks[0] < 20_000, peaks  # in KiB; all pages together are 450 MB


def test_processes_are_recycled() -> None:
    with Bounded(1, documents_a_process=5) as bounded:
        pids = list(bounded.map(documents.process_of, range(12)))
    assert [len([one for one in pids if one == pid]) for pid in dict.fromkeys(pids)] == [5, 5, 2]


def test_processes_that_cannot_start_are_the_systems_failure() -> None:
    unheard_of = 2**70  # no process can set itself such a limit
    with Bounded(1, memory_bytes=unheard_of) as bounded, pytest.raises(TransientError, match="stay alive"):
        bounded.call(len, "abc")


ORPHANED = """
import os, signal
from multiprocessing import forkserver
from tests.wirelake.bounded import documents
from wirelake.bounded.pool import Bounded

with Bounded(2) as bounded:
    answers = bounded.map(documents.busy, [0.05] * 20)
    assert next(answers) == 0.05
    os.kill(forkserver._forkserver._forkserver_pid, signal.SIGKILL)
    assert list(answers) == [0.05] * 19
"""


def test_what_forks_the_processes_may_die() -> None:
    """Then nobody knows how they ended, and it says nothing of what they read."""
    subprocess.run([sys.executable, "-c", ORPHANED], cwd=ROOT, check=True, timeout=SECONDS)


def test_a_process_that_reads_nothing_of_what_is_asked_is_replaced() -> None:
    """No wall time runs for a document that none began to read."""
    with Bounded(1, wall_seconds=0.5) as bounded:
        stood = bounded.call(documents.process_of, 1)
        os.kill(stood, signal.SIGSTOP)
        assert bounded.call(documents.process_of, 2) != stood


def test_workers_do_not_import_the_parents_program(pool: Bounded) -> None:
    assert not pool.call(documents.imported, "pytest")
    assert not pool.call(documents.imported, "airflow")
    assert pool.call(documents.imported, "trafilatura")


def test_the_next_who_asks_takes_the_same_processes() -> None:
    with bounded() as first:
        one = set(first.map(documents.process_of, range(20)))
        with bounded() as second:  # meanwhile
            other = set(second.map(documents.process_of, range(20)))
    there = {one.pid for one in multiprocessing.active_children()}  # some of them may have had no turn
    with bounded() as third, bounded() as fourth:
        again = {*third.map(documents.process_of, range(20)), *fourth.map(documents.process_of, range(20))}
    assert not one & other
    assert {*one, *other, *again} <= there


def test_who_left_in_the_midst_leaves_the_pool_whole() -> None:
    with pytest.raises(ZeroDivisionError), bounded() as pool:
        for _ in pool.map(documents.sleep, [0.0, *[SECONDS] * 20]):
            raise ZeroDivisionError
    with bounded() as again:
        assert again is pool
        assert [*again.map(documents.double, range(4))] == [0, 2, 4, 6]


def _double_in_pool(_: object = None) -> None:
    with bounded() as pool:
        assert pool.call(documents.double, 4) == 8


@pytest.mark.parametrize("daemon", [False, True])
def test_a_forked_process_of_a_threaded_one_can_use_it(daemon: bool) -> None:
    """As in a task of Airflow, which is forked from its supervisor."""
    _double_in_pool()  # one stands idle here
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    try:
        process = multiprocessing.get_context("fork").Process(target=_double_in_pool, daemon=daemon)
        process.start()
        process.join(SECONDS)
        assert process.exitcode == 0
    finally:
        stop.set()
        thread.join()
        process.kill()


def test_a_process_of_celerys_pool_can_use_it() -> None:
    """It is a daemon, of billiard's own kind, and forks the process that calls us."""
    program = """
import os
from billiard import get_context
from tests.wirelake.bounded.test_pool import _double_in_pool

def supervise():
    child = os.fork()
    if not child:
        _double_in_pool()
        os._exit(7)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7

process = get_context("fork").Process(target=supervise, daemon=True)
process.start()
process.join()
raise SystemExit(process.exitcode)
"""
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, timeout=SECONDS, capture_output=True, text=True
    )
    assert ran.returncode == 0, ran.stderr


@pytest.mark.parametrize("signum", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM, None])
def test_processes_end_with_the_one_that_started_them(signum: int | None) -> None:
    """Also with one that ends by itself, where the pool stands idle by then."""
    program = f"from tests.wirelake.bounded.documents import hold_a_pool; hold_a_pool(idle={not signum})"
    holder = subprocess.Popen(
        [sys.executable, "-c", program],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=ROOT,
    )
    try:
        assert holder.stdout
        workers = list(map(int, holder.stdout.readline().split()))
        assert workers
        children = psutil.Process(holder.pid).children(recursive=True)
        assert {*workers} < {one.pid for one in children}
        if signum is None:
            holder.communicate("\n", SECONDS)
            assert holder.returncode == 0
        else:
            os.kill(holder.pid, signum)
            holder.wait(SECONDS)
        _, alive = psutil.wait_procs(children, timeout=SECONDS)
        assert not alive
    finally:
        holder.kill()


def test_functions_of_the_program_itself_are_refused(pool: Bounded) -> None:
    function = FunctionType(documents.double.__code__, {"__name__": "__main__"})
    with pytest.raises(TypeError, match="cannot import"):
        pool.call(function, 1)
