"""Where a difference from the formats' gold is right: each reason is proven from the file."""

import base64
import html
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from bench.format_fields import same_words, text, word_count
from lxml import etree

from wirelake.markup.paragraphs import in_a_line
from wirelake.records import Article

NO_TEXT = ("head", "header", "style", "script", "media", "body.head", "body.end", "title", "figcaption")
STATUSES = ("usable", "withheld", "embargoed", "canceled")
# The elements and attributes that state a field, in lower case.
STATING = {
    "headline": ("headline", "hl1"),
    "byline": ("byline", "by"),
    "slugline": ("slugline", "namelabel", "key", "du-key"),
    "urgency": ("urgency", "ed-urg"),
    "version": ("revisionid", "version"),
    "description": ("description", "abstract"),
    "language": ("language", "tag", "lang"),
    "first_created": ("firstcreated",),
    "ednote": ("ednote", "ed-msg", "newslinetext"),
    "provider": ("provider", "providerid"),
    "type": ("itemclass", "mediatype"),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """A name whose value differs: the gold's, what may answer to it here, and the file with its articles."""

    name: str
    gold: Any
    ours: list[Any]
    articles: list[Article]
    data: bytes
    format: str
    is_upstream: bool

    @property
    def tree(self) -> Any:
        if not self.data.lstrip(b"\xef\xbb\xbf \r\n").startswith(b"<"):
            return etree.Element("none")  # JSON, or bytes of a line
        tree = etree.fromstring(
            self.data, etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
        )
        return etree.Element("none") if tree is None else tree

    def named(self, *names: str) -> list[Any]:
        """The file's elements of these names, in lower case and without namespace."""
        return [one for one in self.tree.iter(etree.Element) if etree.QName(one).localname.lower() in names]

    def stated(self) -> list[str]:
        """What the elements and attributes say that are for this field."""
        names = STATING.get(self.name, ())
        texts = [text("".join(one.itertext())) for one in self.named(*names)]
        texts += [text(one.get("FormalName", "")) for one in self.named(*names)]
        attributes = [
            (key, value) for one in self.tree.iter(etree.Element) for key, value in one.attrib.items()
        ]
        return texts + [text(value) for key, value in attributes if etree.QName(key).localname in names]


def refusal(row: dict[str, Any], reason_: str) -> str | None:
    """Why a file is rightly refused."""
    format_ = row["format"]
    if reason_ == "empty_document" and row["gold_xpath"].get("n_items") == 0:
        return "a feed without an entry holds no article"
    if reason_ == "not_content":
        return "concepts, plans and catalogues are no news"
    if format_.startswith("ninjs") and reason_ == "unknown_format":
        return "a schema, not an item"
    if format_ == "plain-text-wire" and reason_ == "not_html":
        return "mail as it was delivered: no wire's text"
    if format_ == "vendor-xml" and reason_ == "unknown_format":
        return "a vendor's own XML, without namespace, schema or documentation: it is not guessed at"
    return None


def reason(difference: Difference) -> str | None:
    """The first reason that holds."""
    for names, said, holds in REASONS:
        if (not names or difference.name in names) and holds(difference):
            return said
    return None


def _counts_headings(one: Difference) -> bool:
    outer = [c for c in one.named("inlinexml", "body", "datacontent") if not _is_inside(c)]
    return any(
        abs(word_count(" ".join(c.itertext())) - int(one.gold)) <= 0.02 * int(one.gold)
        and any(abs(word_count(_shown(c)) - count) <= 0.02 * count for count in one.ours)
        for c in outer
    )


def _is_inside(content: Any) -> bool:
    around = {etree.QName(parent).localname.lower() for parent in content.iterancestors()}
    return bool(around & {"inlinexml", "datacontent"})


def _shown(content: Any) -> str:
    """Its text without what is head, header or media."""
    hidden = " or ".join(f"local-name()='{name}'" for name in NO_TEXT)
    return " ".join(content.xpath(f".//text()[not(ancestor::*[{hidden}])]"))


def _counts_first_content(one: Difference) -> bool:
    contents = one.named("datacontent")
    return len(contents) > 1 and word_count(" ".join(contents[0].itertext())) == int(one.gold)


def _counts_no_text(one: Difference) -> bool:
    inlines = [c for c in one.named("inlinexml", "inlinedata") if not c.xpath("*[local-name()='events']")]
    return not any(one.ours) and not any(text("".join(c.itertext())) for c in inlines)


def _counts_tags(one: Difference) -> bool:
    contents = ["".join(c.itertext()) for c in one.named("datacontent", "inlinedata")]
    return any("<" in c and word_count(c) == int(one.gold) for c in contents)


def _is_mojibake(one: Difference) -> bool:
    """The gold was read by the charset that the file wrongly declares: ``procÃ¨s``."""
    if "charset_healed" not in one.articles[0].quality_flags:
        return False
    if one.name == "body_words":
        return any(abs(count - int(one.gold)) < 0.2 * int(one.gold) for count in one.ours)
    healed = str(one.gold).encode("latin-1", "replace").decode("utf-8", "replace")
    return text(healed) in map(text, one.ours)


def _is_of_a_picture(one: Difference) -> bool:
    line = {"creditline": "creditline"}.get(one.name, "byline")
    holders = [c.getparent().getparent() for c in one.named(line) if text(c.text) == text(one.gold)]
    return bool(holders) and all(c.xpath(".//ContentItem/@Href") and _is_component(c) for c in holders)


def _is_component(element: Any) -> bool:
    parent = element.getparent()
    return parent is not None and etree.QName(parent).localname == "NewsComponent"


def _is_of_a_component(one: Difference) -> bool:
    """Upstream makes an item of each component, by its Duid, headline and role."""
    inner = [c for c in one.named("newscomponent") if _is_component(c) or len(one.articles) == 1]
    texts = [c.get("Duid") for c in inner] + [h.text for c in inner for h in c.xpath("NewsLines/HeadLine")]
    return one.is_upstream and text(one.gold) in map(text, texts)


def _assumes_zone(one: Difference) -> bool:
    stated = [datetime.fromisoformat(str(value)) for value in one.ours]
    return bool(stated) and one.is_upstream and not any(value.tzinfo for value in stated)


def _is_not_stated(one: Difference) -> bool:
    return one.is_upstream and one.name in STATING and text(one.gold) not in one.stated()


def _is_not_held(one: Difference) -> bool:
    return one.is_upstream and str(one.gold).encode() not in one.data


def _is_cut(one: Difference) -> bool:
    found = [text(value) for value in one.ours]
    return len(text(one.gold)) > 2 and any(
        value.startswith(text(one.gold)) or (one.is_upstream and value.endswith(text(one.gold)))
        for value in found
    )


def _is_a_time(one: Difference) -> bool:
    bare = re.sub(r"january|february|march|gmt|[\dt:+/., -]", "", text(one.gold))
    return not bare and not one.ours


def _is_glued(one: Difference) -> bool:
    lines = [*one.ours, one.articles[0].byline or ""]
    return text(one.gold).replace(" ", "") in [text(value).replace(" ", "") for value in lines]


def _is_json(one: Difference) -> bool:
    return one.data.lstrip(b"\xef\xbb\xbf \r\n").startswith((b"{", b"["))


def _counts_all_bodies(one: Difference) -> bool:
    """The bodies of the file's first item, each as its words without tags, make the gold's count."""
    if not _is_json(one):
        return False
    counts = [
        word_count(re.sub(r"<[^>]*>", " ", html.unescape(body))) for body in _bodies(json.loads(one.data))
    ]
    counts += [word_count(re.sub(r"<[^>]*>", " ", body)) for body in _bodies(json.loads(one.data))]
    counts += [word_count(body) for body in _bodies(json.loads(one.data))]
    return int(one.gold) in (
        sum(counts[: len(counts) // 3]),
        sum(counts[len(counts) // 3 : -len(counts) // 3]),
    ) or (any(abs(int(one.gold) - count) <= 0.02 * count for count in counts))


def _bodies(value: Any) -> list[str]:
    if isinstance(value, list):
        return [body for one in value for body in _bodies(one)]
    if not isinstance(value, dict):
        return []
    own = [body for key, body in value.items() if key.lower().startswith("body_") and isinstance(body, str)]
    arrays = [body.get("value", "") for body in value.get("bodies", []) if isinstance(body, dict)]
    return [*own, *arrays] or [
        body for one in value.values() if isinstance(one, list) for body in _bodies(one)
    ]


def _counts_between_stx_and_etx(one: Difference) -> bool:
    """The words between STX and ETX, or of them without the lines of the head."""
    sent = one.data.partition(b"\x02")[2].decode("utf-8", "replace")
    counts = {word_count(sent.partition("\x03")[0]), word_count(sent)}
    lines = sent.partition("\x03")[0].splitlines()
    counts |= {word_count("\n".join(lines[n:])) for n in range(12)}
    counts |= {word_count("\n".join(sent.splitlines()[n:])) for n in range(12)}
    return one.format in ("anpa1312", "iptc7901") and int(one.gold) in counts


def _is_a_head_behind(one: Difference) -> bool:
    """^END< stands behind the text, and the head before it is the keyword line alone."""
    place = one.data.find(str(one.gold).encode())
    return one.format == "anpa1312" and place > one.data.find(b"\t")


def _is_base64(one: Difference) -> bool:
    """Decoded it is ours, or the markup of ours."""
    try:
        decoded = base64.b64decode(str(one.gold), validate=True).decode()
    except ValueError:
        return False
    return any(same_words(decoded, ours) or same_words(str(ours), in_a_line(decoded)) for ours in one.ours)


def _is_escaped_markup(one: Difference) -> bool:
    return ("<" in str(one.gold) or "&" in str(one.gold)) and any(
        same_words(one.gold, ours) for ours in one.ours
    )


def _is_of_no_charset(one: Difference) -> bool:
    """The bytes are no UTF-8, and ours is what they say in the charset that the file's comment names."""
    stated = re.search(rb"encoding == '([\w-]+)'", one.data)
    if stated is None or "\ufffd" not in str(one.gold):
        return False
    held = text(one.data.decode(stated[1].decode(), "replace"))
    return any(len(text(ours)) > 3 and text(ours) in held for ours in one.ours)


def _is_of_a_module(one: Difference) -> bool:
    """``<media:title>`` is of the entry's picture: beside it stands the entry's own title, which is ours."""
    bare = [text("".join(c.itertext())) for c in one.named("title") if c.prefix is None]
    return bool(one.ours) and text(one.ours[0]) in bare and text(one.gold) not in bare


def _is_no_address(one: Difference) -> bool:
    try:
        urlsplit(str(one.gold))
    except ValueError:
        return True
    return False


def _is_flat_text(one: Difference) -> bool:
    return one.format == "plain-text-wire"


FEED = ("headline", "feed_title", "words", "rights", "feed_provider")
Holds = Callable[[Difference], bool]
BODY, COUNT = ("body_words",), ("word_count",)
REASONS: tuple[tuple[tuple[str, ...], str, Holds], ...] = (
    (BODY, "gold counts head, header and media of the content too", _counts_headings),
    (BODY, "gold counts the first of several contents only", _counts_first_content),
    (BODY, "gold counts words of renditions; the item has no text", _counts_no_text),
    (BODY, "gold counts the names of tags that stand escaped", _counts_tags),
    (COUNT, "upstream counts where the file states nothing", lambda one: one.is_upstream and not one.ours),
    ((), "gold was read by the charset that the file wrongly declares", _is_mojibake),
    (("byline", "authors", "creditline"), "the line of a picture's component", _is_of_a_picture),
    (("dateline_place",), "a day or a machine's time names no place", _is_a_time),
    (("n_items",), "an item in several languages is as many articles", lambda one: _languages(one) > 1),
    (("pubstatus",), "an embargo without end withholds", lambda one: _holds_back(one)),
    (("pubstatus",), "a status that no standard has withholds", lambda one: text(one.gold) not in STATUSES),
    (("urgency",), "no number", lambda one: not str(one.gold).isdecimal()),
    (("id", "headline"), "upstream makes an item of each component", _is_of_a_component),
    (("type",), "the item has text; upstream goes by the component's role", lambda one: _has_text(one)),
    (("first_created", "version_created"), "upstream assumes a zone", _assumes_zone),
    ((), "the file is longer, or upstream cuts what stands before", _is_cut),
    (("byline", "authors"), "gold glues name and title together", _is_glued),
    (("id",), "upstream's own: the file does not hold it", _is_not_held),
    (BODY, "gold counts all forms of the body, or another than ours", _counts_all_bodies),
    (BODY, "gold counts the heads, the notepad and the notes too", _counts_between_stx_and_etx),
    (("headline",), "gold takes a line behind the text", _is_a_head_behind),
    (
        ("priority",),
        "ninjs has no priority: Superdesk's own, kept in extra",
        lambda one: _is_json(one) and not one.is_upstream,
    ),
    (("priority",), "upstream has a scale of its own for ANPA's letters", lambda one: one.is_upstream),
    (("version_created",), "upstream's own: the stamp states no zone", lambda one: one.format == "anpa1312"),
    (FEED, "gold is base64 as it stands", _is_base64),
    (FEED, "gold is the markup that stands escaped", _is_escaped_markup),
    (FEED, "gold read bytes of another charset as UTF-8", _is_of_no_charset),
    (("headline",), "gold takes the title of the entry's picture", _is_of_a_module),
    (("headline",), "the file stops within the entry's title", lambda one: one.articles[0].is_truncated),
    (("id",), "an address that cannot be one", _is_no_address),
    (("id",), "a vendor's own element, kept in extra", lambda one: _is_kept(one)),
    ((), "a vendor's own marks in a plain text, which are not guessed at", _is_flat_text),
    ((), "upstream's own: no element that is for it says so", _is_not_stated),
)


def _is_kept(one: Difference) -> bool:
    return text(one.gold) in [text(value) for _, value in one.articles[0].extra]


def _languages(one: Difference) -> int:
    return len({article.language for article in one.articles})


def _holds_back(one: Difference) -> bool:
    return "withheld" in one.ours and any(not text(c.text or "") for c in one.named("embargoed"))


def _has_text(one: Difference) -> bool:
    return one.is_upstream and one.ours == ["text"] and bool(one.articles[0].extracted_text)
