"""Pages that answer 200 and hold no article: soft 404s, consent walls, paywall stubs, shells of scripts.

Each verdict needs two signs, of which one is that there is hardly any text: an article about paywalls, or a
page that merely carries a consent banner, stays. The detail of the rejection quotes the signs.
"""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import SplitResult, urlsplit

from wirelake.errors import ParseError
from wirelake.formats.html.walls import phrases as wall_phrases
from wirelake.markup.html_links import refresh
from wirelake.records import RawArticle

SHORT = 1_200  # characters of the body; those of Chinese, Japanese and Korean count threefold
SHORTEST = 300
WIDE = re.compile("[\u2e80-\U0010ffff]")
HOMES = re.compile(r"/?|/(?:index|default|home)(?:\.\w+)?/?|/[a-z]{2}(?:-[a-z]{2})?/?", re.IGNORECASE)
ERROR = re.compile(
    r"(?:(?:http|error|fehler|erreur|errore|fout|ошибка|hata)\W*)*404\W*(?:error\W*)?", re.IGNORECASE
)
NOT_FOUND, CONSENT_TITLES, CONSENT_WORDS, CONSENT_MARKS, PAYWALL, SCRIPTS = (
    re.compile("|".join(phrases), re.IGNORECASE)
    for phrases in (
        wall_phrases.NOT_FOUND,
        wall_phrases.CONSENT_TITLES,
        wall_phrases.CONSENT_WORDS,
        wall_phrases.CONSENT_MARKS,
        wall_phrases.PAYWALL,
        wall_phrases.SCRIPTS,
    )
)
PARTING = re.compile(r"\s+[|–—·»:-]+\s+|\s*[|»]\s*")


def size(text: str) -> int:
    """Characters, those of Chinese, Japanese and Korean threefold: a rough measure of how much is said."""
    return len(text) if text.isascii() else len(text) + 2 * len(WIDE.findall(text))


def check_way(raw: RawArticle) -> None:
    """Refuse what was asked for as an article and answered by a site's front page.

    Raises:
        ParseError: soft_404.
    """
    try:
        asked, given = urlsplit(raw.link.url), urlsplit(raw.final_url or raw.link.url)
    except ValueError:  # no address that could be a front page's
        return
    if _is_home(given) and not _is_home(asked):
        raise ParseError("soft_404", f"the address led to the front page {raw.final_url}")


def check_page(tree: Any, url: str, body: str, things: list[dict[str, Any]]) -> None:
    """Refuse a page of hardly any text that says itself why.

    ``tree`` is the page as it came, ``body`` the text that was found, ``things`` the page's JSON-LD.

    Raises:
        ParseError: soft_404, consent_wall, paywall, script_required.
    """
    length = size(body)
    if length >= SHORT:
        return
    said = f"{length} characters of text"
    shown = _shown_text(tree)
    titles = list(_titles(tree))
    if sign := next(filter(_not_found, titles), None):
        raise ParseError("soft_404", f"the page is called {sign!r}, {said}")
    sent = refresh(tree, url)
    if sent and sent[0] <= 10 and _is_home(urlsplit(sent[1])) and length < SHORTEST:
        raise ParseError("soft_404", f"the page sends its reader to {sent[1]}, {said}")
    if sign := _consent(tree, titles, shown):
        raise ParseError("consent_wall", f"{sign}, {said}")
    if sign := _paywall(things, body, shown):
        raise ParseError("paywall", f"{sign}, {said}")
    if length < SHORTEST and size(shown) < 2 * SHORTEST and (found := SCRIPTS.search(shown)):
        raise ParseError("script_required", f"the page says {found[0]!r}, {said}")


def _is_home(address: SplitResult) -> bool:
    return HOMES.fullmatch(address.path) is not None and not address.query


def _not_found(title: str) -> bool:
    error = ERROR.match(title)
    rest = title[error.end() :] if error else title
    return not rest or NOT_FOUND.fullmatch(rest) is not None


def _consent(tree: Any, titles: list[str], shown: str) -> str | None:
    words = {found.lower() for found in CONSENT_WORDS.findall(shown)}
    title = next((one for one in titles if CONSENT_TITLES.fullmatch(one)), None)
    if title is None or not words or size(shown) > 4 * SHORT:
        return None
    scripts = " ".join(
        f"{one.get('src') or ''} {(one.text or '')[:5000]}" for one in tree.iter("script", "link", "iframe")
    )
    mark = CONSENT_MARKS.search(scripts)
    if mark is None and len(words) < 2:
        return None
    return f"the page is called {title!r} and offers {sorted(words)[0]!r}"


def _paywall(things: list[dict[str, Any]], body: str, shown: str) -> str | None:
    lines = body.split("\n")
    last = lines[-1]
    at_the_end = PAYWALL.search(last) if len(last) < 200 else None
    if at_the_end:
        return f"the text ends in {at_the_end[0]!r}"
    paid = any(str(one.get("isAccessibleForFree")).lower() == "false" for one in things)
    if paid and (beside := PAYWALL.search(_without(shown, lines))):
        return f"isAccessibleForFree is false and the page says {beside[0]!r}"
    return None


def _titles(tree: Any) -> Iterator[str]:
    for element in tree.iter("title", "h1"):
        text = " ".join(" ".join(element.itertext()).split())
        for part in (text, *PARTING.split(text)):
            if stripped := part.strip(" .!:…"):
                yield stripped


def _shown_text(tree: Any) -> str:
    body = next(tree.iter("body"), tree)
    texts: list[str] = []
    for element in body.iter():
        if isinstance(element.tag, str) and element.tag not in ("script", "style"):
            texts.append(element.text or "")
        texts.append(element.tail or "")
    return " ".join(" ".join(texts).split())


def _without(shown: str, lines: list[str]) -> str:
    for line in lines:
        shown = shown.replace(line, " ", 1)
    return shown
