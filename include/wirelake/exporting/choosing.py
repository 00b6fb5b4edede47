"""Which rows of a freeze are exported, and why the others are not, in one word each."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from wirelake.exporting.refusals import refuses
from wirelake.lake.freezes import saying
from wirelake.lake.freezes.frozen import Freeze
from wirelake.lake.freezes.standing import Standing, standings
from wirelake.lake.sources import read_sources
from wirelake.lake.stories import read_stories
from wirelake.storage import Store

Row = dict[str, Any]
LATEST = datetime.max.replace(tzinfo=UTC)
WHY = {
    "correction": "a newer version corrects it",
    "update": "a newer version is the one to be read",
    "recleaned": "it reads otherwise than when it was frozen",
    "kill": "its wire killed it",
    "takedown": "an operator took it down",
    "erased": "an operator took it down, and its bytes are gone",
    "gone": "its page is gone",
    "removed": "it may not be read any more",
    "lost": "it is not in the lake any more",
    "not_an_article": "a picture, film, sound, package or message",
    "not_readable": "articles/ did not show it when it was frozen",
    "rights_reserved": "its publisher reserves text and data mining",
    "rights_unknown": "nobody said that text and data mining is not reserved",
    "terms_refuse": "its usage terms refuse training, mining or passing on",
    "licence_refuses": "the licence of its source does",
    "licence_ended": "the licence of its source has ended",
    "same_story": "another article of the export has the same text",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What is left out. ``licensed`` are sources of which a licence of the exporter's own allows what their
    publishers reserve or refuse; ``open_only`` leaves out what nobody said anything of."""

    licensed: frozenset[str] = frozenset()
    open_only: bool = False
    keep_copies: bool = False


@dataclass(kw_only=True)
class Choice:
    """By row_id the articles that are exported, and how many are left out, by why.

    ``rights`` counts those that are exported by ``rights_status``.
    """

    rows: dict[str, str] = field(default_factory=dict)  # row_id → article_id
    left_out: Counter[str] = field(default_factory=Counter)
    rights: Counter[str] = field(default_factory=Counter)
    sources: dict[str, Row] = field(default_factory=dict)  # what their YAML says


class Fit(NamedTuple):
    """What is kept of a row that may be exported, until one of each story is chosen."""

    article_id: str
    published_date: date | None
    published_at: datetime | None
    rights_status: str | None


def choose(store: Store, freeze: Freeze, filters: Filters, now: datetime) -> Choice:
    """Choose by how the rows stand, then by rights, then one of each story. Stories are those that stand."""
    choice = Choice(sources=_facts(store))
    standing = dict(_standing(store, freeze, choice.left_out))
    asked = saying.rows_of(store, "history", "row_id", standing.keys(), _COLUMNS)
    fit: dict[str, Fit] = {}
    for row in asked:
        why = refused(row, choice.sources.get(row["source"], {}), filters, now)
        if why:
            choice.left_out[why] += 1
        else:
            fit[row["row_id"]] = Fit(*(row[name] for name in Fit._fields))
    kept = fit.keys() if filters.keep_copies else _one_a_story(store, fit, freeze)
    choice.left_out["same_story"] += len(fit) - len(kept)
    choice.rows = {row_id: fit[row_id].article_id for row_id in sorted(kept)}
    choice.rights = Counter(fit[row_id].rights_status or "unknown" for row_id in sorted(kept))
    choice.left_out = Counter({why: count for why, count in sorted(choice.left_out.items()) if count})
    return choice


_COLUMNS = (
    *("row_id", "article_id", "source", "published_date", "published_at"),
    *("rights_status", "rights_reserved", "usage_terms"),
)


def refused(row: Row, source: Row, filters: Filters, now: datetime) -> str:
    """Why rights leave the row out; "" where they do not."""
    if _has_ended(source, now):
        return "licence_ended"
    if row["source"] not in filters.licensed:
        if row["rights_status"] == "reserved" or row["rights_reserved"]:
            return "rights_reserved"
        if refuses(row["usage_terms"]):
            return "terms_refuse"
        if refuses(source.get("licence")):
            return "licence_refuses"
    return "rights_unknown" if filters.open_only and row["rights_status"] != "open" else ""


def _standing(store: Store, freeze: Freeze, left_out: Counter[str]) -> Iterator[tuple[str, str]]:
    for row, standing in standings(store, freeze):
        if standing is not Standing.STANDS:
            left_out[standing.value] += 1
        elif row["record_kind"] != "article":
            left_out["not_an_article"] += 1
        elif not row["readable"]:
            left_out["not_readable"] += 1
        else:
            yield row["row_id"], row["article_id"]


def _one_a_story(store: Store, fit: dict[str, Fit], freeze: Freeze) -> set[str]:
    """Of each story its earliest article among these; an article in no story stands alone."""
    by_article = {one.article_id: row_id for row_id, one in fit.items()}
    stories = read_stories(store, freeze.head.first_day, freeze.head.last_day)
    best: dict[str, tuple[tuple[Any, ...], str]] = {}
    alone = set(fit)
    for batch in stories.select(["story_id", "article_id", "relation"]).to_batches():
        for row in batch.to_pylist():
            row_id = by_article.get(row["article_id"])
            if row_id is None or row["relation"] == "contains":
                continue
            alone.discard(row_id)
            one = fit[row_id]
            at = (one.published_date or date.max, one.published_at or LATEST)
            key = (row["relation"] != "first", *at, one.article_id)
            best[row["story_id"]] = min((key, row_id), best.get(row["story_id"], (key, row_id)))
    return alone | {row_id for _, row_id in best.values()}


def _facts(store: Store) -> dict[str, Row]:
    """By source the newest row of sources/."""
    rows = sorted(read_sources(store).to_pylist(), key=lambda row: row["since"])
    return {row["source"]: row for row in rows}


def _has_ended(source: Row, now: datetime) -> bool:
    until = source.get("licence_until")
    if not until:
        return False
    if len(until) > len("2026-03-02"):
        return datetime.fromisoformat(until) <= now
    zone = ZoneInfo(source["timezone"])
    return datetime.combine(date.fromisoformat(until) + timedelta(days=1), time(), zone) <= now


def taken_since(store: Store, freeze: Freeze, row_ids: Collection[str]) -> set[str]:
    """Of these rows those that do not stand any more."""
    return {
        row["row_id"]
        for row, standing in standings(store, freeze)
        if row["row_id"] in row_ids and standing is not Standing.STANDS
    }
