"""IPTC 7901: news over a line of bytes, as European wires send it.

``<SOH>eca062 4 i 211 ccccb   dpa 061``: source and number, priority, category, words, options; then the
keyword line, STX, the headline, the text, ETX, and the moment of sending: ``131137 GMT Nov 13``.
"""

import hashlib
import re
from collections import deque
from dataclasses import dataclass, field
from itertools import islice, pairwise

from wirelake.markup.paragraphs import Part, layout, of_parts
from wirelake.payloads import payload
from wirelake.payloads.encoding import decode
from wirelake.payloads.transmissions import MAX_BYTES, Transmission, lines, seven_bits, transmissions
from wirelake.records import AltId, Article, EdNote, RawArticle, Subject
from wirelake.statements import begin
from wirelake.statements.moments import instant
from wirelake.statements.stamps import stamp
from wirelake.statements.urgencies import urgency
from wirelake.statements.wire_text import dateline, is_byline

HEADER = re.compile(
    r"\s*(?P<service>[^\W\d_]{2,4})(?P<sequence>\d{3,5})\s+(?P<priority>\d)\s+(?P<category>[^\W\d_]{1,3})"
    r"(?:\s+(?P<words>\d{1,5}))?(?:[ \t]+(?P<options>\S.*?))?\s*"
)
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
WRAPPED = 50  # characters from which a line of a headline may go on in the next
# From here on the text is for editors: "# dpa NOTEBOOK", "# Notizblock", or this sentence, after stars
NOTEPAD = re.compile(
    r"#{1,3}\s+.{0,40}\b(?:notebook|notepad|notizblock|bloc-?notes|cuaderno|taccuino)\b.{0,20}"
    r"|(?:the following|die folgenden|les informations|la siguiente|le seguenti)\b.{0,80}"
    r"(?:not (?:intended )?for publication|nicht zur veröffentlichung|pas destinées? à la publication"
    r"|no está destinada a su publicación|non destinat[ei] alla pubblicazione).{0,40}",
    re.IGNORECASE,
)
MAX_TITLES = 6


@dataclass(slots=True)
class Text:
    """What stands between STX and ETX: headline, what stands before and after it, text, notepad."""

    headline: str = ""
    prefix: str = ""
    byline: str | None = None
    parts: list[Part] = field(default_factory=list)
    notepad: list[str] = field(default_factory=list)


def parse(raw: RawArticle) -> list[Article]:
    """The articles of a file of messages: one each.

    Raises:
        ParseError: too_large, too_many_transmissions, empty_document.
    """
    data, had_parity = seven_bits(payload(raw, MAX_BYTES))
    flags = ("parity_removed",) if had_parity else ()
    return [_article(raw, one, flags) for one in transmissions(data)]


def _article(raw: RawArticle, sent: Transmission, flags: tuple[str, ...]) -> Article:
    header, slugline = _header(lines(decode(sent.header).text))
    decoded = decode(sent.text)
    text = _read(lines(decoded.text))
    opens = next((found for part in text.parts[:2] if (found := dateline(part.text))), None)
    trailer = decode(sent.trailer).text
    sent_at = stamp(trailer)
    words = header.pop("words", "")
    number = header.get("service", "") + header.get("sequence", "")
    return begin(
        raw,
        "iptc7901",
        alt_ids=(
            *((AltId(role="transmission", value=number),) if number else ()),
            AltId(role="guid", value=hashlib.sha256(sent.whole).hexdigest()[:24]),
        ),
        headline=text.headline,
        headline_prefix=text.prefix or None,
        slugline=slugline or None,
        byline=text.byline,
        **layout(of_parts(text.parts)),
        dateline_text=opens.text if opens else None,
        dateline_place=opens.place if opens else None,
        credit_line=opens.credit if opens else None,
        ed_notes=(EdNote(role="notepad", text="\n".join(text.notepad)),) if text.notepad else (),
        urgency=urgency(header.get("priority", "")),
        word_count_stated=int(words) if words else None,
        is_truncated=sent.is_cut,
        subjects_detail=_category(header),
        version_created=instant(sent_at.value) if sent_at else None,
        date_candidates=(sent_at,) if sent_at else (),
        extra=(*header.items(), ("trailer", trailer)),
        quality_flags=(*flags, *decoded.flags, *(("transmission_cut",) if sent.is_cut else ())),
        extractor="wirelake.iptc7901",
    )


def _header(stated: list[str]) -> tuple[dict[str, str], str]:
    """The first line's fields by name, and the keyword line below it: ``Germany-politics/``."""
    filled = [bare for line in stated if (bare := " ".join(CONTROLS.sub("", line).split()))]
    if not filled:
        return {}, ""
    found = HEADER.fullmatch(filled[0])
    told = (
        {name: value for name, value in found.groupdict().items() if value}
        if found
        else {"header": filled[0]}
    )
    return told, " ".join(filled[1:]).rstrip("/ ")


def _read(stated: list[str]) -> Text:
    text = Text()
    bare = deque(CONTROLS.sub("", line).rstrip() for line in stated)
    while bare and not bare[0]:
        bare.popleft()
    titles: list[str] = []
    while bare and bare[0] and len(titles) < MAX_TITLES:
        titles.append(bare.popleft().strip())
    _entitle(text, titles)
    begins = next((place for place, line in enumerate(bare) if NOTEPAD.fullmatch(line.strip())), len(bare))
    text.notepad = [line.strip() for line in islice(bare, begins, None) if line.strip()]
    blocks: list[list[str]] = [[]]
    for line in islice(bare, begins):
        if not line or line.startswith("   "):
            blocks.append([])
        blocks[-1].append(line.strip())
    text.parts = [Part("p", joined) for block in blocks if (joined := " ".join(block).strip())]
    return text


def _entitle(text: Text, titles: list[str]) -> None:
    """``REFILE``, ``1ST LEAD``, the headline, perhaps in two lines, the byline: each may end with =."""
    ends = [line.endswith("=") for line in titles]
    bare = [line.rstrip(" =") for line in titles]
    while bare and is_byline(bare[-1]):
        text.byline = bare.pop()
        ends.pop()
    if not bare:
        return
    first = len(bare) - 1
    for place, (before, _) in reversed(list(enumerate(pairwise(bare)))):
        if len(before) < WRAPPED or ends[place]:
            break
        first = place
    text.headline = " ".join(bare[first:])
    text.prefix = " ".join(bare[:first])


def _category(header: dict[str, str]) -> tuple[Subject, ...]:
    category = header.get("category")
    return (Subject(qcode=category, scheme="iptc7901_category"),) if category else ()
