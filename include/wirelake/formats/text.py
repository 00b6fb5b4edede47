"""Plain text: one article a file, its headline on the first line that is not a page clock."""

import re
import unicodedata

from charset_normalizer import from_bytes

from wirelake.errors import ParseError
from wirelake.evidence import page_clock
from wirelake.formats import begin, payload
from wirelake.records import Article, RawArticle

HEADLINE_LENGTH = 300
# Python's own escapes, and UTF-7, by which a page can hide what it says.
NO_CHARSETS = frozenset({"utf-7", "utf7", "u7", "unicode-escape", "raw-unicode-escape", "idna", "punycode"})
SENTENCE_END = re.compile(r"[.!?…:;\"'”’»)\]؟。！？]$")


def parse(raw: RawArticle) -> list[Article]:
    """The article of a text file.

    Raises:
        ParseError: empty_document, or bad_encoding where the bytes are no text.
    """
    text = unicodedata.normalize("NFC", decode(payload(raw), _declared_charset(raw)))
    lines = [" ".join(line.split()) for line in unwrapped(text)]
    lines = [line for line in lines if line]
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
            extractor="wirelake.text",
        )
    ]


def decode(data: bytes, declared: str | None = None) -> str:
    """Text from bytes: UTF-8 where they are UTF-8, else the declared charset, else a well-founded guess."""
    for charset in ("utf-8-sig", declared):
        if (charset or "").lower().replace("_", "-") in NO_CHARSETS:
            continue
        try:
            text = data.decode(charset or "ascii")
            break
        except (UnicodeError, LookupError):
            continue
    else:
        best = from_bytes(data).best()
        if best is None:
            raise ParseError("bad_encoding", "the bytes are no text in any known charset")
        text = str(best)
    if "\0" in text:
        raise ParseError("bad_encoding", "the text holds NUL: is this a binary file?")
    return text


def unwrapped(text: str) -> list[str]:
    """The paragraphs: a line each, or, where the text is hard-wrapped, a block each."""
    blocks = [block.splitlines() for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n"))]
    inner = [line.rstrip() for block in blocks for line in block[:-1] if line.strip()]
    # Hard-wrapped: most inner lines are of one width, short, and stop in the middle of a sentence.
    middle = [line for line in inner if 50 <= len(line) <= 90 and not SENTENCE_END.search(line)]
    if len(inner) >= 4 and len(middle) > 0.6 * len(inner):
        return [" ".join(line.strip() for line in block) for block in blocks]
    return [line for block in blocks for line in block]


def _declared_charset(raw: RawArticle) -> str | None:
    found = re.search(r"charset=[\"']?([\w.:-]+)", raw.header("content-type") or "", re.IGNORECASE)
    return found.group(1) if found else None
