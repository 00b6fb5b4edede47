"""What may be read now: versions across days, from all of a source's history.

``history/`` holds what each capture day showed; whatever depends on other days is computed here.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from wirelake.records import Article

Row = dict[str, Any]


def one_a_version(articles: Iterable[Article]) -> list[Article]:
    """Of each article the first of every run of equal versions, in the order in which they were seen.

    A, A, B, A are three; the raw_refs of the others of a run stay with its first.
    """
    ordered = sorted(articles, key=lambda one: (one.article_id, one.first_seen_at, one.version, one.raw_ref))
    return [_first_of(run) for _, run in groupby(ordered, key=lambda one: (one.article_id, one.version))]


def _first_of(run: Iterable[Article]) -> Article:
    first, *others = run
    refs = dict.fromkeys((*first.duplicate_refs, *(one.raw_ref for one in others)))
    refs.pop(first.raw_ref, None)
    return replace(first, duplicate_refs=tuple(refs))


def timeline(rows: Iterable[Row]) -> list[Row]:
    """One article's versions in the order in which we saw them; A, A, B, A are three.

    Each is the first row of a run of equal versions, with ``version_seq`` and ``updated_at`` added.
    """
    ordered = sorted(rows, key=lambda row: (row["first_seen_at"], row["capture_date"], row["version"]))
    firsts = [next(run) for _, run in groupby(ordered, key=itemgetter("version"))]
    return [
        {**row, "version_seq": number, "updated_at": row["first_seen_at"]}
        for number, row in enumerate(firsts, start=1)
    ]


def resolve(rows: Iterable[Row], now: datetime) -> list[Row]:
    """The rows of articles/ for these history rows: of each article the newest version that may be read.

    Control records never stand there; a canceled article leaves; a withheld or embargoed version waits,
    and the one before it stays.
    """
    articles = sorted((row for row in rows if row["record_kind"] == "article"), key=itemgetter("article_id"))
    current = (_current(timeline(mine), now) for _, mine in groupby(articles, key=itemgetter("article_id")))
    return [row for row in current if row is not None]


def _current(versions: list[Row], now: datetime) -> Row | None:
    for row in reversed(versions):
        if row["pub_status"] == "canceled":
            return None
        embargo = row["embargoed_until"]
        if row["pub_status"] == "usable" and (embargo is None or embargo <= now):
            return row
    return None
