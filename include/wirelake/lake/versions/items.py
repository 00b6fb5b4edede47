"""Media and packages as they may be read, with what binds them to other items of their source.

A wire states a link one way: the text names its pictures, the package its members. The way back is computed
here, from the newest usable version of each, so no batch ever writes another's rows.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from wirelake.lake.aliases import read_aliases
from wirelake.lake.schema import MEDIA, PACKAGES
from wirelake.lake.versions import killed_at, shown
from wirelake.lake.versions.past import COMPUTED, ORDER, by_article, rows_of
from wirelake.lake.versions.sights import Sight
from wirelake.storage import Store

Row = dict[str, Any]
NAMED_BY = ("source", "article_id", "url", "canonical_url", "alt_ids")
ISSUE = re.compile(r":\d{1,9}[NUA]?$")  # urn:newsml:quay.example:20181210:Q-041:2


@dataclass(slots=True)
class _Items:
    """What of history/ may be read at an instant, and what was killed by then."""

    readable: list[Sight] = field(default_factory=list)
    killed: list[Sight] = field(default_factory=list)

    def of_kind(self, kind: str) -> list[Sight]:
        return [sight for sight in self.readable if sight.row["record_kind"] == kind]


def media_at(store: Store, history: pa.Table, as_of: datetime) -> pa.Table:
    """The pictures, graphics, films and sounds that may be read at ``as_of``, with who shows them.

    ``history`` is that of all days, with capture_date and source.
    """
    history, items = _items(store, history, as_of)
    found = items.of_kind("media")
    known = _names(store, history, found)
    by: dict[str, dict[tuple[str, str], None]] = {}
    for row in _rows(history, items.readable, "associations", "members") if found else ():
        for rel, stated in _links(row):
            id_ = _named(known, row["source"], stated)
            if id_ and id_ != row["article_id"]:
                by.setdefault(id_, {})[row["article_id"], rel] = None
    rows = rows_of(history, found, ("updated_at", *COMPUTED), MEDIA)
    shown_by = [
        [{"article_id": id_, "rel": rel} for id_, rel in sorted(by.get(one, ()))]
        for one in rows["article_id"].to_pylist()
    ]
    rows = _set(rows, MEDIA.field("shown_by"), shown_by)
    return rows.select(["published_date", "source", *MEDIA.names]).sort_by(ORDER)


def packages_at(store: Store, history: pa.Table, as_of: datetime) -> pa.Table:
    """The packages that may be read at ``as_of``, each with its members in its order.

    Of a member that was killed the package's words are left out, its place stays. ``history`` as for media.
    """
    history, items = _items(store, history, as_of)
    found = items.of_kind("package")
    known, gone = (
        _names(store, history, sights if found else []) for sights in (items.readable, items.killed)
    )
    rows = rows_of(history, found, ("updated_at", *COMPUTED), PACKAGES)
    lists: list[list[Row]] = []
    ids: list[list[str | None]] = []
    for source, members in zip(rows["source"].to_pylist(), rows["members"].to_pylist(), strict=True):
        stated = [(one, [one["uri"], one["href"]]) for one in members or ()]
        ids.append([_named(known, source, names) for _, names in stated])
        lists.append([_silent(one) if _named(gone, source, names) else one for one, names in stated])
    rows = _set(rows, PACKAGES.field("members"), lists)
    rows = _set(rows, PACKAGES.field("member_ids"), ids)
    return rows.select(["published_date", "source", *PACKAGES.names]).sort_by(ORDER)


def _items(store: Store, history: pa.Table, as_of: datetime) -> tuple[pa.Table, _Items]:
    history = history.filter(pc.less_equal(history["first_seen_at"], pa.scalar(as_of)))
    items = _Items()
    for events, articles in by_article(store, history, as_of):
        for sights in articles:
            if (sight := shown(sights, as_of, events)) is not None:
                items.readable.append(sight)
            elif killed_at(sights, sights[0].row["article_id"], events):
                items.killed.append(sights[-1])
    return history, items


def _rows(history: pa.Table, sights: list[Sight], *columns: str) -> Iterator[Row]:
    places = pa.array([sight.row["place"] for sight in sights], pa.int64())
    for part in history.select([*NAMED_BY, *columns]).take(places).to_batches(max_chunksize=1_000):
        yield from part.to_pylist()


def _names(store: Store, history: pa.Table, sights: list[Sight]) -> dict[tuple[str, str], str]:
    """Source and name → article_id; a dropped file's name counts too, by which NewsML 1 refers."""
    found: dict[tuple[str, str], str] = {}
    aliases: dict[str, list[str]] = {}
    for source in {sight.row["article_id"].partition(":")[0] for sight in sights}:
        aliases |= read_aliases(store, source).by_article
    for row in _rows(history, sights):
        id_ = row["article_id"]
        names = [one.partition(":")[2] for one in (id_, *aliases.get(id_, ()))]
        names += [row["url"], row["canonical_url"]]
        for one in row["alt_ids"] or ():
            names += [one["value"], one["value"].rpartition("/")[2] if one["role"] == "file" else None]
        for name in filter(None, names):
            found.setdefault((row["source"], name), id_)
    return found


def _links(row: Row) -> Iterator[tuple[str, list[str | None]]]:
    for one in row["associations"] or ():
        yield one["rel"] or "associated", [one["uri"], one["href"]]
    for one in row["members"] or ():
        yield one["group"] or "member", [one["uri"], one["href"]]


def _named(known: dict[tuple[str, str], str], source: str, stated: Iterable[str | None]) -> str | None:
    """The item that goes by one of these, whole or without the number of its issue."""
    for name in filter(None, stated):
        for one in (name, without_issue(name)):
            if id_ := known.get((source, one)):
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
