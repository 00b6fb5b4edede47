"""The place of a dateline that the markup states, freed of agency, day and dash."""

import re

from wirelake.evidence.calendar_names import month

LONGEST = 120
EDGES = " \t,.:;-–—_/"
# "(QW) - MARSA NOUR, 24 FEB -": the agency first
AGENCY_FIRST = re.compile(r"\s*(?:[(（][^()（）]{2,40}[)）]|/[^/]{2,40}/)\s*[-–—]*\s*")
# "(QW)", "/Quaywire/", "(Alemania)" at the end: the agency, or the country
BRACKETS_LAST = re.compile(r"[-–—\s]*(?:[(（][^()（）]{2,40}[)）]|/[^/]{2,40}/)$")
WORD = r"[^\W\d_]{3,12}\.?"
ORDINAL = r"(?:st|nd|rd|th|er|re|\.|º|ª)?"
# "5th March, 2026", "24 de septiembre de 2024", "Feb. 1, 2017", "5.3.", "25-11-2023", "3月4日"
DAY_LAST = re.compile(
    rf"(?:^|[\s,.(-])(?:\d{{1,2}}{ORDINAL}\s?(?:de |d[’'])?(?P<word>{WORD})(?:,?\s(?:de |del )?\d{{4}})?"
    rf"|(?P<first>{WORD})\s\d{{1,2}}{ORDINAL}(?:,?\s\d{{4}})?"
    r"|\d{1,2}[./-]\d{1,2}[./-]?(?:\d{2,4})?|\d{4}-\d\d-\d\d|\d{1,2}月\d{1,2}日)$",
    re.IGNORECASE,
)
STAMP = re.compile(
    r"[\dTZ:.+/\s-]{6,40}(?:(?:GMT|UTC)[\d:+-]{0,8})?"
)  # "20260304T222800+0000", "4/4/2018": for machines, and no dateline
MAX_ROUNDS = 6


def is_stamp(stated: str) -> bool:
    """Whether it is a machine's time in the element of a dateline."""
    return STAMP.fullmatch(stated) is not None


def place(stated: str) -> str | None:
    """The place that a dateline names; None where it names none, such as a day alone.

    ``Fráncfort (Alemania), 24 sep (QW).-`` is Fráncfort, ``PORT ANSEL, Maine--(QUAY WIRE)--Dec 5, 2024--`` is
    PORT ANSEL, Maine.
    """
    text = " ".join(stated[: LONGEST + 1].split())
    if len(text) > LONGEST:
        return None
    if found := AGENCY_FIRST.match(text):
        text = text[found.end() :]
    for _ in range(MAX_ROUNDS):
        before, text = text, _less(text.strip(EDGES))
        if text == before:
            break
    if re.search(r", [A-Z][a-z]{1,4}$", text) and f"{text}." in stated:  # "PORT ANSEL, Mass."
        text += "."
    is_name = text[:1].isupper() or (text[:1].isalpha() and not text[:1].islower())
    return text if is_name and not re.search(r"\d", text) else None


def _less(text: str) -> str:
    """Without one bracket or one day at its end."""
    if found := BRACKETS_LAST.search(text):
        return text[: found.start()]
    if found := DAY_LAST.search(text):
        named = found["word"] or found["first"]
        if not named or month(named.rstrip(".")):
            return text[: found.start()]
    return text
