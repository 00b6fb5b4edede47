"""What a page states of itself: its own article among several, microdata, languages, plain text."""

from typing import Any

import pytest
from lxml import html

from wirelake.formats.html.head import Head, plain
from wirelake.statements.lines import letters

ADDRESS = "https://quay.example/news/4711"


def read(head: str = "", body: str = "<h1>Port reopens</h1>", root: str = "", address: str = ADDRESS) -> Head:
    return Head.read(html.fromstring(f"<html {root}><head>{head}</head><body>{body}</body></html>"), address)


def ld(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


OTHER = (
    '{"@type":"NewsArticle","headline":"Crane falls","datePublished":"2026-01-01","author":"Ben Molehaven"%s}'
)
OWN = '{"@type":"NewsArticle","headline":"Port reopens"%s}'


@pytest.mark.parametrize(
    ("stated", "head"),
    [
        (OWN % ',"url":"https://www.quay.example/news/4711/?src=rss"', ""),
        (OWN % ',"mainEntityOfPage":{"@id":"http://quay.example/news/4711"}', ""),
        (OWN % ',"@id":"https://quay.example/news/4711#article"', ""),
        (OWN % "", "<title>Port reopens | Quay Press</title>"),
        (OWN % "", '<meta property="og:title" content="Port reopens">'),
    ],
)
def test_the_pages_own_article_is_not_merely_the_first(stated: str, head: str) -> None:
    other = OTHER % ',"url":"https://quay.example/news/12"'
    assert read(head + ld(f"[{other},{stated}]")).thing["headline"] == "Port reopens"
    assert read(head + ld(stated) + ld(other)).thing["headline"] == "Port reopens"


def test_the_first_article_is_taken_where_nothing_tells() -> None:
    two = [OWN % "", OWN % ',"n":2']
    assert "n" not in read(ld(f"[{','.join(two)}]")).thing


def test_a_reference_is_resolved_by_its_id() -> None:
    head = read(
        ld('{"@graph":[{"@type":"NewsArticle","author":{"@id":"#a"}},{"@id":"#a","name":"Anna Quaybell"}]}')
    )
    assert head.resolved(head.thing["author"])["name"] == "Anna Quaybell"
    assert head.resolved("Anna Quaybell") == "Anna Quaybell"


ARTICLE = 'itemscope itemtype="https://schema.org/NewsArticle"'
PERSON = 'itemscope itemtype="https://schema.org/Person"'


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            f'<article {ARTICLE}><h1 itemprop="headline">Port <b>reopens</b></h1>'
            f'<div itemprop="author" {PERSON}>By <span itemprop="name">Anna Quaybell</span></div>'
            '<time itemprop="datePublished" datetime="2026-03-04">today</time>'
            '<meta itemprop="dateModified" content="2026-03-05"></article>',
            {
                "headline": ["Port reopens"],
                "author": ["Anna Quaybell"],
                "datepublished": ["2026-03-04"],
                "datemodified": ["2026-03-05"],
            },
        ),
        # The article is the one that holds the h1; a teaser's properties are its own.
        (
            f'<div {ARTICLE}><span itemprop="headline">Crane falls</span></div>'
            f'<div {ARTICLE}><h1 itemprop="headline">Port reopens</h1></div>',
            {"headline": ["Port reopens"]},
        ),
        (
            '<h1 itemprop="headline alternativeHeadline">Port reopens</h1>',
            {"headline": ["Port reopens"], "alternativeheadline": ["Port reopens"]},
        ),
        (f'<div {PERSON}><span itemprop="name">Anna Quaybell</span></div>', {}),
        (f'<div {ARTICLE}><p itemprop="articleBody">Long.</p></div>', {}),
        # Two beside each other are authors both; one in a related article's teaser is none.
        (
            f'<article {ARTICLE}><h1>T</h1><header><p><a itemprop="author">Anna Quaybell</a> '
            '<a itemprop="author">Ben Molehaven</a></p></header>'
            '<ul><li><a itemprop="author">Cleo Spitsand</a></ul></article>',
            {"author": ["Anna Quaybell", "Ben Molehaven"]},
        ),
    ],
)
def test_microdata_of_the_article(body: str, expected: dict[str, list[str]]) -> None:
    assert read(body=body).microdata == expected


@pytest.mark.parametrize(
    ("root", "head", "expected"),
    [
        ('lang="en-GB"', "", [("html_lang", "en-GB")]),
        (
            'lang="pt_BR"',
            '<meta property="og:locale" content="pt_PT">',
            [("html_lang", "pt-BR"), ("og_locale", "pt-PT")],
        ),
        ("", ld('{"@type":"Article","inLanguage":["de","en"]}'), [("json_ld", "de")]),
        ("", '<meta http-equiv="Content-Language" content="fr">', [("content_language", "fr")]),
        ('lang="{{ language }}"', "", []),
        ('lang=""', '<meta property="og:locale" content="english please">', []),
    ],
)
def test_declared_languages(root: str, head: str, expected: list[Any]) -> None:
    found = list(read(head, root=root).languages())
    assert found == expected


def test_every_description_is_a_candidate_and_the_best_is_the_value() -> None:
    head = read(
        '<meta name="description" content="Second."><meta property="og:description" content="First.">'
    )
    assert head.description() == "First."
    assert [(one.value, one.origin) for one in head.candidates()] == [
        ("First.", "og_description"),
        ("Second.", "meta"),
    ]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Mayor&amp;#8217;s  office\n", "Mayor’s office"),
        ("<i>Port</i> reopens<br/>", "Port reopens"),
        ("Har\u00adbour\u2060 quay\u200b", "Harbour quay"),
        (["First", "second"], "First"),
        ("a < b & c", "a < b & c"),
        ({"name": "x"}, None),
        (" \n", None),
        (None, None),
    ],
)
def test_plain_text(value: Any, expected: str | None) -> None:
    assert plain(value) == expected


def test_letters_are_what_two_spellings_share() -> None:
    assert letters("‘Port’ Reopens – again") == letters("Port reopens: AGAIN!") == "portreopensagain"
    assert letters(None) == ""
