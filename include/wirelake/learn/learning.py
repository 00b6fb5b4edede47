"""Judges the paragraphs of documents: which are furniture, and which only nearly are."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from wirelake.learn.counting import count, survey
from wirelake.learn.counts import Document, Evidence
from wirelake.learn.criteria import CRITERIA, MAX_DIFFERENT, Asked, Place, place_of

MAX_NEAR = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A shape with its evidence. ``against`` names every criterion that it misses, with its words."""

    evidence: Evidence
    share: float  # of the source's articles from first to last seen, 0 to 1
    place: Place  # of most of its articles
    against: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """``proposals`` miss no criterion; ``near`` are the others, those that miss fewest first."""

    articles: int
    floor: int  # shapes on fewer articles were not looked at
    proposals: tuple[Judged, ...]
    near: tuple[Judged, ...]


def learn(
    documents: Callable[[], Iterable[Document]], *, min_articles: int, language: str | None = None
) -> Findings:
    """Judge every paragraph's shape; ``documents`` is read twice and gives the same each time, by day."""
    candidates = survey(documents(), max(3, min_articles // 2))
    found, totals = count(documents(), candidates, min(min_articles, MAX_DIFFERENT))
    asked = Asked(totals=totals, min_articles=min_articles, language=language)
    judged = [_judged(one, asked) for one in found.values() if one.articles]
    near = sorted(filter(lambda one: one.against, judged), key=_nearest)
    return Findings(
        articles=totals.articles,
        floor=candidates.floor,
        proposals=tuple(sorted((one for one in judged if not one.against), key=_most)),
        near=tuple(near[:MAX_NEAR]),
    )


def _judged(one: Evidence, asked: Asked) -> Judged:
    said = ((criterion.__name__, criterion(one, asked)) for criterion in CRITERIA)
    against = tuple((name, words) for name, words in said if words)
    return Judged(evidence=one, share=asked.share(one), place=place_of(one), against=against)


def _most(one: Judged) -> tuple[int, str]:
    return -one.evidence.articles, one.evidence.shape


def _nearest(one: Judged) -> tuple[int, int, str]:
    return len(one.against), *_most(one)
