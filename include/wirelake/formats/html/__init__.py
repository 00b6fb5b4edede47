"""HTML: trafilatura finds the text, our own reading of the head finds the evidence.

The page is parsed once.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from lxml.etree import strip_elements

from wirelake.config import LearnedLayout
from wirelake.errors import ParseError
from wirelake.formats.html import walls
from wirelake.formats.html.associated import associated
from wirelake.formats.html.authors import authors
from wirelake.formats.html.body import Text, text_of
from wirelake.formats.html.body.engine import extractor_version
from wirelake.formats.html.dates import dates
from wirelake.formats.html.head import Head
from wirelake.formats.html.head.access import Access
from wirelake.formats.html.headline import Headline, find_headline, headline
from wirelake.formats.html.layout import Fitting, Unfit
from wirelake.formats.html.sites import Site
from wirelake.formats.html.tree import brief
from wirelake.formats.html.tree import parse as parse_tree
from wirelake.formats.html.walls import paid
from wirelake.payloads import bounds, payload
from wirelake.payloads.encoding import Decoded, decode
from wirelake.records import Article, RawArticle, Reading
from wirelake.statements import begin

UNREAD = ("script", "style", "svg")  # once the head is read; an eighth of all elements
BY_LAYOUT = "wirelake.layout"


def parse(raw: RawArticle) -> list[Article]:
    """The article of a page.

    Raises:
        ParseError: not_html where the bytes hold no document, too_large, too_many_tags,
            too_many_attributes or too_deep for what is beyond the bounds; soft_404, consent_wall,
            paywall or script_required for what is no article; extractor_failed where the extractor
            broke on it.
        TimeoutError: raised within the process at its bound in time; it says nothing of the page's markup.
    """
    page = decode(payload(raw, bounds.MAX_PAGE_BYTES), raw.header("content-type"), markup=True)
    markup = brief(page.utf8)
    bounds.check_markup(markup)
    walls.check_way(raw)
    return _guarded(lambda: _article(raw, page, markup))


def parse_by(raw: RawArticle, layouts: Sequence[LearnedLayout]) -> list[Article]:
    """The article of a page of a source with layouts: by the one that it fits, else as ``parse`` reads it.

    Raises:
        ParseError, TimeoutError: as ``parse``.
    """
    page = decode(payload(raw, bounds.MAX_PAGE_BYTES), raw.header("content-type"), markup=True)
    walls.check_way(raw)
    try:
        return _guarded(lambda: _by_layout(raw, page, layouts))
    except Unfit as why:
        reading = Reading(unfit=str(why))
    return [replace(article, reading=reading) for article in parse(raw)]


def _guarded(read: Callable[[], Article]) -> list[Article]:
    try:
        return [read()]
    except (ParseError, MemoryError, TimeoutError, Unfit):
        raise
    except Exception as error:  # whatever a page provokes in the parser is this page's failure alone
        raise ParseError("extractor_failed", f"{type(error).__name__}: {error}"[:300]) from error


def _article(raw: RawArticle, page: Decoded, markup: bytes) -> Article:
    tree = parse_tree(markup)
    if tree is None:
        raise ParseError("not_html", "no document could be parsed from the bytes")
    bounds.check_depth(tree)
    address = raw.final_url or raw.link.url
    head = Head.read(tree, address)
    strip_elements(tree, *UNREAD, with_tail=False)
    _, facts = _stated(head, address)
    access = Access.of(head, licensed=raw.paid_text)
    # Strips the tree, so it comes last.
    found = text_of(tree, lambda: parse_tree(markup), access, facts["headline"])
    facts |= {"extractor": "trafilatura", "extractor_version": extractor_version()}
    return _begun(raw, page, head, found, access, facts)


def _by_layout(raw: RawArticle, page: Decoded, layouts: Sequence[LearnedLayout]) -> Article:
    address = raw.final_url or raw.link.url
    found = Fitting.of(page.utf8, address, layouts)
    with found.text_apart():
        heading, facts = _stated(found.head, address)
    text = found.read(heading)  # strips the tree, so it comes last
    facts |= {"extractor": BY_LAYOUT, "reading": Reading(layout=found.layout.text)}
    access = Access.of(found.head, licensed=raw.paid_text)
    return _begun(raw, page, found.head, text, access, facts)


def _stated(head: Head, address: str) -> tuple[Headline, dict[str, Any]]:
    """The headline, and what the page states of its article but for the text."""
    site = Site.of(head)
    title, titles = headline(head, site)
    heading = find_headline(head, title)
    named = authors(head, heading, site)
    return heading, {
        "headline": title,
        "authors": named.people,
        "byline": named.byline,
        "candidates": (*titles, *named.candidates, *head.candidates()),
        "date_candidates": dates(head, heading),
        "description": head.description(),
        "canonical_url": head.canonical_url(address),
        "language": head.language(),
        "subjects": tuple(head.subjects()),
        "rights": head.rights(),
    }


def _begun(
    raw: RawArticle, page: Decoded, head: Head, found: Text, access: Access, facts: dict[str, Any]
) -> Article:
    """The article, unless there is hardly any text and the page says why."""
    text = "\n".join(span.text for span in found.spans)
    size = walls.size(text)
    associations, association_spans = associated(found, head)
    if size < walls.SHORT:
        walls.check_page(parse_tree(page.utf8), raw.final_url or raw.link.url, text, [head.thing])
        paid.check(found, access)
    return begin(
        raw,
        "html",
        quality_flags=(*page.flags, *paid.flags(found, access)),
        is_truncated=paid.is_part(found, access, size),
        extracted_text=text,
        spans=found.spans,
        associations=associations,
        association_spans=association_spans,
        **facts,
    )
