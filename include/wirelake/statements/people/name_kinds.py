"""What a piece of a byline is: what looks like a person's name, a body, an address, or nobody."""

import re
from typing import Protocol

from wirelake.statements.people import byline_words as words

MAX_NAME = 80


class House(Protocol):
    """Who publishes or supplies the article, by its names: a site, or a wire."""

    def is_called(self, text: str) -> bool: ...


def any_of(*patterns: str) -> re.Pattern[str]:
    """One pattern of all these, whatever the case."""
    return re.compile(rf"(?:{'|'.join(patterns)})", re.IGNORECASE)


ROLE = any_of(rf"(?<!\w)(?:{'|'.join(words.ROLES)})(?!\w)")
PLACEHOLDER, AGENCY, SUFFIX = any_of(*words.PLACEHOLDERS), any_of(*words.AGENCIES), any_of(words.SUFFIXES)
DESK = any_of(*words.DESKS)
BODY = any_of(rf"(?:.*\W)?{words.BODIES}\.?")
NOT_NAME = any_of(rf"(?<!\w)(?:{words.NOT_NAMES})(?!\w)")
LONG_AGENCIES = frozenset({"the", "associated", "agence", "press", "reuters", "bloomberg", "deutsche"})
PARTICLES = frozenset(words.PARTICLES.split("|"))
HOST = re.compile(r"(?:[\w-]+\.){1,3}[a-z]{2,6}", re.IGNORECASE)
PLACE = re.compile(r"\s+(?:in|for|at|aus|à|en|bei|per)\s+(?=\S)")
# "d'Example", "al-Example": small letters that begin a name's last part
PREFIXED = re.compile(r"(?:d|l|dell|dall|al|el|ad|an|ar|as|ash|at|az|ben|bin)['’-](?=[^\W\d_a-zß-ÿ])")
UNCASED = re.compile(r"[^\W\d_a-zA-Z]")


def is_body(name: str, house: House) -> str | None:
    """Why a name is no person's: agency, site_name or organisation; None of a person's."""
    if AGENCY.fullmatch(PLACE.split(name)[0]):
        return "agency"
    if house.is_called(name):
        return "site_name"
    return "organisation" if DESK.fullmatch(name) or BODY.fullmatch(name) else None


def looks_like_name(text: str) -> bool:
    """Two to six words that begin like names do; of scripts without capitals, a few letters."""
    if len(text) > MAX_NAME or re.search(r"\d|[!?:\"“”„…%€$#=<>{}\[\]]", text) or NOT_NAME.search(text):
        return False
    parts = text.split()
    if UNCASED.search(text) and not any(one.isupper() or one.islower() for one in text):
        return 2 <= len(text) <= 25 and len(parts) <= 5
    if not 2 <= len(parts) <= 6:
        return False
    firsts = [PREFIXED.sub("", one).lstrip("'’\"(.-«“„")[:1] for one in parts]
    named = [first for first in firsts if first and not first.islower()]
    small = [one for one, first in zip(parts, firsts, strict=True) if first.islower()]
    return len(named) >= 2 and all(one.casefold() in PARTICLES for one in small) and parts[-1] not in small


def is_inverted(last: str, first: str) -> bool:
    """ "Quaybell, Anna": one word, a comma, one or two words that are no body's and no role."""
    given = first.split()
    plainly = last[:1].isupper() and all(
        one[:1].isupper() and not one.isupper() for one in (last, *given) if len(one) > 2
    )
    known = any(
        pattern.fullmatch(one) for pattern in (AGENCY, PLACEHOLDER, BODY, ROLE) for one in (last, first)
    )
    return " " not in last and len(given) in (1, 2) and plainly and not known and not SUFFIX.fullmatch(first)


def refusal(part: str, house: House) -> str | None:
    """Why a piece is nobody: address, placeholder or not_a_name; None where it may be somebody."""
    if HOST.fullmatch(part) and not house.is_called(part):
        return "address"
    if PLACEHOLDER.fullmatch(part):
        return "placeholder"
    return "not_a_name" if (len(part) > MAX_NAME and " " not in part) or NOT_NAME.fullmatch(part) else None


def is_titled(word: str) -> bool:
    """Whether it is written as names are: "Hina" may be somebody, HINA and dpa are agencies."""
    return word[:1].isupper() and any(map(str.islower, word[1:])) and word.casefold() not in LONG_AGENCIES
