"""What lies in an inbox, told apart by its name and kind: files of this source, and all else."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import quote

from wirelake.config import Inbox
from wirelake.discover.search import matches
from wirelake.payloads.no_items import by_name
from wirelake.records import Lying

MAX_NAME = 255  # bytes
MAX_LIST = 100_000
UNFINISHED = (".part", ".filepart", ".tmp")  # as clients of SFTP name a file until it is whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """What is passed over: ``kind`` as in runs.passed_over; ``told`` in words, unless nothing is missing."""

    lying: Lying
    kind: str
    told: str


class Sieve:
    """``ours`` are this source's files, ``passed`` the others; ``more`` says that the list was cut."""

    def __init__(self, part: Inbox, listed: list[Lying]) -> None:
        self._part = part
        self._files = {one.name: one for one in listed[:MAX_LIST] if one.is_file}
        spoken = {part.mark_of(name) for name in self._files if not part.is_mark(name)}
        own = (part.move_to or "").partition("/")[0]
        apart = [one for one in listed[:MAX_LIST] if one.name != own and one.name not in spoken]
        self.passed = [why for one in apart if (why := self._why_not(one))]
        others = {one.lying.name for one in self.passed}
        self.ours = [one for one in apart if one.name not in others]
        self.more = f"more than {MAX_LIST} files lie there: the others are not looked at"
        self.more = self.more if len(listed) > MAX_LIST else ""

    def with_mark(self, one: Lying) -> Lying:
        """The file, with the one that says that it is whole, where that is there."""
        mark = self._part.mark_of(one.name)
        return replace(one, mark=self._files.get(mark)) if mark else one

    def _why_not(self, one: Lying) -> Passed | None:
        kind, told = next(_why_not(self._part, one), ("", ""))
        return Passed(lying=one, kind=kind, told=told) if kind else None


def quoted(name: str) -> str:
    """As an address has it: a file's name may hold line ends, or bytes that are no text."""
    return quote(os.fsencode(name))


def _why_not(part: Inbox, one: Lying) -> Iterator[tuple[str, str]]:
    name = one.name
    if not one.is_file:
        yield "not_a_file", one.what
    if name in ("", ".", "..") or "/" in name or "\0" in name or len(os.fsencode(name)) > MAX_NAME:
        yield "bad_name", "no name that a file may have"
    if name.startswith("."):
        yield "hidden", "its name begins with a dot"
    if name.lower().endswith(UNFINISHED):
        yield "unfinished", f"not finished: its name ends in .{name.rpartition('.')[2]}"
    if part.is_mark(name):
        yield "unfinished", "the file of which it says that it is whole is not there"
    if one.modified is None:
        yield "not_a_file", "its server does not say when it came"
    if kind := by_name(name):
        yield kind, ""
    if not matches(part.match, name):
        yield "not_matched", ""
