"""A takedown follows its article's names: the id under which it was decided is only one of them.

An id is made by the source's YAML (``identity``, ``wire_id_in_url``, ``drop_query``) and by our own rules.
When those change, the article of the same page, message or file gets another id; by its manifest's guid,
address, wire's number, file and records it is known all the same, and its rows go under the id that was
taken down.
"""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from wirelake.lake.manifests import Manifest
from wirelake.resolve import LASTING

Row = dict[str, Any]
ROLES = ("guid", "wire", "url", "file")
TOLD = ("article_id", "raw_ref", "url", "canonical_url", "wire_id", "alt_ids")


@dataclass(slots=True)
class _Names:
    """What one article is named by, and the records that showed it."""

    by_role: dict[str, set[str]] = field(default_factory=lambda: {role: set() for role in ROLES})
    refs: set[str] = field(default_factory=set)

    def add(self, row: Row) -> None:
        alt_ids = row.get("alt_ids") or ()
        pairs = [(one["role"], one["value"]) if isinstance(one, dict) else one for one in alt_ids]
        pairs += [("wire", row.get("wire_id")), ("url", row.get("canonical_url") or row.get("url"))]
        for role, value in pairs:
            # A short number is one of the day: a0412 is another story tomorrow.
            if role in self.by_role and value and (role != "wire" or len(value) >= LASTING):
                self.by_role[role].add(value)
        self.refs.update([row["raw_ref"], *(row.get("duplicate_refs") or ())])

    def shares(self, role: str, other: "_Names") -> bool | None:
        """The two are named alike in this role; None where one of them states nothing."""
        mine, others = self.by_role[role], other.by_role[role]
        return bool(mine & others) if mine and others else None


def renamed(passed: pa.Table, rejected: pa.Table, manifests: list[Manifest]) -> tuple[pa.Table, pa.Table]:
    """These rows of history/ and rejected/, those of an article that was taken down under its former id."""

    killed = {one.article_id: _names_of(one) for one in manifests if one.sights}
    if not killed:
        return passed, rejected
    told = [
        table.select([name for name in TOLD if name in table.column_names]) for table in (passed, rejected)
    ]
    rows = [table.to_pylist() for table in told]
    held = Counter(ref for ref, _ in {(row["raw_ref"], row["article_id"]) for part in rows for row in part})
    ids = [[_id(row, killed, alone=held[row["raw_ref"]] == 1) for row in part] for part in rows]
    return _with_ids(passed, ids[0]), _with_ids(rejected, ids[1])


def _names_of(manifest: Manifest) -> _Names:
    names = _Names()
    for sight in manifest.sights:
        names.add(sight.model_dump())
    return names


def _id(row: Row, killed: dict[str, _Names], *, alone: bool) -> str | None:
    stated: str | None = row["article_id"]
    if stated is None or stated in killed:
        return stated
    mine = _Names()
    mine.add(row)
    return next((id_ for id_, names in killed.items() if _is_same(mine, names, alone=alone)), stated)


def _is_same(mine: _Names, killed: _Names, *, alone: bool) -> bool:
    """``alone``: its record holds no other article, so the record's address is its own."""
    shared = {role: mine.shares(role, killed) for role in ROLES}
    if alone and mine.refs & killed.refs:
        return True
    if shared["guid"] is not None:
        return shared["guid"]
    if alone and (shared["url"] or shared["file"]):
        return True
    # All items of a file have its name, and all entries of a feed may lead to the wire's front page.
    return next((one for one in (shared["wire"], shared["url"]) if one is not None), False)


def _with_ids(table: pa.Table, ids: list[str | None]) -> pa.Table:
    place = table.schema.get_field_index("article_id")
    if table["article_id"].to_pylist() == ids:
        return table
    return table.set_column(place, table.schema.field(place), pa.array(ids, pa.string()))
