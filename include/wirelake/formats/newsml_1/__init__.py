"""NewsML 1.0 to 1.2: the news items of a document, an article for each, and for each of its languages."""

from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from itertools import islice
from typing import Any

from lxml import etree

from wirelake.errors import ParseError
from wirelake.formats.newsml_1.components import Part, by_language, media_of, parts
from wirelake.formats.newsml_1.lines import fields
from wirelake.formats.newsml_1.management import management
from wirelake.formats.newsml_1.packages import members, renditions
from wirelake.formats.nitf import fields as nitf_fields
from wirelake.markup import paragraphs, xml_tree
from wirelake.markup.media import associations
from wirelake.markup.xml_tree import attribute, below, children, first, name, words
from wirelake.records import AltId, Article, Member, RawArticle, Span
from wirelake.statements import begin

EXTRACTOR = "wirelake.newsml_1"
# What inline NITF may say where the component's own lines do not.
FIELDS_OF_TEXT = (
    "headline byline byline_parts dateline_text dateline_place located description provider copyright_holder"
    " people places organisations ed_notes language subjects subjects_detail"
)
OF_TEXT = frozenset(FIELDS_OF_TEXT.split())


def parse(raw: RawArticle) -> list[Article]:
    """The articles of a document, in their order.

    Raises:
        ParseError: empty_document where it holds no news item, too_many_entries, or what ``xml_tree.read``
            refuses.
    """
    document = xml_tree.read(raw)
    items = list(islice(below(document.root, "newsitem"), xml_tree.MAX_ITEMS + 1))
    if not items:
        raise ParseError("empty_document", "the document holds no news item")
    if len(items) > xml_tree.MAX_ITEMS:
        raise ParseError("too_many_entries", f"more than {xml_tree.MAX_ITEMS} news items")
    listed = [members(item) for item in items]  # before those inside of it are taken out
    for item in items:
        if item.getparent() is not document.root:  # an item inside of another's component is its own article
            item.getparent().remove(item)
    envelope = tuple(_envelope(first(document.root, "newsenvelope")))
    return [
        article
        for item, members_ in zip(items, listed, strict=True)
        for article in _articles(raw, item, members_, envelope, document.flags)
    ]


def _articles(
    raw: RawArticle,
    item: Any,
    listed: tuple[Member, ...],
    envelope: tuple[tuple[str, str], ...],
    flags: tuple[str, ...],
) -> Iterator[Article]:
    managed = management(item)
    others = (
        *managed.pop("alt_ids"),
        *(AltId(role="transref", value=v) for k, v in envelope if k == TRANSREF),
    )
    extra, related = managed.pop("extra"), managed.pop("associations")
    groups, held, forms = by_language(parts(item)), media_of(item), renditions(item)
    for number, (tongue, group) in enumerate(groups.items()):
        found = fields(item, group, tongue, is_main=not number)
        if listed and found["type"] == "text" and not any(part.is_text and part.spans for part in group):
            found["type"] = "composite"  # it only lists others
        spans, inner = _text(group)
        stated = {key: value for key, value in found.items() if value not in (None, "", ())}
        said = [*envelope, *extra, *found["extra"], *inner.get("extra", ())]
        inner = {key: value for key, value in inner.items() if key in OF_TEXT and value}
        shown = [one for part in group for one in associations(part.content)]
        article = begin(
            raw,
            "newsml_1",
            **{**inner, **managed, **stated, "extra": said},
            alt_ids=others,
            associations=(*related, *held, *shown)[: xml_tree.MAX_ITEMS],
            renditions=forms,
            members=listed,
            spans=spans,
            extracted_text=paragraphs.text_of(spans),
            quality_flags=flags,
            extractor=EXTRACTOR,
            extractor_version=etree.__version__,
        )
        yield _identified(article, tongue if number else None)


TRANSREF = "envelope.transmissionid"


def _envelope(envelope: Any) -> Iterator[tuple[str, str]]:
    for one in children(envelope):
        party = attribute(first(one, "party"), "formalname")
        if said := attribute(one, "formalname") or party or words(one):
            yield f"envelope.{name(one)}", said


def _text(group: list[Part]) -> tuple[tuple[Span, ...], dict[str, Any]]:
    """The paragraphs of a language's texts, and what the first NITF among them states."""
    spans = paragraphs.joined([part.spans for part in group if part.is_text])
    nitf = next((one for part in group for one in below(part.content, "nitf")), None)
    return spans, nitf_fields(nitf) if nitf is not None else {}


def _identified(article: Article, tongue: str | None) -> Article:
    """The article with its own identity: a second language's is the item's and the language.

    An item without identity goes by its headline and text; else all such items of a file were one article.
    """
    guid = next((one.value for one in article.alt_ids if one.role == "guid"), "")
    if guid and tongue:
        guid = f"{guid}#{tongue}"
    elif not guid:
        said = f"{article.headline}\n{article.extracted_text}"
        guid = sha256(said.encode("utf-8", "replace")).hexdigest()[:24]
    rest = tuple(one for one in article.alt_ids if one.role != "guid")
    return replace(article, alt_ids=(AltId(role="guid", value=guid), *rest))
