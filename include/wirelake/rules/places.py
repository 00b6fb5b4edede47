"""What rules ask of a paragraph: whether it is text, heads a chapter, or is a sentence of the text's own."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from functools import lru_cache

from wirelake.legible import letters_alone
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
REPORTED_WITHIN = 10_000  # characters; no wording of furniture is a tenth as long
TELLING = 80  # characters from which a paragraph of few links is text


def is_text(span: Span) -> bool:
    """Whether a span tells something by itself, unlike a heading, a label or a list of links."""
    return span.role != "h" and len(span.text) >= TELLING and span.linked < 0.5


def heads(spans: Sequence[Span], place: int) -> bool:
    """Whether a span is a sub-heading of the text: below it stands a paragraph of text, without links.

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


def asked_once(
    answer: Callable[[Sequence[Span]], frozenset[int]],
) -> Callable[[Sequence[Span]], frozenset[int]]:
    """The function, which keeps its last answer: rules after each other ask the same of the same tuple."""
    last: tuple[Sequence[Span], frozenset[int]] = (), frozenset()

    def asked(spans: Sequence[Span]) -> frozenset[int]:
        nonlocal last
        before, known = last
        if spans is before:
            return known
        known = answer(spans)
        if isinstance(spans, tuple):  # what else may be changed
            last = spans, known
        return known

    return asked


@asked_once
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
    """Whether the text names who said it: ``…, the warden said``. Kept, as many rules ask."""
    return REPORTS.search(text, 0, REPORTED_WITHIN) is not None


@lru_cache(maxsize=1024)  # of a page, for the rules that ask for its headings and paragraphs again
def key(text: str) -> str:
    """The text's letters and digits alone, in lower case: equal for two spellings of one text."""
    return letters_alone(text).lower()
