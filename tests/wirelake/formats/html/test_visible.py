"""An element's text is what a reader sees of it, with words parted where the page parts them."""

import pytest
from lxml import html

from wirelake.formats.html.visible import shown


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<h1>Port <i>re</i>opens</h1>", "Port reopens"),
        ("<h1>Port<br>reopens</h1>", "Port reopens"),
        ("<div><p>Port</p><p>reopens</p></div>", "Port reopens"),
        ("<h1><span>Harbour</span><span>Port reopens</span></h1>", "Harbour Port reopens"),
        ("<h1>Port<span class='visually-hidden'>, opens in a new window</span> reopens</h1>", "Port reopens"),
        ("<h1>Port<span class='hidden-xs'> reopens</span></h1>", "Port reopens"),
        ("<h1>Port<span hidden> quietly</span> reopens</h1>", "Port reopens"),
        ("<h1>Port<span aria-hidden='true'>!</span> reopens</h1>", "Port reopens"),
        ("<h1>Port<span style='color:red;display: none'>!</span> reopens</h1>", "Port reopens"),
        ("<h1>Port<script>x()</script><style>y</style><button>Share</button> reopens</h1>", "Port reopens"),
        ("<h1>Port<!-- not --> reopens</h1>", "Port reopens"),
        ("<h1 class='sr-only'>Menu</h1>", ""),
    ],
)
def test_what_is_shown(markup: str, expected: str) -> None:
    assert shown(html.fromstring(markup)) == expected


def test_depth_and_number_are_bounded() -> None:
    assert shown(html.fromstring("<div>" * 200 + "deep" + "</div>" * 200)) == ""
    assert len(shown(html.fromstring(f"<div>{'<b>x</b>' * 5_000}</div>"))) <= 300
