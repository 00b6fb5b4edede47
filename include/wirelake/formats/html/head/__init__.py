"""What a page states of itself for machines: JSON-LD, microdata and meta elements."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import urljoin

from wirelake.formats.html.head import json_ld, microdata
from wirelake.markup.html_links import base
from wirelake.records import Candidate, Rights
from wirelake.rights import from_meta
from wirelake.statements import candidate
from wirelake.statements.lines import letters, line

LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*")
WIDE = "\u2e80"  # Chinese, Japanese and Korean from here on


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A page's statements: ``thing`` is the JSON-LD of its article, ``things`` are all, by their ``@id``.

    ``meta_elements`` are all of them, and ``metas`` has each name's first content; ``microdata`` has the
    values of the article's properties by name; ``address`` is where the page was received, ``base`` where its
    relative links start from; ``sites`` are the JSON-LD names of the site.
    """

    tree: Any
    meta_elements: tuple[Any, ...]
    metas: dict[str, str]
    thing: dict[str, Any]
    things: dict[str, dict[str, Any]]
    microdata: dict[str, list[str]]
    address: str = ""
    base: str = ""
    sites: tuple[str, ...] = ()

    @classmethod
    def read(cls, tree: Any, address: str = "") -> Self:
        """Collect what the tree states; ``address`` tells which of several articles is the page's own."""
        things = json_ld.things(tree)
        meta_elements = tuple(tree.iter("meta"))
        metas = _metas(meta_elements)
        articles = [one for one in things if json_ld.is_article(one)]
        return cls(
            tree=tree,
            meta_elements=meta_elements,
            metas=metas,
            thing=_own(articles, tree, metas, address),
            things=json_ld.by_id(things),
            microdata=microdata.properties(tree),
            address=address,
            base=base(tree, address),
            sites=tuple(name for one in things if one.get("@type") == "WebSite" and (name := _named(one))),
        )

    def resolved(self, stated: Any) -> Any:
        """A statement that is a mere reference by ``@id``, with what the page says of it elsewhere."""
        if not isinstance(stated, dict):
            return stated
        return {**self.things.get(str(stated.get("@id")), {}), **stated}

    def description(self) -> str | None:
        """The page's own short description."""
        return next((value for _, value in self.descriptions() if value), None)

    def descriptions(self) -> Iterator[tuple[str, str | None]]:
        """Every short description with its origin, the best first."""
        for name in ("og:description", "description", "twitter:description"):
            yield "meta" if name == "description" else name.replace(":", "_"), plain(self.metas.get(name))
        yield "json_ld", plain(self.thing.get("description"))
        yield "microdata", plain(self.microdata.get("description"))

    def candidates(self) -> Iterator[Candidate]:
        """The descriptions and the languages that the page states, as candidates."""
        for order, (origin, value) in enumerate(self.descriptions()):
            if value:
                yield candidate("description", value, origin, 0.9 - 0.1 * order)
        for order, (origin, tag) in enumerate(self.languages()):
            yield candidate("language", tag, origin, 0.8 - 0.1 * order)

    def titles(self) -> list[str]:
        """The article's title where most pages state it, the best first, not freed of the site's name."""
        stated = (self.thing.get("headline"), self.metas.get("og:title"), self.tree.findtext(".//title"))
        return [title for one in stated if (title := plain(one))]

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
        return next((tag for _, tag in self.languages()), None)

    def languages(self) -> Iterator[tuple[str, str]]:
        """Every well-formed tag with its origin, the best first."""
        root = self.tree.getroottree().getroot()
        stated = (
            ("html_lang", root.get("lang")),
            ("json_ld", self.thing.get("inLanguage")),
            ("og_locale", self.metas.get("og:locale")),
            ("content_language", self.metas.get("content-language")),
        )
        for origin, one in stated:
            tag = (plain(one) or "").replace("_", "-")
            if LANGUAGE.fullmatch(tag):
                yield origin, tag

    def subjects(self) -> list[str]:
        """Keywords, each once."""
        stated = (
            self.thing.get("keywords") or self.metas.get("news_keywords") or self.metas.get("keywords") or []
        )
        words = stated.split(",") if isinstance(stated, str) else stated if isinstance(stated, list) else []
        return list(dict.fromkeys(word for one in words if (word := plain(one))))[:50]

    def rights(self) -> Rights:
        """What the page's meta elements reserve."""
        metas = ((meta.get("name") or "", meta.get("content") or "") for meta in self.meta_elements)
        return from_meta(metas)

    def site(self) -> str | None:
        """The site's own name."""
        return plain(self.metas.get("og:site_name"))


def plain(value: Any) -> str | None:
    """One line of text, without the markup and the entities that some write into JSON; None if empty."""
    value = first(value)
    if not isinstance(value, str):
        return None
    return line(value)


def first(value: Any) -> Any:
    """The first of a list, or the value itself."""
    return value[0] if isinstance(value, list) and value else value


def width(text: str) -> int:
    """How many columns it takes: Chinese, Japanese and Korean say in one character what others say in two."""
    return len(text) + sum(one > WIDE for one in text)


def _own(articles: list[dict[str, Any]], tree: Any, metas: dict[str, str], address: str) -> dict[str, Any]:
    """The page's own article: a page may describe those that it links to as well, and even before it."""
    if len(articles) < 2:
        return articles[0] if articles else {}
    link = tree.find('.//link[@rel="canonical"]')
    canonical = link.get("href") if link is not None else None
    pages = {_path(one) for one in (address, canonical, metas.get("og:url")) if one} - {""}
    titles = [letters(one) for one in (metas.get("og:title"), tree.findtext(".//title")) if one]

    def likeness(article: dict[str, Any]) -> float:
        stated = [article.get("url"), article.get("@id"), article.get("mainEntityOfPage")]
        stated += [one.get("@id") or one.get("url") for one in stated if isinstance(one, dict)]
        headline = letters(plain(article.get("headline") or article.get("name")))
        same_page = any(_path(one) in pages for one in stated if isinstance(one, str))
        same_title = len(headline) > 3 and any(headline in title or title in headline for title in titles)
        return (
            3 * same_page + 3 * same_title + bool(article.get("datePublished")) + bool(article.get("author"))
        )

    return max(articles, key=likeness)


def _path(url: str) -> str:
    """Host and path, in so far as they tell pages apart."""
    return re.sub(r"^\w+://(?:www\.)?|[?#].*", "", url.strip()[:2_000]).rstrip("/").lower()


def _named(thing: dict[str, Any]) -> str | None:
    return plain(thing.get("name"))


def _metas(meta_elements: tuple[Any, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for meta in meta_elements:
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or meta.get("http-equiv")
        content = meta.get("content")
        if name and content and content.strip():
            found.setdefault(name.strip().lower(), content.strip())
    return found
