"""An invented site's template, and a second one that it changes to; pages are a few kilobytes."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from wirelake.config import LearnedLayout
from wirelake.records import Kind, Link, RawArticle

TIDES = (
    "The harbour board opened the north basin on Tuesday after four months of work on its gates and walls.",
    "Ships of the grain fleet sailed again in the evening, and the last of them had left the quay at nine.",
    "The warden said that the pumps had held, and that the channel would be dredged again in the autumn.",
    "Fishing boats may use the old mole until the ferries come back, which the board expects within weeks.",
)
HEAD = """<!doctype html><html lang="en"><head><title>{headline} | Quay Wire</title>
<meta property="og:title" content="{headline}">{extra}
<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "{headline}",
"datePublished": "{day}T10:{number:02d}:00Z", "author": {{"@type": "Person", "name": "Anna Warden"}}{stated}}}
</script><script>var menu = "<p>no text at all, for nobody reads what scripts hold</p>";</script>
</head>"""
OLD = """<body><nav><ul><li><a href="/">Home</a></li></ul></nav><main class="page post-{id}">
<article class="story"><h1 class="title">{headline}</h1><p class="byline">By Anna Warden</p>
<time datetime="{day}T10:{number:02d}:00Z">{day}</time><div class="story-body" {hide}>{text}
<div class="promo"><p><a href="/letters">Letters of the wardens, every week</a></p></div></div>
</article><section class="more"><h2>More</h2>
<ul><li><a href="/1">Crane turns green again</a></li></ul></section>
</main><footer><p>Quay Wire is an invented wire.</p></footer></body></html>"""
NEW = """<body><div id="app"><header><a href="/">Quay Wire</a></header><div class="sheet"><div class="top">
<h1>{headline}</h1><span class="who">By Anna Warden</span></div><section class="copy" {hide}>{text}</section>
</div></div></body></html>"""
LAYOUT = LearnedLayout(
    text="main.page > article.story > div.story-body",
    headline="main.page > article.story > h1.title",
    bylines=("main.page > article.story > p.byline",),
    dates=("main.page > article.story > time",),
    keeps=(".",),
    leaves=("div.promo > a",),
    shortest=400,
    longest=900,
)


def text_of(number: int, count: int = 4) -> list[str]:
    """Paragraphs that no other page has."""
    return [f"{TIDES[turn % 4]} It was the {number}th tide of turn {turn}." for turn in range(count)]


def markup(
    number: int,
    template: str = OLD,
    *,
    day: date = date(2026, 3, 2),
    texts: Sequence[str] | None = None,
    **fields: str,
) -> str:
    """A page; ``fields`` are ``headline``, ``text`` (markup), ``extra``, ``stated`` and ``hide``."""
    paragraphs = "".join(f"<p>{one}</p>" for one in (text_of(number) if texts is None else texts))
    given = {
        "headline": f"North basin opens for ship number {number}",
        "text": paragraphs,
        "extra": "",
        "stated": "",
        "hide": "",
        "day": str(day),
    } | fields
    return (HEAD + template).format(number=number % 60, id=10_000 + number, **given)


def received(html: str, number: int = 1, **fields: Any) -> RawArticle:
    """The page as a capture holds it."""
    given: dict[str, Any] = {
        "link": Link(url=f"https://quay.example/news/ship-{number}", origin="sitemap"),
        "kind": Kind.ARTICLE,
        "fetched_at": datetime(2026, 3, 5, 12, tzinfo=UTC),
        "body": html.encode(),
        "status": 200,
        "headers": (("content-type", "text/html; charset=utf-8"),),
        "raw_ref": "quay/2026-03-05#<urn:uuid:00000000-0000-4000-8000-000000000001>",
    }
    return RawArticle(**(given | fields))
