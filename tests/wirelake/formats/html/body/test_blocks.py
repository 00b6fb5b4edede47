"""The paragraphs of a page's tree: what parts them, what they are, and how much of them links."""

from typing import Any

import pytest
from trafilatura import load_html

from wirelake.formats.html.body.blocks import Block, blocks, key, named, role


def tree(markup: str) -> Any:
    page: Any = load_html(f"<!doctype html><html><body>{markup}</body></html>")
    return next(page.iter("body"))


def found(markup: str) -> list[Block]:
    return blocks(tree(markup))


@pytest.mark.parametrize(
    ("markup", "texts"),
    [
        ("<p>The basin <b>was</b> open.</p><p>Ships came.</p>", ["The basin was open.", "Ships came."]),
        ("<div>One.<br>Two.<br><br>Three.</div>", ["One.", "Two.", "Three."]),
        ("<div>Before <p>Inside.</p> After</div>", ["Before", "Inside.", "After"]),
        (
            "<table><tr><th>Ship</th><td>Tonnes</td></tr><tr><td>Heron<td>12</table>",
            ["Ship | Tonnes", "Heron | 12"],
        ),
        ("<table><tr><td><p>A layout.</p><p>Table.</p></td></tr></table>", ["A layout.", "Table."]),
        ("<p> \n\u00a0</p><p>cafe\u0301  au\nlait</p>", ["café au lait"]),
        ("<pre>One\nline.\n\n \nAnother.</pre>", ["One line.", "Another."]),
        ("<p>Choose <label>the blue</label> one.</p>", ["Choose the blue one."]),
        ("<p>On <time>4 March</time> it opened.</p>", ["On 4 March it opened."]),
        ("", []),
    ],
)
def test_what_parts_one_paragraph_from_the_next(markup: str, texts: list[str]) -> None:
    assert [one.text for one in found(markup)] == texts


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<h2><span>Grain</span></h2>", "h"),
        ("<ul><li><a>Ships</a></li></ul>", "li"),
        ("<dl><dt>Draught</dt></dl>", "li"),
        ("<blockquote><p>We open.</p></blockquote>", "quote"),
        ("<table><tr><td>1</td></tr></table>", "row"),
        ("<article><div>Text</div></article>", "p"),
    ],
)
def test_what_a_paragraph_is(markup: str, expected: str) -> None:
    assert role(found(markup)[0]) == expected


@pytest.mark.parametrize(
    ("markup", "share"),
    [
        ("<p><a href=x>Read more</a></p>", 1.0),
        ("<p>ab <a href=x>cd</a></p>", 0.5),
        ("<p><a href=x><b>ab</b></a> <i>cdef</i></p>", 1 / 3),
        ("<a href=x><p>Both</p></a>", 1.0),
        ("<p>None</p>", 0.0),
    ],
)
def test_the_share_of_links_counts_letters(markup: str, share: float) -> None:
    assert found(markup)[0].linked == pytest.approx(share)


def test_a_key_leaves_out_what_the_extractor_drops() -> None:
    (one,) = found("<p>On <time>4 March</time> it “opened”.</p>")
    assert one.key == key("On it “opened”.")
    assert key("- Grain ") == key("Grain")
    assert key("کشتی\u200cها") == key("کشتیها")  # the joiner is dropped by the extractor
    assert key("\u200f(\u200eMSC\u200e)\ue001") == key("(MSC)")
    assert key("| Ship | Tonnes | |") == key("Ship | Tonnes")


def test_a_paragraph_knows_the_innermost_element_that_holds_all_of_it() -> None:
    (one,) = found("<div id=a><p class=x><span><b>All of it</b></span></p></div>")
    assert (one.holder.tag, one.inmost.tag) == ("p", "b")
    (one,) = found("<div><p><b>Some</b> of it</p></div>")
    assert one.inmost.tag == "p"


def test_names_are_words() -> None:
    (one,) = found('<div class="articleShare-Buttons" id="top" data-testid="ShareBar"><p>Share</p></div>')
    assert named(one.holder.getparent()) == "div article-share-buttons top share-bar"
    assert len(named(tree(f"<div class='{'x ' * 5000}'>a</div>")[0])) <= 300
