"""Phrases of furniture by language, and what the rules ask of a paragraph's place and surroundings."""

import re
from collections.abc import Sequence
from functools import lru_cache

from wirelake.records import Span

TELLING = 80  # characters from which a paragraph of few links is text
MUCH = 0.3  # of the text


class Wording:
    """One phrase a language, as regular expressions over a whole paragraph.

    A page is held against its own language and English, as English furniture stands on pages of all languages;
    one whose language is not known, against all.
    """

    def __init__(self, **by_language: str) -> None:
        self._all = by_language
        self._of = lru_cache(maxsize=64)(self._compiled)

    def match(self, text: str, language: str | None) -> re.Match[str] | None:
        """The phrase at the start of the text."""
        return self._of((language or "").partition("-")[0]).match(text)

    def fullmatch(self, text: str, language: str | None) -> re.Match[str] | None:
        """The phrase that the text is."""
        return self._of((language or "").partition("-")[0]).fullmatch(text)

    def search(self, text: str, language: str | None) -> re.Match[str] | None:
        """The phrase anywhere in the text."""
        return self._of((language or "").partition("-")[0]).search(text)

    def _compiled(self, language: str) -> re.Pattern[str]:
        known = [self._all[one] for one in dict.fromkeys((language, "en")) if one in self._all]
        chosen = known if language else list(self._all.values())
        return re.compile("|".join(f"(?:{one})" for one in chosen) or r"(?!)", re.IGNORECASE)


class Names:
    """Names of elements that hold furniture, as words: ``share`` is in ``share-buttons``, not in ``shares``.

    A name that holds much of the article is no sign: some call their whole body ``card article-with-newsletter``.
    """

    def __init__(self, words: str) -> None:
        self._words = re.compile(rf"(?<![a-z])(?:{words})(?![a-z])")

    def of(self, spans: Sequence[Span]) -> frozenset[int]:
        """The places of the spans that stand in such elements."""
        found = [at for at, span in enumerate(spans) if span.within and self._words.search(span.within)]
        said = sum(len(spans[at].text) for at in found)
        if said > MUCH * sum(len(span.text) for span in spans):
            return frozenset()
        return frozenset(found)


def is_text(span: Span) -> bool:
    """A paragraph that tells something by itself, as opposed to a heading, a label or a list of links."""
    return span.role != "h" and len(span.text) >= TELLING and span.linked < 0.5


def opening(spans: Sequence[Span]) -> int:
    """How many spans stand before the first paragraph of text."""
    return next((at for at, span in enumerate(spans) if is_text(span)), len(spans))


def closing(spans: Sequence[Span]) -> int:
    """The place after the last paragraph of text."""
    return len(spans) - opening(spans[::-1])


def key(text: str) -> str:
    """Letters and digits alone, in lower case: by which two statements of one text are the same."""
    return re.sub(r"[\W_]+", "", text).lower()
