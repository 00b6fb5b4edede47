"""Who wrote an entry and who supplied it, with the names parted from addresses."""

import re
from collections.abc import Iterator
from typing import Any

from wirelake.formats.rss.texts import name, named
from wirelake.records import Author

# feedparser ends an address after four letters of its last part, and leaves the rest in the name:
# "b@quay.example (Bea Warden)" is "b@quay.exam" and "ple (Bea Warden", "Bea <b@quay.example>" is "Bea <ple>".
CUT = re.compile(r"\.[A-Za-z]{4}$")
BEHIND = re.compile(r"[a-z]{1,20} ?\((?P<name>[^()]+)")
BEFORE = re.compile(r"(?P<name>[^<(]+?) ?[<(][a-z]{1,20}[>)]?")
ADDRESS = re.compile(r"\S+@\S+\.\S+")


def creators(entry: Any, feed: Any, *, is_atom: bool) -> tuple[Author, ...]:
    """The entry's authors, in Atom else those of its source or of the feed, and then its contributors."""
    contexts = (entry, entry.get("source") or {}, feed) if is_atom else (entry,)
    names = next((found for one in contexts if (found := list(_names(one, "author")))), [])
    others = [one for one in _names(entry, "contributor") if one not in names]
    return (
        *(Author(name=one) for one in dict.fromkeys(names)),
        *(Author(name=one, role="contributor") for one in dict.fromkeys(others)),
    )


def provider(entry: Any, *, is_atom: bool) -> str | None:
    """Who supplied it: its publisher, or the title of the feed that it comes from."""
    publisher = (entry.get("publisher_detail") or {}).get("name") or entry.get("publisher")
    source = named(entry.get("source") or {}, "title", is_atom=is_atom)
    return name(publisher) or (source.line() if source else "") or None


def reached(entry: Any) -> Iterator[tuple[str, str]]:
    """The addresses of authors and contributors, which no field of a record has."""
    for role in ("author", "contributor"):
        for one in entry.get(f"{role}s", []):
            for kind in ("email", "href"):
                if said := one.get(kind):
                    yield f"{role}_{kind}", str(said)


def _names(context: Any, role: str) -> Iterator[str]:
    for one in context.get(f"{role}s", []):
        said, email = name(one.get("name")), one.get("email") or ""
        if said and CUT.search(email):
            if context.get(role) == f"{email}{said}":  # an address alone
                continue
            found = BEHIND.fullmatch(said) or BEFORE.fullmatch(said)
            said = found["name"].strip() if found else said
        if said and not ADDRESS.fullmatch(said):
            yield said
