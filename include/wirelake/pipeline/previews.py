"""The record that some bytes would make, without writing anything."""

import os
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from wirelake.batches.staging import articles_table
from wirelake.bounded.pool import bounded
from wirelake.clean import clean
from wirelake.config import SourceConfig
from wirelake.errors import ConfigError, ParseError
from wirelake.extract import extract, extract_mail, reject
from wirelake.fetch import MAX_DROPPED_BYTES
from wirelake.lake.versions.items import without_issue
from wirelake.payloads.mail import is_mail
from wirelake.pipeline.looking import fetcher_of
from wirelake.pipeline.pages.asking import Paged
from wirelake.records import Article, Kind, Link, RawArticle, Rejection
from wirelake.validate import Verdict, expected_of, explain, unwanted, validate

Outcome = list[Article] | Rejection
NOTHING: dict[str, Any] = {"removed": [], "candidates": [], "date_candidates": [], "packages": []}
NO_REF = "#<urn:uuid:00000000-0000-0000-0000-000000000000>"


def raw_of(path_or_url: str, source: SourceConfig, connection: str | None = None) -> RawArticle:
    """A file's or a page's bytes, as a capture of the source would receive them.

    Raises:
        ConfigError: the file cannot be read, or is too large.
    """

    now = datetime.now(UTC)
    raw_ref = f"{source.name}/{now.date()}{NO_REF}"
    if path_or_url.startswith(("http://", "https://")):
        link = Link(url=path_or_url, origin="preview")
        with fetcher_of(source, connection) as fetcher:
            if source.pages is None:
                return replace(fetcher.get(link), raw_ref=raw_ref)
            with bounded() as pool:
                return replace(Paged(fetcher, source.pages, pool, lambda _: False).get(link), raw_ref=raw_ref)
    path = Path(path_or_url)
    try:
        if path.stat().st_size > MAX_DROPPED_BYTES:
            raise ConfigError(f"{path}: more than {MAX_DROPPED_BYTES} bytes")
        body = path.read_bytes()
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from error
    written = quote(os.fsencode(path.name))
    link = Link(url=f"drop:{source.name}/{now.date()}/{written}", origin="drop_folder")
    return RawArticle(link=link, kind=Kind.ARTICLE, fetched_at=now, body=body, raw_ref=raw_ref)


def preview(source: SourceConfig, raw: RawArticle) -> list[dict[str, Any]]:
    """Per item in the bytes its record, with ``verdict``: outcome, stage, reasons, flags, detail, and with
    ``packages``: the ids of the packages beside it in the bytes that list it.

    Where no item could be read there is one entry with empty ``removed`` and candidates; and one for each
    part of a message of mail that is passed over.
    """

    outcomes, passed_over = _extracted(source, raw)
    records = [record for one in outcomes for record in _records(source, one)]
    for place, kind in passed_over:
        verdict = _verdict("passed_over", "extract", (kind,), (), f"{raw.link.url}/{place}")
        records.append(NOTHING | {"verdict": verdict})
    return records


def _extracted(source: SourceConfig, raw: RawArticle) -> tuple[list[Outcome], tuple[tuple[str, str], ...]]:
    if not is_mail(raw):
        paid_text = source.rights.paid_text == "licensed"
        return [extract(raw, source.format, source.layouts, paid_text=paid_text)], ()
    try:
        return extract_mail(raw, source)
    except ParseError as error:
        return [reject(raw, "extract", error.reason, error.detail)], ()


def _records(source: SourceConfig, outcome: Outcome) -> list[dict[str, Any]]:
    if isinstance(outcome, Rejection):
        verdict = _verdict("rejection", outcome.stage, outcome.reasons, (), outcome.detail)
        return [NOTHING | {"verdict": verdict}]
    articles = [clean(article, source) for article in outcome]
    table = articles_table(articles)
    judged = zip(articles, table.to_pylist(), validate(table, expected_of(source.expect)), strict=True)
    return [
        {
            **asdict(article),
            "packages": [one.article_id for one in articles if one is not article and _lists(one, article)],
            "verdict": _judgement(source, article, row, verdict),
        }
        for article, row, verdict in judged
    ]


def _judgement(
    source: SourceConfig, article: Article, row: dict[str, Any], verdict: Verdict
) -> dict[str, Any]:
    flags = (*article.quality_flags, *verdict.flags)
    if rule := unwanted(row, source):
        return _verdict("rejection", "validate", (rule.reason,), flags, rule.told)
    outcome = "rejection" if verdict.reasons else article.record_kind
    detail = explain(row, verdict.reasons, expected_of(source.expect))
    return _verdict(outcome, "validate", verdict.reasons, flags, detail)


def _lists(package: Article, article: Article) -> bool:
    names = {alt.value for alt in article.alt_ids} | {article.url, article.canonical_url}
    stated = [name for one in package.members for name in (one.uri, one.href) if name]
    return any(name in names or without_issue(name) in names for name in stated)


def _verdict(
    outcome: str, stage: str, reasons: tuple[str, ...], flags: tuple[str, ...], detail: str
) -> dict[str, Any]:
    return {
        "outcome": outcome,
        "stage": stage,
        "reasons": list(reasons),
        "flags": list(dict.fromkeys(flags)),
        "detail": detail,
    }
