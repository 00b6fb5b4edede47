"""What is read of plain text: paragraphs, a headline, and what a teleprinter leaves around them."""

import pytest
from tests.wirelake.formats.payloads import dropped

from wirelake.errors import ParseError
from wirelake.formats import text

BODY = "Port of Marsa Nour reopens\n\nThe basin is open.\n"


@pytest.mark.parametrize(
    ("framed", "frame"),
    [
        (BODY, ()),
        (f"ZCZC QWA0012 040\n{BODY}NNNN\n", (("frame", "ZCZC QWA0012 040\nNNNN"),)),
        (f"\x01{BODY}\x03\x04", ()),
        (f"{BODY}NNNN the ship", ()),
    ],
)
def test_the_frame_of_a_message_is_no_text(framed: str, frame: tuple[tuple[str, str], ...]) -> None:
    (article,) = text.parse(dropped(framed))
    assert article.headline == "Port of Marsa Nour reopens"
    assert article.extracted_text.split("\n")[1] == "The basin is open."
    assert article.extra == frame


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("", "empty_document"),
        ("\x01\x02\x16", "empty_document"),
        ("a\0b", "bad_encoding"),
        ("NNNN", "empty_document"),
    ],
)
def test_what_is_no_text_is_refused(body: str, reason: str) -> None:
    with pytest.raises(ParseError, match=reason):
        text.parse(dropped(body))
