"""Sixty hosts on loopback, polite and otherwise, for benchmarks and tests.

    with simulated(folder / "requests.log") as hosts:
        requests.get(hosts.url(7, "/page/1"))

They run in a process of their own, so that their work is not counted as the client's.
"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request as its server saw it start: seconds of the monotonic clock, the address, the path."""

    at: float
    host: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hosts:
    """The running hosts, numbered from 1."""

    port: int
    log: Path

    def url(self, number: int, path: str) -> str:
        return f"http://127.0.0.{number}:{self.port}{path}"

    def requests(self) -> list[Request]:
        """All requests so far, in the order of their start."""
        lines = self.log.read_text(encoding="latin-1").splitlines()
        parts = (line.split(" ", 2) for line in lines)
        return [Request(at=float(at), host=host, path=path) for at, host, path in parts]


@contextmanager
def simulated(log: Path, *, hosts: int = 60, latency: float = 0.05, seconds: float = 1800) -> Iterator[Hosts]:
    """Hosts that live as long as the context, and no longer than so many seconds."""
    command = [
        *(sys.executable, "-m", "bench.simulator", str(log.absolute())),
        *("--hosts", str(hosts), "--latency", str(latency), "--seconds", str(seconds)),
    ]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        said = process.stdout.readline() if process.stdout else ""
        if not said.strip().isdigit():
            raise RuntimeError("the simulated hosts did not start: see their error above")
        yield Hosts(port=int(said), log=log)
    finally:
        process.terminate()
        process.communicate(timeout=10)
