"""A page's headline: the title that its headings, its metadata and its window's title agree on."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice, pairwise
from typing import Any, NamedTuple, Self

from wirelake.formats.html.head import WIDE, Head, plain, width
from wirelake.formats.html.sites import Site
from wirelake.formats.html.visible import is_hidden, shown
from wirelake.records import Candidate
from wirelake.statements import candidate
from wirelake.statements.lines import letters

# How much each place says: readers see the h1, and three others that agree outvote it.
H1, H1_APART, H1_OTHER = 1.6, 0.9, 0.4
WEIGHTS = {
    "json_ld": 1.0,
    "og_title": 0.9,
    "microdata": 0.7,
    "twitter_title": 0.5,
    "title": 0.5,
    "json_ld_name": 0.4,
    "meta": 0.4,
}
MIN_GLUED = 12  # letters
MAX_HEADINGS = {"h1": 12, "h2": 30, "h3": 30}
HEADINGS = ("h1", "h2", "h3")
MAX_TEXTS = 400  # pieces of a heading
LEAST_SHARE = 0.5  # of a title
SURE = 15  # letters, those of CJK twice, of a heading that is found in a title
MAX_CHARACTERS = 600
BRAND = ("logo", "brand", "site-title", "site-name", "sitetitle", "masthead")


class Headline(NamedTuple):
    """The heading of the article, its ancestors from the nearest on, and whether its words are a title's.

    Where the page has no heading that may be it, ``heading`` is None.
    """

    heading: Any
    around: tuple[Any, ...]
    sure: bool

    @classmethod
    def at(cls, heading: Any, *, sure: bool) -> Self:
        """The headline at this element."""
        return cls(heading, () if heading is None else tuple(heading.iterancestors()), sure)


@dataclass(slots=True, kw_only=True)
class Title:
    """One place's title; ``key`` is what is compared."""

    text: str
    origin: str
    weight: float
    refused: str | None = None

    @property
    def key(self) -> str:
        return letters(self.text)


def headline(head: Head, site: Site) -> tuple[str, tuple[Candidate, ...]]:
    """The best-supported title, empty where there is none, and every place that states one."""
    stated = list(_stated(head))
    name = site.behind(next((one.text for one in stated if one.origin == "title"), ""))
    headings = list(_headings(head, site, name))
    if any(one.refused and one.key == name for one in headings):
        site = replace(site, names=site.names | {name})
    said = frozenset(one.key for one in headings if not one.refused)
    others = frozenset(one.key for one in stated)
    for one in stated:
        one.text = site.freed(one.text, said, others)
        if site.is_called(one.text):
            one.refused = "site_name"
    _weigh(headings, stated)
    titles = [*headings, *stated]
    sums: dict[str, float] = {}
    counted: set[tuple[str, str]] = set()
    for one in titles:
        if one.key and not one.refused and (one.key, one.origin) not in counted:
            sums[one.key] = sums.get(one.key, 0.0) + one.weight
            counted.add((one.key, one.origin))
    best = max(sums, key=lambda key: sums[key], default="")
    text = next((one.text for one in titles if one.key == best and not one.refused), "")
    titles += _alternative(head)
    return text, tuple(candidate("headline", one.text, one.origin, one.weight, one.refused) for one in titles)


def find_headline(head: Head, headline: str) -> Headline:
    """The heading that holds the article's title, an h1 sooner than lesser ones, else an h1 that may be any.

    It may say less or more than the title that outvoted it: a lesser heading at least half of it, as a
    sub-heading takes up some of its words. The headline alone makes it sure only where no other title
    contradicts: it may be the logo itself.
    """
    own = letters(headline)
    titles = [key for one in head.titles() if (key := letters(one))]
    agreed = own and (not titles or any(own in key or key in own for key in titles))
    wanted = list(dict.fromkeys([own, *titles] if agreed else titles))
    main: list[tuple[Any, str]] = []
    for tag in HEADINGS:
        headings = [(one, _spelt(one)) for one in islice(head.tree.iter(tag), MAX_HEADINGS[tag])]
        main = main or headings if tag == "h1" else main
        found = next((one for key in wanted for one, words in headings if words == key), None)
        if found is None:
            share = 0.0 if tag == "h1" else LEAST_SHARE
            held = (one for key in wanted for one, words in headings if _shares(words, key, share))
            found = next(held, None)
        if found is not None:
            return Headline.at(found, sure=True)
    holding = (one for one, words in main if own and own in words)
    return Headline.at(next(holding, main[0][0] if main else None), sure=False)


