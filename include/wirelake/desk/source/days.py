"""What cleaning did on a source's newest capture days, counted a day at a time from history/."""

from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from wirelake.config import Batch
from wirelake.lake import layout
from wirelake.lake.reading import picked, read_objects
from wirelake.legible import one_line
from wirelake.storage import Store

DAYS = 14  # capture days that are read, the newest
READERS = 4
MOST_KEPT = 2_000  # days that this process keeps
EXAMPLES = 4  # of a rule and day
LONGEST = 300  # characters of an example
COLUMNS = ["article_id", "published_date", "published_at", "published_precision", "rule_hits", "removed"]
# By store and path: the ETag of the object, and what it came to.
_kept: dict[tuple[str, str], tuple[str, "DayActs"]] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A text that a rule took out of an article; its article's date of publication says where that stands."""

    article_id: str
    published_date: date | None
    capture_date: date
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DayActs:
    """One capture day: how many records, and by rule on how many it acted, and how much it took out.

    ``quarters`` counts articles by the quarter of an hour, in UTC, of their publication.
    """

    day: date
    records: int = 0
    hits: Counter[str] = field(default_factory=Counter)
    passages: Counter[str] = field(default_factory=Counter)
    letters: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[Passage]] = field(default_factory=dict)
    quarters: Counter[datetime] = field(default_factory=Counter)


def last_days(store: Store, source: str, known: Iterable[date]) -> list[DayActs]:
    """The newest of these capture days of the source that have a history/, the oldest first.

    Raises:
        DamagedError, FormatError: a day cannot be read.
    """
    newest = sorted(known)[-DAYS:]
    with ThreadPoolExecutor(READERS) as pool:
        found = pool.map(lambda day: _day(store, Batch(source, day)), newest)
        return [one for one in found if one]


def _day(store: Store, batch: Batch) -> DayActs | None:
    """As it was counted before, where it is the same object still."""
    path = layout.history(batch)
    etag = next((one.etag for one in store.objects(path.rpartition("/")[0]) if one.path == path), None)
    if etag is None:
        return None
    kept = _kept.get((store.uri, path))
    if kept and kept[0] == etag:
        return kept[1]
    rows = read_objects(store, layout.HISTORY, [path], wanted=picked("history", COLUMNS))
    found = _counted(rows, batch.day)
    if len(_kept) >= MOST_KEPT:
        _kept.clear()
    _kept[store.uri, path] = (etag, found)
    return found


def _counted(rows: pa.Table, day: date) -> DayActs:
    removed = rows["removed"].combine_chunks()
    texts = pc.list_flatten(removed)
    rules = pc.struct_field(texts, "rule").to_pylist()
    letters: Counter[str] = Counter()
    lengths = pc.utf8_length(pc.struct_field(texts, "text")).to_pylist()
    for rule, length in zip(rules, lengths, strict=True):
        letters[rule] += length or 0
    return DayActs(
        day=day,
        records=len(rows),
        hits=Counter(rule for one in rows["rule_hits"].to_pylist() for rule in set(one or ())),
        passages=Counter(rules),
        letters=letters,
        examples=_examples(rows, day, rules, texts, pc.list_parent_indices(removed).to_pylist()),
        quarters=_quarters(rows),
    )


def _examples(
    rows: pa.Table, day: date, rules: Sequence[str], texts: pa.Array, articles: Sequence[int]
) -> dict[str, list[Passage]]:
    """A few a rule, of different articles."""
    found: dict[str, list[Passage]] = {}
    for at in range(len(rules) - 1, -1, -1):
        mine = found.setdefault(rules[at], [])
        article_id = rows["article_id"][articles[at]].as_py() if len(mine) < EXAMPLES else None
        if article_id and all(one.article_id != article_id for one in mine):
            text = texts[at]["text"].as_py() or ""
            mine.append(
                Passage(
                    article_id=article_id,
                    published_date=rows["published_date"][articles[at]].as_py(),
                    capture_date=day,
                    text=one_line(text[:LONGEST]),
                )
            )
    return found


def _quarters(rows: pa.Table) -> Counter[datetime]:
    stated: list[dict[str, Any]] = rows.select(["published_at", "published_precision"]).to_pylist()
    return Counter(
        one["published_at"].replace(minute=one["published_at"].minute // 15 * 15, second=0, microsecond=0)
        for one in stated
        if one["published_at"] and one["published_precision"] != "day"
    )
