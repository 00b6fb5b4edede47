"""Files that were left under a prefix of the lake."""

import os
from urllib.parse import quote

from wirelake.config import DropFolder, filled_in
from wirelake.discover.search import Search
from wirelake.payloads.no_items import by_name
from wirelake.records import Link

UNFINISHED = ".part"  # as whoever copies a file in names it, until it is whole
MAX_TOLD = 20


def look(search: Search, part: DropFolder) -> tuple[Link, ...]:
    """Put the day's files among those found; there is no link to fetch.

    What is passed over is named, with the reason: a file that nobody reads must not look like none. What is
    no item, such as a picture beside its XML, is kept apart: nothing is missing where it is not read. (A
    file that is too large is found, and fails as ``too_large``.)
    """
    folder = filled_in(part.prefix, search.day)
    before = len(search.found.files)
    passed = dict(search.store.passed_over(folder))
    no_items = {_below(folder, path): "not_a_file" for path in passed}
    for stored in search.store.objects(folder):
        name = stored.path.removeprefix(folder).lstrip("/")
        if why := _why_not(name):
            passed[stored.path] = why
            no_items[_below(folder, stored.path)] = "unfinished" if name.endswith(UNFINISHED) else "hidden"
            continue
        if kind := by_name(name):
            no_items[_below(folder, stored.path)] = kind
            continue
        # Quoted: a file's name may hold line ends, or bytes that are no text.
        url = f"drop:{search.source.name}/{search.day}/{quote(os.fsencode(name))}"
        search.found.files.append((stored, Link(url=url, origin="drop_folder")))
    whole = len(search.found.files) - before
    search.account(Link(url=folder, origin="drop_folder"), whole + len(passed), whole, whole)
    _tell(search, passed)
    search.found.passed_over |= no_items
    return ()


def _below(folder: str, path: str) -> str:
    return quote(os.fsencode(path.removeprefix(folder).lstrip("/")))


def _why_not(name: str) -> str:
    if any(part.startswith(".") for part in name.split("/")):
        return "its name begins with a dot"
    return f"not finished: its name ends in {UNFINISHED}" if name.endswith(UNFINISHED) else ""


def _tell(search: Search, passed: dict[str, str]) -> None:
    told = [
        f"{quote(os.fsencode(path), safe='/= ')} is passed over: {why}"
        for path, why in sorted(passed.items())
    ]
    search.found.lost += told[:MAX_TOLD]
    if len(told) > MAX_TOLD:
        search.found.lost.append(f"{len(told) - MAX_TOLD} more files of the drop folder are passed over")
