"""Markup of texts → spans: what parts paragraphs, what runs on, and what is no text."""

from typing import Any

import pytest
from lxml import etree

from wirelake.errors import ParseError
from wirelake.markup import media, paragraphs
from wirelake.payloads.bounds import MAX_TAGS

WRAPPED = [  # of AAP's width
    ("The harbour board admits to feeling that the long works", "at the northern basin were late."),
    ("A pilot said that the deep channel would stay closed to", "ships of that draught for weeks."),
    ("The board will sell what it does not need, to keep its", "rating after a net loss for the year."),
    ("The minister rejected the plan to move the old ferry to", "the southern quay before the summer."),
]


def of(markup: str) -> Any:
    return etree.fromstring(f"<body>{markup}</body>")


def lines(markup: str) -> list[tuple[str, str]]:
    return [(span.role, span.text) for span in paragraphs.of_elements([of(markup)])]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>One</p>\n<p>Two</p>", [("p", "One"), ("p", "Two")]),
        ("<p>One<br/>Two</p>", [("p", "One"), ("p", "Two")]),
        ("<P>The <virtloc>q.example</virtloc> is <Org>Quay</Org>s</P>", [("p", "The q.example is Quays")]),
        ("<hl2>Head</hl2><block><p>One</p></block>", [("h", "Head"), ("p", "One")]),
        ("<ul><li>One</li><li><p>Two</p></li></ul>", [("li", "One"), ("li", "Two")]),
        ("<bq><block><p>One</p></block></bq>", [("quote", "One")]),
        (
            "<table><tr><th>Ship</th><th>Tons</th></tr><tr><td><p>Alder</p></td><td>7<br/>8</td></tr></table>",
            [("row", "Ship | Tons"), ("row", "Alder | 7 8")],
        ),
        (
            "<p>One</p><media><media-caption>No</media-caption></media><p>Two</p>",
            [("p", "One"), ("p", "Two")],
        ),
        ("<style>p {}</style><script>x()</script>Bare <b>text</b>", [("p", "Bare text")]),
        ("<INGRESS><P>One</P></INGRESS><MELLIS>Two</MELLIS>", [("p", "One"), ("p", "Two")]),
        ("<pre>One\nTwo\n\nThree</pre>tail", [("p", "One"), ("p", "Two"), ("p", "Three"), ("p", "tail")]),
        ("<p>One <p>Two</p> three</p>", [("p", "One"), ("p", "Two"), ("p", "three")]),
        ("<p> \n </p><p/>", []),
        ("<p>Cafe\u0301</p>", [("p", "Café")]),
    ],
)
def test_what_parts_paragraphs(markup: str, expected: list[tuple[str, str]]) -> None:
    assert lines(markup) == expected


def test_offsets_count_in_the_text() -> None:
    spans = paragraphs.of_elements([of("<h2>Cafe\u0301</h2><p>Two</p>"), of("<p>Three</p>")])
    text = paragraphs.text_of(spans)
    assert text == "Café\nTwo\nThree"
    assert [text[span.start : span.end] for span in spans] == [span.text for span in spans]


def test_lines_that_a_teleprinter_broke_run_on() -> None:
    found = lines("".join(f"<p>   {one} <br />{other}</p>" for one, other in WRAPPED))
    assert found == [("p", f"{one} {other}") for one, other in WRAPPED]


TELEPRINTED = """(Adds detail)
    * Grain may reach the northern basin by noon
    * Board meets on Friday

    By Bea Warden
    EXAMPLE, March 5 - Ships returned on Thursday to the northern
basin, which had been closed for works on its gates, and took
on grain.
    The board will say on Friday what the works cost. That it
was more than planned is known.
"""


def test_a_whole_teleprinter_text_in_one_paragraph_is_told_by_its_indents() -> None:
    assert [text for _, text in lines(f"<p>{TELEPRINTED}</p>")] == [
        "(Adds detail)",
        "* Grain may reach the northern basin by noon",
        "* Board meets on Friday",
        "By Bea Warden",
        "EXAMPLE, March 5 - Ships returned on Thursday to the northern basin, which had been closed for works"
        " on its gates, and took on grain.",
        "The board will say on Friday what the works cost. That it was more than planned is known.",
    ]


def test_markup_that_was_printed_prettily_is_no_teleprinter_text() -> None:
    pretty = TELEPRINTED.replace("\n", "\n    ")
    assert len(lines(f"<p>{pretty}</p>")) == 1
    assert len(lines("<p>One line\n  and another\n  and a third\nand more</p>")) == 1


def test_links_are_weighed() -> None:
    (span,) = paragraphs.of_elements([of("<p><a href='/1'>abc</a> def</p>")])
    assert span.linked == 0.5


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One\nTwo", ["One", "Two"]),
        ("<P>One &eacute;</P><!-- no --><P>Two<BR>Three", ["One é", "Two", "Three"]),
        ("Ships <b>wait</b> here", ["Ships wait here"]),
        ("Profit < 3 and > 2", ["Profit < 3 and > 2"]),
        ("", []),
    ],
)
def test_a_text_may_hold_escaped_markup(text: str, expected: list[str]) -> None:
    assert [span.text for span in paragraphs.of_text(text)] == expected


def test_escaped_markup_is_bounded_too() -> None:
    with pytest.raises(ParseError, match="too_many_tags"):
        paragraphs.of_text("<p>" * (MAX_TAGS + 1))


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        (
            '<h2>Head</h2><p class="lead">One &amp; <b>two</b></p></div>three<script>x()</script>',
            [("h", "Head", "h2"), ("p", "One & two", "p lead"), ("p", "three", "body")],
        ),
        (
            "<html><head><title>No</title></head><body><ul><li>One</ul></body></html>",
            [("li", "One", "li")],
        ),
        (
            "<figure class=t><table><tr><td>a<br>b<td>c</table></figure><figure><img><figcaption>No</figure>",
            [("row", "a b | c", "tr")],
        ),
        ("<!-- no -->", []),
        ("", []),
        ("No markup", [("p", "No markup", "")]),
    ],
)
def test_what_is_known_to_be_markup_is_read_with_the_names_of_its_elements(
    markup: str, expected: list[tuple[str, str, str]]
) -> None:
    assert [(span.role, span.text, span.within) for span in paragraphs.of_markup(markup)] == expected


def test_what_a_parser_would_cut_off_in_silence_is_refused() -> None:
    with pytest.raises(ParseError, match="too_deep"):
        paragraphs.of_text("<div>" * 1_000 + "Deep")


def test_pictures_in_markup_are_associations() -> None:
    (shown,) = media.of_markup('<p>One</p><figure><img src="/1.jpg"><figcaption>A pier</figcaption></figure>')
    assert (shown.type, shown.href, shown.caption) == ("image", "/1.jpg", "A pier")
    assert media.of_markup("<p>One</p>") == ()
