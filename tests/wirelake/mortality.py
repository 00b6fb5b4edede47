"""Processes whose children die where they are told to.

``serve`` makes a module such a process: it has imported all that is slow once, and forks a child for each
order. ``Mortal`` is the process as a test sees it.
"""

import faulthandler
import json
import os
import select
import signal
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable
from multiprocessing import forkserver
from pathlib import Path
from typing import Any

from wirelake.bounded.worker import context

ROOT = Path(__file__).parents[2]
SECONDS = 120.0  # that a loaded machine may need
HANGS = 240.0  # what takes so long will never end
SIGKILL = -9
SETTINGS = ("WIRELAKE_", "AWS_")


class Mortal:
    """A process of this module, which calls ``serve``; ``environment`` is added to ours."""

    def __init__(self, module: str, **environment: str) -> None:
        # -m finds it from ROOT, and the package where this process finds it.
        self._process = subprocess.Popen(
            [sys.executable, "-m", module],
            cwd=ROOT,
            env=os.environ | environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *, seconds: float = 0, **order: Any) -> dict[str, int]:
        """How a child with this order ended: ``status``, less than zero for a signal, and what it counted.

        It is killed ``seconds`` after its start; 0 lets it live.
        """
        ours = {name: value for name, value in os.environ.items() if name.startswith(SETTINGS)}
        told = json.dumps({**order, "seconds": seconds, "environment": ours})
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{told}\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        answer: dict[str, int] = json.loads(line) if line else {"status": 1}
        if answer["status"] not in (0, SIGKILL):
            self._process.kill()
            raise AssertionError(f"{told}: {answer}\n{self._process.communicate(timeout=SECONDS)[1]}")
        return answer

    def end(self) -> None:
        self._process.kill()
        self._process.communicate(timeout=SECONDS)


def serve(live: Callable[[dict[str, Any]], None], counts: Callable[[], dict[str, int]] = dict) -> None:
    """Fork a child for each line of the input, an order; it lives by it, and ``counts`` what it did."""
    forks = _Forks()
    for line in sys.stdin:
        forks.begin()
        order = json.loads(line)
        child = os.fork()
        if child == 0:
            _live(live, order)
        killer = threading.Timer(order["seconds"], os.kill, (child, signal.SIGKILL))
        if order["seconds"]:
            killer.start()
        _, status = os.waitpid(child, 0)
        killer.cancel()
        print(json.dumps({"status": os.waitstatus_to_exitcode(status), **counts()}), flush=True)  # noqa: T201


class _Forks:
    """The process that forks those which read documents, for whoever is forked from this one as well.

    By themselves they start one of their own each, with two seconds of CPU: the standard library would wait
    for their parent's as if it were a child of theirs. Whoever is killed while asking it for a fork takes it
    along, as it reads to the end of what was never sent; then this process starts another one for those it
    forks next, and who had the old one starts its own.
    """

    def __init__(self) -> None:
        context()
        self._server: Any = forkserver._forkserver
        self._began = -1
        self.begin()
        os.register_at_fork(after_in_child=self._share)

    def begin(self) -> None:
        """Have one that lives."""
        self._server.ensure_running()
        pid = self._server._forkserver_pid
        if pid == self._began:
            return
        self._began, self._ends = pid, os.pidfd_open(pid)
        self._address, self._alive = self._server._forkserver_address, self._server._forkserver_alive_fd

    def _share(self) -> None:
        server = self._server
        server._forkserver_address, server._forkserver_alive_fd = self._address, self._alive
        server.ensure_running = self._own_if_gone

    def _own_if_gone(self) -> None:
        if select.select([self._ends], [], [], 0)[0]:
            del self._server.ensure_running
            self._server.__init__()
            self._server.ensure_running()


def _live(live: Callable[[dict[str, Any]], None], order: dict[str, Any]) -> None:
    status = 1
    faulthandler.dump_traceback_later(HANGS, exit=True)  # so that a test says where, instead of waiting
    try:
        os.environ.update(order["environment"])
        live(order)
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(status)
