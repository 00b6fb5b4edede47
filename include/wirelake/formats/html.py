"""HTML: trafilatura finds the text, our own reading of the head finds the evidence.

The page is parsed once. The only importer of trafilatura.
"""

import json
import re
import unicodedata
from collections.abc import Iterator
from datetime import date, datetime
from functools import lru_cache
from importlib.metadata import version
from typing import Any
from urllib.parse import urljoin

from trafilatura import bare_extraction, load_html
from trafilatura.settings import use_config

from wirelake.errors import ParseError
from wirelake.evidence import page_clock
from wirelake.formats import begin, payload
from wirelake.records import Article, Author, DateCandidate, RawArticle

ARTICLE_TYPES = re.compile(
    r"(News|Reportage|Analysis|Opinion|Background|Review)?Article$|BlogPosting$|Report$"
)
PUBLISHED_META = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "date",
    "dc.date",
    "dc.date.issued",
    "dcterms.created",
    "pubdate",
    "publishdate",
    "sailthru.date",
    "parsely-pub-date",
)
MAX_JSON_DEPTH = 12
SITE_PARTING = re.compile(r"\s+[|–—·»-]\s+")


def parse(raw: RawArticle) -> list[Article]:
    """The article of a page.

    Raises:
        ParseError: not_html where the bytes hold no document.
    """
    tree = load_html(payload(raw))
    if tree is None:
        raise ParseError("not_html", "no document could be parsed from the bytes")
    metas = _metas(tree)
    things = list(_json_ld(tree))
    thing = next((one for one in things if ARTICLE_TYPES.search(str(_first(one.get("@type")) or ""))), {})
    fields = {
        "headline": _headline(tree, metas, thing),
        "description": _text(metas.get("og:description") or metas.get("description")),
        "authors": tuple(_authors(thing, metas)),
        "canonical_url": _canonical(tree, metas, raw),
        "language": _language(tree, thing),
        "subjects": tuple(_keywords(thing, metas)),
        "date_candidates": (*_stated_dates(metas, thing), *_visible_dates(tree), *_link_dates(raw)),
    }
    # Last: trafilatura changes the tree.
    text = _body(tree)
    return [
        begin(
            raw,
            "html",
            extracted_text=text,
            extractor="trafilatura",
            extractor_version=_trafilatura_version(),
            **fields,
        )
    ]


def _body(tree: Any) -> str:
    document: Any = bare_extraction(
        tree, with_metadata=False, include_comments=False, config=_settings(), date_extraction_params={}
    )
    text = unicodedata.normalize("NFC", document.text) if document and document.text else ""
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


@lru_cache(maxsize=1)
def _settings() -> Any:
    settings = use_config()
    # Short wire flashes are articles: the expectations judge length, not the extractor.
    settings.set("DEFAULT", "MIN_EXTRACTED_SIZE", "25")
    return settings


@lru_cache(maxsize=1)
def _trafilatura_version() -> str:
    return version("trafilatura")


