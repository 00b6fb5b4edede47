"""Cleans an article: applies RULES in order, records what each removed, then lets the evidence decide.

A rule cuts a whole paragraph, its start or its end, so what is left of a paragraph is one span of the
extracted text. Kept spans and ``removed`` together are all of it.
"""

import re
from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

from wirelake.config import SourceConfig
from wirelake.countries import placed
from wirelake.evidence import settle
from wirelake.language import settle_language
from wirelake.records import ITEMS, AltId, Article, Cut, Paragraph, Removal, Span, with_changes
from wirelake.rules import RULES
from wirelake.rules.excerpt_footer import breaks_off, without_footer
from wirelake.ruleset import ruleset_version
from wirelake.shapes import UNSPACED, may_be_unspaced
from wirelake.statements.flashes import headed, read_as_text
from wirelake.statements.kinds import of_kind
from wirelake.statements.people.credits import recredited
from wirelake.subjects import coded

TEXT_FIELDS = frozenset(field.name for field in fields(Article))


def clean(article: Article, source: SourceConfig) -> Article:
    """The article with its clean text, the fields lifted out of it, and what was removed, by rule.

    Media and packages have no text that rules could read.
    """
    article = settle_language(of_kind(article), source)
    if article.record_kind in ("media", "package"):
        article = _judged(with_changes(article, spans=()), source)
    else:
        article = headed(_judged(_cleaned(read_as_text(article), source), source))
    return placed(coded(_licensed(settle(article, source), source), source))


def _cleaned(article: Article, source: SourceConfig) -> Article:
    text = article.extracted_text
    spans = article.spans or tuple(
        Span(start=found.start(), end=found.end(), text=found.group())
        for found in re.finditer(r"[^\n]+", text)
    )
    removed: list[Removal] = []
    stated_byline = article.byline
    for rule in RULES:
        cuts = list(rule(spans, article, source))
        for cut in cuts:
            article = _lifted(article, cut)
            kind = "lift" if cut.fields else "strip"
            removed.append(
                Removal(
                    kind=kind,
                    text=text[cut.start : cut.end],
                    start=cut.start,
                    end=cut.end,
                    rule=rule.__name__,
                )
            )
        if cuts:
            spans = _without(spans, cuts)
    if article.byline and not stated_byline:
        article = recredited(article)
    body = "\n".join(span.text for span in spans)
    return with_changes(
        article,
        spans=(),
        description=without_footer(article.description, article),
        is_truncated=article.is_truncated or breaks_off(body, removed, article),
        body_text=body,
        paragraphs=tuple(Paragraph(role=span.role, text=span.text) for span in spans),
        word_count=count_words(body),
        removed=tuple(sorted(removed, key=lambda one: (one.start, one.end))),
        rule_hits=tuple(dict.fromkeys(one.rule for one in removed)),
        **_associated(article, removed),
    )


def _associated(article: Article, removed: Sequence[Removal]) -> dict[str, Any]:
    """The associations of what is left of the text: a link in a removed line is none of the article's."""
    if not article.association_spans or not removed:
        return {}
    kept = [
        one
        for one in article.association_spans
        if one.start == one.end or not any(cut.start <= one.start and one.end <= cut.end for cut in removed)
    ]
    gone = {one.association for one in article.association_spans} - {one.association for one in kept}
    numbers = [number for number in range(len(article.associations)) if number not in gone]
    new = {old: number for number, old in enumerate(numbers)}
    return {
        "associations": tuple(article.associations[number] for number in numbers),
        "association_spans": tuple(replace(one, association=new[one.association]) for one in kept),
    }


def _judged(article: Article, source: SourceConfig) -> Article:
    """The record with the rules by which it was read, and whether its rights are reserved."""
    flags = article.quality_flags
    if article.rights_reserved and source.rights.reservation == "respect":
        flags = (*flags, "rights_reserved")  # by which validate rejects it
    return with_changes(article, ruleset_version=ruleset_version(source), quality_flags=flags)


def _licensed(article: Article, source: SourceConfig) -> Article:
    """An article expires at the end of the source's licence, where its wire states no earlier end."""
    ends = source.licence_ends
    if ends is None or article.record_kind not in ITEMS or (article.expires and article.expires <= ends):
        return article
    return with_changes(article, expires=ends, quality_flags=(*article.quality_flags, "licence_until"))


def count_words(text: str) -> int:
    """Words; of a script that parts none by blanks, characters, as word processors count it."""
    characters = len(UNSPACED.findall(text)) if may_be_unspaced(text) else 0
    if not characters:
        return len(text.split())
    return characters + sum(any(map(str.isalnum, word)) for word in UNSPACED.sub(" ", text).split())


def _lifted(article: Article, cut: Cut) -> Article:
    """The first statement of a field holds, contacts add up; a stamp printed twice says nothing new."""
    if not (cut.fields or cut.dates):
        return article
    changes: dict[str, Any] = {}
    alt_ids, contacts = article.alt_ids, article.contacts
    for name, value in cut.fields:
        role = name.removeprefix("alt_id:")
        if role != name:
            if role not in {alt.role for alt in alt_ids}:
                alt_ids = (*alt_ids, AltId(role=role, value=value))
        elif name == "contacts":
            contacts = contacts if value in contacts else (*contacts, value)
        elif name in TEXT_FIELDS and not getattr(article, name):
            changes[name] = value
    dates = tuple(one for one in cut.dates if one not in article.date_candidates)
    candidates = (*article.date_candidates, *dates)
    return with_changes(article, alt_ids=alt_ids, contacts=contacts, date_candidates=candidates, **changes)


def _without(spans: Sequence[Span], cuts: Sequence[Cut]) -> tuple[Span, ...]:
    kept = []
    for span in spans:
        start, end = span.start, span.end
        for cut in cuts:
            if cut.start <= start < cut.end:
                start = cut.end
            if cut.start < end <= cut.end:
                end = cut.start
        if (start, end) == (span.start, span.end):
            kept.append(span)
        elif bare := (text := span.text[start - span.start : end - span.start]).strip():
            start += len(text) - len(text.lstrip())
            kept.append(replace(span, start=start, end=start + len(bare), text=bare))
    return tuple(kept)
