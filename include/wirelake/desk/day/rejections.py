"""What was kept out of a day, by reason, and a page of it."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

import pyarrow.compute as pc

from wirelake.config import Batch
from wirelake.lake import layout
from wirelake.lake.decisions.events import read_events
from wirelake.lake.files import parse_parquet
from wirelake.lake.reading import picked
from wirelake.legible import one_line
from wirelake.storage import Store

SIZE = 50  # rejections of a page
LONGEST = 300  # characters of a text
BAR = 200  # units of the longest bar
COLUMNS = ("stage", "reason", "reasons", "detail", "raw_ref", "url", "article_id", "headline")
Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """A reason for which articles were kept out.

    Attributes:
        reason: its name.
        count: how many rows have it first.
        width: of its bar, of 200 units.
    """

    reason: str
    count: int
    width: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectionLine:
    """A row of rejected/.

    Attributes:
        stage: where it was kept out.
        reasons: why, the first reason first.
        detail: the evidence, in words.
        headline: its headline, where one was found.
        url: where it was fetched.
        raw_ref: its bytes in raw/.
    """

    stage: str
    reasons: tuple[str, ...]
    detail: str
    headline: str
    url: str
    raw_ref: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejections:
    """All reasons of a day, and those of each row; a page of one reason or of all, and how many those are."""

    reasons: tuple[Reason, ...] = ()
    each: tuple[tuple[str, ...], ...] = ()
    lines: tuple[RejectionLine, ...] = ()
    total: int = 0


def day_rejections(store: Store, batch: Batch, reason: str, page: int) -> Rejections:
    """What was kept out of the day, with a page of it."""
    answer = store.read(layout.rejected(batch))
    if answer is None:
        return Rejections()
    path = layout.rejected(batch)
    table = parse_parquet(answer[0], path, schema=picked("rejected", [*COLUMNS]))
    counted = Counter(table["reason"].to_pylist()).most_common()
    most = max((count for _, count in counted), default=1)
    reasons = tuple(
        Reason(reason=name, count=count, width=max(1, BAR * count // most)) for name, count in counted
    )
    mine = table.filter(pc.equal(table["reason"], reason)) if reason else table
    killed = read_events(store, batch.source).kills
    shown = mine.slice((page - 1) * SIZE, SIZE).to_pylist()
    return Rejections(
        reasons=reasons,
        each=tuple(map(tuple, filter(None, table["reasons"].to_pylist()))),
        lines=tuple(_line(row, row["article_id"] in killed) for row in shown),
        total=len(mine),
    )


def _line(row: Row, is_killed: bool) -> RejectionLine:
    """Of an article that was killed nothing is shown but why, and where its bytes were."""
    return RejectionLine(
        stage=row["stage"],
        reasons=tuple(row["reasons"] or (row["reason"],)),
        detail="" if is_killed else one_line(row["detail"])[:LONGEST],
        headline="" if is_killed else one_line(row["headline"] or "")[:LONGEST],
        url="" if is_killed else one_line(row["url"] or "")[:LONGEST],
        raw_ref=row["raw_ref"],
    )
