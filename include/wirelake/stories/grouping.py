"""Stories of a day: each text is in one, and so is, beside its own, who contains it."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import blake2b

from wirelake.stories.origin import origin_of
from wirelake.stories.relations import Kind, Relation
from wirelake.stories.texts import Text

Rank = tuple[datetime, str]


@dataclass(frozen=True, slots=True)
class Pair:
    """What ``one``, an article of the day, is to ``other``, one of the same day or of an earlier one."""

    one: Text
    other: Text
    relation: Relation


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A row of ``stories``; docs/stories.md explains each column."""

    story_id: str
    article_id: str
    source: str
    article_date: date
    relation: str
    of: str | None = None
    share: float | None = None
    share_back: float | None = None
    first_id: str
    first_at: datetime
    origin: str | None = None
    origin_by: str | None = None


@dataclass(frozen=True, slots=True)
class Grouped:
    """The rows of a day, and which ids lead to which stories from this day on."""

    members: list[Member]
    aliases: dict[str, str]


def story_id_of(article_id: str) -> str:
    """The id of the story that this article was the first of; no other article gives the same one."""
    return blake2b(article_id.encode("utf-8", "surrogatepass"), digest_size=10).hexdigest()


def group(
    texts: Sequence[Text],
    pairs: Iterable[Pair],
    standing: Mapping[str, Member],
    containing: Iterable[Member] = (),
) -> Grouped:
    """The stories of a day's texts.

    Args:
        texts: those of the day that have words enough.
        pairs: what they are to each other, and to those of earlier days.
        standing: of each earlier article of the window the row in the story of its own text.
        containing: their rows in the stories of texts that they contain; none of them comes again.
    """
    found = [*pairs]
    same = [pair for pair in found if pair.relation.kind is Kind.SAME]
    stories = _Stories(texts, standing)
    for pair in same:
        stories.join(pair.one.article_id, pair.other.article_id)
    nearest = _nearest(same)
    rows = [
        *(_own(stories, text, nearest.get(text.article_id)) for text in texts),
        *_containing(stories, found, {(stories.of(row.of), row.article_id) for row in containing if row.of}),
    ]
    named = _origins(stories, texts, found, standing)
    members = [_with_origin(row, named) for row in rows]
    members.sort(key=lambda row: (row.story_id, row.article_id))
    return Grouped(members, stories.aliases())


class _Stories:
    """Which article is in which story: those that stood, and one of each new text, joined."""

    def __init__(self, texts: Sequence[Text], standing: Mapping[str, Member]) -> None:
        own = {text.article_id: story_id_of(text.article_id) for text in texts}
        self._story = {id_: row.story_id for id_, row in standing.items()} | own
        self.first: dict[str, Rank] = {}
        for row in standing.values():
            rank = (row.first_at, row.first_id)
            self.first[row.story_id] = min(self.first.get(row.story_id, rank), rank)
        for text in texts:
            self.first[own[text.article_id]] = text.rank()
        self._joined: dict[str, str] = {}

    def of(self, article_id: str) -> str:
        """The story of an article; of one that stands in none, its own."""
        found = self._story.get(article_id) or story_id_of(article_id)
        while found in self._joined:
            found = self._joined[found]
        return found

    def join(self, one: str, other: str) -> None:
        """The two articles are of one story, that of the earlier first."""
        for id_ in (one, other):
            if id_ not in self._story:  # it stood in no row, as of a day that was not built
                return
        first, second = sorted((self.of(one), self.of(other)), key=self.first.__getitem__)
        if first != second:
            self._joined[second] = first

    def aliases(self) -> dict[str, str]:
        """Each id that was joined to another, and the one that it leads to now."""
        found = {}
        for gone in sorted(self._joined):
            leads = gone
            while leads in self._joined:
                leads = self._joined[leads]
            found[gone] = leads
        return found


def _nearest(same: Iterable[Pair]) -> dict[str, tuple[str, float, float]]:
    """Of each article the one before it that it shares most with: its id, and both shares."""
    found: dict[str, tuple[str, float, float]] = {}
    order: dict[str, tuple[float, Rank]] = {}
    for pair in same:
        later, earlier = sorted((pair.one, pair.other), key=Text.rank, reverse=True)
        share, back = pair.relation.share, pair.relation.share_back
        if later is not pair.one:
            back = _turned(share, back)
        key = (-share, earlier.rank())
        if later.article_id not in order or key < order[later.article_id]:
            order[later.article_id] = key
            found[later.article_id] = (earlier.article_id, share, back)
    return found


def _turned(jaccard: float, part: float) -> float:
    """What part of the other text is shared, by Jaccard similarity and the part of this one."""
    return 1 / (1 + 1 / jaccard - 1 / part)


def _own(stories: _Stories, text: Text, nearest: tuple[str, float, float] | None) -> Member:
    """The row of an article in the story of its own text."""
    story = stories.of(text.article_id)
    first_at, first_id = stories.first[story]
    of, share, back = nearest or (None, None, None)
    return Member(
        story_id=story,
        article_id=text.article_id,
        source=text.source,
        article_date=text.day,
        relation=Kind.FIRST if first_id == text.article_id else Kind.SAME,
        of=of,
        share=share,
        share_back=back,
        first_id=first_id,
        first_at=first_at,
    )


def _containing(
    stories: _Stories, pairs: Iterable[Pair], stood: Collection[tuple[str, str]]
) -> Iterator[Member]:
    """The row of each article that contains a story's text, in that story, by the greatest share."""
    best: dict[tuple[str, str], tuple[float, Rank, Text, Text, Relation]] = {}
    for pair in pairs:
        said = pair.relation
        if said.kind is not Kind.CONTAINS:
            continue
        longer, within = (pair.other, pair.one) if said.is_reversed else (pair.one, pair.other)
        story = stories.of(within.article_id)
        key = (story, longer.article_id)
        if story == stories.of(longer.article_id) or story not in stories.first or key in stood:
            continue
        found = (-said.share, within.rank(), longer, within, said)
        if key not in best or found[:2] < best[key][:2]:
            best[key] = found
    for (story, _), (_, _, longer, within, said) in best.items():
        first_at, first_id = stories.first[story]
        yield Member(
            story_id=story,
            article_id=longer.article_id,
            source=longer.source,
            article_date=longer.day,
            relation=Kind.CONTAINS,
            of=within.article_id,
            share=said.share,
            share_back=said.share_back,
            first_id=first_id,
            first_at=first_at,
        )


def _origins(
    stories: _Stories, texts: Iterable[Text], pairs: Iterable[Pair], standing: Mapping[str, Member]
) -> dict[str, tuple[str | None, str | None]]:
    """Whose text each story is; what was told of it before stays."""
    told: dict[str, tuple[Rank, str, str]] = {}
    for id_, row in standing.items():
        if row.origin and row.origin_by:
            story, rank = stories.of(id_), (row.first_at, row.first_id)
            told[story] = min(
                told.get(story, (rank, row.origin, row.origin_by)), (rank, row.origin, row.origin_by)
            )
    members: dict[str, dict[str, Text]] = {}
    for text in (*texts, *(one for pair in pairs for one in (pair.one, pair.other))):
        members.setdefault(stories.of(text.article_id), {})[text.article_id] = text
    found = {story: origin_of(those.values()) for story, those in members.items()}
    return found | {story: (origin, by) for story, (_, origin, by) in told.items()}


def _with_origin(row: Member, named: Mapping[str, tuple[str | None, str | None]]) -> Member:
    origin, by = named.get(row.story_id, (None, None))
    return replace(row, origin=origin, origin_by=by)
