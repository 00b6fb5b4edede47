"""What a taken-down article says: the sentences that are looked for, and who else says them."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

from wirelake import config
from wirelake.addresses import canonicalise
from wirelake.archive import Kill, holders, read_batch
from wirelake.bounded.pool import Bounded
from wirelake.bounded.reading import cleaned
from wirelake.config import Batch, SourceConfig
from wirelake.errors import ConfigError, ParseError
from wirelake.evidence import identify
from wirelake.lake.decisions.manifests import Copy, Manifest
from wirelake.lake.reading import picked, read_days
from wirelake.obligations.erasing import words
from wirelake.obligations.places import read_day
from wirelake.obligations.withdrawing.set_aside import days as set_aside_days
from wirelake.obligations.withdrawing.set_aside import kept
from wirelake.records import Article, RawArticle, Rejection
from wirelake.sentences import Sentences
from wirelake.storage import Store

SHARED = 3  # so many other articles say it too: a sentence of the wire's, not of this text
AROUND = timedelta(days=3)  # published days in which copies are looked for
COPIED = 2  # sentences that make a copy, or all of them
NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)  # of a record that only carries words
SAID = ("article_id", "headline", "description", "body_text", "raw_ref")


@dataclass(frozen=True, slots=True, kw_only=True)
class KilledText:
    """The text's sentences, and the capture days that hold some of it in raw/ alone."""

    sentences: Sentences
    only_in_raw: tuple[date, ...]

    def kill(self, store: Store, source: SourceConfig, manifest: Manifest) -> Kill:
        """What ``archive.redact`` takes."""

        refs = {ref for sight in manifest.sights for ref in (sight.raw_ref, *sight.duplicate_refs)}
        return Kill(
            article_id=manifest.article_id,
            at=manifest.at,
            reason=manifest.reason,
            refs=holders(store, refs),
            urls=_addresses(source, manifest) | {sight.url for sight in manifest.sights if sight.url},
            sentences=self.sentences,
            is_killed=partial(_is, source, manifest.article_id, _addresses(source, manifest)),
            parse=partial(_parse, source),
        )


def killed_text(store: Store, source: SourceConfig, manifest: Manifest) -> KilledText:
    """From the rows that were set aside, from raw/ what those do not say, and what is kept."""

    days = sorted({sight.capture_date for sight in manifest.sights})
    tables = [read_day(store, Batch(source.name, day))[0] for day in days]
    tables += [kept(store, manifest, day, "history") for day in set_aside_days(store, manifest)]
    rows = [
        row
        for table in tables
        for row in table.select([*SAID]).to_pylist()
        if row["body_text"] or row["headline"] or row["description"]
    ]
    mine = [row for row in rows if row["article_id"] == manifest.article_id]
    told = {row["raw_ref"] for row in mine}
    silent = [sight for sight in manifest.sights if sight.raw_ref not in told]
    only_in_raw = sorted({sight.capture_date for sight in silent})
    refs = {ref for sight in silent for ref in (sight.raw_ref, *sight.duplicate_refs)}
    articles = [_article(row) for row in mine]
    for day in only_in_raw:
        articles += _from_raw(store, source, Batch(source.name, day), manifest.article_id, refs)
    shared: Counter[str] = Counter()
    for row in {row["article_id"]: row for row in rows if row["article_id"] != manifest.article_id}.values():
        shared.update(Sentences.of(_article(row)).said.keys())
    furniture = Sentences({run: "" for run, count in shared.items() if count >= SHARED})
    found = (Sentences.of(*articles) | words.kept(store, manifest)).without(furniture)
    return KilledText(sentences=found, only_in_raw=tuple(only_in_raw))


def copies(store: Store, manifest: Manifest, text: KilledText) -> list[Copy]:
    """The articles, of any source, that say much of the text too; nothing is done to them."""

    days = [sight.published_date for sight in manifest.sights if sight.published_date]
    if not days or not text.sentences:
        return []
    whole = len(text.sentences.said)
    found = []
    rows = read_days(
        store, "articles", min(days) - AROUND, max(days) + AROUND, wanted=picked("articles", [*SAID])
    )
    for part in rows.to_batches():
        for row in part.to_pylist():
            said = text.sentences.found_in(
                "\n".join(filter(None, (row["headline"], row["description"], row["body_text"])))
            )
            if row["article_id"] != manifest.article_id and len(said) >= min(COPIED, whole):
                found.append(
                    Copy(article_id=row["article_id"], raw_ref=row["raw_ref"], sentences=len(said), of=whole)
                )
    return found


def unlearn(source: SourceConfig, manifest: Manifest, text: KilledText) -> list[str]:
    """Take what quotes the text out of the learned file, examples and shapes; returns what could not be."""

    refs = {ref for sight in manifest.sights for ref in (sight.raw_ref, *sight.duplicate_refs)}
    kept = []
    for one in source.learned:
        if text.sentences.found_in(one.shape):
            continue
        examples = [e for e in one.examples if e.raw_ref not in refs and not text.sentences.found_in(e.text)]
        kept.append(one.model_copy(update={"examples": tuple(examples)}))
    if list(source.learned) == kept:
        return []
    try:
        config.replace_learned(source.name, config.learned_path(config.source_files()[source.name]), kept)
    except ConfigError as error:
        return [f"learned examples quote the text: {error}"]
    return []


def _from_raw(
    store: Store, source: SourceConfig, batch: Batch, article_id: str, refs: set[str]
) -> list[Article]:

    raws = [raw for raw in read_batch(store, batch) if raw.raw_ref in refs and not raw.failure]
    with Bounded(workers=1) as bounded:
        parsed = [
            one for one in bounded.map(partial(_parse, source), iter(raws)) if not isinstance(one, ParseError)
        ]
    return [article for articles in parsed for article in articles if article.article_id == article_id]


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


def _is(source: SourceConfig, article_id: str, addresses: frozenset[str], article: Article) -> bool:
    """An article of a payload has its id; an entry of a list may know its address alone, and no wire's id."""

    if article.article_id:
        return article.article_id == article_id
    if identify(article, source) == article_id:
        return True
    return bool(article.url) and canonicalise(article.url or "", source.drop_query) in addresses


def _article(row: dict[str, Any]) -> Article:

    return Article(
        source="",
        raw_ref="",
        raw_sha256="",
        source_format="",
        first_seen_at=NO_TIME,
        headline=row["headline"] or "",
        description=row["description"],
        body_text=row["body_text"] or "",
    )
