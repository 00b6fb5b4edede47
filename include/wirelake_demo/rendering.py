"""Truth → the bytes that a wire serves: article pages, pages of links, feeds."""

import json
import zlib
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from email.utils import format_datetime
from functools import cache
from html import escape
from pathlib import Path
from string import Template

from wirelake_demo.truth import CORRECTED_ON, GULF, HARBOUR, NILE, PROVIDERS, Kind, Oddity, Truth, one

MONTHS_AR = [
    "يناير",
    "فبراير",
    "مارس",
    "أبريل",
    "مايو",
    "يونيو",
    "يوليو",
    "أغسطس",
    "سبتمبر",
    "أكتوبر",
    "نوفمبر",
    "ديسمبر",
]
DAYS_AR = ["الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"]
# In the midst of the text, where an extractor takes it for a part of it.
MORNING_TIDE = "Sign up for The Morning Tide: our best stories in your inbox before eight."
ARCHIVES = {GULF: ("Gulfwire archive, {day}", "ltr"), NILE: ("أرشيف أخبار {day}", "rtl")}


def article_page(item: Truth, base_url: str) -> str:
    """The page of an article, in its wire's manner."""
    page = {HARBOUR: _harbour, GULF: _gulf, NILE: _nile}[item.wire]
    return page(item, base_url)


def archive_page(wire: str, day: date, items: Iterable[Truth]) -> str:
    """A dated page of relative links, in the wire's order."""
    title, direction = ARCHIVES[wire]
    home = f"/{wire.removeprefix('demo_')}/"
    links = [
        f'<li><a href="{escape(item.path)}">{escape(item.headline)}</a></li>'
        for item in items
        for _ in range(item.listed)
    ]
    return _template("listing").substitute(
        language="ar" if wire == NILE else "en",
        direction=direction,
        title=title.format(day=day),
        navigation=f'<a href="{home}">{PROVIDERS[wire]}</a> <a href="{home}contact">@</a>',
        links="\n".join(links),
    )


def feed(wire: str, items: Iterable[Truth], base_url: str) -> str:
    """An RSS 2.0 feed; demo_harbour's links carry ``src=rss``, demo_nile's guids are its links."""
    entries = "\n".join(_entry(item, base_url) for item in items)
    language = "ar" if wire == NILE else "en"
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel>\n'
        f"<title>{PROVIDERS[wire]}</title><link>{base_url}/</link>"
        f"<description>{PROVIDERS[wire]}</description><language>{language}</language>\n"
        f"{entries}\n</channel></rss>\n"
    )


def _entry(item: Truth, base_url: str) -> str:
    address = f"{base_url}{item.path}"
    guid = f'<guid isPermaLink="true">{address}</guid>'
    if item.wire == HARBOUR:
        address += "&amp;src=rss" if "?" in item.path else "?src=rss"
        guid = f'<guid isPermaLink="false">{item.guid}</guid>'
    # The lead alone: a missing article has one in its listing too.
    summary = item.paragraphs[0] if item.paragraphs else item.headline
    return (
        f"<item><title>{escape(_shown_headline(item))}</title><link>{address}</link>{guid}"
        f"<pubDate>{format_datetime(_instant(item))}</pubDate>"
        f"<description>{escape(summary)}</description></item>"
    )


def _harbour(item: Truth, base_url: str) -> str:
    canonical = base_url + item.path.partition("?")[0]
    undated = item.oddity is Oddity.DATE_IN_FEED_ONLY
    published = _instant(item)
    stated = published.isoformat().replace("+00:00", "Z") if item.number % 2 else published.isoformat()
    thing = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": _shown_headline(item),
        "author": {"@type": "Organization", "name": item.desk},
        "publisher": {"@type": "Organization", "name": "Harbour Press"},
        "inLanguage": "en",
        **({} if undated else {"datePublished": stated}),
        **({"dateModified": f"{CORRECTED_ON}T09:15:00Z"} if item.version > 1 else {}),
    }
    note = [f"Editor's note: {item.editors_note}."] if item.editors_note else []
    shown = "" if undated else f' <time datetime="{stated}">{published:%d %B %Y, %H:%M} UTC</time>'
    return _template("harbour").substitute(
        shown_headline=escape(_shown_headline(item)),
        description=escape(item.paragraphs[0]),
        desk=escape(item.desk),
        canonical=canonical,
        json_ld=json.dumps(thing, ensure_ascii=False).replace("</", "<\\/"),
        visible_time=shown,
        body=_paragraphs([*note, *item.paragraphs[:2], MORNING_TIDE, *item.paragraphs[2:]]),
        related=_related(item),
    )


def _gulf(item: Truth, base_url: str) -> str:
    del base_url  # this wire's pages name no address
    text = list(item.paragraphs)
    if text:
        text[0] = f"{item.credit} {text[0]}"
    provider = zlib.crc32(item.provider.encode()) % 1_000
    stamp = f"GULFWIRE{item.published:%d%m%Y}{provider:06d}017640ID{item.wire_id}"
    twice = item.number % 5 == 0 or item.kind is Kind.FURNITURE_ONLY
    return _template("gulf").substitute(
        headline=escape(item.headline),
        body=_paragraphs([*text, stamp, *([stamp] if twice else [])]),
        related=_related(item),
    )


def _nile(item: Truth, base_url: str) -> str:
    published = _instant(item)
    shown = (
        f"{DAYS_AR[published.weekday()]} {published.day} {MONTHS_AR[published.month - 1]} {published.year}"
        f" - {published:%H:%M}"
    )
    return _template("nile").substitute(
        headline=escape(item.headline),
        published=published.isoformat(),
        local=published.replace(tzinfo=None).isoformat(timespec="minutes"),
        shown_time=shown,
        canonical=base_url + item.path,
        desk=escape(item.desk),
        body=_paragraphs(item.paragraphs),
        related=_related(item),
    )


def _related(item: Truth) -> str:
    """Links to the articles before it that day, so that a page does not depend on how many follow."""
    first = item.published.date() if isinstance(item.published, datetime) else item.published
    before = [one(item.wire, first, n, whole=False) for n in range(max(1, item.number - 3), item.number)]
    return "".join(f'<li><a href="{escape(o.path)}">{escape(o.headline)}</a></li>' for o in before)


def _paragraphs(texts: Sequence[str]) -> str:
    return "\n".join(f"<p>{escape(text, quote=False)}</p>" for text in texts)


def _shown_headline(item: Truth) -> str:
    return f"{item.headline_prefix}-{item.headline}" if item.headline_prefix else item.headline


def _instant(item: Truth) -> datetime:
    if not isinstance(item.published, datetime):
        raise TypeError(f"{item.wire} states a day only")
    return item.published


@cache
def _template(name: str) -> Template:
    return Template((Path(__file__).parent / "pages" / f"{name}.html").read_text(encoding="utf-8"))
