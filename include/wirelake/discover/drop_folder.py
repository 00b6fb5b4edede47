"""Files that were left under a prefix of the lake."""

import os
from urllib.parse import quote

from wirelake.config import DropFolder, filled_in
from wirelake.discover.search import Search
from wirelake.records import Link


def look(search: Search, part: DropFolder) -> tuple[Link, ...]:
    """Put the day's files among those found; there is no link to fetch."""
    folder = filled_in(part.prefix, search.day)
    for stored in search.store.objects(folder):
        name = stored.path.removeprefix(folder).lstrip("/")
        if not name.startswith("."):
            # Quoted: a file's name may hold line ends, or bytes that are no text.
            url = f"drop:{search.source.name}/{search.day}/{quote(os.fsencode(name))}"
            search.found.files.append((stored, Link(url=url, origin="drop_folder")))
    return ()
