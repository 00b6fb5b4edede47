"""What tells furniture from text that stands on many articles: CRITERIA, each with its name as its id.

A criterion says in words what speaks against a shape, or None. Thresholds are the same for every source.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import accumulate
from typing import Literal

from wirelake.learn.counts import Evidence, Totals
from wirelake.learn.outlooks import hedges
from wirelake.learn.prompts import prompts
from wirelake.shapes import masks, words

Place = Literal["head", "middle", "tail"]
MIN_ARTICLES = 8
MAX_DIFFERENT = 50  # articles of a shape that are compared with each other
MIN_DAYS = 3
MIXED = 1 / 3  # of the source's own mix of providers, and of authors
FAVOURED, TIMES = 0.5, 3.0  # a word that half of its articles say, three times as often as all articles do
SENTENCE = 8  # fixed words from which a line is a sentence rather than a heading
MIN_WORDS = 2  # fixed words beside masks where there is a prompt, and as many as masks; without one it takes
WORDS_A_MASK = 3  # three for each mask, and a sentence
# Without a prompt, the share of the source's articles from which a paragraph is furniture all the same.
SHARES: dict[tuple[Place, bool], float] = {("head", True): 0.5, ("tail", False): 0.5, ("tail", True): 0.25}
MAINLY = 0.8
SAME_HOST = 0.5  # of a shape's articles: so many link to one host


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the criteria judge by, beside the shape's own evidence."""

    totals: Totals
    min_articles: int
    language: str | None

    def share(self, one: Evidence) -> float:
        """Of the articles captured from the first to the last day on which the shape was seen."""
        days, sums = self._until
        before, until = bisect_left(days, one.first_seen), bisect_right(days, one.last_seen)
        return one.articles / (sums[until] - sums[before])

    @cached_property
    def _until(self) -> tuple[list[date], list[int]]:
        """The capture days, and how many articles came before each of them, and in all."""
        days = sorted(self.totals.by_day)
        return days, [0, *accumulate(self.totals.by_day[day] for day in days)]


def few_articles(one: Evidence, asked: Asked) -> str | None:
    if one.articles < asked.min_articles:
        return f"stands on {one.articles} articles, {asked.min_articles} are asked for"
    return None


def few_days(one: Evidence, asked: Asked) -> str | None:
    if len(one.days) < MIN_DAYS:
        return f"stands on articles of {len(one.days)} days, {MIN_DAYS} are asked for"
    return None


def same_story(one: Evidence, asked: Asked) -> str | None:
    needed = min(asked.min_articles, MAX_DIFFERENT)
    if one.different < needed:
        return f"of its {one.articles} articles {one.different} differ otherwise, {needed} are asked for"
    return None


def one_voice(one: Evidence, asked: Asked) -> str | None:
    """A provider's or author's own text, where the source has others."""
    for what, mine, all_ in (
        ("provider", one.providers, asked.totals.providers),
        ("author", one.authors, asked.totals.authors),
    ):
        voice, most = min(mine.items(), key=lambda item: (-item[1], item[0]), default=("", 0))
        if 1 - most / (one.articles or 1) < MIXED * _mix(all_):
            return f"{most} of its {one.articles} articles are of one {what}, {voice or 'unnamed'}"
    return None


def one_subject(one: Evidence, asked: Asked) -> str | None:
    for word, count in sorted(one.beside.items()):
        usual = asked.totals.words[word] / asked.totals.articles
        if count >= FAVOURED * one.articles and count >= TIMES * usual * one.articles:
            return f"its articles say {word!r} too: {count / one.articles:.0%}, of all {usual:.0%}"
    return None


def many_hosts(one: Evidence, asked: Asked) -> str | None:
    """``Press contact: <email>`` is each article's own, where every one leads elsewhere."""
    host, most = min(one.hosts.items(), key=lambda item: (-item[1], item[0]), default=("", 0))
    if one.hosts and most < SAME_HOST * one.articles:
        return f"its links lead to {len(one.hosts)} hosts; {most} of its {one.articles} articles to {host}"
    return None


def safe_harbour(one: Evidence, asked: Asked) -> str | None:
    """Many companies' releases end with much the same words; they are the issuer's all the same."""
    if hedges(one.shape):
        return "it hedges an outlook: a forward-looking statement is its issuer's"
    return None


def few_fixed_words(one: Evidence, asked: Asked) -> str | None:
    """``brent crude <n> <n>`` is a row of a table, ``page <n> of <n>`` is none."""
    fixed = len(words(one.shape))
    masked = masks(one.shape)
    prompt = prompts(one.shape, asked.language)
    needed = max(MIN_WORDS, masked) if prompt else max(SENTENCE, WORDS_A_MASK * masked)
    if masked and fixed < needed:
        return f"{fixed} fixed words beside {masked} masks, {needed} are asked for"
    return None


def standing_text(one: Evidence, asked: Asked) -> str | None:
    """A head, a dateline, a formula: no prompt, and not where furniture stands."""
    if prompts(one.shape, asked.language):
        return None
    place, sentence = place_of(one), len(words(one.shape)) >= SENTENCE
    needed = SHARES.get((place, sentence))
    what = f"a {'sentence' if sentence else 'short line'} at the {place} without a prompt"
    if needed is None:
        return what
    share = asked.share(one)
    return f"{what}, on {share:.0%} of the articles; {needed:.0%} are asked for" if share < needed else None


CRITERIA = (
    few_articles,
    few_days,
    same_story,
    one_voice,
    one_subject,
    many_hosts,
    safe_harbour,
    few_fixed_words,
    standing_text,
)


def place_of(one: Evidence) -> Place:
    """head or tail where it mainly stands there, else middle."""
    total = sum(one.places.values())
    ends: tuple[Place, Place] = ("head", "tail")
    return next((place for place in ends if one.places[place] > MAINLY * total), "middle")


def _mix(voices: Counter[str]) -> float:
    """The share of articles that are not of the voice with the most."""
    total = sum(voices.values())
    return 1 - max(voices.values()) / total if total else 0.0
