"""HTML is read as browsers read it: stray ends of the document, ``</br>``, quotations, what is struck out."""

import time

import pytest

from wirelake.formats.html.tree import parse
from wirelake.markup.browsers import as_browsers_read
from wirelake.markup.paragraphs import of_markup

PAGE = "<html><head><title>Port</title></head><body>{}</body></html>\n"


def text(inside: str) -> str:
    return " ".join("".join(parse(PAGE.format(inside)).find("body").itertext()).split())


@pytest.mark.parametrize("end", ["</html>", "</body>", "</BODY ></html>", "<div>x</body></div>"])
def test_a_stray_end_of_the_document_cuts_nothing(end: str) -> None:
    found = text(f"<p>The port is open. </p>{end}<p>Two ships came in.</p>")
    assert found.endswith("Two ships came in.")
    assert found.startswith("The port is open.")


@pytest.mark.parametrize(
    "kept",
    [
        "<script>document.write('<p>x</body></html>')</script>",
        "<style>a::after { content: '</body>' }</style>",
        "<!-- </body> -->",
        "<textarea></body></textarea>",
    ],
)
def test_scripts_styles_and_comments_stay_as_they_are(kept: str) -> None:
    found = as_browsers_read(PAGE.format(f"{kept}<p>The port</br>is open.</p></html>").encode()).decode()
    assert kept in found
    assert "<p>The port<br>is open.</p>" in found
    assert "</html>" not in found.replace(kept, "")


def test_a_page_that_ends_as_it_should_is_not_touched() -> None:
    whole = PAGE.format("<p>x</p>")
    for page in (whole, f"{whole}<!-- made at noon -->\n</html>", "<p>x", ""):
        assert as_browsers_read(page.encode()) == page.encode()


@pytest.mark.parametrize("part", ["<!--", "<script", "<script>", "</br", "</html>x", "<style>", "</body"])
def test_markup_of_one_kind_a_hundred_thousand_times_costs_little(part: str) -> None:
    started = time.process_time()
    as_browsers_read(("</br>" + part * 100_000).encode())
    assert time.process_time() - started < 2


def lines(markup: str) -> list[str]:
    return [one.text for one in of_markup(markup)]


def test_formats_that_carry_html_read_it_so_too() -> None:
    assert lines("<p>The port is open.</br>Two ships came in.</p>") == [
        "The port is open.",
        "Two ships came in.",
    ]
    assert lines("<p>He said <q>the <q>old</q> port</q> today.</p>") == ["He said “the ‘old’ port” today."]
    assert lines("<p>It has <s>five</s> <del>six</del> seven berths.</p>") == ["It has seven berths."]
    assert lines("<p>He said <q>“the port”</q> today.</p>") == ["He said “the port” today."]
