"""The context of the page "an article": all that it shows, as this user may see it."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from wirelake import config
from wirelake.batches.lakes import utc_now
from wirelake.desk.article.deeds import Deed, Tombstone, deeds_of, tombstone
from wirelake.desk.article.fields import Field, fields_of
from wirelake.desk.article.places import Place, places_of
from wirelake.desk.article.rules import Looked, Rule, acts, rules_of
from wirelake.desk.article.text import Text, text_of
from wirelake.desk.article.versions import Version, versions_of
from wirelake.errors import ConfigError, WirelakeError
from wirelake.legible import one_line
from wirelake.storage import Store

if TYPE_CHECKING:
    from wirelake.inquiry.answers import Answer
    from wirelake.lake.decisions.events import Events
    from wirelake.lake.versions.sights import Sight

T = TypeVar("T")
Row = dict[str, Any]
MOST_DAYS = 10  # that the page leads to
DEAD = ("killed", "taken_down")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What leads on from here.

    Attributes:
        command: to be copied; "" of what comes by itself.
        note: when it is right, or what comes.
    """

    command: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticlePage:
    """One article. Every text is bounded, and free of characters that a browser would obey.

    Of an article that was killed or taken down nothing of its text is here. Of one that readers cannot see
    now, as an embargo holds it or its term is over, it is here only for who may edit its Dag.

    Attributes:
        article_id: its id.
        named: as it was asked for: an alias, or the id.
        source: the source.
        title: of the source.
        verdict: of wirelake.inquiry.answers.Verdict: readable, embargoed, killed ….
        told: in words, where it is or why it is not there.
        next: what leads on, the likeliest first.
        headline: "" where it is not to be shown.
        url: where it was fetched.
        language: of the text, BCP 47; "" where none is known.
        published: when it was published, as far as that is known.
        days: the capture days that showed it, the newest ones first.
        seq: the version that is shown; None where none is.
        is_dead: killed or taken down.
        is_held: readers cannot see it now, and its text is not shown to this user.
        is_privileged: its text is shown to this user, and not to readers.
        text: the words.
        rules: that acted on this text.
        looked: in which records of the source the acts of rules are counted.
        fields: the fields that say something.
        versions: the newest first.
        deeds: the newest first.
        tombstone: what is left of it, where it was taken down.
        places: where it stands in the lake.
        command: that shows the same on a terminal.
        troubles: what of the lake could not be read, with path and cure.
    """

    article_id: str
    named: str
    source: str
    title: str
    verdict: str
    told: str
    next: tuple[Step, ...]
    headline: str
    url: str
    language: str
    published: str
    days: tuple[date, ...]
    seq: int | None
    is_dead: bool
    is_held: bool
    is_privileged: bool
    text: Text
    rules: tuple[Rule, ...]
    looked: Looked
    fields: tuple[Field, ...]
    versions: tuple[Version, ...]
    deeds: tuple[Deed, ...]
    tombstone: Tombstone | None
    places: tuple[Place, ...]
    command: str
    troubles: tuple[str, ...] = ()


@dataclass(slots=True, kw_only=True)
class _Look:
    """What was read of the article before it is shown."""

    store: Store
    source: str
    article_id: str
    answer: "Answer"
    events: "Events"
    sights: list["Sight"]
    current: Row | None
    troubles: list[str] = field(default_factory=list)

    @property
    def is_dead(self) -> bool:
        return str(self.answer.verdict) in DEAD or self.article_id in self.events.kills

    @property
    def standing(self) -> int | None:
        return self.current["version_seq"] if self.current else None

    def tried(self, read: Callable[[], T], otherwise: T) -> T:
        """What ``read`` gives; where the lake is damaged there the page says so, and shows the rest."""
        try:
            return read()
        except WirelakeError as error:
            self.troubles.append(one_line(str(error)))
            return otherwise


def read_article(
    store: Store,
    source: str,
    named: str,
    *,
    may_edit: bool = False,
    seq: int | None = None,
    now: datetime | None = None,
) -> ArticlePage:
    """The page of the source's article of this id or alias. Writes nothing.

    Args:
        may_edit: the user may edit the source's Dag.
        seq: the version whose text is shown; else the one that readers see, or the newest.

    Raises:
        ConfigError: no such source, or no article's id.
        DamagedError, FormatError: history/ or the decisions cannot be read.
    """
    from wirelake.obligations.reasons import checked_source

    if checked_source(named) != source:
        raise ConfigError(f"{named!r} is no article of {source}")
    look = _look(store, source, named, now or utc_now())
    shown = _showable(look, may_edit=may_edit)
    sight = _chosen(look, shown, seq)
    return _page(look, named, shown, sight)


