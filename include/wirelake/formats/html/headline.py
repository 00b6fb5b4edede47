"""A page's headline."""

import re
from typing import Any

from wirelake.formats.html.head import Head, plain

# "Grain ships sail again | Harbour Press": the site's name stands after the last of these
SITE_PARTING = re.compile(r"\s+[|–—·»-]\s+")


def headline(head: Head) -> str:
    """The heading that the other statements of the title confirm; else the best of them."""
    stated = [plain(head.thing.get("headline")), plain(head.metas.get("og:title"))]
    stated += [plain(head.tree.findtext(".//title"))]
    site = (head.site() or "").casefold()
    stated = [_without_site(one, head.site()) for one in stated if one and one.casefold() != site]
    headings = [plain(" ".join(h1.itertext())) for h1 in head.tree.iter("h1")]
    for heading in headings:
        if heading and any(heading in one or one in heading for one in stated if one):
            return heading
    return next((one for one in (*stated, *headings) if one), "")


def heading_of(tree: Any, headline: str) -> Any:
    """The heading that holds the headline; a page's first h1 is often its logo."""
    headings = list(tree.iter("h1"))
    same = (one for one in headings if plain(" ".join(one.itertext())) == headline)
    return next(same, headings[0] if headings else None)


def _without_site(title: str, site: str | None) -> str:
    parts = SITE_PARTING.split(title)
    if site and len(parts) > 1 and parts[-1].casefold() == site.casefold():
        return title[: title.rindex(parts[-1])].rstrip(" |–—·»-")
    return title
