"""What wires write at the head of a plain text: dateline, byline, notes to editors. Language matters little:
a month is known by its name in any language, and a byline by the word before it."""

import re
from typing import NamedTuple

from wirelake.evidence.calendar_names import month

NAME = r"[^\W\d_a-zà-ÿ][\w.’'-]*"
JOINED = rf"(?:[ ,/]+(?:{NAME}|(?:de|del|di|do|du|der|den|la|le|of|and|upon|am|an|im|on|sur)(?=[ ,])))"
WORD = r"[^\W\d_]{3,10}\.?"
DAY = (
    rf",?\s+(?:(?P<word>{WORD})\s+(?P<d>\d{{1,2}})|(?P<n>\d{{1,2}})\.?\s+(?P<name>{WORD}))(?!\d)"
    r"(?:,?\s+\d{4})?"
)
AGENCY = r"\([^()\n]{2,40}\)|/[\w .-]{2,40}/"
DASH = r"\s*(?:--|[-–—_])(?=\s|$)\s*"
# "TAIPEI, March 3 - ", "CHATHAM, Mass. (AP) _ ", "SAITAMA, Japan, Dec. 9 Kyodo - ", "Berlin (dpa) - ",
# "MADRID, 21 Nov. 2024 (Agency) -", "SINGAPORE, Feb. 2, 2017 /Newswire/ --", "Paris (ats afp) Les violences"
DATELINE = re.compile(
    rf"(?P<place>{NAME}{JOINED}{{0,7}}?)(?:{DAY}(?:\s*(?P<by>{AGENCY})|\s+(?P<bare>{NAME}))?{DASH}"
    rf"|\s*(?P<agency>{AGENCY}){DASH}|\s*(?P<small>\([a-z]{{2,5}}(?:[ /][a-z]{{2,5}}){{0,3}}\))\s+)"
)
LONGEST = 100
# "By CHARLES EXAMPLE", "von Anna Beispiel", "Par Jean Exemple"
BYLINE = re.compile(r"(?:by|von|par|por|di|door|av|af|od|przez)\s+\S.{1,100}", re.IGNORECASE)
# "Eds: Updates. With photos.", "(Eds: Minor edits.)", "Attention editors: …", "Hinweis an die Redaktionen: …"
ED_NOTE = re.compile(
    r"\(?\s*(?:eds|ed\.? note|editors?['’]? note|(?:attention|note to) (?:all )?(?:news )?editors"
    r"|hinweis an die redaktionen?|achtung,? redaktionen|note aux rédactions|nota a los redactores)\b"
    r"\s*[:–—-].*",
    re.IGNORECASE,
)


class Dateline(NamedTuple):
    """Place, day and agency that open a text: ``text`` without the dash, ``end`` behind it."""

    text: str
    place: str
    credit: str | None
    end: int
    month_day: tuple[int, int] | None = None


def dateline(paragraph: str) -> Dateline | None:
    """The dateline that opens a paragraph: a place, then a day or an agency, then a dash.

    ``A spokesman said - after a pause - that …`` has neither, and is none.
    """
    found = DATELINE.match(paragraph[: 2 * LONGEST])
    if found is None or found.end() > LONGEST:
        return None
    named = found["word"] or found["name"]
    number = month(named) if named else None
    if named and number is None:
        return None
    credit = found["by"] or found["agency"] or found["small"] or found["bare"]
    return Dateline(
        text=found[0].rstrip(" -–—_"),
        place=found["place"].strip(" ,"),
        credit=credit.strip("()/ ") if credit else None,
        end=found.end(),
        month_day=(number, int(found["d"] or found["n"])) if number else None,
    )


def is_byline(line: str) -> bool:
    """Whether it is a short line that begins with the word for "by"."""
    return BYLINE.fullmatch(line) is not None and not line.endswith((".", "?", "!"))


def is_ed_note(line: str) -> bool:
    """Whether a line is to editors, which no reader is to see."""
    return ED_NOTE.fullmatch(line) is not None
