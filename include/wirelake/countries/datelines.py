"""The country of a dateline that names it: ``Puerto Nuevo (Alemania)``, ``DUBAI, UAE``, ``QUAY, Conn.``

A place alone names no country, however well it is known, unless it is a country's own name (SINGAPORE).
"""

import re

from wirelake.countries.names import by_code, by_name
from wirelake.countries.parts import of_letters, part_of

LONGEST = 120
IN_BRACKETS = re.compile(r"\s*[(（]([^()（）\d]{2,40})[)）]")


def named_by(place: str, text: str | None, language: str | None) -> str | None:
    """The country that a place's name, or the brackets behind it in the dateline's text, name; or None.

    None too where two are named, and where a word is a state and a country: ``Georgia``.
    """
    if len(place) > LONGEST or "/" in place:  # "GENEVA/NEW YORK"
        return None
    found = {_in_brackets(place, text or "", language), _of_place(place, language)} - {None}
    return found.pop() if len(found) == 1 else None


def _in_brackets(place: str, text: str, language: str | None) -> str | None:
    """``Fráncfort (Alemania)``; ``(EFE)`` and ``(PA)`` are agencies, so no two letters count here."""
    at = text.find(place)
    found = IN_BRACKETS.match(text, at + len(place)) if at >= 0 else None
    return _of_words(found[1].strip(), language) if found else None


def _of_place(place: str, language: str | None) -> str | None:
    first, _, last = map(str.strip, place.rpartition(","))
    if not first:  # alone, a state may be a town of elsewhere: "MONTANA", "ONTARIO"
        return None if part_of(last) else by_name(last, language)
    return _of_two_letters(last) if re.fullmatch("[A-Z]{2}", last) else _of_words(last, language)


def _of_words(name: str, language: str | None) -> str | None:
    found = {by_name(name, language), part_of(name)} - {None}
    return found.pop() if len(found) == 1 else None


def _of_two_letters(code: str) -> str | None:
    """``TX`` is a state alone; ``CA`` is California and Canada."""
    found = {by_code(code), *of_letters(code)} - {None}
    return found.pop() if len(found) == 1 else None