def _spelt(heading: Any) -> str:
    """The letters of a heading, with those that no reader sees."""
    return letters("".join(islice(heading.itertext("*"), MAX_TEXTS))[:MAX_CHARACTERS])


def _shares(words: str, title: str, least: float) -> bool:
    """One holds the other, and both are too long for that to be a coincidence."""
    long = min(width(words), width(title)) > SURE and len(words) >= least * len(title)
    return long and (words in title or title in words)


def _stated(head: Head) -> Iterator[Title]:
    places = (
        ("json_ld", head.thing.get("headline")),
        ("og_title", head.metas.get("og:title")),
        ("microdata", head.microdata.get("headline")),
        ("twitter_title", head.metas.get("twitter:title")),
        ("title", head.tree.findtext(".//title")),
        ("json_ld_name", head.thing.get("name")),
        ("meta", head.metas.get("dc.title") or head.metas.get("sailthru.title")),
    )
    for origin, value in places:
        if text := plain(value):
            yield Title(text=text[:MAX_CHARACTERS], origin=origin, weight=WEIGHTS[origin])


def _alternative(head: Head) -> Iterator[Title]:
    """What JSON-LD states to be another headline of the article: a kicker or a deck on most pages."""
    if text := plain(head.thing.get("alternativeHeadline")):
        yield Title(text=text[:MAX_CHARACTERS], origin="json_ld", weight=0.0, refused="alternative")


def _headings(head: Head, site: Site, name: str) -> Iterator[Title]:
    any_kept = False
    for h1 in islice(head.tree.iter("h1"), MAX_HEADINGS["h1"]):
        text = plain(shown(h1))
        if text and not is_hidden(h1):
            called = site.is_called(text) or letters(text) == name or _is_brand(h1)
            any_kept = any_kept or not called
            refused = "site_name" if called else None
            yield Title(text=text[:MAX_CHARACTERS], origin="h1", weight=H1, refused=refused)
    if not any_kept and (title := head.tree.findtext(".//title")):
        yield from _lesser(head, frozenset(site.main_parts(plain(title) or "")))


def _lesser(head: Head, parts: frozenset[str]) -> Iterator[Title]:
    """Where the h1 is a logo: <h1><a href="/"><img></a></h1><h2>Grain ships sail again</h2>."""
    for tag in HEADINGS[1:] if parts else ():
        for one in islice(head.tree.iter(tag), MAX_HEADINGS[tag]):
            text = plain(shown(one))
            if text and letters(text) in parts:
                yield Title(text=text[:MAX_CHARACTERS], origin=tag, weight=H1)
                return


def _is_brand(h1: Any) -> bool:
    """A logo that leads home: <h1 class="logo"><a href="/">Harbour Press</a></h1>."""
    classes = f"{h1.get('class', '')} {h1.get('id', '')}".lower()
    link = next(h1.iter("a"), None)
    leads_home = link is not None and (link.get("href") or "").strip() in ("/", "./", "index.html")
    return leads_home or any(one in classes for one in BRAND)


def _weigh(headings: list[Title], stated: list[Title]) -> None:
    """The h1 that others confirm, or else the one that has most words in common with them, counts in full.

    Where it has none it may be a section's or a campaign's, and where it holds more than a headline on which
    others agree, that is a kicker or a deck: two places that agree outweigh it.
    """
    keys = [one.key for one in stated if not one.refused]
    words = {word for one in stated if not one.refused for word in _words(one.text)}
    kept = [one for one in headings if not one.refused]

    def likeness(one: Title) -> int:
        confirmed = any(one.key in key or key in one.key for key in keys)
        return 1_000 * confirmed + len(_words(one.text) & words)

    main = max(kept, key=likeness, default=None)
    for one in kept:
        if main is None or one.key != main.key:
            one.weight = H1_OTHER
        elif keys and (not likeness(main) or _is_glued(main.key, keys)):
            one.weight = H1_APART


def _is_glued(key: str, keys: list[str]) -> bool:
    agreed = {one for one in keys if len(one) >= MIN_GLUED and keys.count(one) > 1}
    return not any(key in one for one in keys) and any(
        key.startswith(one) or key.endswith(one) for one in agreed
    )


def _words(text: str) -> set[str]:
    """Its longer words; of a script that parts none by blanks, pairs of characters."""
    found = {word for word in re.findall(r"\w{4,}", text.casefold()) if word.isascii() or word[0] < WIDE}
    wide = [one for one in text if one >= WIDE]
    return found | {"".join(pair) for pair in pairwise(wide)}
