"""Scripts and their like go from the markup, and nothing that a reader sees."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wirelake.formats.html.layout.scripts import without_scripts
from wirelake.formats.html.tree import parse

PAGE = (
    "<html><head><title>Port</title>{}</head><body><h1>Port</h1><p>It was opened.</p>{}<p>It was.</p></body>"
)
GOES = {
    "script": '<script async src="x.js">if (a < b) { c("<p>no text</p>") }</script>',
    "style": "<style>p > a {}</style>",
    "drawing": '<svg viewBox="0 0 1 1"><title>Icon</title><path d="M0"/></svg>',
    "menu": '<nav class="top"><a href="/">Home</a></nav>',
    "comment": "<!-- <script> never ends -->",
    "no script": "<noscript><img src='1.gif'></noscript>",
}
STAYS = {
    "stated": '<script type="application/ld+json">{"@type": "NewsArticle"}</script>',
    "another name": "<navigation>Port</navigation>",
    "ends in itself": "<svg/>",
}
WHOLE = {
    "capitals": "<script>a</SCRIPT>",
    "no end": "<script>a",
    "no end of a comment": "<!-- a",
}


@pytest.mark.parametrize("one", GOES.values(), ids=GOES)
def test_it_goes(one: str) -> None:
    assert without_scripts(PAGE.format(one, one)) == PAGE.format("", "")


@pytest.mark.parametrize("one", STAYS.values(), ids=STAYS)
def test_it_stays(one: str) -> None:
    assert without_scripts(PAGE.format("", one)) == PAGE.format("", one)


@pytest.mark.parametrize("one", WHOLE.values(), ids=WHOLE)
def test_where_the_end_is_not_told_the_page_stays_whole(one: str) -> None:
    page = PAGE.format("<style>p {}</style>", one)
    assert without_scripts(page) == page


PIECES = st.sampled_from([*GOES.values(), *STAYS.values(), "<p>Grain ships sail.</p>", "<b>Port</b>", " < "])


@given(st.lists(PIECES, max_size=12))
def test_a_reader_sees_the_same(pieces: list[str]) -> None:
    page = PAGE.format("", "".join(pieces))
    assert shown(without_scripts(page)) == shown(page)


def shown(page: str) -> str:
    tree = parse(page)
    for tag in ("script", "style", "svg", "nav", "noscript"):
        for one in list(tree.iter(tag)):
            one.text = None
            for child in list(one):
                one.remove(child)
    return "".join("".join(tree.itertext()).split())
