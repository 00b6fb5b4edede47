"""Authors are people, from the weightiest place that names any; every place's names are kept."""

import time
from typing import Any

import pytest
from lxml import html

from wirelake.formats.html.authors import authors
from wirelake.formats.html.head import Head
from wirelake.formats.html.headline import find_headline
from wirelake.formats.html.sites import Site
from wirelake.records import Author, Candidate

TITLE = "Port of Marsa Nour reopens"
ANNA, BEN, CLEO = "Anna Quaybell", "Ben Molehaven", "Cleo Spitsand"


def of(body: str = "", head: str = "", lang: str = "en") -> tuple[tuple[Author, ...], tuple[Candidate, ...]]:
    tree = html.fromstring(
        f'<html lang="{lang}"><head><meta property="og:site_name" content="Harbour Press">{head}</head>'
        f"<body><article><h1>{TITLE}</h1>{body}</article></body></html>"
    )
    read = Head.read(tree, "https://harbourpress.example/1")
    named = authors(read, find_headline(read, TITLE), Site.of(read))
    return named.people, named.candidates


def found(body: str = "", head: str = "") -> list[str]:
    return [one.name for one in of(body, head)[0]]


def ld(author: str, more: str = "") -> str:
    article = f'{{"@type":"NewsArticle","author":{author}}}'
    return f'<script type="application/ld+json">{{"@graph":[{article}{more}]}}</script>'


PERSON = '{"@type":"Person","name":"Anna Quaybell","jobTitle":"Harbour reporter"}'


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        (f'"{ANNA}"', [ANNA]),
        (f'["{ANNA}", "{BEN}"]', [ANNA, BEN]),
        (f'[{PERSON}, [{{"@type":"Person","name":"{BEN}"}}]]', [ANNA, BEN]),
        (f'"By {ANNA} and {BEN}"', [ANNA, BEN]),
        ('{"@id":"#anna"}', [ANNA]),
        (f'[{PERSON}, {{"@type":"Organization","name":"Harbour Press"}}]', [ANNA]),
        (f'["{ANNA}", "anna quaybell", "ANNA QUAYBELL", "Anna Quaybéll"]', [ANNA]),
        ('"Harbour Press"', ["Harbour Press"]),
        ('{"@type":"Organization","name":"Harbour Office"}', ["Harbour Office"]),
        ('"https://harbourpress.example/authors/4"', []),
        ('{"name":{"en":"x"}}', []),
        ('[null, 4, {"@type":"Person"}]', []),
    ],
)
def test_json_ld(author: str, expected: list[str]) -> None:
    assert found(head=ld(author, f',{{"@id":"#anna","name":"{ANNA}"}}')) == expected


def test_a_job_title_is_the_role() -> None:
    assert of(head=ld(PERSON))[0] == (Author(name=ANNA, role="Harbour reporter"),)


@pytest.mark.parametrize(
    "head",
    [
        f'<meta name="author" content="{ANNA}"><meta name="author" content="{BEN}">',
        f'<meta name="parsely-author" content="{ANNA}; {BEN}">',
        f'<meta property="article:author" content="https://social.example/harbour">'
        f'<meta name="dc.creator" content="{ANNA} and {BEN}">',
        f'<meta name="author" content="Harbour Press"><meta name="byl" content="By {ANNA} and {BEN}">',
        '<meta name="citation_author" content="Quaybell, Anna">'
        '<meta name="citation_author" content="Molehaven, Ben">',
    ],
)
def test_meta_elements(head: str) -> None:
    assert found(head=head) == [ANNA, BEN]


@pytest.mark.parametrize(
    "body",
    [
        f'<p class="byline">By {ANNA} and {BEN}</p>',
        f'<div class="article__author-name"><span>By</span> <a>{ANNA}</a>, <a>{BEN}</a> | Marsa Post</div>',
        f'<div class="c-Byline"><a href="/a">{ANNA}</a> and <a href="/b">{BEN}</a><time>4 May</time></div>',
        f'<div class="byline"><b>{ANNA}</b> <i>Harbour reporter</i> and <b>{BEN}</b> <a>Follow</a></div>',
        f'<p><a rel="author" href="/x">{ANNA}</a><a rel="author" href="/y">{BEN}</a></p>',
        f'<span itemprop="author">{ANNA}; {BEN}</span>',
        f'<p>With <a href="/authors/anna-q">{ANNA}</a> <a href="/authors/ben-m">{BEN}</a></p>',
        f"<p>By <strong>{ANNA} and {BEN}</strong></p>",
        f"<div>Von {ANNA} und {BEN}</div>",
        f"<p><strong>{ANNA}/{BEN}</strong></p><p>Text.</p>",
        f"<p><b>{ANNA}, {BEN}</b><br>Marsa Post<br>4 March 2026</p>",
        f"<p>By Harbour Press</p><p><b>{ANNA} and {BEN} |</b></p>",
        f'<p>Eleven ships wait.</p><div id="authors"><x-n>{ANNA}</x-n>, <x-n>{BEN}</x-n></div>',
        f'<p>The basin was open.</p><p class="author-byline">{ANNA}, {BEN}</p>',
    ],
)
def test_a_visible_byline(body: str) -> None:
    assert found(body) == [ANNA, BEN]


