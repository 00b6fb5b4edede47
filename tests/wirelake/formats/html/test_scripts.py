"""Scripts and their like go from the markup, and nothing that a reader sees."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.etree import strip_elements, tostring

from wirelake.formats.html import scripts
from wirelake.formats.html.scripts import DRAWN
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
    "no end": "<script>a",
    "another end": "<script>a</scripts>",
    "no end of a comment": "<!-- a",
    "a tag without end": "<script <p>a</script>",
    "in an attribute": '<p title="<script>a</script>">',
    "no markup from here on": "<plaintext><script>a</script>",
    "two ends": "<script><!-- <script>a</script> --></script>",
}


def without_unread(page: str) -> str:
    return scripts.without_unread(page.encode()).decode()


def without_scripts(page: str) -> str:
    return scripts.without_scripts(page.encode()).decode()


@pytest.mark.parametrize("one", GOES.values(), ids=GOES)
def test_it_goes(one: str) -> None:
    assert without_unread(PAGE.format(one, one)) == PAGE.format("", "")


@pytest.mark.parametrize("one", STAYS.values(), ids=STAYS)
def test_it_stays(one: str) -> None:
    assert without_unread(PAGE.format("", one)) == PAGE.format("", one)
    assert without_scripts(PAGE.format("", one)) == PAGE.format("", one)


@pytest.mark.parametrize("one", WHOLE.values(), ids=WHOLE)
def test_where_the_end_is_not_told_the_page_stays_whole_from_there_on(one: str) -> None:
    assert without_unread(PAGE.format("<style>p {}</style>", one)) == PAGE.format("", one)


def test_scripts_alone_go_in_any_case() -> None:
    kept = "<nav>Port</nav><!-- <script> --><textarea><script>a</script></textarea>"
    page = f"<SCRIPT>a < b</script>{kept}<Style>p {{}}</STYLE >"
    assert without_scripts(page) == kept


PIECES = st.sampled_from([*GOES.values(), *STAYS.values(), "<p>Grain ships sail.</p>", "<b>Port</b>", " < "])


@given(st.lists(PIECES, max_size=12))
def test_a_reader_sees_the_same(pieces: list[str]) -> None:
    page = PAGE.format("", "".join(pieces))
    assert shown(without_unread(page)) == shown(page)


ODD = st.sampled_from(
    [
        *GOES.values(),
        *STAYS.values(),
        *WHOLE.values(),
        "<p>Port",
        "</p>",
        "<script>'<script>'</script>",
        "<script/>",
        "<SCRIPT src=a></SCRIPT>",
        "<script src=a/></script>",
        "<iframe><script>a</script></iframe>",
        "<svg/>",
        "<svg><path d=M0></svg>",
        "<svg><g><svg></svg></g></svg>",
        "<svg><script>a</script></svg>",
        "<svg><p>Basin</svg>",
        "<![CDATA[<script>",
        "<? <script>a</script> ?>",
        "<div data-a='<b>a</b><script async></script>'>",
        '<div data-a="<b>a</b><script>">',
        "a<",
        "-->",
        '"',
        "'",
    ]
)


@given(st.lists(ODD, max_size=12))
def test_whoever_strips_scripts_of_the_tree_gets_the_same(pieces: list[str]) -> None:
    page = PAGE.format("", "".join(pieces))
    assert stripped(without_scripts(page)) == stripped(page)


@pytest.mark.parametrize(
    "piece", ["<script ", "<script>", "<!--", "<a <script></script>", "<style></style", "<"]
)
def test_the_scan_is_linear(piece: str) -> None:
    started = time.process_time()
    scripts.without_unread(piece.encode() * (2_000_000 // len(piece)))
    assert time.process_time() - started < 3


def stripped(page: str) -> str:
    tree = parse(page)
    strip_elements(tree, *(tag.decode() for tag in DRAWN), with_tail=False)
    for one in tree.iter():
        for name, value in one.items():
            if "<script" in value:  # which goes from an attribute's midst too
                one.set(name, without_scripts(value))
    return "".join(tostring(tree, encoding="unicode").split())


def shown(page: str) -> str:
    tree = parse(page)
    for tag in ("script", "style", "svg", "nav", "noscript"):
        for one in list(tree.iter(tag)):
            one.text = None
            for child in list(one):
                one.remove(child)
    return "".join("".join(tree.itertext()).split())
