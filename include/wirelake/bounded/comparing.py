"""Reads a sample of the pages that a layout read in full as well: this tells whether the layout still holds.

The digest of a page says whether it is one, so every build takes the same. No row depends on what is found.
"""

from collections import Counter
from dataclasses import replace

from wirelake.clean import clean
from wirelake.config import SourceConfig
from wirelake.extract import extract
from wirelake.records import Article, RawArticle, Reading, Rejection
from wirelake.statements.lines import letters

ONE_IN = 32
ALIKE = 0.9  # of the words of both texts


def is_of_sample(article: Article) -> bool:
    """Whether a layout read it and its digest takes it into the sample."""
    read = article.reading is not None and article.reading.layout is not None
    return read and int(article.raw_sha256[:8], 16) % ONE_IN == 0


def compared(article: Article, raw: RawArticle, source: SourceConfig) -> Article:
    """The same article, and what the full way reads otherwise."""
    reading = article.reading or Reading()
    outcome = extract(raw, source.format)
    differs: tuple[str, ...] = ("rejected",)
    if not isinstance(outcome, Rejection):
        differs = differences(article, clean(outcome[0], source))
    return replace(article, reading=replace(reading, compared=True, differs=differs))


def differences(one: Article, other: Article) -> tuple[str, ...]:
    """Which of headline, date, authors and text the two ways read otherwise."""
    said = {
        "headline": letters(one.headline) == letters(other.headline),
        "date": (one.published_at, one.published_date) == (other.published_at, other.published_date),
        "authors": {each.name for each in one.authors} == {each.name for each in other.authors},
        "text": likeness(one.body_text, other.body_text) >= ALIKE,
    }
    return tuple(name for name, alike in said.items() if not alike)


def likeness(one: str, other: str) -> float:
    """The share of their words that two texts have in common, 0 to 1; of characters where none is blank."""
    mine, its = (Counter(text.split() if " " in text else text) for text in (one, other))
    total = mine.total() + its.total()
    return 2 * (mine & its).total() / total if total else 1.0
