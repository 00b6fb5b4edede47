"""A takedown follows its article's names: the id under which it was decided is only one of them.

An id is made by the source's YAML (``identity``, ``wire_id_in_url``, ``drop_query``) and by our own rules.
When those change, the article of the same page, message or file gets another id; by its manifest's guid,
address, wire's number or file it is known all the same, and its rows go under the id that was taken down.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from wirelake.lake.decisions.manifests import Manifest
from wirelake.resolve import LASTING

Row = dict[str, Any]
ROLES = ("guid", "wire", "url", "file")
PAGES = ("html", "text")  # formats of which a payload is one article, so that its address names it
TOLD = ("article_id", "source_format", "url", "canonical_url", "wire_id", "alt_ids")


@dataclass(slots=True)
class _Names:
    """What one article is named by."""

    by_role: dict[str, set[str]] = field(default_factory=lambda: {role: set() for role in ROLES})
    is_page: bool = False

    def add(self, row: Row) -> None:
        alt_ids = row["alt_ids"] or ()
        pairs = [(one["role"], one["value"]) if isinstance(one, dict) else one for one in alt_ids]
        pairs += [("wire", row["wire_id"]), ("url", row["canonical_url"] or row["url"])]
        for role, value in pairs:
            # A short number is one of the day: a0412 is another story tomorrow.
            if role in self.by_role and value and (role != "wire" or len(value) >= LASTING):
                self.by_role[role].add(value)
        self.is_page |= row["source_format"] in PAGES

    def shares(self, role: str, other: "_Names") -> bool | None:
        """The two are named alike in this role; None where one of them states nothing."""
        mine, others = self.by_role[role], other.by_role[role]
        return bool(mine & others) if mine and others else None


def renamed(passed: pa.Table, manifests: list[Manifest]) -> pa.Table:
    """These rows of history/, those of an article that was taken down under its former id."""

    killed = {one.article_id: _names_of(one) for one in manifests if one.sights}
    if not killed:
        return passed
    named = _named(killed)
    ids = [_id(row, killed, named) for row in passed.select([*TOLD]).to_pylist()]
    if ids == passed["article_id"].to_pylist():
        return passed
    place = passed.schema.get_field_index("article_id")
    return passed.set_column(place, passed.schema.field(place), pa.array(ids, pa.string()))


def _names_of(manifest: Manifest) -> _Names:
    names = _Names()
    for sight in manifest.sights:
        names.add({name: getattr(sight, name, None) for name in TOLD})
    return names


def _named(killed: dict[str, _Names]) -> dict[tuple[str, str], list[str]]:
    """By role and name the killed articles that bear it."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for id_, names in killed.items():
        for role, values in names.by_role.items():
            for value in values:
                found[role, value].append(id_)
    return found


def _id(row: Row, killed: dict[str, _Names], named: dict[tuple[str, str], list[str]]) -> str:
    stated: str = row["article_id"]
    if stated in killed:
        return stated
    mine = _Names()
    mine.add(row)
    # One that shares no name is none of them.
    alike = {
        id_
        for role, values in mine.by_role.items()
        for value in values
        for id_ in named.get((role, value), ())
    }
    return next((id_ for id_ in sorted(alike) if _is_same(mine, killed[id_])), stated)


def _is_same(mine: _Names, killed: _Names) -> bool:
    """By what both state, the surest name first. That they stand in one record or file says nothing, of what
    was known by more than that: once the killed one is cut out, another is alone there."""
    shared = {role: mine.shares(role, killed) for role in ROLES}
    if shared["guid"] is not None:
        return shared["guid"]
    if shared["url"] and mine.is_page and killed.is_page:
        return True
    # Entries of a feed may all lead to the wire's front page: there the number decides.
    told = next((one for one in (shared["wire"], shared["url"]) if one is not None), None)
    if told is not None:
        return told
    return bool(shared["file"]) and not any(killed.by_role[role] for role in ("guid", "wire", "url"))
