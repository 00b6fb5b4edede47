"""ANPA 1312: news over a line of bytes, as American wires and those that copied them send it."""

import hashlib
import re
from typing import Any

from wirelake.formats.anpa.text import read
from wirelake.markup.paragraphs import layout, of_parts
from wirelake.payloads import payload
from wirelake.payloads.encoding import decode
from wirelake.payloads.transmissions import MAX_BYTES, Transmission, lines, seven_bits, transmissions
from wirelake.records import AltId, Article, Author, EdNote, RawArticle, Subject
from wirelake.statements import begin
from wirelake.statements.moments import instant
from wirelake.statements.stamps import header_day, stamp
from wirelake.statements.urgencies import urgency
from wirelake.statements.wire_text import dateline

# f0295<US>reute: service level, number, sometimes the wire's name, selector
FIRST = re.compile(
    r"(?P<service>[^\W\d_]?)(?P<sequence>\d{3,5})(?P<sender>[^\x1f]{0,20})\x1f(?P<selector>\S{0,40})"
)
# "r z^S^Q BC-BKN--Lakers-Kings 1stLd-Writethru   02-20 0500": priority, category, what the setter is to do,
# keyword line with its cycle, day, words
SECOND = re.compile(
    r"(?P<priority>[^\W\d_]) ?(?P<category>[^\W\d_]{1,3})(?P<setter>[\x00-\x20]+)(?P<keyword>\S.*?)\s*"
    r"(?:(?P<day>\d\d-\d\d) (?P<words>\d{1,5}))?\s*"
)
CYCLE = re.compile(r"(?P<cycle>[A-Z]{2})-+(?=\S)")
CONTROLS = {17: "DC1", 18: "DC2", 19: "DC3", 20: "DC4", 8: "BS", 14: "SO", 15: "SI"}


def parse(raw: RawArticle) -> list[Article]:
    """The articles of a file of transmissions: one each.

    Raises:
        ParseError: too_large, too_many_transmissions, empty_document.
    """
    data, had_parity = seven_bits(payload(raw, MAX_BYTES))
    flags = ("parity_removed",) if had_parity else ()
    return [_article(raw, one, flags) for one in transmissions(data)]


def _article(raw: RawArticle, sent: Transmission, flags: tuple[str, ...]) -> Article:
    header = _header(lines(decode(sent.header).text))
    decoded = decode(sent.text)
    text = read(lines(decoded.text), header.get("keyword", ""))
    opens = next((found for part in text.parts[:2] if (found := dateline(part.text))), None)
    trailer = decode(sent.trailer).text
    month_day = opens.month_day if opens else None
    sent_at = stamp(trailer, month_day)
    candidates = [sent_at, header_day(header.get("day", ""), raw.fetched_at, month_day)]
    words = header.get("words", "")
    left = [(name, value) for name, value in header.items() if name not in ("slugline", "words")]
    return begin(
        raw,
        "anpa",
        alt_ids=(*_ids(header), AltId(role="guid", value=hashlib.sha256(sent.whole).hexdigest()[:24])),
        headline=text.headline,
        slugline=header.get("slugline"),
        description=text.description,
        byline=text.byline,
        creators=(Author(name=text.byline, role=text.byline_title),)
        if text.byline and text.byline_title
        else (),
        **layout(of_parts(text.parts)),
        dateline_text=opens.text if opens else None,
        dateline_place=opens.place if opens else None,
        credit_line=opens.credit if opens else None,
        ed_notes=tuple(EdNote(role="ednote", text=note) for note in text.ed_notes),
        urgency=urgency(header.get("priority", "")),
        word_count_stated=int(words) if words else None,
        is_truncated=sent.is_cut or text.is_continued,
        subjects_detail=_category(header),
        version_created=instant(sent_at.value) if sent_at else None,
        date_candidates=tuple(one for one in candidates if one),
        extra=(*left, *text.extra, ("trailer", trailer)),
        quality_flags=(*flags, *decoded.flags, *(("transmission_cut",) if sent.is_cut else ())),
        extractor="wirelake.anpa",
    )


def _header(stated: list[str]) -> dict[str, str]:
    """The header's fields by name, those that it has; what cannot be read stands whole under ``header``."""
    filled = [line for line in stated if line.strip()]
    found: dict[str, Any] = {}
    for shape, line in zip((FIRST, SECOND), filled, strict=False):
        if fields := shape.fullmatch(re.sub(r"[ \t]+", " ", line)):
            found.update(
                {name: value.strip() for name, value in fields.groupdict("").items() if name != "setter"}
            )
            if setter := fields.groupdict("").get("setter"):
                found["setter"] = " ".join(CONTROLS[ord(one)] for one in setter if ord(one) in CONTROLS)
        else:
            found["header"] = "\n".join(filled)
    keyword = found.get("keyword", "")
    if cycle := CYCLE.match(keyword):
        found["cycle"] = cycle["cycle"]
    found["slugline"] = keyword[cycle.end() :] if cycle else keyword
    return {name: value for name, value in found.items() if value}


def _ids(header: dict[str, str]) -> tuple[AltId, ...]:
    """f0295: the number of the transmission on its circuit, which begins anew every day."""
    number = header.get("service", "") + header.get("sequence", "")
    return (AltId(role="transmission", value=number),) if number else ()


def _category(header: dict[str, str]) -> tuple[Subject, ...]:
    category = header.get("category")
    return (Subject(qcode=category, scheme="anpa_category"),) if category else ()
