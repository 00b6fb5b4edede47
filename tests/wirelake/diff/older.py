"""A wirelake of other days: what it made of a page, as functions for bounded processes.

A plan says of which page what: ``quay/2026-03-02/7`` → a kind of KINDS; all others are read as today.
"""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from unittest.mock import patch

from wirelake.bounded.reading import cleaned as cleaned_today
from wirelake.config import SourceConfig
from wirelake.extract import reject
from wirelake.records import Article, Extract, Paragraph, RawArticle, Rejection
from wirelake.rules import RULES

Plan = dict[str, str]


def cleaned(plan: Plan, source: SourceConfig, raw: RawArticle) -> list[Article] | Rejection:
    """One payload's articles, as the plan wants them."""
    batch, number = raw.raw_ref.partition("#")[0], raw.link.url.rpartition("/")[2]
    kind = plan.get(f"{batch}/{number}", "as_today")
    if kind == "unread":
        return reject(raw, "extract", "truncated", "the older one stopped half-way")
    rules = tuple(rule for rule in RULES if rule.__name__ != "end_mark" or kind != "without_a_rule")
    with patch("wirelake.clean.RULES", rules):
        outcome = cleaned_today(source, raw)
    if isinstance(outcome, Rejection):
        return outcome
    return [CHANGES.get(kind, _as_it_is)(article) for article in outcome]


def read(plan: Plan, source: SourceConfig, raw: RawArticle) -> Extract:
    """The same as a bounded process gives it."""
    outcome = cleaned(plan, source, raw)
    if isinstance(outcome, Rejection):
        return Extract(rejections=(outcome,))
    return Extract(articles=tuple(outcome))


def _as_it_is(article: Article) -> Article:
    return article


def _with_text(article: Article, text: str) -> Article:
    digest = hashlib.sha256(text.encode()).hexdigest()
    paragraphs = tuple(Paragraph(role="p", text=line) for line in text.split("\n") if line)
    return replace(
        article,
        body_text=text,
        paragraphs=paragraphs,
        content_sha256=digest,
        version=digest[:16],
        word_count=9,
    )


def _other_text(article: Article) -> Article:
    return _with_text(article, f"Read more\n{article.body_text}")


def _no_body(article: Article) -> Article:
    return _with_text(article, "")


def _other_headline(article: Article) -> Article:
    return replace(article, headline=f"{article.headline} | Quay wire")


def _other_day(article: Article) -> Article:
    assert article.published_date
    return replace(article, published_date=article.published_date - timedelta(days=1))


def _other_id(article: Article) -> Article:
    """It tells ids not apart, but texts."""
    return replace(article, article_id=f"{article.source}:other")


def _all_one(article: Article) -> Article:
    """It tells articles not apart: one id, version and text for all."""
    text = "The cranes were painted green. Nobody saw it."
    one = replace(article, headline="Cranes turn green", body_text=text)
    return replace(one, article_id=f"{article.source}:one", version="1")


CHANGES: dict[str, Callable[[Article], Article]] = {
    "other_text": _other_text,
    "no_body": _no_body,
    "other_headline": _other_headline,
    "other_day": _other_day,
    "other_id": _other_id,
    "all_one": _all_one,
}
KINDS = ("as_today", "unread", "without_a_rule", *CHANGES)
