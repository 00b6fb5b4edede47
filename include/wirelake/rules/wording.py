"""Phrases of furniture by language, and what they are made of."""

import re
from functools import lru_cache

LIMIT = 700  # no Wording reads more, so that a phrase with gaps in it costs at most some milliseconds
# "» Share", "(Read more)", "— Anzeige —"; what stands in quotation marks is someone's words.
BEFORE, AFTER = r"[^\w\"“”„«‘']{0,8}", r"\W*"
UNQUOTED = r"(?![\"“„«‘'])"  # before a phrase that begins with anything at all
# The gap of a phrase neither begins nor ends within a word: "back…" is not the background.
GAP = r"(?!(?<=\w)\w).*(?!(?<=\w)\w)"
UNSPACED = frozenset(("ja", "ko", "th", "zh"))
ALSO_CALLED = {"nb": "no", "nn": "no", "iw": "he", "in": "id"}


def any_of(*words: str) -> str:
    """A part of a phrase: one of these, each a regular expression."""
    return f"(?:{'|'.join(words)})"


def every(*parts: str, longest: int = 700) -> str:
    """A phrase that holds a word of each part, in any order: a call, its object, its place."""
    return UNQUOTED + "".join(rf"(?=.*\b{part}\b)" for part in parts) + f".{{1,{longest}}}"


def at_start(*words: str) -> str:
    """A part of a phrase: one of these at the start of a sentence, where verbs call upon the reader."""
    return rf"(?<![\w,;%)\]\"”“’'„«‘] )(?<![\"“„«‘']){any_of(*words)}"


# A name in capitals, and the small words between such: "Harbour Press in Marsa Nour and …".
NAME = r"(?-i:[^\W_a-zß-öø-ÿ])[^\s]*"
# None is both, or a line of capitals would be read in twice as many ways with each word.
BETWEEN = (
    r"(?-i:the|and|in|of|by|from|for|at|on|with|additional|further|reporting|writing|editing|research|graphics"
    r"|compiled|translated|edited|written|staff|agenc(?:y|ies)|newsroom|bureau|desk|team|de|la|van|von|der|al|bin|[&/|–—-])"
    r"[,;:.)]*"
)
NAMES_ONLY = rf"{NAME}(?:\s+(?:{BETWEEN}(?!\S)|{NAME})){{0,40}}"


class Wording:
    """A rule's phrases in each language, held against a whole paragraph of at most ``longest`` characters.

    A phrase is a regular expression in small letters, whatever the paragraph's. In it ``…`` is a gap between
    words and ``'`` either apostrophe; punctuation around the paragraph does not count: ``story continues…``
    is ``(Story continues below.)``.

    A page is held against its own language and English, as English furniture stands on pages of all
    languages; one whose language is not known, against all.
    """

    def __init__(self, longest: int = 250, **by_language: tuple[str, ...]) -> None:
        if longest > LIMIT:
            raise ValueError(f"longest is {longest}, above {LIMIT}")
        self.longest = longest
        self.by_language = by_language
        self._of = lru_cache(maxsize=64)(self._compiled)
        self._pattern = lru_cache(maxsize=256)(self._pattern_of)

    def says(self, text: str, language: str | None) -> bool:
        """Whether the text is one of the phrases."""
        return len(text) <= self.longest and self._pattern(language).fullmatch(_plain(text)) is not None

    def opens(self, text: str, language: str | None) -> int:
        """The length of the phrase that the text opens with; 0 where it opens with none."""
        if len(text) > self.longest:
            return 0
        found = self._pattern(language).match(_plain(text))
        return found.end() if found else 0

    def _pattern_of(self, language: str | None) -> re.Pattern[str]:
        short = re.split("[-_]", (language or "").lower())[0]
        short = ALSO_CALLED.get(short, short)
        known = tuple(one for one in dict.fromkeys((short, "en")) if one in self.by_language)
        return self._of(known if short else tuple(self.by_language))

    def _compiled(self, languages: tuple[str, ...]) -> re.Pattern[str]:
        phrases = [_expression(one, of) for of in languages for one in self.by_language[of]]
        return re.compile(BEFORE + any_of(*phrases) + AFTER if phrases else r"(?!)", re.IGNORECASE)


def _expression(phrase: str, language: str) -> str:
    return phrase.replace("…", ".*" if language in UNSPACED else GAP)


def _plain(text: str) -> str:
    return text.replace("’", "'")
