"""Compares two states of a table: which rows appeared, vanished or changed, field by field.

Values are compared as they read back from the lake, one column at a time: a day of 10,000 articles as
Python objects at once is a gigabyte.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from wirelake.diff.pairs import STEPS, Key, keys, paired
from wirelake.diff.removals import Line, lines

if TYPE_CHECKING:
    import pyarrow as pa

Load = Callable[[date], "pa.Table"]  # the table's rows of one day, with what stands in their path
# They say what a row was made by: a new rule or release changes them on every row, and nothing else by it.
STAMPS = frozenset(("extractor_version", "ruleset_version", "zone_edition"))
TEXTS = frozenset(("body_text", "extracted_text"))
READ_FOR_LINES = ("body_text", "extracted_text", "removed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One row that appears (``old`` is None), vanishes (``new`` is None), or whose ``columns`` change.

    ``note`` says in words what else is known of it.
    """

    old: Key | None
    new: Key | None
    columns: tuple[str, ...] = ()
    note: str = ""

    @property
    def key(self) -> Key:
        """The row as it would stand, or as it stood where it vanishes."""
        key = self.new or self.old
        if key is None:
            raise ValueError("a change of no row")
        return key

    @property
    def is_renamed(self) -> bool:
        """The article gets another id."""
        return bool(self.old and self.new and self.old.article_id != self.new.article_id)

    @property
    def is_moved(self) -> bool:
        """The article moves to another published day."""
        return bool(self.old and self.new and self.old.published_date != self.new.published_date)


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One row's old and new value of a column; of a text also its paragraphs lost and gained."""

    key: Key
    old: Any
    new: Any
    lines: tuple[Line, ...] = ()


@dataclass(slots=True)
class Column:
    """In how many rows a column changes, and some of them."""

    rows: int = 0
    examples: list[Example] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Difference:
    """What would become of a table: ``before`` and ``after`` count the rows that were compared.

    ``stamps`` are the columns of STAMPS: a row in which nothing else changes is not among ``changes``.
    """

    table: str
    before: int = 0
    after: int = 0
    changes: list[Change] = field(default_factory=list)
    columns: dict[str, Column] = field(default_factory=dict)
    stamps: dict[str, Column] = field(default_factory=dict)

    @property
    def appearing(self) -> list[Change]:
        return [one for one in self.changes if one.old is None]

    @property
    def vanishing(self) -> list[Change]:
        return [one for one in self.changes if one.new is None]

    @property
    def changing(self) -> list[Change]:
        return [one for one in self.changes if one.old and one.new]


def difference(
    table: str,
    before: Load,
    after: Load,
    days: Iterable[date],
    *,
    limit: int | None = None,
    name: str | None = None,
) -> Difference:
    """How the table's files of these days would change.

    Args:
        limit: at most so many examples a column; None keeps them all.
        name: of this column keep them all whatever the limit.
    """
    days = sorted(set(days))
    old = [key for day in days for key in keys(day, before(day))]
    new = [key for day in days for key in keys(day, after(day))]
    found = Difference(table=table, before=len(old), after=len(new))
    together: dict[tuple[date, date], list[tuple[Key, Key]]] = {}
    for was, now in paired(old, new, STEPS[table]):
        if was and now:
            together.setdefault((now.day, was.day), []).append((was, now))
        else:
            found.changes.append(Change(old=was, new=now))
    for (day, earlier), pairs in sorted(together.items()):
        found.changes += _compared(found, before(earlier), after(day), pairs, limit, name)
    found.changes.sort(key=lambda one: (one.key.day, one.key.place))
    for columns in (found.columns, found.stamps):  # rows that moved among those that are equal leave none
        for empty in [column for column, entry in columns.items() if not entry.rows]:
            del columns[empty]
    return found


def _compared(
    found: Difference,
    old: "pa.Table",
    new: "pa.Table",
    pairs: list[tuple[Key, Key]],
    limit: int | None,
    name: str | None,
) -> list[Change]:
    changed: list[list[str]] = [[] for _ in pairs]
    in_place = all(was.place == now.place for was, now in pairs)
    for column in new.schema.names:
        if in_place and old[column].equals(new[column]):
            continue
        entry = (found.stamps if column in STAMPS else found.columns).setdefault(column, Column())
        kept = None if column == name else limit
        stood, stands = old[column].to_pylist(), new[column].to_pylist()
        for columns, (was, now) in zip(changed, pairs, strict=True):
            values = stood[was.place], stands[now.place]
            if values[0] == values[1]:
                continue
            entry.rows += 1
            if column not in STAMPS:
                columns.append(column)
            if kept is None or len(entry.examples) < kept:
                told = _lines(column, old, new, was, now) if column in TEXTS else ()
                entry.examples.append(Example(key=now, old=values[0], new=values[1], lines=told))
    return [
        Change(old=was, new=now, columns=tuple(columns))
        for columns, (was, now) in zip(changed, pairs, strict=True)
        if columns
    ]


def _lines(column: str, old: "pa.Table", new: "pa.Table", was: Key, now: Key) -> tuple[Line, ...]:
    def row(table: "pa.Table", place: int) -> dict[str, Any]:
        names = [name for name in READ_FOR_LINES if name in table.schema.names]
        read: dict[str, Any] = table.select(names).slice(place, 1).to_pylist()[0]
        return read

    return lines(column, row(old, was.place), row(new, now.place))
