"""The country that a code or a name stands for, from Unicode's CLDR; None where it is none, or several."""

import re
import unicodedata
from functools import cache, lru_cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global

# What CLDR names with two letters besides the 249 of ISO 3166-1: areas, unions and users' own codes.
NO_COUNTRIES = frozenset(
    ["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ"]
)
ENGLISH = "en"
# As wires write them, where CLDR has another name: "LEEDS, England", "ANKARA, Turkey", "DUBAI, UAE".
WRITTEN = {
    "AE": "UAE, U.A.E.",
    "BA": "Bosnia, Bosnia-Herzegovina",
    "BS": "The Bahamas",
    "CD": "DR Congo, DRC, Democratic Republic of the Congo, Democratic Republic of Congo",
    "CG": "Republic of the Congo, Congo-Brazzaville",
    "CI": "Ivory Coast",
    "CZ": "Czech Republic",
    "GB": "UK, U.K., Great Britain, England, Scotland, Wales, Northern Ireland",
    "GM": "The Gambia",
    "HK": "Hong Kong",
    "KR": "Republic of Korea",
    "MM": "Burma, Myanmar",
    "MO": "Macau, Macao",
    "NL": "The Netherlands",
    "PS": "Palestine",
    "RU": "Russian Federation",
    "SZ": "Swaziland",
    "TL": "East Timor",
    "TR": "Turkey",
    "US": "US, U.S., USA, U.S.A., United States of America, EEUU, EE.UU., EE. UU.",
    "VA": "Vatican",
}


def by_code(stated: str) -> str | None:
    """The country of ``de``, ``DEU`` or ``US-NV``; of a code that was given up, what took its place."""
    found = re.fullmatch(r"([A-Za-z]{2,3})(?:-[A-Za-z0-9]{1,3})?", stated.strip())
    if not found:
        return None
    code: str = found[1].upper()
    if code in _countries():
        return code
    now: list[str] = get_global("territory_aliases").get(code, [])
    return now[0] if len(now) == 1 and now[0] in _countries() else None


def by_name(stated: str, language: str | None = None) -> str | None:
    """The country that goes by this name in the language, or in English."""
    key = _folded(stated)
    if not key:
        return None
    tongues = dict.fromkeys((language or ENGLISH, ENGLISH))
    return next((code for tongue in tongues if (code := _names(tongue).get(key))), None)


@cache
def _countries() -> frozenset[str]:
    named = map(str, Locale(ENGLISH).territories)
    return frozenset(one for one in named if re.fullmatch("[A-Z]{2}", one)) - NO_COUNTRIES


@lru_cache(maxsize=64)
def _names(language: str) -> dict[str, str]:
    """Folded name → code, without the names that two countries share."""
    found: dict[str, set[str]] = {}
    for code, name in _locale(language).items():
        if code in _countries():
            found.setdefault(_folded(name), set()).add(code)
    if language == ENGLISH:
        for code, names in WRITTEN.items():
            for name in names.split(","):
                found.setdefault(_folded(name), set()).add(code)
    return {name: codes.pop() for name, codes in found.items() if len(codes) == 1}


def _locale(language: str) -> dict[str, str]:
    for tag in (language, language.partition("-")[0]):
        try:
            return dict(Locale.parse(tag.replace("-", "_")).territories)
        except (UnknownLocaleError, ValueError):
            continue
    return {}


def _folded(name: str) -> str:
    """Letters alone, without accents and case: ``Côte d’Ivoire`` and ``COTE D'IVOIRE`` are one."""
    bare = "".join(one for one in unicodedata.normalize("NFKD", name) if not unicodedata.combining(one))
    return re.sub(r"[\W\d_]+", "", bare).casefold()
