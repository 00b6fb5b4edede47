"""What taken-down articles say: the sentences that are looked for in raw/."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

import pyarrow as pa

from wirelake.addresses import canonicalise
from wirelake.archive import Kill, holders, read_batch
from wirelake.bounded.pool import bounded
from wirelake.bounded.reading import cleaned
from wirelake.config import Batch, SourceConfig
from wirelake.errors import ParseError
from wirelake.evidence import identify
from wirelake.lake.aliases import Aliases, read_aliases
from wirelake.lake.decisions.manifests import Manifest, Sight
from wirelake.obligations.erasing import words
from wirelake.obligations.names.known import goes_by
from wirelake.obligations.places import read_day
from wirelake.obligations.withdrawing.set_aside import days as set_aside_days
from wirelake.obligations.withdrawing.set_aside import kept
from wirelake.records import Article, RawArticle, Rejection
from wirelake.sentences import Sentences
from wirelake.storage import Store

Row = dict[str, Any]
SHARED = 3  # so many other articles say it too: a sentence of the wire's, not of this text
HELD = 8  # capture days in memory: articles of one day come together
NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)  # of a record that only carries words
SAID = ("article_id", "headline", "description", "body_text", "raw_ref")
TEXT_OF_MEDIA = ("record_kind", "extracted_text")  # a film's list of shots stands in no body_text


@dataclass(frozen=True, slots=True, kw_only=True)
class KilledText:
    """The text's sentences, and the capture days that hold some of it in raw/ alone."""

    sentences: Sentences
    only_in_raw: tuple[date, ...] = ()


def kills(store: Store, source: SourceConfig, texts: list[tuple[Manifest, KilledText]]) -> list[Kill]:
    """What ``archive.redacting`` takes."""

    refs = {one.article_id: refs_of(one.sights) for one, _ in texts}
    held = holders(store, sorted({ref for mine in refs.values() for ref in mine}))
    aliases = read_aliases(store, source.name).about(refs)
    known, parse = partial(_known_as, source, aliases), partial(_parse, source)
    found = []
    for manifest, text in texts:
        mine, addresses = refs[manifest.article_id], _addresses(source, manifest)
        kill = Kill(
            article_id=manifest.article_id,
            at=manifest.at,
            reason=manifest.reason,
            refs=frozenset(mine | {held[ref] for ref in mine if ref in held}),
            urls=addresses | {sight.url for sight in manifest.sights if sight.url},
            sentences=text.sentences,
            names=addresses | {manifest.article_id},
            known_as=known,
            parse=parse,
        )
        found.append(kill)
    return found


class Texts:
    """Reads what taken-down articles of one source say: a capture day once, for all of its articles that
    come one after another."""

    def __init__(self, store: Store, source: SourceConfig) -> None:
        self._store, self._source = store, source
        self._days: dict[date, _Day] = {}

    def of(self, manifest: Manifest) -> KilledText:
        """From the rows that were set aside, from raw/ what those do not say, and what is kept."""

        days = [self._day(day) for day in sorted({sight.capture_date for sight in manifest.sights})]
        mine = [row for day in days for row in day.rows if row["article_id"] == manifest.article_id]
        for day in set_aside_days(self._store, manifest):
            mine += _told(kept(self._store, manifest, day, "history"))
        told = {row["raw_ref"] for row in mine}
        silent = [sight for sight in manifest.sights if sight.raw_ref not in told]
        only_in_raw = sorted({sight.capture_date for sight in silent})
        articles = [_article(row) for row in mine]
        for date_ in only_in_raw:
            batch = Batch(self._source.name, date_)
            articles += _from_raw(self._store, self._source, batch, manifest.article_id, refs_of(silent))
        found = Sentences.of(*articles) | words.kept(self._store, manifest)
        furniture = _furniture(days, manifest.article_id)
        return KilledText(sentences=found.without(furniture), only_in_raw=tuple(only_in_raw))

    def _day(self, day: date) -> "_Day":
        if day not in self._days:
            if len(self._days) >= HELD:
                self._days.pop(next(iter(self._days)))
            rows = _told(read_day(self._store, Batch(self._source.name, day))[0])
            said = {row["article_id"]: frozenset(Sentences.of(_article(row)).said) for row in rows}
            self._days[day] = _Day(rows, said)
        return self._days[day]


@dataclass(frozen=True, slots=True)
class _Day:
    """A capture day's rows of history/, and what each article says there."""

    rows: list[Row]
    said: dict[str, frozenset[str]]


def _furniture(days: list[_Day], article_id: str) -> Sentences:
    """What so many others say on these days too."""
    others = {id_: said for day in days for id_, said in day.said.items() if id_ != article_id}
    shared = Counter(run for said in others.values() for run in said)
    return Sentences({run: "" for run, count in shared.items() if count >= SHARED})


def refs_of(sights: Iterable[Sight]) -> set[str]:
    """The records that showed the article."""
    return {ref for sight in sights for ref in (sight.raw_ref, *sight.duplicate_refs)}


def _told(table: pa.Table) -> list[Row]:
    return [
        row
        for row in table.select([*SAID, *TEXT_OF_MEDIA]).to_pylist()
        if any(row[name] for name in ("body_text", "headline", "description"))
    ]


def _from_raw(
    store: Store, source: SourceConfig, batch: Batch, article_id: str, refs: set[str]
) -> list[Article]:

    raws = [raw for raw in read_batch(store, batch) if raw.raw_ref in refs and not raw.failure]
    with bounded() as pool:
        parsed = [
            one for one in pool.map(partial(_parse, source), iter(raws)) if not isinstance(one, ParseError)
        ]
    aliases = read_aliases(store, source.name)
    return [
        article
        for articles in parsed
        for article in articles
        if goes_by(article.article_id, article, source, aliases) == article_id
    ]


def _parse(source: SourceConfig, raw: RawArticle) -> list[Article]:
    """A payload's articles as a build reads them.

    Raises:
        ParseError: there is none.
    """

    found = cleaned(source, raw)
    if isinstance(found, Rejection):
        raise ParseError(found.reason, found.detail)
    return found


def _addresses(source: SourceConfig, manifest: Manifest) -> frozenset[str]:
    """Where the article was seen, in one spelling."""

    stated = {one for sight in manifest.sights for one in (sight.url, sight.canonical_url) if one}
    return frozenset(found for one in stated if (found := canonicalise(one, source.drop_query)))


def _known_as(source: SourceConfig, aliases: Aliases, article: Article) -> frozenset[str]:
    """The id by which an article in a payload goes; an entry of a list may state its address alone, and no
    wire's id."""

    id_ = goes_by(article.article_id or identify(article, source), article, source, aliases)
    if article.article_id:
        return frozenset({id_})
    address = canonicalise(article.url, source.drop_query) if article.url else None
    return frozenset(filter(None, (id_, address)))


def _article(row: Row) -> Article:

    return Article(
        source="",
        raw_ref="",
        raw_sha256="",
        source_format="",
        first_seen_at=NO_TIME,
        headline=row["headline"] or "",
        description=row["description"],
        body_text=row["body_text"] or (row["extracted_text"] if row["record_kind"] == "media" else "") or "",
    )
