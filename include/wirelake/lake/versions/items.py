"""Media and packages as they may be read, with what binds them to other items of their source.

A wire states a link one way: the text names its pictures, the package its members. The way back is computed
here, from the newest usable version of each, so no batch ever writes another's rows.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from wirelake.lake.aliases import read_aliases
from wirelake.lake.decisions.events import Events
from wirelake.lake.files import PATH_FIELDS
from wirelake.lake.schema import HISTORY, MEDIA, PACKAGES
from wirelake.lake.versions import killed_at, shown
from wirelake.lake.versions.past import Asked, each_source
from wirelake.lake.versions.picks import Picks
from wirelake.lake.versions.sights import Sight
from wirelake.storage import Store, Stored

Row = dict[str, Any]
NAMED_BY = ("article_id", "url", "canonical_url", "alt_ids")
ISSUE = re.compile(r":\d{1,9}[NUA]?$")  # urn:newsml:quay.example:20181210:Q-041:2


@dataclass(frozen=True, slots=True, kw_only=True)
class _Items:
    """Of a source what may be read at an instant, the items of one kind among it, and what was killed."""

    found: Picks
    readable: Picks
    killed: Picks


def media_at(store: Store, wanted: pa.Schema, asked: Asked) -> Iterator[pa.RecordBatch]:
    """The pictures, graphics, films and sounds that may be read, with who shows them; by source.

    Raises:
        ConflictError: rows were replaced while they were read.
    """
    for source, items in _items(store, asked, "media"):
        rows = _found(store, items, MEDIA, "shown_by")
        known = _names(store, source, items.found)
        by: dict[str, dict[tuple[str, str], None]] = {}
        for row in _rows(store, items.readable, "associations", "members"):
            for rel, stated in _links(row):
                id_ = _named(known, stated)
                if id_ and id_ != row["article_id"]:
                    by.setdefault(id_, {})[row["article_id"], rel] = None
        shown_by = [
            [{"article_id": id_, "rel": rel} for id_, rel in sorted(by.get(one, ()))]
            for one in rows["article_id"].to_pylist()
        ]
        yield from _told(_set(rows, MEDIA.field("shown_by"), shown_by), wanted, asked)


def packages_at(store: Store, wanted: pa.Schema, asked: Asked) -> Iterator[pa.RecordBatch]:
    """The packages that may be read, each with its members in its order; by source.

    Of a member that was killed the package's words are left out, its place stays. Raises as for media.
    """
    for source, items in _items(store, asked, "package"):
        rows = _found(store, items, PACKAGES, "member_ids")
        known, gone = (_names(store, source, picks) for picks in (items.readable, items.killed))
        lists: list[list[Row]] = []
        ids: list[list[str | None]] = []
        for members in rows["members"].to_pylist():
            stated = [(one, [one["uri"], one["href"]]) for one in members or ()]
            ids.append([_named(known, names) for _, names in stated])
            lists.append([_silent(one) if _named(gone, names) else one for one, names in stated])
        rows = _set(rows, PACKAGES.field("members"), lists)
        yield from _told(_set(rows, PACKAGES.field("member_ids"), ids), wanted, asked)


def _items(store: Store, asked: Asked, kind: str) -> Iterator[tuple[str, _Items]]:
    """Of each source that has items of the kind."""

    def take(objects: list[Stored], events: Events, articles: Iterable[list[Sight]]) -> _Items:
        items = _Items(found=Picks(objects), readable=Picks(objects), killed=Picks(objects))
        for sights in articles:
            if (sight := shown(sights, asked.as_of, events)) is not None:
                items.readable.add(sight)
                if sight.row["record_kind"] == kind:
                    items.found.add(sight)
            elif killed_at(sights, sights[0].row["article_id"], events):
                items.killed.add(sights[-1])
        return items

    return ((source, items) for source, items in each_source(store, asked, take) if len(items.found))


def _found(store: Store, items: _Items, schema: pa.Schema, computed: str) -> pa.Table:
    """The items' rows, but for what is computed of links."""
    fields = [PATH_FIELDS[name] for name in ("published_date", "source") if name not in schema.names]
    stored = pa.schema([*fields, *(one for one in schema if one.name != computed)])
    return pa.concat_tables(items.found.rows(store, stored))


def _told(rows: pa.Table, wanted: pa.Schema, asked: Asked) -> list[pa.RecordBatch]:
    held = pa.array(map(asked.holds, rows["published_date"].to_pylist()), pa.bool_())
    batches: list[pa.RecordBatch] = rows.filter(held).select(wanted.names).cast(wanted).to_batches()
    return batches


def _rows(store: Store, picks: Picks, *columns: str) -> Iterator[Row]:
    wanted = pa.schema([HISTORY.field(name) for name in (*NAMED_BY, *columns)])
    for rows in picks.rows(store, wanted):
        yield from rows.to_pylist()


def _names(store: Store, source: str, picks: Picks) -> dict[str, str]:
    """Name → article_id; a dropped file's name counts too, by which NewsML 1 refers."""
    found: dict[str, str] = {}
    aliases = read_aliases(store, source).by_article
    for row in _rows(store, picks):
        id_ = row["article_id"]
        names = [one.partition(":")[2] for one in (id_, *aliases.get(id_, ()))]
        names += [row["url"], row["canonical_url"]]
        for one in row["alt_ids"] or ():
            names += [one["value"], one["value"].rpartition("/")[2] if one["role"] == "file" else None]
        for name in filter(None, names):
            found[name] = min(id_, found.get(name, id_))
    return found


def _links(row: Row) -> Iterator[tuple[str, list[str | None]]]:
    for one in row["associations"] or ():
        yield one["rel"] or "associated", [one["uri"], one["href"]]
    for one in row["members"] or ():
        yield one["group"] or "member", [one["uri"], one["href"]]


def _named(known: dict[str, str], stated: Iterable[str | None]) -> str | None:
    """The item that goes by one of these, whole or without the number of its issue."""
    for name in filter(None, stated):
        for one in (name, without_issue(name)):
            if id_ := known.get(one):
                return id_
    return None


def without_issue(name: str) -> str:
    """The name by which all issues of an item go, of one that counts them."""
    return ISSUE.sub("", name)


def _silent(member: Row) -> Row:
    return {**member, "headline": None, "description": None}


def _set(rows: pa.Table, field_: pa.Field, values: list[Any]) -> pa.Table:
    array = pa.array(values, field_.type)
    place = rows.schema.get_field_index(field_.name)
    return rows.append_column(field_, array) if place < 0 else rows.set_column(place, field_, array)
