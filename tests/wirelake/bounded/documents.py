"""Documents that behave badly, as functions for bounded processes, and what holds a pool of these."""

import os
import signal
import sys
import time
from pathlib import Path

from wirelake.bounded.pool import Bounded, bounded
from wirelake.errors import ParseError


def double(number: int) -> int:
    return 2 * number


def process_of(_: object) -> int:
    return os.getpid()


def imported(name: str) -> bool:
    return name in sys.modules


def spin(_: object) -> None:
    while True:
        pass


def busy(seconds: float) -> float:
    until = time.process_time() + seconds
    while time.process_time() < until:
        pass
    return seconds


def sleep(seconds: float) -> float:
    time.sleep(seconds)
    return seconds


def fill(size: int) -> int:
    return len(bytearray(size))


def refuse(detail: str) -> None:
    raise ParseError("not_a_feed", detail)


def fail(_: object) -> None:
    raise ZeroDivisionError("a defect")


def die_by(signum: int) -> None:
    os.kill(os.getpid(), signum)


def killed_once(mark: Path) -> str:
    """Killed from outside at the first try, as where the machine runs out of memory."""
    if not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return "read"


def often_deadly(number: int) -> int:
    if number % 10 == 3:
        os.kill(os.getpid(), signal.SIGSEGV)
    return number


def hold_a_pool(*, idle: bool) -> None:
    """Keep a busy and an idle process until killed, or two idle ones until a line is written to it.

    The first line on stdout names them.
    """
    with bounded() if idle else Bounded(2, cpu_seconds=1) as pool:
        pids = {pool.call(process_of, n) for n in range(20)}
        sys.stdout.write(" ".join(map(str, pids)) + "\n")
        sys.stdout.flush()
        if not idle:
            pool.call(spin, None)
    sys.stdin.readline()
