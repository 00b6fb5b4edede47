"""What each rule took out of a source's articles, with examples, and whether it does so as usual."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from wirelake.alarms.view import is_beyond
from wirelake.desk.article.rules import Words, words
from wirelake.desk.source.days import DayActs, Passage
from wirelake.lake.buckets import buckets_of
from wirelake.lake.reading import picked, read_objects
from wirelake.legible import legible
from wirelake.storage import Store

SHOWN = 3  # examples of a rule
MOST_DATES = 3  # published dates that articles/ is asked for
FEW, BEFORE = 10, 30  # records of the newest day, and of all before it: fewer say nothing
BAR = 200  # units of the longest bar
NO_WORDS = Words(takes_out="", example="", field="", leaves_alone="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A passage that a rule took out of an article that readers may read now.

    Attributes:
        article_id: the article's id.
        seen: the capture day that showed it.
        text: what was taken out, its first 300 letters.
    """

    article_id: str
    seen: date
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleActs:
    """What a rule did on the source's last capture days.

    Attributes:
        id: its name everywhere.
        takes_out: in the words of docs/rules.md; "" where this version has no such rule.
        records: on how many records it acted.
        share: of all records.
        width: of its bar, of 200 units.
        passages: how many it took out or lifted.
        letters: how many letters these have.
        unusual: in words that it acted more or less on the newest day than before; "" where it did not.
        examples: some of them, the newest first.
    """

    id: str
    takes_out: str
    records: int
    share: float
    width: int
    passages: int
    letters: int
    unusual: str
    examples: tuple[Example, ...]


def rules_of(store: Store, source: str, days: Sequence[DayActs]) -> tuple[RuleActs, ...]:
    """Every rule that acted: those that act unusually first, then by how many records it acted on.

    Raises:
        DamagedError, FormatError: articles/ cannot be read.
    """
    hits = _sum(day.hits for day in days)
    passages, letters = _sum(day.passages for day in days), _sum(day.letters for day in days)
    total = max(sum(day.records for day in days), 1)
    found = _examples(store, source, days)
    rules = [
        RuleActs(
            id=legible(rule),
            takes_out=words().get(rule, NO_WORDS).takes_out,
            records=records,
            share=records / total,
            width=max(1, BAR * records // total),
            passages=passages[rule],
            letters=letters[rule],
            unusual=unusual(rule, days),
            examples=found.get(rule, ()),
        )
        for rule, records in hits.items()
    ]
    return tuple(sorted(rules, key=lambda one: (not one.unusual, -one.records, one.id)))


def _sum(counts: Iterable[Counter[str]]) -> Counter[str]:
    return sum(counts, Counter())


def unusual(rule: str, days: Sequence[DayActs]) -> str:
    """In words that the rule acted far more, or less, on the newest day than on those before; else ""."""
    if not days:
        return ""
    newest, before = days[-1], days[:-1]
    past = sum(day.records for day in before)
    if newest.records < FEW or past < BEFORE:
        return ""
    usual = sum(day.hits[rule] for day in before) / past
    acted = newest.hits[rule]
    if is_beyond(acted, newest.records, usual):
        much = "more"
    elif is_beyond(newest.records - acted, newest.records, 1 - usual):
        much = "less"
    else:
        return ""
    return (
        f"{much} than usual: on {acted} of {newest.records} records of {newest.day} "
        f"({acted / newest.records:.0%}), on the days before on {usual:.0%}"
    )


def _examples(store: Store, source: str, days: Sequence[DayActs]) -> dict[str, tuple[Example, ...]]:
    """Of articles alone that stand in articles/ now: what was killed, withheld or is held is none."""
    candidates: dict[str, list[Passage]] = {}
    for day in reversed(days):
        for rule, some in day.examples.items():
            candidates.setdefault(rule, []).extend(some)
    every = [one for some in candidates.values() for one in some if one.published_date]
    dates = [one for one, _ in Counter(one.published_date for one in every).most_common(MOST_DATES)]
    paths = buckets_of(store).places([one for one in dates if one], source)
    ids = sorted({one.article_id for one in every if one.published_date in dates})
    wanted = picked("articles", ["article_id"])
    rows = read_objects(store, "articles", paths, source=source, article_ids=ids, wanted=wanted)
    readable = set(rows["article_id"].to_pylist())
    return {rule: _shown(some, readable) for rule, some in candidates.items()}


def _shown(passages: list[Passage], readable: set[str]) -> tuple[Example, ...]:
    """Of each article one."""
    chosen = {one.article_id: one for one in reversed(passages) if one.article_id in readable}
    return tuple(
        Example(article_id=one.article_id, seen=one.capture_date, text=one.text)
        for one in [*reversed(chosen.values())][:SHOWN]
    )
