"""JSON-LD's ``articleBody``: what the page calls its text, though it may be cut, flat, or a notation."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

from wirelake.formats.html.body.blocks import Block
from wirelake.formats.html.body.surroundings import MAX_LINKED, is_likely
from wirelake.legible import letters_alone, seen
from wirelake.records import Span

LEAST = 200  # letters from which it says more than a description
LONGER = 1.3  # times the chosen text
MUCH = 0.6  # of it
SHORT, TITLE = 6, 120  # letters of a sub-heading, and its characters at most
TELLING = 30  # letters by which a paragraph is found in it
ENDS = 24  # letters of a paragraph's beginning and end, where it is not found whole: notes stand in its midst
FLAWED = re.compile(r"[{}|\\]|\[#|\]\(|\*\*|https?://\S{80}")  # of a notation, not of prose
SENTENCE = re.compile(r"[.!?…。！？؟۔][\"'”’»)\]]*$")


class Witness:
    """What the page's ``articleBody`` says; false where it has none that is long enough to say anything."""

    def __init__(self, text: str) -> None:
        self.lines = text.split("\n") if text else []
        self._letters = "\n".join(map(letters, self.lines))
        self._whole = self._letters.replace("\n", "")
        if len(self._whole) < LEAST:
            self.lines, self._letters, self._whole = [], "", ""

    def __bool__(self) -> bool:
        return bool(self._whole)

    def says(self, block: Block) -> bool:
        """Whether it says a paragraph, too long a one for that to be a coincidence."""
        key = letters(block.text)
        if len(key) < TELLING:
            return False
        return key in self._whole or (
            len(key) > 3 * ENDS and key[:ENDS] in self._whole and key[-ENDS:] in self._whole
        )

    def mark(self, page: Sequence[Block]) -> None:
        """Choose the likely paragraphs of the page that it says, and the short ones between them, such as
        sub-headings.

        Only where much of it was left out, or what it begins with, as some write furniture into it too.
        """
        if not self:
            return
        known = "\n".join(one.key for one in page if one.chosen)
        first = next((place for place, one in enumerate(page) if one.chosen), len(page))
        little = self.covered(page) < MUCH
        more = [
            place
            for place, one in enumerate(page)
            if not one.chosen
            and is_likely(one)
            and one.key not in known
            and (little or (place < first and self._opens(one)))
            and self.says(one)
        ]
        for place in more:
            page[place].chosen = True
        for one in page[more[0] : more[-1]] if more else ():
            short = not one.chosen and one.linked < MAX_LINKED and len(one.text) <= TITLE
            if short and len(key := letters(one.text)) >= SHORT and key in self._whole:
                one.chosen = True

    def _opens(self, block: Block) -> bool:
        return 0 <= self._whole.find(letters(block.text)) <= TELLING

    def covered(self, page: Sequence[Block]) -> float:
        """The share of it that the chosen paragraphs are."""
        if not self:
            return 1.0
        said = sum(len(letters(one.text)) for one in page if one.chosen and self.says(one))
        return min(1.0, said / len(self._whole))

    def goes_on(self, page: Sequence[Block]) -> bool:
        """Whether the chosen text is its beginning, or next to nothing, and the rest is prose: the page's
        script will show it."""
        if not self:
            return False
        chosen = [one for one in page if one.chosen and one.linked < MAX_LINKED and is_likely(one)]
        end = 0
        for one in chosen:
            place = self._whole.find(letters(one.text), end)
            if place < 0 or place - end > LEAST:
                return False
            end = place + len(letters(one.text))
        rest = len(self._whole) - end
        return rest >= LEAST and rest >= len(self._whole) / 4 and self._is_prose()

    def is_longer(self, page: Sequence[Block]) -> bool:
        """Whether it says much more than the chosen paragraphs, all of them counted."""
        if not self:
            return False
        chosen = sum(len(letters(one.text)) for one in page if one.chosen)
        return len(self._whole) > LONGER * chosen + LEAST and self._is_prose()

    def spans(self) -> Iterator[Span]:
        """Its lines as paragraphs."""
        start = 0
        for line in self.lines:
            text = unicodedata.normalize("NFC", " ".join(seen(line).split()))
            if text:
                yield Span(start=start, end=start + len(text), text=text, role="p")
                start += len(text) + 1

    def _is_prose(self) -> bool:
        prose = sum(len(one) for one in self.lines if SENTENCE.search(one) and not FLAWED.search(one))
        return prose >= 0.8 * sum(map(len, self.lines))


@lru_cache(maxsize=1024)  # of a page, which is asked several times
def letters(text: str) -> str:
    """The letters and digits alone, without case: two prints of one text are equal in them."""
    text = text if text.isascii() else unicodedata.normalize("NFKC", text)
    return letters_alone(text.casefold())
