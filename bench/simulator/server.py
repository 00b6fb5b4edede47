"""Sixty hosts on loopback in a process of their own: python -m bench.simulator LOG.

The process says its port, serves 127.0.0.1 to 127.0.0.60 on it, writes a line ``time host path`` for
each request at its start (seconds of the system's monotonic clock), and ends with its parent, which
holds its standard input open, or when its time is over.
"""

import argparse
import asyncio
import contextlib
import sys
import time
from pathlib import Path
from typing import TextIO

from bench.simulator.answers import MISSING, ROUTES


class Hosts:
    """The servers, with their latency and their log."""

    def __init__(self, latency: float, log: TextIO) -> None:
        self._latency = latency
        self._log = log

    async def open(self, hosts: int) -> int:
        """Listen on the first so many loopback addresses, all on one port, which is returned."""
        first = await asyncio.start_server(self._converse, "127.0.0.1", 0, backlog=1024)
        port: int = first.sockets[0].getsockname()[1]
        for number in range(2, hosts + 1):
            await asyncio.start_server(self._converse, f"127.0.0.{number}", port, backlog=1024)
        return port

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        host = writer.get_extra_info("sockname")[0]
        try:
            goes_on = True
            while goes_on:
                head = await reader.readuntil(b"\r\n\r\n")
                path = head.split(b" ", 2)[1].decode("latin-1")
                self._log.write(f"{time.monotonic():.6f} {host} {path}\n")
                if self._latency:
                    await asyncio.sleep(self._latency)
                goes_on = await ROUTES.get(path.split("/")[1], MISSING)(path, writer)
                await writer.drain()
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, IndexError):
            pass  # the client left, or does not speak HTTP
        finally:
            with contextlib.suppress(OSError):
                writer.close()


async def _run(log: Path, hosts: int, latency: float, seconds: float) -> None:
    with log.open("w", encoding="latin-1", buffering=1) as lines:
        port = await Hosts(latency, lines).open(hosts)
        print(port, flush=True)
        loop = asyncio.get_running_loop()
        parent_ended = asyncio.Event()
        loop.add_reader(sys.stdin.fileno(), parent_ended.set)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(parent_ended.wait(), seconds)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("log", type=Path, help="where each request's start is written")
    parser.add_argument("--hosts", type=int, default=60)
    parser.add_argument("--latency", type=float, default=0.05, help="seconds before each answer")
    parser.add_argument("--seconds", type=float, default=1800, help="how long it lives at most")
    asked = parser.parse_args()
    asyncio.run(_run(asked.log, asked.hosts, asked.latency, asked.seconds))