def _metas(tree: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop")
        content = meta.get("content")
        if name and content and content.strip():
            found.setdefault(name.strip().lower(), content.strip())
    return found


def _json_ld(tree: Any) -> Iterator[dict[str, Any]]:
    for script in tree.iter("script"):
        if (script.get("type") or "").strip().lower() == "application/ld+json":
            try:
                yield from _things(json.loads(script.text or "", strict=False), MAX_JSON_DEPTH)
            except (ValueError, RecursionError):  # broken JSON-LD is common; the page has other evidence
                continue


def _things(node: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth and isinstance(node, list):
        for one in node:
            yield from _things(one, depth - 1)
    elif depth and isinstance(node, dict):
        yield node
        yield from _things(node.get("@graph", []), depth - 1)
        yield from _things(node.get("mainEntity", []), depth - 1)


def _first(value: Any) -> Any:
    return value[0] if isinstance(value, list) and value else value


def _text(value: Any) -> str | None:
    value = _first(value)
    if not isinstance(value, str) or not value.strip():
        return None
    return unicodedata.normalize("NFC", " ".join(value.split()))


def _headline(tree: Any, metas: dict[str, str], thing: dict[str, Any]) -> str:
    """The heading that the other statements of the title confirm; else the best of them."""
    site = _text(metas.get("og:site_name"))
    stated = [_text(thing.get("headline")), _text(metas.get("og:title")), _text(tree.findtext(".//title"))]
    stated = [_without_site(one, site) for one in stated if one]
    headings = [_text(" ".join(h1.itertext())) for h1 in tree.iter("h1")]
    for heading in headings:
        if heading and any(heading in one or one in heading for one in stated if one):
            return heading
    return next((one for one in (*stated, *headings) if one), "")


def _without_site(title: str, site: str | None) -> str:
    # "Grain ships sail again | Harbour Press": the site's name after the last bar
    parts = SITE_PARTING.split(title)
    if site and len(parts) > 1 and parts[-1].casefold() == site.casefold():
        return title[: title.rindex(parts[-1])].rstrip(" |–—·»-")
    return title


def _authors(thing: dict[str, Any], metas: dict[str, str]) -> Iterator[Author]:
    stated = thing.get("author") or []
    names = [
        one.get("name") if isinstance(one, dict) else one
        for one in (stated if isinstance(stated, list) else [stated])
        if not (isinstance(one, dict) and one.get("@type") == "Organization")
    ]
    if not any(names):
        names = [metas.get("author") or metas.get("parsely-author")]
    seen = set()
    for name in names:
        plain = re.sub(r"^by\s+", "", _text(name) or "", flags=re.IGNORECASE)
        if plain and not plain.startswith("http") and plain not in seen:
            seen.add(plain)
            yield Author(name=plain)


def _canonical(tree: Any, metas: dict[str, str], raw: RawArticle) -> str | None:
    link = tree.find('.//link[@rel="canonical"]')
    stated = (link.get("href") if link is not None else None) or metas.get("og:url")
    if not stated:
        return None
    try:
        address = urljoin(raw.final_url or raw.link.url, stated.strip())
    except ValueError:
        return None
    return address if address.startswith(("http://", "https://")) else None


def _language(tree: Any, thing: dict[str, Any]) -> str | None:
    root = tree.getroottree().getroot()
    for stated in (root.get("lang"), _text(thing.get("inLanguage"))):
        if stated and re.fullmatch(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]+)*", stated.strip()):
            return stated.strip().replace("_", "-")
    return None


def _keywords(thing: dict[str, Any], metas: dict[str, str]) -> list[str]:
    stated = thing.get("keywords") or metas.get("news_keywords") or metas.get("keywords") or []
    words = stated.split(",") if isinstance(stated, str) else stated if isinstance(stated, list) else []
    unique = dict.fromkeys(word.strip() for word in words if isinstance(word, str) and word.strip())
    return list(unique)[:50]


def _stated_dates(metas: dict[str, str], thing: dict[str, Any]) -> Iterator[DateCandidate]:
    if found := candidate(_first(thing.get("datePublished")), "json_ld", 0.95):
        yield found
    for name in PUBLISHED_META:
        if found := candidate(metas.get(name), "meta", 0.9):
            yield found


def _visible_dates(tree: Any) -> Iterator[DateCandidate]:
    """Clocks above the headline, refused, and <time> elements; the first ones only."""
    heading = next(tree.iter("h1"), None)
    if heading is not None:
        for element in tree.iter():
            if element is heading:
                break
            if isinstance(element.tag, str) and element.text and (clock := page_clock(element.text)):
                yield clock
    times = [one for one in tree.iter("time") if one.get("datetime")]
    # An article's own time stands inside it; times of related links come later.
    for order, one in enumerate(times[:3]):
        if found := candidate(one.get("datetime"), "visible_time", 0.7 if order == 0 else 0.3):
            yield found


def _link_dates(raw: RawArticle) -> Iterator[DateCandidate]:
    if raw.link.origin == "feed" and (found := candidate(raw.link.published, "feed", 0.85)):
        yield found


def candidate(stated: Any, origin: str, weight: float) -> DateCandidate | None:
    """An ISO 8601 date or time as a candidate; None for anything else. Without a zone it stays without."""
    if not isinstance(stated, str):
        return None
    text = stated.strip()
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            value, precision = date.fromisoformat(text).isoformat(), "day"
        else:
            moment = datetime.fromisoformat(text)
            if moment.year < 1900:
                return None
            value, precision = moment.isoformat(), "instant" if moment.second else "minute"
    except ValueError:
        return None
    return DateCandidate(value=value, raw=stated, origin=origin, precision=precision, weight=weight)
