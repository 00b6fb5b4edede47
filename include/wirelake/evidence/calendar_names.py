"""Names of months and weekdays in the wires' languages, from Unicode's CLDR."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import Any

from babel import Locale, UnknownLocaleError

# Where a page does not say its language, or says a wrong one (a template's "en-US" above German text)
# fmt: off
LANGUAGES = (
    "en", "de", "fr", "es", "it", "pt", "nl", "sv", "da", "nb", "fi", "is", "et", "lv", "lt", "pl", "cs",
    "sk", "sl", "hr", "bs", "sr-Latn", "sr", "bg", "ru", "uk", "ro", "hu", "sq", "el", "tr", "ca", "id",
    "ar", "ar-SY", "he", "fa", "hi", "ja", "ko", "zh",
)
# fmt: on
SHORTEST = 3  # letters of an abbreviation that no table lists: "Sept", "Febr"
HEBREW_IN = "ב"  # "4 במרץ 2026": the word for in is a prefix


def month(word: str, language: str | None = None) -> int | None:
    """The month, 1 to 12, that a word names in a language, in English, or in any language without dispute.

    ``listopad`` is November in Polish and October in Croatian: without a language it is no month.
    """
    key = _folded(word)
    for own in (language, "en"):
        if own and (found := _in_language(key, own)):
            return found
    if "/" in key:  # "4 مارس/آذار 2026": both names of one month
        both = {month(part, language) for part in key.split("/")}
        return both.pop() if len(both) == 1 else None
    months, _ = everywhere()
    return months.get(key) or months.get(key.removeprefix(HEBREW_IN))


def is_weekday(word: str) -> bool:
    """Whether a word, or two, name a day of the week in some language, in full or cut short."""
    _, weekdays = everywhere()
    return _folded(word) in weekdays


def day_first(language: str | None, separator: str) -> bool | None:
    """Whether a language writes 4/3 for the fourth of March; None where it does not settle that.

    Points stand behind the day in every language that puts the year last.
    English alone does not, nor does en-US, which templates state wherever they are used; nor does German,
    which writes 4.3., for 4/3.
    """
    if separator == ".":
        return True
    locale = _locale(language)
    if locale is None or (locale.language == "en" and locale.territory in (None, "US")):
        return None
    own = separator in locale.date_formats["short"].pattern
    return {"dMy": True, "Mdy": False}.get(_order(locale)) if own else None


def year_last(language: str | None) -> bool:
    """Whether a language is known to write the year behind day and month."""
    locale = _locale(language)
    return locale is not None and _order(locale).endswith("y")


def _order(locale: Locale) -> str:
    """``dMy``, ``Mdy`` or ``yMd``: the short form of a date in CLDR."""
    return "".join(dict.fromkeys(re.findall(r"[dMy]", locale.date_formats["short"].pattern)))


def _in_language(key: str, language: str) -> int | None:
    names = _months(language)
    if key in names or len(key) < SHORTEST:
        return names.get(key)
    begun = {number for name, number in names.items() if name.startswith(key)}
    return begun.pop() if len(begun) == 1 else None


@lru_cache(maxsize=256)
def _months(language: str) -> dict[str, int]:
    locale = _locale(language)
    return {} if locale is None else dict(_names(locale.months))


@cache
def everywhere() -> tuple[dict[str, int], frozenset[str]]:
    """Months that all languages agree on, and all weekdays.

    Half a second of CPU: the processes that read documents are forked from one that has them, and whoever
    reads none does without.
    """
    months: dict[str, set[int]] = {}
    weekdays: set[str] = set()
    for language in LANGUAGES:
        if locale := _locale(language):
            for key, number in _names(locale.months):
                months.setdefault(key, set()).add(number)
            weekdays |= {key for key, _ in _names(locale.days)}
    return {key: numbers.pop() for key, numbers in months.items() if len(numbers) == 1}, frozenset(weekdays)


def _names(table: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for number, name in table[context][width].items():
                # Catalan lists "de març", Hebrew "יום רביעי": the last word is the name
                for key in {_folded(name), _folded(name).split(" ")[-1].removeprefix("d'")}:
                    if not key.isdigit():
                        yield key, number
                        yield _without_marks(key), number


@lru_cache(maxsize=256)
def _locale(language: str | None) -> Locale | None:
    parts = (language or "").replace("_", "-").split("-")
    for tag in ("-".join(parts), parts[0]):  # an unknown territory leaves the language
        try:
            return Locale.parse(tag, sep="-")
        except (ValueError, TypeError, UnknownLocaleError):
            continue
    return None


def _folded(word: str) -> str:
    return unicodedata.normalize("NFC", word).casefold().replace("’", "'").strip(" .,\u200e\u200f")


def _without_marks(word: str) -> str:
    """``fevrier`` for ``février``; letters of other scripts keep theirs."""
    if not word[:1].isascii() and not word.isascii() and unicodedata.name(word[0], "")[:5] != "LATIN":
        return word
    return "".join(one for one in unicodedata.normalize("NFD", word) if not unicodedata.combining(one))
