"""Phrases of furniture by language, and what the rules ask of a paragraph's place and surroundings."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import lru_cache

from wirelake.records import Span

SENTENCE_LENGTH = 40  # characters; shorter ones are as likely labels
SENTENCE_ENDS, CLOSING = (".", "!", "?", "…", "。", "！", "？", "؟", "۔"), "\"'”’»)]"
UNLINKED = 0.1
# "…, the warden said", "sagte die Lotsin": whoever is quoted speaks to nobody who reads the page.
REPORTS = re.compile(
    r"\b(?:said|says|told|asked|announced|according to|sagte|sagt|erklärte|teilte|laut|zufolge|a dit"
    r"|selon|a déclaré|dijo|afirmó|aseguró|según|ha detto|secondo|disse|afirmou|segundo|zei|volgens"
    r"|sade|säger|enligt|sagde|siger|ifølge|sanoi|powiedział\w*|według|řekl\w*|podle|söyledi|dedi"
    r"|сказал\w*|заявил\w*|сообщил\w*|قال\w*|אמר\w*)\b",
    re.IGNORECASE,
)
TELLING = 80  # characters from which a paragraph of few links is text
MUCH = 0.3  # of the text
SLUG = 24  # letters by which a name is known as a heading's own words
NAME_LENGTH = 120  # characters of an element's name that are read: patterns search it from each of them
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


class Names:
    """Names of elements that hold furniture, as words: ``share`` is in ``share-buttons``, not in ``shares``.

    Each is a regular expression in which ``…`` is any letters and hyphens. A name that holds much of the
    article is no sign: some call their whole body ``card article-with-newsletter``. Neither is one that a
    heading gave: ``section promoted-to-harbour-master-after-the-storm``, ``h2 privacy``. A ``weak`` name may
    be the subject's, ``popular-vote``, and is no sign where it holds text and few links.
    """

    def __init__(self, *words: str, weak: tuple[str, ...] = ()) -> None:
        self._strong, self._weak = _named(words), _named(weak)
        self._is = lru_cache(maxsize=10_000)(self._is_one)
        self._among = lru_cache(maxsize=500)(self._among_all)

    def of(self, spans: Sequence[Span]) -> frozenset[int]:
        """The places of the spans that stand in such elements."""
        said = {key(span.text[:NAME_LENGTH]) for span in spans if span.role == "h"}
        headings = said | {one[:SLUG] for one in said if len(one) >= SLUG}
        names = {one: self._among(one) for one in {span.within for span in spans}}
        held_by: defaultdict[str, list[Span]] = defaultdict(list)
        for span in spans:
            for name in names[span.within]:
                held_by[name].append(span)
        given = {
            name
            for name, inside in held_by.items()
            if {key(name), key(name)[:SLUG]} & headings or not (self._is_strong(name) or _links(inside))
        }
        found = [at for at, span in enumerate(spans) if names[span.within] - given]
        held = sum(len(spans[at].text) for at in found)
        if held > MUCH * sum(len(span.text) for span in spans):
            return frozenset()
        return frozenset(found)

    def _among_all(self, names: str) -> frozenset[str]:
        return frozenset(filter(self._is, names.split()))

    def _is_one(self, name: str) -> bool:
        return self._is_strong(name) or self._weak.search(name[:NAME_LENGTH]) is not None

    def _is_strong(self, name: str) -> bool:
        return self._strong.search(name[:NAME_LENGTH]) is not None


def _named(words: Sequence[str]) -> re.Pattern[str]:
    parts = (word.replace("…", "[a-z_-]*") for word in words)
    return re.compile(rf"(?<![a-z]){any_of(*parts)}(?![a-z])" if words else r"(?!)")


def _links(spans: Sequence[Span]) -> bool:
    """Whether every third of them links, or none of them tells anything."""
    linking = sum(span.linked >= 0.5 for span in spans)
    return 3 * linking >= len(spans) or not any(map(is_text, spans))


def is_text(span: Span) -> bool:
    """A paragraph that tells something by itself, as opposed to a heading, a label or a list of links."""
    return span.role != "h" and len(span.text) >= TELLING and span.linked < 0.5


def heads(spans: Sequence[Span], place: int) -> bool:
    """A sub-heading of the text: what stands below it is a paragraph of text, without links.

    ``Topics``, ``See Venice`` and ``Advertising`` are chapters where they have one.
    """
    below = spans[place + 1 : place + 2]
    return spans[place].role == "h" and any(is_text(one) and one.linked < UNLINKED for one in below)


def opening(spans: Sequence[Span]) -> int:
    """How many spans stand before the first paragraph of text."""
    return next((at for at, span in enumerate(spans) if is_text(span)), len(spans))


def closing(spans: Sequence[Span]) -> int:
    """The place after the last paragraph of text."""
    return len(spans) - opening(spans[::-1])


def prose(spans: Sequence[Span]) -> frozenset[int]:
    """The places of sentences that no wording makes furniture: the text's own, and those that report.

    Its own stand between its first paragraph and its last, without links, in elements that are named like
    most of it: ``Residents can now register for alerts by text message.`` Others say who says so: ``Anybody
    may download the app, the ministry said.``
    """
    texts = [place for place, span in enumerate(spans) if is_text(span)]
    usual = Counter(spans[place].within for place in texts).most_common(1)
    return frozenset(
        place
        for place, span in enumerate(spans)
        if len(span.text) >= SENTENCE_LENGTH
        and span.role != "h"
        and is_sentence(span.text)
        and (
            (texts and texts[0] < place < texts[-1] and span.linked < UNLINKED and span.within == usual[0][0])
            or reports(span.text)
        )
    )


def is_sentence(text: str) -> bool:
    """Whether it ends as sentences do."""
    return text.rstrip(CLOSING).endswith(SENTENCE_ENDS)


@lru_cache(maxsize=4096)
def reports(text: str) -> bool:
    """Whether the text says who says so; asked by many rules of the same text."""
    return REPORTS.search(text) is not None


@lru_cache(maxsize=1024)  # of a page, for the rules that ask for its headings and paragraphs again
def key(text: str) -> str:
    """Letters and digits alone, in lower case: by which two statements of one text are the same."""
    return re.sub(r"[\W_]+", "", text).lower()
