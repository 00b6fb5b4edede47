"""What is beyond the bounds is refused by name and at once; what only looks so is not."""

import time

import pytest
from trafilatura import load_html

from wirelake.errors import ParseError
from wirelake.payloads.bounds import MAX_ATTRIBUTES, MAX_DEPTH, MAX_TAGS, check_depth, check_markup


def attributes(count: int) -> str:
    return "<div " + " ".join(f"a{n}=1" for n in range(count)) + ">"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("<p>" * (MAX_TAGS + 1), "too_many_tags"),
        ("<br/>" * (MAX_TAGS + 1), "too_many_tags"),
        (attributes(MAX_ATTRIBUTES + 1), "too_many_attributes"),
        ("<script " + "a " * (MAX_ATTRIBUTES + 1) + ">", "too_many_attributes"),
        (
            "<script>" + "a <b c " * 200 + "</script><div " + "a " * (MAX_ATTRIBUTES + 1),
            "too_many_attributes",
        ),
        ('<script>a<b="</script><div ' + "a " * (MAX_ATTRIBUTES + 1) + '>"', "too_many_attributes"),
        ("<!-- <a b='--><div " + "a " * (MAX_ATTRIBUTES + 1) + ">'", "too_many_attributes"),
        ("<a b=x' " + "a " * (MAX_ATTRIBUTES + 1) + "'>", "too_many_attributes"),
        ("<a " + "a<b " * (MAX_ATTRIBUTES + 1), "too_many_attributes"),
        ("<a" + "/b" * (MAX_ATTRIBUTES + 1), "too_many_attributes"),
        ("<div " + 'a=">" ' * MAX_TAGS, "too_many_attributes"),
    ],
)
def test_what_is_beyond_a_bound_is_refused(text: str, reason: str) -> None:
    with pytest.raises(ParseError) as caught:
        check_markup(text)
    assert caught.value.reason == reason


@pytest.mark.parametrize(
    "text",
    [
        "<div>" * MAX_DEPTH,
        "<b><i>" * MAX_DEPTH,
        "<ul><li>" * MAX_DEPTH,
        "<div></p></span>" * MAX_DEPTH,
        "<script></script >" + "<div>" * MAX_DEPTH,
    ],
)
def test_what_is_nested_too_deep_is_refused(text: str) -> None:
    with pytest.raises(ParseError) as caught:
        check_depth(load_html(f"<html><body>{text}a</body></html>"))
    assert caught.value.reason == "too_deep"
    check_depth(load_html(f"<html><body>{'<div>' * (MAX_DEPTH - 5)}a"))


@pytest.mark.parametrize(
    "text",
    [
        "<p>" * MAX_TAGS,
        attributes(MAX_ATTRIBUTES),
        "<div></div>" * (MAX_TAGS // 2),
        "<ul>" + "<li>one" * 1_000 + "</ul>",
        "<table>" + "<tr><td>one" * 100 + "</table>",
        "<img src=a>" * 1_000,
        "<!--" + "<div>" * 1_000 + "-->",
        "<script>'" + "<div>" * 1_000 + "'</script>",
        '<p title="' + "<div>" * 1_000 + '">',
        "a < b, c > d " * 1_000,
        "<script>" + "if (a <b && c) d = e / f; " * 1_000 + "</script>",
        f'<img src="data:image/png;base64,{"iVBOR/w0KGgo" * 1_000}">',
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