@pytest.mark.parametrize(
    "body",
    [
        f'<div class="comments"><p class="comment-body"><span class="author">{ANNA}</span></p></div>',
        f'<li><h3><a href="/2">Crane falls across the channel</a></h3><i class="byline">By {ANNA}</i></li>',
        f'<div><h3><a href="/2">Crane falls across the channel</a></h3><p class="byline">{ANNA}</p></div>',
        f'<aside><p class="byline">By {ANNA}</p></aside>',
        f'<div><span class="comment-author">{ANNA}</span></div>',
        f'<div class="related-links"><a class="author">{ANNA}</a></div>',
        f'<figure><figcaption class="image-author">Photo: {ANNA}</figcaption></figure>',
        f'<blockquote><p class="quote-author">{ANNA}</p></blockquote>',
        f'<p class="author-bio">{ANNA} writes about ports.</p>',
        '<p class="byline">4 March 2026 | 3 min read</p>',
        '<div class="authorize">Login New to us?</div>',
        '<p class="byline"><a href="/">Follow</a> <a>Share</a></p>',
        f'<p class="byline">{ANNA} {"word " * 200}</p>',
        f"<p>{ANNA} said that the basin was open.</p><p>By noon two carriers had passed.</p>",
        f"<p>{'The basin was open. ' * 60}</p><p>By {ANNA}</p>",
        "<p><strong>Eleven ships wait</strong></p><p><strong>Northern and Southern basin</strong></p>",
        f'<p><a href="/people/4"><strong>{ANNA}</strong></a></p>',
        f"<p>So said <strong>{ANNA}</strong></p><p><b>{ANNA}</b> said so.</p>",
        f"<p>{'The basin was open. ' * 20}</p><p><strong>{ANNA}</strong></p>",
        "<p><strong>전체뉴스</strong></p>",
    ],
)
def test_what_is_no_byline_of_the_article(body: str) -> None:
    assert found(body) == []


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ('<p class="author">山田波止記者</p>', "山田波止"),
        ('<p class="author"><a href="/r/4">김부두기자</a></p>', "김부두"),
        (f'<p class="byline">By {ANNA} and agencies</p>', ANNA),
        (f'<p class="byline">By <a href="/a">{ANNA}</a> and agencies</p>', ANNA),
        (f"<p>By {ANNA} with agencies</p>", ANNA),
    ],
)
def test_what_hangs_on_a_name_is_no_part_of_it(body: str, name: str) -> None:
    assert found(body) == [name]


CRANE = "Crane falls across the channel"


@pytest.mark.parametrize(
    "card",
    [
        f'<section><article><h3>Other</h3><i class="byline">By {BEN}</i></article></section>',
        f'<div class="card"><a href="/2">{CRANE}</a><span class="author">{BEN}</span></div>',
        f'<div class="river"><div class="card"><h3>{CRANE}</h3><i class="author">{BEN}</i></div></div>',
        f'<div class="card"><h3>{CRANE}</h3><a rel="author" href="/b">{BEN}</a></div>',
    ],
)
def test_the_byline_of_another_article_is_refused_as_elsewhere(card: str) -> None:
    people, kept = of(f"<p>The basin was open.</p>{card}")
    assert people == ()
    assert [(one.value, one.refused) for one in kept] == [(BEN, "elsewhere")]
    assert found(f'{card}<p class="byline">By {ANNA}</p>') == [ANNA]


@pytest.mark.parametrize(
    "box",
    [
        f'<div class="head"><h4>News</h4><p class="byline">{ANNA}</p></div>',
        f'<div class="head"><h2>{TITLE}</h2><p class="byline">{ANNA}</p></div>',
        f'<div class="author-box"><h3>About the author of this article</h3><a rel="author">{ANNA}</a></div>',
        f'<div><p class="byline">{ANNA}</p><h3>{CRANE}</h3></div>',
    ],
)
def test_a_heading_that_announces_nothing_leaves_the_byline(box: str) -> None:
    assert found(box) == [ANNA]


def test_a_byline_that_names_more_than_the_markup_is_taken() -> None:
    fuller = f'<p class="byline">By {ANNA}, {BEN} and {CLEO}</p>'
    assert found(fuller, ld(f'"{ANNA}"')) == [ANNA, BEN, CLEO]
    assert found(fuller.replace(ANNA, "Dora Reedmarsh"), ld(f'"{ANNA}"')) == [ANNA]


def test_what_calls_itself_so_in_a_byline_is_a_body() -> None:
    assert found('<span class="author"><a href="/w">The Harbour Watcher</a></span>') == [
        "The Harbour Watcher"
    ]
    assert found(head='<meta name="author" content="Harbour staff reporter">') == ["Harbour staff reporter"]
    assert found(f"<p>By {ANNA}</p>", '<meta name="author" content="Harbour staff reporter">') == [ANNA]


