"""What a page states of its article: JSON-LD, meta elements, title and headings. Part of ``formats.html``."""

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any, Self
from urllib.parse import urljoin

from wirelake.formats import date_candidate
from wirelake.records import Author, DateCandidate, Rights
from wirelake.rights import from_meta

ARTICLE_TYPES = re.compile(
    r"(News|Reportage|Analysis|Opinion|Background|Review)?Article$|(Blog|SocialMedia)Posting$|Report$"
)
PUBLISHED_META = (
    "article:published_time",
    "article:published",
    "og:article:published_time",
    "datepublished",
    "date",
    "dc.date",
    "dc.date.issued",
    "dcterms.created",
    "pubdate",
    "publishdate",
    "publish-date",
    "sailthru.date",
    "parsely-pub-date",
)
MAX_JSON_DEPTH = 12
# "Grain ships sail again | Harbour Press": the site's name stands after the last of these
SITE_PARTING = re.compile(r"\s+[|–—·»-]\s+")
NAME_PARTING = re.compile(r"\s*;\s*|\s+(?:and|und|og|et|&)\s+(?=\w+[\w.’'-]*\s\w)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A page's statements: ``thing`` is the JSON-LD of its article, ``things`` are all, by their ``@id``."""

    tree: Any
    metas: dict[str, str]
    thing: dict[str, Any]
    things: dict[str, dict[str, Any]]

    @classmethod
    def read(cls, tree: Any) -> Self:
        """Collect what the tree states."""
        things = list(_json_ld(tree))
        article = next((one for one in things if _is_article(one)), {})
        by_id = {str(one["@id"]): one for one in things if one.get("@id") and one.get("name")}
        return cls(tree=tree, metas=_metas(tree), thing=article, things=by_id)

    def headline(self) -> str:
        """The heading that the other statements of the title confirm; else the best of them."""
        stated = [plain(self.thing.get("headline")), plain(self.metas.get("og:title"))]
        stated += [plain(self.tree.findtext(".//title"))]
        site = (self._site() or "").casefold()
        stated = [self._without_site(one) for one in stated if one and one.casefold() != site]
        headings = [plain(" ".join(h1.itertext())) for h1 in self.tree.iter("h1")]
        for heading in headings:
            if heading and any(heading in one or one in heading for one in stated if one):
                return heading
        return next((one for one in (*stated, *headings) if one), "")

    def description(self) -> str | None:
        """The page's own short description."""
        return plain(self.metas.get("og:description") or self.metas.get("description"))

    def authors(self) -> Iterator[Author]:
        """The people whom the page states as authors, each once; neither the site nor addresses."""
        stated = self.thing.get("author") or []
        names = [self._name(one) for one in (stated if isinstance(stated, list) else [stated])]
        if not any(names):
            names = [self.metas.get("author") or self.metas.get("parsely-author")]
        sites = {self._site(), plain(self._name(_first(self.thing.get("publisher"))))}
        yield from people(names, {site.casefold() for site in sites if site})

    def canonical_url(self, base: str) -> str | None:
        """The address that the page calls its own, http(s) only."""
        link = self.tree.find('.//link[@rel="canonical"]')
        stated = (link.get("href") if link is not None else None) or self.metas.get("og:url")
        try:
            address = urljoin(base, stated.strip()) if stated else ""
        except ValueError:
            return None
        return address if address.startswith(("http://", "https://")) else None

    def language(self) -> str | None:
        """The language as a tag such as ``en`` or ``pt-BR``."""
        root = self.tree.getroottree().getroot()
        for stated in (root.get("lang"), plain(self.thing.get("inLanguage"))):
            if stated and re.fullmatch(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{1,8})*", stated.strip()):
                return stated.strip().replace("_", "-")
        return None

    def subjects(self) -> list[str]:
        """Keywords, each once."""
        stated = (
            self.thing.get("keywords") or self.metas.get("news_keywords") or self.metas.get("keywords") or []
        )
        words = stated.split(",") if isinstance(stated, str) else stated if isinstance(stated, list) else []
        return list(dict.fromkeys(word for one in words if (word := plain(one))))[:50]

    def dates(self) -> Iterator[DateCandidate]:
        """When the article was published, as stated for machines."""
        if found := date_candidate(_first(self.thing.get("datePublished")), "json_ld", 0.95):
            yield found
        for name in PUBLISHED_META:
            if found := date_candidate(self.metas.get(name), "meta", 0.9):
                yield found

    def rights(self) -> Rights:
        """What the page's meta elements reserve."""
        metas = ((meta.get("name") or "", meta.get("content") or "") for meta in self.tree.iter("meta"))
        return from_meta(metas)

    def _site(self) -> str | None:
        return plain(self.metas.get("og:site_name"))

    def _without_site(self, title: str) -> str:
        site = self._site()
        parts = SITE_PARTING.split(title)
        if site and len(parts) > 1 and parts[-1].casefold() == site.casefold():
            return title[: title.rindex(parts[-1])].rstrip(" |–—·»-")
        return title

    def _name(self, stated: Any) -> Any:
        if not isinstance(stated, dict):
            return stated
        known = {**self.things.get(str(stated.get("@id")), {}), **stated}
        return None if _first(known.get("@type")) == "Organization" else known.get("name")


def plain(value: Any) -> str | None:
    """One line of text, without the markup and the entities that some write into JSON; None if empty."""
    value = _first(value)
    if not isinstance(value, str):
        return None
    if "&" in value:
        value = unescape(value)
    value = re.sub(r"</?(?:i|b|em|strong|span|br|sup|sub)\b[^<>]*>", "", value)
    value = value.encode("utf-8", "replace").decode()  # half of a surrogate pair cannot be stored
    return unicodedata.normalize("NFC", " ".join(value.split())) or None


def people(names: list[Any], sites: set[str]) -> Iterator[Author]:
    """Authors from stated names, without ``By``, what stands after a bar, addresses and the site's name."""
    seen: set[str] = set()
    for stated in names:
        for part in NAME_PARTING.split(plain(stated) or ""):
            name = re.sub(r"^by:?\s+", "", part, flags=re.IGNORECASE).partition(" | ")[0].strip(" ,")
            key = name.casefold()
            if name and key not in seen | sites and not re.search(r"https?:|@|www\.", key):
                seen.add(key)
                yield Author(name=name)


def _is_article(thing: dict[str, Any]) -> bool:
    types = thing.get("@type")
    return any(ARTICLE_TYPES.search(str(one)) for one in (types if isinstance(types, list) else [types]))


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
                yield from _things(_json(script.text or ""), MAX_JSON_DEPTH)
            except (ValueError, RecursionError):  # broken JSON-LD is common; the page has other evidence
                continue


def _json(text: str) -> Any:
    found = json.loads(text, strict=False)
    if "\\ud" in text.lower():  # as in plain(): it may stand in a date
        found = json.loads(json.dumps(found, ensure_ascii=False).encode("utf-8", "replace"))
    return found


def _things(node: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth and isinstance(node, list):
        for one in node:
            yield from _things(one, depth - 1)
    elif depth and isinstance(node, dict):
        yield node
        yield from _things(node.get("@graph", []), depth - 1)
        yield from _things(node.get("mainEntity", []), depth - 1)
        yield from _things(node.get("mainEntityOfPage", []), depth - 1)


def _first(value: Any) -> Any:
    return value[0] if isinstance(value, list) and value else value
