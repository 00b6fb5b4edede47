"""The versions of one article as they were first seen: which sight is a new one, and their order.

A wire's number orders its versions. Wires also send a correction under the number of what it corrects:
``version="2"`` says "two sailings", and an hour later ``version="2"`` says "nine". Under one number the time
at which the wire created each decides, and where it states none, or the same, the order of receipt.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from wirelake.lake.versions.names import TOLD_BY
from wirelake.lake.versions.sameness import SHOWN, STATE, TEXT, is_equal, repeats, showed
from wirelake.records import GONE, ITEMS

Row = dict[str, Any]
# 3, 1.2, 20260304093000; never 16 digits, which a page of a lake of schema 2 may be called.
NUMBERED = re.compile(r"(?:\d{1,15}|\d{17,24})(?:\.\d{1,9}){0,3}")
DATED = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|\+00:00)?")
REUSED = "version_reused"
LICENSED = "licence_until"  # the version's expires is the end of the source's licence
# What the judgements of this module and of sameness look at.
NEEDED = frozenset(
    {*TOLD_BY, *STATE, *TEXT, *SHOWN, "article_id", "signals", "first_seen_at", "raw_ref", "ruleset_version"}
    | {"version_created", "quality_flags", "duplicate_refs", "stood_before"}
)
NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(slots=True, eq=False)
class Sight:
    """A version as it was first seen. ``free_at`` is when it may be read at the earliest, None for never.

    ``again`` are the rows that repeat it, each the one before.
    """

    row: Row
    seq: int
    again: list[Row] = field(default_factory=list)
    place: int = 0  # in the order of versions
    is_reused: bool = False  # another content was seen under its number before
    free_at: datetime | None = None
    valid_from: datetime | None = None
    valid_to: datetime | None = None
    changed: tuple[str, ...] = ()

    @property
    def seen_at(self) -> datetime:
        seen: datetime = self.row["first_seen_at"]
        return seen

    @property
    def run(self) -> list[Row]:
        """All rows that show it, as they came."""
        return [self.row, *self.again]

    @property
    def is_recleaned(self) -> bool:
        """A row that repeats it reads otherwise, as other rules cleaned it: its source changed nothing."""
        return not all(is_equal(one, self.row) for one in self.again)

    @property
    def ends_at(self) -> datetime | None:
        """After which instant it is not to be used, as its wire says."""
        ends: datetime | None = self.row["expires"]
        return ends

    def may_be_read(self, at: datetime) -> bool:
        """It is free at this instant, and has not expired."""
        return bool(self.free_at and self.free_at <= at and not (self.ends_at and self.ends_at <= at))

    def as_row(self) -> Row:
        """The row with what was computed."""
        flags = self.row.get("quality_flags") or []
        return {
            **self.row,
            "version_seq": self.seq,
            "updated_at": self.valid_from or self.free_at or self.seen_at,
            "valid_from": self.valid_from,
            "valid_to": self.valid_to,
            "changed": list(self.changed),
            "recleaned": self.is_recleaned,
            "quality_flags": [*flags, *([REUSED] if self.is_reused and REUSED not in flags else [])],
        }


def rank(version: str) -> tuple[int, ...] | None:
    """The place of a version that has an order: a number, dotted numbers, an instant in UTC; else None."""
    if NUMBERED.fullmatch(version) or DATED.fullmatch(version):
        return tuple(map(int, re.findall(r"\d+", version.removesuffix("+00:00"))))
    return None


def sights_of(rows: Iterable[Row]) -> list[Sight]:
    """The sights of one article's rows, in the order of receipt, each with its place in that of versions.

    A row that repeats the sight just before it adds none: of a version that has an order the one before it
    under its number, of one without the last that came. So A, B, A are three, and a version that is withheld
    and usable again is three as well. Adding a later row never changes the order of the earlier ones.
    """
    found: list[Sight] = []
    ordered: list[Sight] = []
    for row in sorted(rows, key=_receipt):
        place = _place(row, ordered)
        same = [one for one in ordered if one.row["version"] == row["version"] and not is_remark(one.row)]
        before = [one for one in ordered[:place] if one in same][-1:] if _rank(row) else []
        last = [one for one in found if is_remark(one.row) == is_remark(row)][-1:]
        stood = _stood(row, found)
        if repeated := next((one for one in (*last, *before) if repeats(row, one.run, stood)), None):
            repeated.again.append(row)
            continue
        sight = Sight(row=row, seq=len(found) + 1, is_reused=_is_reused(row, same))
        found.append(sight)
        ordered.insert(place, sight)
    for place, sight in enumerate(ordered):
        sight.place = place
    return found


def _stood(row: Row, found: list[Sight]) -> Row | None:
    """The newest row that showed what the row's page showed before, where the row says what that was."""
    if not row["stood_before"]:
        return None
    rows = (one for sight in reversed(found) for one in reversed(sight.run))
    return next((one for one in rows if showed(one, row["stood_before"])), None)


def is_remark(row: Row) -> bool:
    """It says that the article's page is gone, and changes nothing: its source keeps such articles."""
    return GONE in (row["signals"] or ()) and row["pub_status"] == "usable"


def _is_reused(row: Row, same: Iterable[Sight]) -> bool:
    """Another content was seen under the row's number; a message about it is no content."""
    told = (one.row for one in same if one.row["record_kind"] in ITEMS)
    own = _unlicensed(row)
    return row["record_kind"] in ITEMS and not all(repeats(own, [_unlicensed(one)]) for one in told)


def _unlicensed(row: Row) -> Row:
    """Without the end that the source's licence sets, and no wire: another licence is no other content."""
    return {**row, "expires": None} if LICENSED in (row.get("quality_flags") or ()) else row


def _receipt(row: Row) -> tuple[Any, ...]:
    """What came in one payload has the order that its wire states, and one order always."""
    created = row["version_created"] or NEVER
    return row["first_seen_at"], row["capture_date"], row["version"], created, row["raw_ref"], row["headline"]


def _rank(row: Row) -> tuple[int, ...] | None:
    return rank(row["version"])


def _place(row: Row, ordered: list[Sight]) -> int:
    """Before the first that is newer; a version without an order is newer than all that came before it."""
    own, created = _rank(row), row["version_created"]
    if own is None:
        return len(ordered)
    for place, one in enumerate(ordered):
        other, its = _rank(one.row), one.row["version_created"]
        if other and (other > own or (other == own and created and its and its > created)):
            return place
    return len(ordered)
