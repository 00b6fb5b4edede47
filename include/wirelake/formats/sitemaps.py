"""Sitemaps: lists of addresses, indexes of lists, Google News's, plain text, and feeds that serve as one."""

import io
import re
from dataclasses import dataclass, field, replace
from typing import Any

from lxml import etree

from wirelake.errors import ParseError
from wirelake.formats import rss
from wirelake.markup import xml_bounds
from wirelake.payloads import GZIP, payload
from wirelake.payloads.references import without_no_characters
from wirelake.records import Link, RawArticle
from wirelake.statements import date_candidate

MAX_ENTRIES = 50_000  # the protocol's own bound, of one file
MAX_TITLE = 500  # characters
FEEDS = frozenset({"rss", "feed", "RDF"})
BARE = re.compile(rb"&(?!#?\w{1,32};)")


@dataclass(kw_only=True)
class Sitemap:
    """What one sitemap holds: entries, whose ``updated`` is lastmod, or children with theirs.

    ``left`` says what was left out.
    """

    entries: list[Link] = field(default_factory=list)
    children: list[Link] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


def read(raw: RawArticle) -> Sitemap:
    """The sitemap in the bytes.

    Raises:
        ParseError: not_a_sitemap, too_large, what ``xml_bounds`` refuses, or what a feed raises.
    """
    data = payload(raw)
    if data.startswith(GZIP):  # a .xml.gz that was sent with Content-Encoding: gzip
        data = payload(replace(raw, body=data, headers=()))
    xml_bounds.check(data)
    start = data[:4096].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if not start.startswith(b"<"):
        return _read_lines(data)
    data = _mended(data)
    root = _root(data)
    if root in FEEDS:
        links, left = rss.links(raw if raw.body == data else replace(raw, body=data, headers=()))
        return Sitemap(entries=[replace(link, origin="sitemap") for link in links], left=left)
    if root not in ("urlset", "sitemapindex"):
        raise ParseError("not_a_sitemap", f"its root is {root[:40] or 'not in sight'}")
    return _read_elements(data)


def _mended(data: bytes) -> bytes:
    """Addresses such as /a?b=1&c=2 stand in sitemaps as they are, and the parser would take &c for a name.

    References to what is no character go: the parser would make halves of characters of them.
    """
    if b"\0" in data[:4]:
        wide = "utf-32" if data[:4].count(0) > 2 else "utf-16"
        order = wide if data[:2] in (b"\xff\xfe", b"\xfe\xff") else f"{wide}-{'be' if data[0] == 0 else 'le'}"
        text = data.decode(order, "replace")
        kept = without_no_characters(text)
        return data if len(kept) == len(text) else kept.encode(order)
    if b"&#" in data:
        data = without_no_characters(data.decode("latin-1")).encode("latin-1")
    return data if b"<![CDATA[" in data else BARE.sub(b"&amp;", data)


def _parser(data: bytes, *events: str, tag: tuple[str, ...] | None = None) -> Any:
    return etree.iterparse(io.BytesIO(data), events=events, tag=tag, recover=True, **xml_bounds.PARSING)


def _root(data: bytes) -> str:
    try:
        return next((etree.QName(element).localname for _, element in _parser(data, "start")), "")
    except etree.XMLSyntaxError:
        return ""


def _read_elements(data: bytes) -> Sitemap:
    found = Sitemap()
    parser = _parser(data, "end", tag=("{*}url", "{*}sitemap"))
    try:
        for _, element in parser:
            if len(found.entries) + len(found.children) >= MAX_ENTRIES:
                found.left.append(f"more than {MAX_ENTRIES} entries: only the first are looked at")
                break
            _add(found, element)
            element.clear(keep_tail=False)
    except etree.XMLSyntaxError as error:
        found.left.append(f"it is damaged: {error.msg}")
    if any(one.level_name in ("ERROR", "FATAL") for one in parser.error_log):
        _tell_damage(found, parser.error_log)
    return found


def _tell_damage(found: Sitemap, log: Any) -> None:
    """Where the XML breaks, what follows may be lost; an undeclared prefix or entity costs nothing."""
    worst = next((one for one in log if one.level_name == "FATAL"), None)
    if worst is not None and not found.left:
        found.left.append(f"line {worst.line} is damaged: {worst.message}"[:300])


def _add(found: Sitemap, element: Any) -> None:
    url = _text(element, "{*}loc") or (element.text or "").strip()
    if not url.startswith(("http://", "https://")):
        return
    link = Link(
        url=url,
        origin="sitemap",
        title=" ".join((_text(element, "{*}news/{*}title") or "").split())[:MAX_TITLE] or None,
        published=_date(_text(element, "{*}news/{*}publication_date")),
        updated=_date(_text(element, "{*}lastmod")),
    )
    is_child = etree.QName(element).localname == "sitemap"
    (found.children if is_child else found.entries).append(link)


def _text(element: Any, path: str) -> str | None:
    found = element.find(path)
    return "".join(found.itertext()).strip() or None if found is not None else None


def _date(stated: str | None) -> str | None:
    found = date_candidate(stated, "sitemap", 0.0)
    return found.value if found else None


def _read_lines(data: bytes) -> Sitemap:
    wide = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    lines = data.decode("utf-16" if wide else "utf-8-sig", "replace").splitlines()
    urls = [line.strip() for line in lines if re.match(r"\s*https?://\S+\s*$", line)]
    if not urls:
        raise ParseError("not_a_sitemap", "neither XML nor a list of addresses")
    left = [f"more than {MAX_ENTRIES} entries: only the first are looked at"] * (len(urls) > MAX_ENTRIES)
    return Sitemap(entries=[Link(url=url, origin="sitemap") for url in urls[:MAX_ENTRIES]], left=left)
