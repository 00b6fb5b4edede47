"""NewsML-G2: news items and packages, alone or in a newsMessage; concepts and plans are no news."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from lxml import etree

from wirelake.errors import ParseError
from wirelake.formats.newsml_g2.concepts import Concepts
from wirelake.formats.newsml_g2.content import content
from wirelake.formats.newsml_g2.metadata import fields, text_fields
from wirelake.formats.newsml_g2.relations import members, relations
from wirelake.markup import xml_tree
from wirelake.markup.xml_tree import attribute, below, children, name, text_at, words
from wirelake.records import AltId, Article, RawArticle
from wirelake.statements import begin

EXTRACTOR = "wirelake.newsml_g2"
ITEMS = ("newsitem", "packageitem")
NO_CONTENT = ("knowledgeitem", "conceptitem", "planningitem", "catalogitem")


def parse(raw: RawArticle) -> list[Article]:
    """The articles of a message, of one item or of a package, in their order.

    Raises:
        ParseError: not_content for concepts, plans and catalogues alone, empty_document where a message holds
            no item, too_many_entries, or what ``xml_tree.read`` refuses.
    """
    document = xml_tree.read(raw)
    items = list(islice(below(document.root, *ITEMS), xml_tree.MAX_ITEMS + 1))
    if len(items) > xml_tree.MAX_ITEMS:
        raise ParseError("too_many_entries", f"more than {xml_tree.MAX_ITEMS} items in one message")
    if not items:
        other = next(below(document.root, *NO_CONTENT), None)
        if other is None:
            raise ParseError("empty_document", "the message holds no item")
        raise ParseError("not_content", f"a {name(other)} holds concepts or plans, and no article")
    header = tuple(_header(document.root))
    return [_article(raw, item, header, document.flags) for item in items if _says_something(item)]


def _says_something(item: Any) -> bool:
    """BusinessDesk puts a packageItem without identity or metadata before each newsItem."""
    return name(item) == "newsitem" or next(children(item, "itemmeta"), None) is not None


def _article(
    raw: RawArticle, item: Any, header: tuple[tuple[str, str | None], ...], flags: tuple[str, ...]
) -> Article:
    concepts = Concepts.of(item)
    found, text = fields(item, concepts), content(item)
    extra = (*header, *found.pop("extra"), *text.extra, *_kind(item))
    known = [
        *found.pop("alt_ids"),
        *(AltId(role="transref", value=v) for k, v in header if v and k in TRANSREF),
    ]
    stated = {key: value for key, value in found.items() if value not in (None, "", ())}
    return begin(
        raw,
        "newsml_g2",
        **{**text_fields(text.inner), **stated},
        alt_ids=tuple(dict.fromkeys(known)),
        associations=(*relations(item), *text.associations)[: xml_tree.MAX_ITEMS],
        renditions=text.renditions[: xml_tree.MAX_ITEMS],
        members=members(item),
        spans=text.spans,
        extracted_text=text.text,
        word_count_stated=text.words,
        extra=extra,
        quality_flags=flags,
        extractor=EXTRACTOR,
        extractor_version=etree.__version__,
    )


TRANSREF = ("header.transmitid",)


def _header(root: Any) -> Iterator[tuple[str, str | None]]:
    for header in children(root, "header"):
        for one in children(header):
            yield f"header.{name(one)}", words(one) or attribute(one, "href")


def _kind(item: Any) -> Iterator[tuple[str, str | None]]:
    if name(item) != "newsitem":
        yield "item", name(item)
    yield (
        "standard",
        " ".join(filter(None, (attribute(item, "standard"), attribute(item, "standardversion")))),
    )
    for one in children(item, "catalogref"):
        yield "catalog_ref", attribute(one, "href")
    yield "item_title", text_at(item, "itemmeta/title")
