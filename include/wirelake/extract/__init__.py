"""Reads the articles of a RawArticle, by the format that its YAML or its content tells; else a Rejection."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from importlib import import_module

from wirelake.config import LearnedLayout, SourceConfig
from wirelake.errors import ParseError
from wirelake.extract.mail import pieces_of, told
from wirelake.extract.pages import joined
from wirelake.formats import sniff
from wirelake.legible import one_line
from wirelake.payloads import payload
from wirelake.records import Article, RawArticle, Rejection, with_changes

PAGE = "html"  # the one format of which layouts are learned


def extract(
    raw: RawArticle,
    pinned: str | None = None,
    layouts: Sequence[LearnedLayout] = (),
    *,
    paid_text: bool = False,
) -> list[Article] | Rejection:
    """The articles in the bytes, or the reason why there is none.

    ``pinned`` is the format that the source's YAML states; without it the bytes tell theirs. A page that fits
    one of the source's ``layouts`` is read by it. ``paid_text``: the source's licence allows the text that a
    page keeps from readers who have not paid.
    """
    raw = replace(raw, paid_text=True) if paid_text else raw
    if raw.failure is not None:
        return reject(raw, "fetch", raw.failure, raw.failure_detail or raw.failure)
    try:
        parse = _parser(pinned or sniff(payload(raw)), layouts)
        digest = raw.received_sha256 or hashlib.sha256(raw.body).hexdigest()
        articles = [with_changes(article, raw_sha256=digest) for article in parse(raw)]
        return [joined(one, raw, parse, digest) for one in articles] if raw.pages else articles
    except ParseError as error:
        return reject(raw, "extract", error.reason, error.detail)


def extract_mail(
    raw: RawArticle, source: SourceConfig
) -> tuple[list[list[Article] | Rejection], tuple[tuple[str, str], ...]]:
    """What is in each part of a message that may hold news, as the source's YAML says; and what is passed
    over: the part's place below the message → what it is.

    Raises:
        ParseError: the message is beyond bounds.
    """
    message = pieces_of(raw, source.mail)
    found: list[list[Article] | Rejection] = []
    for one in message.pieces:
        outcome = extract(one.raw, source.format)
        if not isinstance(outcome, Rejection):
            outcome = [told(article, one, source.mail) for article in outcome]
        found.append(outcome)
    return found, message.passed_over


def reject(raw: RawArticle, stage: str, reason: str, detail: str) -> Rejection:
    """A rejection of bytes from which no article was read."""
    return Rejection(
        source=raw.raw_ref.partition("/")[0],
        stage=stage,
        reason=reason,
        reasons=(reason,),
        detail=one_line(detail),  # raw/ may hold a failure's words from before they were cleaned
        raw_ref=raw.raw_ref,
        rejected_at=raw.fetched_at,
        url=raw.link.url,
        headline=raw.link.title,
    )


def _parser(name: str, layouts: Sequence[LearnedLayout]) -> Callable[[RawArticle], list[Article]]:
    module = import_module(f"wirelake.formats.{name}")
    standing = [one for one in layouts if not one.refused]
    parse: Callable[[RawArticle], list[Article]] = module.parse
    return partial(module.parse_by, layouts=standing) if standing and name == PAGE else parse
