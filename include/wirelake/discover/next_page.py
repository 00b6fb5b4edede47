"""The page that follows, of an article that its site spreads over several."""

import re
from collections.abc import Iterator
from typing import Any

from lxml.cssselect import CSSSelector

from wirelake.addresses import canonicalise, joined, registrable_domain
from wirelake.config import PagesFacts
from wirelake.discover.anchors import tree_of
from wirelake.markup.html_links import base
from wirelake.records import RawArticle

REL_NEXT = "link[rel~=next], a[rel~=next]"


def next_page(raw: RawArticle, first: str, number: int, facts: PagesFacts) -> str | None:
    """The address of the page after this one, which is the ``number``-th of the article at ``first``.

    With a pattern it is that of the next number, of an address that is else the article's; without one the
    first that the selector finds. None where there is none, or where it is on another registrable domain.

    Raises:
        ParseError: not_html, or what the payload's decoding raises.
    """
    tree = tree_of(raw)
    start = base(tree, raw.final_url or raw.link.url)
    host = registrable_domain(_host(first))
    found = (url for one in _chosen(tree, facts) if (url := joined(start, one.get("href"))))
    near = (url for url in found if registrable_domain(_host(url)) == host)
    return next((url for url in near if _is_next(url, first, number, facts)), None)


def _chosen(tree: Any, facts: PagesFacts) -> Iterator[Any]:
    if facts.select is None and facts.pattern is not None:
        yield from tree.iter("a", "link")
        return
    for element in CSSSelector(facts.select or REL_NEXT, translator="html")(tree):
        yield from (one for one in element.iter("a", "link") if one.get("href"))


def _is_next(url: str, first: str, number: int, facts: PagesFacts) -> bool:
    if facts.pattern is None:
        return True
    found = re.search(facts.pattern, url)
    if found is None or not found[1].isdecimal() or int(found[1]) != number + 1:
        return False
    rest = _same(url[: found.start()] + url[found.end() :])
    return rest in (_same(first), _same(re.sub(facts.pattern, "", first)))


def _same(url: str) -> str:
    return (canonicalise(url) or url).rstrip("/?&")


def _host(url: str) -> str:
    return url.partition("://")[2].partition("/")[0].rpartition("@")[2]
