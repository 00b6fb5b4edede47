"""The rows of the tables of test_obligations.py, and what they say of the lake after each day."""

from collections.abc import Iterator
from dataclasses import dataclass

Row = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Sent:
    """A version as a capture day brought it, and what it is after each of the five days."""

    day: int
    article: str
    version: str
    headline: str
    status: str
    cells: str
    valid: str
    published: str
    changed: str

    def at(self, day: int) -> str:
        return self.cells[day - 1]

    @property
    def is_killed(self) -> bool:
        return self.cells[-1] in "tr"

    def as_known(self, day: int) -> str:
        """What it was on that day, as it is told at the end: nothing of what was taken down since."""
        cell = self.at(day)
        return "t" if self.cells[-1] == "t" and cell != "." else cell


def rows(table: str) -> list[Sent]:
    """The table's rows; what is left out of a cell on the right is empty."""
    return [Sent(int(day), *rest) for day, *rest in split(table, 9)]


def split(table: str, columns: int) -> Iterator[list[str]]:
    _, *lines = table.strip().splitlines()  # without its head
    for line in lines:
        cells = [cell.strip() for cell in line.split("|")]
        yield [*cells, *[""] * (columns - len(cells))]


def articles(sent: list[Sent], day: int) -> list[Row]:
    """articles/: what stands there by published day."""
    found = [one for one in sent if day and one.at(day) == "C"]
    return sorted((int(one.published), one.article, one.version, one.headline) for one in found)


def history(sent: list[Sent], day: int) -> list[Row]:
    return sorted(
        (one.day, one.article, one.version, *_kind(one.at(day), one))
        for one in sent
        if one.at(day) not in ".r"
    )


def rejected(sent: list[Sent], day: int) -> list[Row]:
    return sorted((one.day, one.article, one.status) for one in sent if one.at(day) == "r")


def versions(sent: list[Sent], day: int, *, told_at_the_end: bool = False) -> list[Row]:
    """wirelake.read("versions"): from when to when each was valid, if it ever was, and what it changed."""
    found: list[Row] = []
    for one in sent if day else ():
        cell = one.as_known(day) if told_at_the_end else one.at(day)
        if cell not in ".r=":
            start, _, end = one.valid.partition("-")
            if cell not in "Cp" and (cell, start) != ("h", "embargo"):  # of this the end is known beforehand
                start = ""
            changed = tuple(one.changed.split()) if cell in "Cp" else ()
            end = end if cell == "p" else ""
            found.append((one.article, one.version, start, end, cell == "C", changed))
    return sorted(found)


def _kind(cell: str, one: Sent) -> Row:
    """record_kind, pub_status, the signal of a kill, and the headline, of a row of history/."""
    if cell == "t":
        return "control", "canceled", "taken_down", ""
    if cell == "k":
        return "control", one.status, "kill", one.headline
    return "article", one.status, "", one.headline