def test_a_person_anywhere_comes_before_a_body() -> None:
    byline = f'<p class="byline">{ANNA}</p>'
    assert found(byline, ld('"Harbour Press"')) == [ANNA]
    assert found(byline, '<meta name="author" content="dpa">') == [ANNA]
    assert found("", '<meta name="author" content="dpa">') == ["dpa"]


def test_a_name_comes_before_an_account_of_the_editing_system() -> None:
    account = '<meta name="author" content="newsdesk4">'
    assert found(f'<p class="byline">{ANNA}</p>', account) == [ANNA]
    assert found(head=account) == ["newsdesk4"]


def test_capitals_are_written_as_elsewhere_on_the_page() -> None:
    shouted = ld('"ANNA MCQUAYBELL"')
    assert found("<p>Reach Anna McQuaybell at the harbour office.</p>", shouted) == ["Anna McQuaybell"]
    assert found('<p class="byline">By Anna McQuaybell</p>', shouted) == ["Anna McQuaybell"]
    assert found("", shouted) == ["ANNA MCQUAYBELL"]


def test_every_name_is_kept_with_why_it_lost() -> None:
    head = ld(f'["{ANNA}, Harbour Press", "admin"]') + '<meta name="author" content="a@quay.example">'
    kept: list[Any] = [(one.origin, one.value, one.refused) for one in of(head=head)[1]]
    assert kept == [
        ("json_ld", ANNA, None),
        ("json_ld", "Harbour Press", "site_name"),
        ("json_ld", "admin", "placeholder"),
        ("meta", "a@quay.example", "address"),
    ]


def test_a_body_weighs_less_than_any_person() -> None:
    _, kept = of(f"<p>By {ANNA}</p>", ld('"Harbour Press"'))
    weights = {one.value: one.weight for one in kept}
    assert 0 < weights["Harbour Press"] < weights[ANNA]


@pytest.mark.parametrize(
    "body",
    [
        "<p class=byline>" + "<span>a</span>" * 20_000,
        "<p class=byline>By x</p>" * 5_000,
        "<div class=author>" * 200 + ANNA,
        "<p>By <b>x</b></p>" * 5_000,
        f"<h2><a>{'t' * 30}</a></h2>" * 5_000 + "<a rel=author>x y</a>" * 5_000,
    ],
)
def test_hostile_pages_cost_little(body: str) -> None:
    began = time.process_time()
    people, kept = of(body, ld("[" + '"A B",' * 5_000 + '"C D"]'))
    assert time.process_time() - began < 2
    assert len(people) <= 40
    assert len(kept) <= 60


@pytest.mark.parametrize(
    ("markup", "line"),
    [
        (f'<p class="byline">By <a href="/authors/anna">{ANNA}</a> and {BEN}</p>', f"By {ANNA} and {BEN}"),
        (
            f'<p class="byline">By {ANNA}, Harbour Reporter | March 4, 2026</p>',
            f"By {ANNA}, Harbour Reporter",
        ),
        (f"<p>By {ANNA}</p><p>The basin is open.</p>", f"By {ANNA}"),
        ("<p>By noon the basin was open.</p>", None),
    ],
)
def test_the_byline_is_kept_as_a_reader_sees_it(markup: str, line: str | None) -> None:
    tree = html.fromstring(f"<html><body><article><h1>{TITLE}</h1>{markup}</article></body></html>")
    read = Head.read(tree, "https://harbourpress.example/1")
    assert authors(read, find_headline(read, TITLE), Site.of(read)).byline == line


@pytest.mark.parametrize(
    "name",
    [
        "system",
        "System",
        "admin",
        "Admin User",
        "siteadmin",
        "super_admin",
        "Web Editor",
        "Import User",
        "cms",
    ],
)
def test_an_account_of_the_editing_system_is_nobody(name: str) -> None:
    assert found(head=ld(f'{{"@type":"Person","name":"{name}"}}')) == []


@pytest.mark.parametrize("line", ["Wednesday", "Wednesday Morning", "Mittwoch", "Morning Edition"])
def test_a_day_and_a_programme_are_nobody(line: str) -> None:
    assert found(f"<h1>Port reopens</h1><div class=author>{line}</div>") == []


@pytest.mark.parametrize(
    "more",
    [
        "<ul class=speakers><li class=author><b>Noor Marsh</b> Warden</li></ul>",
        "<section class=session><h3>Ports</h3><a class=author-name href=/speakers/1>Noor Marsh</a></section>",
        "<p>News provided by</p><p><strong>Copperline Ferries</strong></p>",
    ],
)
def test_speakers_and_providers_are_no_authors(more: str) -> None:
    assert found(f"<h1>Port reopens</h1>{more}<p>The port of Marsa Nour was opened on Tuesday.</p>") == []


def test_a_weekday_may_be_a_surname() -> None:
    assert found("<h1>Port reopens</h1><div class=author>Noor Friday</div>") == ["Noor Friday"]
