"""Addresses that may be asked or not, and servers that mean ill, each a route of a loopback server."""

import json
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.suites import Result
from bench.suites.bad_servers import driven

from wirelake.errors import AccessError
from wirelake.fetch.transport.guard import check_url

PUBLIC = "93.184.215.14"


def run(folder: Path, entry: dict[str, Any]) -> Iterator[Result]:
    """One result for each line of the file, whichever of the two kinds it is."""
    with (folder / entry["file"]).open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            yield _address(row) if "url" in row else driven(row)


class _Sockets:
    """Counts the look-ups that it answers; the address within a name, else a public one."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self, host: str, port: int, **_: object) -> list[tuple[Any, ...]]:
        self.asked += 1
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (_within(host), port))]


def _within(host: str) -> str:
    """127.0.0.1 of 127.0.0.1.nip.example, as names of that kind resolve."""
    labels = host.replace("-", ".").split(".")
    for start in range(len(labels) - 3):
        four = ".".join(labels[start : start + 4])
        if all(part.isdigit() and int(part) < 256 for part in four.split(".")):
            return four
    inside = ("localtest.me", "lvh.me", "vcap.me", "lacolhost.com")
    return "127.0.0.1" if host.endswith(inside) else PUBLIC


def _address(row: dict[str, Any]) -> Result:
    resolver = _Sockets()
    try:
        _, addresses = check_url(row["url"], resolve=resolver)
        got = f"allowed, by {', '.join(addresses)}"
    except (AccessError, OSError) as error:
        got = f"refused: {error}"
    passed = got.startswith("allowed") == row["allowed"]
    return Result(id=row["id"], passed=passed, got=got, wanted="allowed" if row["allowed"] else "refused")
