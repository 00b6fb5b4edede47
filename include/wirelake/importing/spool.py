"""Items of an archive on their way, sorted by day: on this host's disk, so that no order costs memory."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Spooled:
    """An item, and when it was read out of its archive."""

    name: str
    body: bytes
    read_at: datetime


class Spool:
    """One file a day in a temporary folder, which a takedown's proof finds and nobody else reads."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def add(self, day: date, one: Spooled) -> None:
        head = {"name": one.name, "size": len(one.body), "read_at": one.read_at.isoformat()}
        with self._of(day).open("ab") as file:
            file.write(json.dumps(head).encode() + b"\n" + one.body + b"\n")

    def days(self) -> list[date]:
        """The days that items state, the oldest first."""
        return sorted(date.fromisoformat(one.stem) for one in self._folder.glob("*.items"))

    def of(self, day: date) -> Iterator[Spooled]:
        """The day's items, in the order in which they were read."""
        with self._of(day).open("rb") as file:
            while line := file.readline():
                head = json.loads(line)
                body = file.read(head["size"])
                file.read(1)
                yield Spooled(name=head["name"], body=body, read_at=datetime.fromisoformat(head["read_at"]))

    def done(self, day: date) -> None:
        """The day's items are needed no more."""
        self._of(day).unlink()

    def _of(self, day: date) -> Path:
        return self._folder / f"{day}.items"
