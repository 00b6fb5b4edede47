"""Composes the demo wires' articles: templates of a vocabulary, filled by chance that only path facts seed.

A place belongs to one article of its beat in the whole week, and almost every paragraph names it: so
neither a headline nor a paragraph comes twice, however many articles a day has (up to ``MAX_ARTICLES``).
"""

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FIRST_DAY = date(2026, 3, 2)
DAYS = tuple(FIRST_DAY + timedelta(days=n) for n in range(7))
MAX_ARTICLES = 20_000  # a day: above it a wire runs out of places

_PART = re.compile(r"\((?P<choice>[^()]*\|[^()]*)\)|<(?P<slot>[^<>]+)>")
_RANGE = re.compile(r"(?:(\w+)=)?(\d+(?:\.\d)?)\.\.(\d+(?:\.\d)?)")
_SPELT = ("One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")
_DIGITS = {str(number): word for number, word in enumerate(_SPELT, 1)}
_PLACE_STEP = 7_919  # prime, and no factor of any number of places: neighbours do not sound alike


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One composed text, and the desk that wrote it."""

    headline: str
    paragraphs: tuple[str, ...]
    desk: str


class Vocabulary:
    """One wire's places, words and beats, from ``vocabulary/<name>.yaml``."""

    def __init__(self, name: str) -> None:
        path = Path(__file__).parent / "vocabulary" / f"{name}.yaml"
        facts = yaml.safe_load(path.read_text(encoding="utf-8"))
        self.name = name
        self.words: Mapping[str, Sequence[str]] = facts["words"]
        self.weekdays: Sequence[str] | None = facts.get("weekdays")
        self.tamyiz: bool = facts.get("tamyiz", False)
        self._places: Mapping[str, Any] = facts["places"]
        self._beats: Sequence[Mapping[str, Any]] = tuple(facts["beats"].values())

    def opening(self, day: date, number: int) -> Story:
        """Headline and first paragraph only: what a listing of thousands needs."""
        return self._compose(day, number, whole=False)

    def story(self, day: date, number: int) -> Story:
        """The whole article."""
        return self._compose(day, number, whole=True)

    def _compose(self, day: date, number: int, *, whole: bool) -> Story:
        nth_day = (day - FIRST_DAY).days
        turn, position = divmod(number + 3 * nth_day, len(self._beats))
        beat = self._beats[position]
        scenario = beat["scenarios"][(turn + nth_day) % len(beat["scenarios"])]
        rng = random.Random(f"{self.name}/{day}/{number}")  # noqa: S311 - texts, not secrets
        place = self._place(position, turn * len(DAYS) + nth_day)
        telling = _Telling(rng, self, (scenario, beat), place, day)
        headline = telling.fill(rng.choice(scenario["headlines"]), capital=True)
        lead = telling.fill(rng.choice(scenario["lead"]), capital=True)
        rest = self._rest(telling, scenario, beat) if whole else ()
        return Story(headline=headline, paragraphs=(lead, *rest), desk=beat["desk"])

    def _rest(
        self, telling: "_Telling", scenario: Mapping[str, Any], beat: Mapping[str, Any]
    ) -> tuple[str, ...]:
        rng = telling.rng
        details: Sequence[str] = scenario["details"]
        told = sorted(rng.sample(range(len(details)), rng.randint(2, min(4, len(details)))))
        background = rng.sample(beat["background"], rng.randint(1, min(4, len(beat["background"]) - 1)))
        return tuple(telling.fill(text, capital=True) for text in [*(details[n] for n in told), *background])

    def _place(self, beat: int, serial: int) -> str:
        first, last = self._places["first"], self._places["last"]
        modifiers = self._places["modifiers"]
        plain = len(first) * len(last)
        index = (serial * _PLACE_STEP + beat * 331) % plain
        modifier = modifiers[serial // plain % len(modifiers)]
        start, forms = first[index // len(last)], ()
        if isinstance(start, list):  # Arabic: a name and its gender, with which the modifier agrees
            start, forms = start
            modifier = modifier[0 if forms == "m" else 1] if modifier else ""
        order: str = self._places["order"]
        return order.format(modifier=modifier, first=start, last=last[index % len(last)]).strip()


class _Telling:
    """One article in the making: what it has settled on, such as its place, holds to its end."""

    def __init__(
        self,
        rng: random.Random,
        vocabulary: Vocabulary,
        scopes: Sequence[Mapping[str, Any]],
        place: str,
        day: date,
    ) -> None:
        self.rng = rng
        self._vocabulary = vocabulary
        self._words = [*(scope.get("words", {}) for scope in scopes), vocabulary.words]
        weekday = vocabulary.weekdays[day.weekday()] if vocabulary.weekdays else f"{day:%A}"
        self._settled = {"place": place, "weekday": weekday}

    def fill(self, template: str, *, capital: bool = False) -> str:
        text = _PART.sub(self._part, template)
        return _capital(text) if capital else text

    def _part(self, found: re.Match[str]) -> str:
        choice, slot = found["choice"], found["slot"]
        if choice is not None:
            return self.fill(self.rng.choice(choice.split("|")))
        span = _RANGE.fullmatch(slot)
        if span is None:
            word = self._word(slot)
            return _capital(word) if _starts_sentence(found) else word
        number = self._settled.get(span[1]) or self._number(span[2], span[3])
        if span[1]:
            self._settled[span[1]] = number
        return _DIGITS.get(number, number) if _starts_sentence(found) else number

    def _word(self, slot: str) -> str:
        anew = slot.startswith("+")
        wanted = slot.lstrip("+")
        name = wanted.lower()
        text = None if anew else self._settled.get(name)
        if text is None:
            text = self.fill(self.rng.choice(next(words[name] for words in self._words if name in words)))
            if not anew:
                self._settled[name] = text
        return _capital(text) if wanted != name else text

    def _number(self, low: str, high: str) -> str:
        if "." in low:
            return f"{self.rng.randint(round(float(low) * 10), round(float(high) * 10)) / 10:.1f}"
        number = self.rng.randint(int(low), int(high))
        if self._vocabulary.tamyiz:
            # Arabic counts in the accusative singular after 11 to 99 only: keep the last two digits there.
            return str(number + 11 if number % 100 <= 10 else number)
        year = int(low) >= 1700 and int(high) < 2100
        return str(number) if year else f"{number:,}"


def _starts_sentence(found: re.Match[str]) -> bool:
    before = found.string[: found.start()]
    return before.endswith((". ", "? ")) or (not before and found.string.endswith((".", "”")))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


@cache
def vocabulary(name: str) -> Vocabulary:
    """The vocabulary of that name, read once."""
    return Vocabulary(name)