def _look(store: Store, source: str, named: str, now: datetime) -> _Look:
    from wirelake.inquiry.asking import why
    from wirelake.inquiry.standing import standing_of
    from wirelake.lake import layout, whereabouts
    from wirelake.lake.aliases import Aliases
    from wirelake.lake.decisions.events import read_events
    from wirelake.lake.json_objects import parse_json
    from wirelake.lake.versions import versions

    path = layout.aliases(source)
    stood = store.read(path)
    aliases = parse_json(Aliases, stood[0], path) if stood else Aliases()
    article_id = aliases.meant(named)
    found = whereabouts.seen(store, source, [article_id], renew=False)
    if not len(found) and article_id in aliases.merged:
        article_id = aliases.merged[article_id]
        found = whereabouts.seen(store, source, [article_id], renew=False)
    events = read_events(store, source)
    current = whereabouts.standing(store, source, article_id, found).to_pylist() if len(found) else []
    rows = found.to_pylist()
    sights = versions(rows, events)
    if rows:
        answer = standing_of(source, article_id, rows, current, events, now)
    else:  # rejected/, or a decision about what never came
        answer = why(article_id, store=store, source=source, now=now)
    return _Look(
        store=store,
        source=source,
        article_id=article_id,
        answer=answer,
        events=events,
        sights=sights[0] if sights else [],
        current=current[0] if current else None,
    )


def _showable(look: _Look, *, may_edit: bool) -> frozenset[int]:
    """The versions whose text may be shown: of what readers can see those that they ever could."""
    items = [one for one in look.sights if one.row["record_kind"] != "control"]
    if look.is_dead:
        return frozenset()
    if may_edit:
        return frozenset(one.seq for one in items)
    if not look.answer.is_readable:
        return frozenset()
    return frozenset(one.seq for one in items if one.valid_from or one.seq == look.standing)


def _chosen(look: _Look, shown: frozenset[int], seq: int | None) -> "Sight | None":
    mine = [one for one in look.sights if one.seq in shown]
    wanted = [one for one in mine if one.seq == (look.standing if seq is None else seq)]
    return wanted[0] if wanted else max(mine, key=lambda one: one.place, default=None)


def _page(look: _Look, named: str, shown: frozenset[int], sight: "Sight | None") -> ArticlePage:
    answer, row = look.answer, sight.as_row() if sight else None
    text = text_of(row) if row else Text()
    none: tuple[Looked, Counter[str]] = (Looked(), Counter())
    looked, counted = look.tried(lambda: acts(look.store, look.source), none) if text.removed else none
    hidden = row is None and not look.is_dead and bool(look.sights)
    return ArticlePage(
        article_id=look.article_id,
        named=named,
        source=look.source,
        title=one_line(config.load_named(look.source).title),
        verdict=str(answer.verdict),
        told=one_line(answer.told),
        next=tuple(_step(one_line(one)) for one in answer.next),
        headline=one_line(row["headline"][:500]) if row else _refused_headline(look),
        url=one_line((row["url"] or "")[:500]) if row else "",
        language=(row["language"] or "") if row else "",
        published=_published(row),
        days=_days(look),
        seq=sight.seq if sight else None,
        is_dead=look.is_dead,
        is_held=hidden,
        is_privileged=row is not None and not answer.is_readable,
        text=text,
        rules=rules_of(text, counted),
        looked=looked,
        fields=fields_of(row) if row else (),
        versions=versions_of(look.sights, look.standing, shown),
        deeds=deeds_of(look.article_id, look.events, look.sights),
        tombstone=look.tried(lambda: _tombstone(look), None),
        places=_places(look),
        command=f"wirelake show {look.article_id}" if look.sights else f"wirelake why {look.article_id}",
        troubles=tuple(look.troubles),
    )


def _days(look: _Look) -> tuple[date, ...]:
    found = {row["capture_date"] for one in look.sights for row in one.run}
    return tuple(sorted(found, reverse=True)[:MOST_DAYS])


def _step(told: str) -> Step:
    """As ``wirelake restore ID --reason …   (only if that was wrong)``, or words alone."""
    command, _, note = told.partition("   (")
    if not command.startswith("wirelake "):
        return Step(command="", note=told)
    return Step(command=command, note=note.removesuffix(")"))


def _refused_headline(look: _Look) -> str:
    """The headline that rejected/ shows, of what never stood in history/."""
    if look.sights or look.is_dead or str(look.answer.verdict) != "rejected":
        return ""
    return one_line((look.answer.headline or "")[:500])


def _published(row: Row | None) -> str:
    if row is None:
        return ""
    at, day = row["published_at"], row["published_date"]
    return f"{at:%Y-%m-%d %H:%M}Z" if at else str(day or "")


def _tombstone(look: _Look) -> Tombstone | None:
    from wirelake.lake.decisions.manifests import Manifest, path_of
    from wirelake.lake.json_objects import parse_json
    from wirelake.obligations import waits_for

    path = path_of(look.article_id)
    stood = look.store.read(path)
    if stood is None:
        return None
    manifest = parse_json(Manifest, stood[0], path)
    waits = "" if manifest.erased_at else waits_for(manifest, store=look.store)
    return tombstone(manifest, path, waits)


def _places(look: _Look) -> tuple[Place, ...]:
    none: Sequence[Place] = ()
    return tuple(look.tried(lambda: places_of(look.store, look.sights, look.current), tuple(none)))
