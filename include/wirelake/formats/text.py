"""Plain text: one article a file, its headline on the first line that is not a page clock."""

import re
import unicodedata

from wirelake.errors import ParseError
from wirelake.evidence import page_clock
from wirelake.legible import seen
from wirelake.markup.wrapping import unwrapped
from wirelake.payloads import bounds, payload
from wirelake.payloads.encoding import decode
from wirelake.records import Article, RawArticle
from wirelake.statements import begin

HEADLINE_LENGTH = 300
# What is left of a line of bytes whose format is not known, such as SOH and the separators of fields
CONTROLS = re.compile(r"[\x01-\x08\x0e-\x1f\x7f]")
FRAME = re.compile(r"ZCZC(?: [\w/.-]{1,12}){0,4}|NNNN")


def parse(raw: RawArticle) -> list[Article]:
    """The article of a text file.

    Raises:
        ParseError: empty_document, too_large, or bad_encoding where the bytes are no text.
    """
    decoded = decode(payload(raw, bounds.MAX_PAGE_BYTES), raw.header("content-type"))
    if "\0" in decoded.text:
        raise ParseError("bad_encoding", "the text holds NUL: is this a binary file?")
    text = CONTROLS.sub(" ", unicodedata.normalize("NFC", seen(decoded.text)))
    lines = [" ".join(line.split()) for line in unwrapped(text)]
    lines = [line for line in lines if line]
    # "ZCZC QWA0012" before and "NNNN" behind a message of a teleprinter frame it
    frame = [line for line in (*lines[:1], *lines[-1:]) if FRAME.fullmatch(line)]
    lines = [line for line in lines if line not in frame]
    if not lines:
        raise ParseError("empty_document", "no text in the file")
    # "Tuesday, 02 January 2024 12:17 GMT" stands above the headline of every MENAFN page.
    clocks = tuple(found for line in lines[:10] if (found := page_clock(line)))
    headline = next((line for line in lines if not page_clock(line) and any(map(str.isalpha, line))), "")
    return [
        begin(
            raw,
            "text",
            headline=headline if len(headline) <= HEADLINE_LENGTH else "",
            extracted_text="\n".join(lines),
            date_candidates=clocks,
            extra=(("frame", "\n".join(frame)),) if frame else (),
            quality_flags=decoded.flags,
            extractor="wirelake.text",
        )
    ]
