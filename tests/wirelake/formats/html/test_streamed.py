"""What a page streams in pieces stands where its script would move it."""

import pytest

from wirelake.formats.html.tree import parse

FALLBACK = '<main><!--$?--><template id="B:0"></template>{waiting}<!--/$--><p>The end.</p></main>'
PIECE = '<div hidden id="S:0"><p>The port is open.</p><p>Two ships came in.</p></div>'
MOVE = '<script>$RC("B:0","S:0")</script>'


def texts(body: str) -> list[str]:
    tree = parse(f"<!doctype html><html><head><title>Port</title></head><body>{body}</body></html>")
    return [" ".join(one.itertext()) for one in tree.iter("p")]


@pytest.mark.parametrize(
    "waiting",
    ["<p>Loading…</p>", "Loading…", "", "<p>Loading…</p><!--$--><p>A part of it</p><!--/$-->"],
)
def test_a_piece_takes_the_place_of_what_waits_for_it(waiting: str) -> None:
    found = texts(FALLBACK.format(waiting=waiting) + PIECE + MOVE)
    assert found == ["The port is open.", "Two ships came in.", "The end."]


def test_a_segment_stands_between_what_is_there() -> None:
    body = '<main><p>First.</p><template id="P:1"></template><p>Last.</p></main>'
    piece = '<div hidden id="S:1"><p>Middle.</p></div>'
    assert texts(f'{body}{piece}<script>$RS("S:1","P:1")</script>') == ["First.", "Middle.", "Last."]


def test_a_piece_within_a_piece() -> None:
    inner = '<div hidden id="S:0"><p>First.</p><!--$?--><template id="B:1"></template><!--/$--></div>'
    more = '<div hidden id="S:1"><p>Second.</p></div><script>$RC("B:1","S:1")</script>'
    assert texts(FALLBACK.format(waiting="") + inner + MOVE + more) == ["First.", "Second.", "The end."]


def test_templates_call_as_scripts_do() -> None:
    call = '<template data-rci="" data-bid="B:0" data-sid="S:0"></template>'
    assert texts(FALLBACK.format(waiting="<p>Loading…</p>") + PIECE + call)[0] == "The port is open."


@pytest.mark.parametrize(
    "script",
    [
        "",  # nothing calls for it
        '<script>$RC("B:9","S:0")</script>',
        '<script>$RC("B:0","S:9")</script>',
        '<script>$RC("B:0","B:0")</script>',
    ],
)
def test_without_a_call_that_fits_the_page_stays(script: str) -> None:
    found = texts(FALLBACK.format(waiting="<p>Loading…</p>") + PIECE + script)
    assert found == ["Loading…", "The end.", "The port is open.", "Two ships came in."]


def test_a_piece_that_is_to_stand_in_itself_stays() -> None:
    body = '<div hidden id="S:0"><p>One.</p><template id="B:0"></template></div>'
    assert texts(body + MOVE) == ["One."]
