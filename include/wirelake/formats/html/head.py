"""What a page states of itself for machines: JSON-LD and meta elements."""

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any, Self
from urllib.parse import urljoin

from wirelake.records import Rights
from wirelake.rights import from_meta

ARTICLE_TYPES = re.compile(
    r"(News|Reportage|Analysis|Opinion|Background|Review)?Article$|(Blog|SocialMedia)Posting$|Report$"
)
MAX_JSON_DEPTH = 12


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

    def description(self) -> str | None:
        """The page's own short description."""
        return plain(self.metas.get("og:description") or self.metas.get("description"))

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

    def rights(self) -> Rights:
        """What the page's meta elements reserve."""
        metas = ((meta.get("name") or "", meta.get("content") or "") for meta in self.tree.iter("meta"))
        return from_meta(metas)

    def site(self) -> str | None:
        """The site's own name."""
        return plain(self.metas.get("og:site_name"))


def plain(value: Any) -> str | None:
    """One line of text, without the markup and the entities that some write into JSON; None if empty."""
    value = first(value)
    if not isinstance(value, str):
        return None
    if "&" in value:
        value = unescape(value)
    value = re.sub(r"</?(?:i|b|em|strong|span|br|sup|sub)\b[^<>]*>", "", value)
    value = value.encode("utf-8", "replace").decode()  # half of a surrogate pair cannot be stored
    return unicodedata.normalize("NFC", " ".join(value.split())) or None


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


def first(value: Any) -> Any:
    """The first of a list, or the value itself."""
    return value[0] if isinstance(value, list) and value else value
