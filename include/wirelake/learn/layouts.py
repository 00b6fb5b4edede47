"""Finds the layouts of a source in sights of its pages.

Pages whose text and headline stand under the same tags are of one template. Of it, a step keeps the classes
that nearly all of its pages have there, and a place belongs to the article where nearly all of its paragraphs
do. What is neither always text nor always not is no place of the layout: a page that has something there is
read in full.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from wirelake.config import LearnedLayout
from wirelake.config.layouts import MAX_BESIDE, MAX_CHARACTERS, MAX_LAYOUTS, MAX_PLACES
from wirelake.formats.html.layout.paths import Step, written
from wirelake.formats.html.layout.sights import Sight

MIN_PAGES = 8
NEARLY_ALL = 0.9  # of a template's pages, and of a place's paragraphs
SOME = 0.1  # of them
MIN_SHARE = 0.1  # of the source's pages
MAX_TEMPLATES = 200  # that are told apart; the pages of others are not looked at
OFTEN, TWICE = 20, 2  # from so many pages on, a place must stand on more than one
FIT, AGREED = 0.5, 0.95  # of its pages; of those that fit
STRAY = 1  # page that the two ways read differently says nothing
Tags = tuple[tuple[str, ...], tuple[str, ...]]
Steps = tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A sight, and the capture day of its page."""

    sight: Sight
    captured: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What became of a page that was read by the layouts, and in full: by which one, and what differs."""

    captured: date
    layout: str | None
    differs: tuple[str, ...] = ()


@dataclass(slots=True, kw_only=True)
class Tried:
    """How the pages of the source fared with one layout."""

    fit: int = 0
    agreed: int = 0
    days: set[date] = field(default_factory=set)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A layout with its evidence, and what speaks against it; None where nothing does."""

    layout: LearnedLayout
    against: str | None


def templates(seen: Sequence[Seen], *, min_pages: int) -> list[LearnedLayout]:
    """A layout for each template that enough of the pages have, the most frequent first."""
    groups: dict[Tags, list[Seen]] = defaultdict(list)
    for one in seen:
        tags = tuple(tag for tag, _ in one.sight.text), tuple(tag for tag, _ in one.sight.headline)
        if tags in groups or len(groups) < MAX_TEMPLATES:
            groups[tags].append(one)
    often = [group for group in groups.values() if len(group) >= max(min_pages, MIN_SHARE * len(seen))]
    often.sort(key=lambda group: -len(group))
    made = (_layout(group, len(seen)) for group in often)
    found = {one.key: one for one in made if one is not None}
    return list(found.values())[:MAX_LAYOUTS]


def judged(layouts: Sequence[LearnedLayout], trials: Iterable[Trial]) -> list[Judgement]:
    """Each layout with how its pages fared: it must fit most of its template, and agree with the full way."""
    tried = {one.text: Tried() for one in layouts}
    for trial in trials:
        if trial.layout in tried:
            one = tried[trial.layout]
            one.fit += 1
            one.agreed += not trial.differs
            one.days.add(trial.captured)
    return [_judged(one, tried[one.text]) for one in layouts]


def _judged(layout: LearnedLayout, tried: Tried) -> Judgement:
    counted = layout.model_copy(update={"fit": tried.fit, "agreed": tried.agreed})
    against = None
    if tried.fit < FIT * (layout.pages or 1):
        against = f"fits {tried.fit} of {layout.pages} pages"
    elif tried.fit - tried.agreed > max(STRAY, (1 - AGREED) * tried.fit):
        against = f"reads {tried.fit - tried.agreed} of {tried.fit} pages otherwise than the full way"
    return Judgement(layout=counted, against=against)


def _layout(group: Sequence[Seen], pages: int) -> LearnedLayout | None:
    sights = [one.sight for one in group]
    text = _common([one.text for one in sights])
    headline = _common([one.headline for one in sights])
    keeps, leaves = _places(sights)
    if not keeps or max(len(text), len(headline)) > MAX_CHARACTERS:
        return None
    days = {one.captured for one in group}
    return LearnedLayout(
        text=text,
        headline=headline,
        bylines=_beside(sights, lambda one: one.bylines, text),
        dates=_beside(sights, lambda one: one.dates, text),
        keeps=keeps,
        leaves=leaves,
        shortest=min(one.characters for one in sights),
        longest=max(one.characters for one in sights),
        pages=len(group),
        share=round(len(group) / pages, 3),
        days=len(days),
        first_seen=min(days),
        last_seen=max(days),
    )


def _common(paths: Sequence[Steps]) -> str:
    """The path of all, each step with the classes that nearly all of them have there."""
    steps: list[Step] = []
    for level in zip(*paths, strict=True):
        counts = Counter(one for _, classes in level for one in classes)
        often = tuple(sorted(one for one, count in counts.items() if count >= NEARLY_ALL * len(paths)))
        steps.append((level[0][0], often))
    return written(steps)


def _beside(sights: Sequence[Sight], of: Callable[[Sight], tuple[Steps, ...]], text: str) -> tuple[str, ...]:
    """The paths of bylines or dates that some pages have outside of the text, the most frequent first."""
    counts = Counter(path for one in sights for path in {written(each) for each in of(one)})
    often = (
        path
        for path, count in counts.most_common()
        if count >= SOME * len(sights) and not path.startswith(text) and len(path) <= MAX_CHARACTERS
    )
    return tuple(list(often)[:MAX_BESIDE])


def _places(sights: Sequence[Sight]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The places whose paragraphs are the article's, and those whose are not."""
    here, chosen, pages = Counter[str](), Counter[str](), Counter[str]()
    for one in sights:
        for place, count, own in one.places:
            here[place] += count
            chosen[place] += own
            pages[place] += 1
    least = TWICE if len(sights) >= OFTEN else 1
    known = [place for place, count in pages.most_common() if count >= least and len(place) <= MAX_CHARACTERS]
    keeps = [place for place in known if chosen[place] >= NEARLY_ALL * here[place]]
    leaves = [place for place in known if chosen[place] <= SOME * here[place]]
    return tuple(keeps[:MAX_PLACES]), tuple(leaves[:MAX_PLACES])
