"""The inside of a bounded process: its limits, how it starts, and what it sends back. Part of ``bounded``."""

import math
import os
import resource
import signal
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import current_process, forkserver
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path
from traceback import format_exc
from typing import Any

from wirelake.errors import ParseError

# Imported once, in the clean process from which the workers are forked.
PRELOADED = ["wirelake.bounded.preloaded"]
_starting = threading.Lock()
# A forked process cannot use its parent's server of forks: the standard library would wait for it in vain.
os.register_at_fork(after_in_child=lambda: forkserver.ForkServer.__init__(forkserver._forkserver))


@dataclass(frozen=True, slots=True)
class Refused:
    """A ParseError on its way between processes."""

    reason: str
    detail: str


@dataclass(frozen=True, slots=True)
class Defect:
    """Any other exception, as its traceback: foreign ones do not all survive pickling."""

    traceback: str


def limit_memory(memory_bytes: int) -> None:
    """Bound the address space of this process to so many bytes beyond what it has now; leave no core file."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    _set_soft_limit(resource.RLIMIT_AS, pages * resource.getpagesize() + memory_bytes)
    _set_soft_limit(resource.RLIMIT_CORE, 0)
    # A pool stops a process by SIGTERM, which Python would look at only after the parser's C code returned.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def work(cpu_seconds: float, function: Callable[..., Any], *args: Any) -> Any:
    """Call the function within so many seconds of CPU; SIGXCPU ends the process that takes more."""
    _set_soft_limit(resource.RLIMIT_CPU, math.ceil(time.process_time() + cpu_seconds))
    try:
        return function(*args)
    except ParseError as error:
        return Refused(error.reason, error.detail)
    except MemoryError:
        return Refused("memory_limit", "reading it needs more memory than a document may take")
    except Exception:
        return Defect(format_exc())
    finally:  # what a pool does between two documents must not be hit: it holds the lock of all
        _set_soft_limit(resource.RLIMIT_CPU, resource.RLIM_INFINITY)


def _set_soft_limit(name: int, value: int) -> None:
    hard = resource.getrlimit(name)[1]
    resource.setrlimit(name, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))


class _Process(ForkServerProcess):
    """A process that does not import its parent's main module: Airflow's takes two seconds of CPU.

    A daemonic process, as a pool of Celery's, may start it too: it ends with its parent all the same. Celery
    hands down a key of its own kind, which the standard library would not send.
    """

    def start(self) -> None:
        main = sys.modules["__main__"]
        with _starting:
            file, spec = getattr(main, "__file__", None), main.__spec__
            main.__file__ = main.__spec__ = None
            parent, daemonic = current_process(), current_process().daemon
            if daemonic:
                parent.daemon = False
            self.authkey = bytes(parent.authkey)
            parent.__dict__["_config"]["authkey"] = self.authkey
            try:
                super().start()
            finally:
                main.__file__, main.__spec__ = file, spec
                if daemonic:
                    parent.daemon = True


class Context(ForkServerContext):
    """Processes forked from a clean one with the parsers in place, never from a process with threads."""

    Process = _Process


def context() -> Context:
    """A context for one pool."""
    made = Context()
    made.set_forkserver_preload(PRELOADED)
    return made
