"""JSON-LD is read in every shape, mended where it is broken, and bounded where it is hostile."""

import json
import time
from typing import Any

import pytest
from lxml import html

from wirelake.formats.html.head import json_ld

CPU_SECONDS = 2


def page(*scripts: str) -> Any:
    marked = "".join(f'<script type="application/ld+json">{one}</script>' for one in scripts)
    return html.fromstring(f"<html><head>{marked}</head><body><h1>T</h1></body></html>")


@pytest.mark.parametrize(
    "text",
    [
        '{"headline": "Port reopens"}',
        '{"headline": "Port reopens",}',
        '[{"headline": "Port reopens",},]'[1:-2],
        '//<![CDATA[\n{"headline": "Port reopens"}\n//]]>',
        '/*<![CDATA[*/{"headline": "Port reopens"}/*]]>*/',
        '<!-- {"headline": "Port reopens"} -->',
        '{"headline": "Port reopens", /* the desk\'s */ "a": 1, // and "another\n "b": 2}',
        "{&quot;headline&quot;: &quot;Port reopens&quot;}",
        '{"headline": "Port reopens", "text": "two\nlines\tand a tab"}',
        '{"headline": "Port reopens", "description": "The warden calls it "absurd", and more", "b": 2}',
        '{"headline": "Port reopens", "description": "He said "no"", "image": ["a"]}',
        '{"headline": "Port reopens", "url": "https://quay.example/a//b"};',
        'var story = {"headline": "Port reopens"};',
        r'{"headline": "Port reopens", "text": "warden\'s \x notes"}',
    ],
)
def test_what_is_broken_is_mended(text: str) -> None:
    assert json_ld.parsed(text)[0]["headline"] == "Port reopens"


def test_mending_leaves_strings_alone() -> None:
    text = '{"a": "1, ]", "b": "/* no comment */ // none", "c": "a \\"quoted\\" word", "d": [1, 2,],}'
    assert json_ld.parsed(text) == [
        {"a": "1, ]", "b": "/* no comment */ // none", "c": 'a "quoted" word', "d": [1, 2]}
    ]


@pytest.mark.parametrize(
    "text", ["", "null]", '{"headline": "Port reop', "{'headline': 'Port reopens'}", "[" * 9_000]
)
def test_what_cannot_be_mended_is_left_out(text: str) -> None:
    assert json_ld.things(page(text, '{"headline": "Second"}')) == [{"headline": "Second"}]


@pytest.mark.parametrize(
    "text",
    [
        '{"@graph": [{"@type": "WebSite"}, {"@type": "NewsArticle"}]}',
        '[[{"@type": "NewsArticle"}]]',
        '{"@type": "WebPage", "mainEntity": {"@type": ["Article", "NewsArticle"]}}',
        '{"@type": "WebPage", "mainEntityOfPage": [{"@type": "schema:NewsArticle"}]}',
        '{"@type": "WebSite"} {"@type": "NewsArticle"}',
        '{"@type": "WebSite"}, {"@type": "NewsArticle"},',
    ],
)
def test_the_article_is_found_wherever_it_stands(text: str) -> None:
    assert any(json_ld.is_article(one) for one in json_ld.things(page(text)))


def test_an_authors_own_node_is_known_by_its_id_however_deep_it_stands() -> None:
    founder = '{"@id": "#f", "name": "Anna Quaybell"}'
    text = f'{{"publisher": {{"@id": "#p", "name": "Quay Press", "founder": {founder}}}}}'
    known = json_ld.by_id(json_ld.things(page(text)))
    assert (known["#p"]["name"], known["#f"]["name"]) == ("Quay Press", "Anna Quaybell")


def test_half_of_a_surrogate_pair_can_be_stored() -> None:
    found = json_ld.parsed('{"headline": "Port \\ud83d reopens"}')
    json.dumps(found, ensure_ascii=False).encode()


@pytest.mark.parametrize(
    "text",
    [
        '{"a":"' + 'x"y' * 60_000,
        '{"a":' + '"' * 190_000,
        "{" + ", " * 90_000,
        "{" + ("," + " " * 399) * 450,
        "{" + ('"' + " " * 39) * 4_500,
        "{} " * 60_000,
        "/*" * 90_000,
        "<!--" * 45_000,
        "//   <![CDATA[" * 14_000,
        '{"a":"' + "\\" * 180_000,
        '{"a":' * 40_000,
    ],
)
def test_hostile_text_costs_little(text: str) -> None:
    began = time.process_time()
    json_ld.things(page(text))
    assert time.process_time() - began < CPU_SECONDS


def test_scripts_are_bounded_all_together() -> None:
    big = json.dumps([{"n": "x" * 300_000}])
    assert len(json_ld.things(page(*[big] * 12))) == json_ld.MAX_CHARACTERS // len(big)
