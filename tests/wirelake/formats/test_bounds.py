"""What is beyond the bounds is refused by name and at once; what only looks so is not."""

import time

import pytest

from wirelake.errors import ParseError
from wirelake.formats.bounds import MAX_ATTRIBUTES, MAX_DEPTH, MAX_TAGS, check_markup


def attributes(count: int) -> str:
    return "<div " + " ".join(f"a{n}=1" for n in range(count)) + ">"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("<p>" * (MAX_TAGS + 1), "too_many_tags"),
        ("<br/>" * (MAX_TAGS + 1), "too_many_tags"),
        (attributes(MAX_ATTRIBUTES + 1), "too_many_attributes"),
        ("<script " + "a " * (MAX_ATTRIBUTES + 1) + ">", "too_many_attributes"),
        ("<div " + 'a=">" ' * (MAX_ATTRIBUTES + 1), "too_many_attributes"),
        ("<div>" * (MAX_DEPTH + 1), "too_deep"),
        ("<b><I>" * MAX_DEPTH, "too_deep"),
        ("<ul><li>" * MAX_DEPTH, "too_deep"),
        ("<div></p></span>" * (MAX_DEPTH + 1), "too_deep"),
        ("<script></script >" + "<div>" * (MAX_DEPTH + 1), "too_deep"),
    ],
)
def test_what_is_beyond_a_bound_is_refused(text: str, reason: str) -> None:
    with pytest.raises(ParseError) as caught:
        check_markup(text)
    assert caught.value.reason == reason


@pytest.mark.parametrize(
    "text",
    [
        "<p>" * MAX_TAGS,
        attributes(MAX_ATTRIBUTES),
        "<div>" * MAX_DEPTH,
        "<div></div>" * (MAX_TAGS // 2),
        "<ul>" + "<li>one" * 1_000 + "</ul>",
        "<table>" + "<tr><td>one" * 100 + "</table>",
        "<img src=a>" * 1_000,
        "<!--" + "<div>" * 1_000 + "-->",
        "<script>'" + "<div>" * 1_000 + "'</script>",
        '<p title="' + "<div>" * 1_000 + '">',
        "a < b, c > d " * 1_000,
    ],
)
def test_what_a_page_may_be_is_let_pass(text: str) -> None:
    check_markup(text)


@pytest.mark.parametrize(
    "piece",
    [
        "<",
        "<a ",
        '<a b="',
        "<a b='",
        "<!--",
        "<script>",
        "</x>",
        "=",
        "<a = ",
        "<a b=",
        " ",
        "<a\n",
        "\"'",
        "é<",
    ],
)
def test_the_scan_is_linear(piece: str) -> None:
    started = time.process_time()
    for text in (piece * (2_000_000 // len(piece)), "<a " + piece * (2_000_000 // len(piece))):
        try:
            check_markup(text)
        except ParseError:
            continue
    assert time.process_time() - started < 3
