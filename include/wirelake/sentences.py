"""The sentences of a text that was taken down, and the search for them in whatever may still hold them.

A sentence is looked for by its letters and digits alone, case and accents folded: ``It&#8217;s <b>over</b>``,
``"It\\u2019s over"`` and ``It's`` at the end of a line with ``over`` on the next are one. ``Prints`` are the
same search by digests, for those who must not keep the text.
"""

import html
import re
import unicodedata
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import accumulate

from wirelake.records import Article
from wirelake.shapes import UNSPACED

MIN_LETTERS = 20  # about 25 characters; what is shorter stands in many texts
MIN_LINE = 8  # of a headline that is looked for as a whole line: "Sport" stands on every page
UNSPACED_WEIGHT = 3  # a character of a script without blanks says as much as so many letters
LEVELS = 3  # of markup escaped in markup: a feed's HTML, and what an editor pasted into it
START = 16  # letters that a print, or one of many sentences, is looked up by
STEP = 4  # letters from one look to the next, where many sentences are looked for
# A full stop ends a sentence before a blank, an ideographic one anywhere.
PIECE = re.compile(r".*?(?:[.!?…؟।۔]+[\"'”’»)\]]*(?=\s|$)|[。！？]+[」』”]*|$)")
TAG = re.compile(r"</?[a-zA-Z!?][^<>]*>")
ESCAPE = re.compile(r'\\(?:u(?P<code>[0-9a-fA-F]{4})|(?P<sign>["\\/bfnrt]))')
# "crane-5-turns-green", "https://quay.example/2026/03/crane": addresses stay, and are no sentences.
SLUG = re.compile(r"(?<![^\W_])[^\W_]++(?:[-_/.:?&=%+~#\\]++[^\W_]++){3,}+")
NO_LETTERS = re.compile(r"[^\x00-\x7f](?<!\w)")  # of what is not ASCII: six times as fast as [\W_]+
WORD = re.compile(r"[^\W_]+")
Sought = dict[int, dict[int, list[tuple[int, str, str]]]]  # letters → CRC → length, SHA-256, print
SIGNS = bytes(code for code in range(0x80) if not chr(code).isalnum())


def letters(text: str) -> str:
    """Its letters and digits, without case and accents: the same ones wherever it stands."""
    if text.isascii():
        return text.encode().translate(None, SIGNS).decode().lower()
    folded = unicodedata.normalize("NFKD", text).casefold()  # which makes signs of some letters: ¾ is 3⁄4
    return NO_LETTERS.sub("", folded.encode("utf-8", "ignore").translate(None, SIGNS).decode())


def split(text: str) -> Iterator[str]:
    """The sentences of a text, line by line; a short one goes with what follows it, or what was before.

    An address or slug parts two of them, and belongs to neither.
    """
    for line in (part for one in text.splitlines() for part in SLUG.split(one)):
        whole: list[str] = []
        held = ""
        for piece in PIECE.findall(" ".join(line.split())):
            held += piece
            if weight(letters(held)) >= MIN_LETTERS:
                whole.append(held)
                held = ""
        if held.strip() and whole:
            whole[-1] += held
        yield from map(str.strip, whole)


def weight(run: str) -> int:
    """How much so many letters say."""
    return len(run) if run.isascii() else len(run) + (UNSPACED_WEIGHT - 1) * len(UNSPACED.findall(run))


def views(text: str) -> Iterator[str]:
    """The text as readers of its format may read it: unescaped, and freed of its markup, level by level.

    What attributes, comments and scripts say stands in the views that keep the tags.
    """
    starts = [text, _unescaped(text)] if "\\" in text else [text]
    for start in starts:
        level = start
        yield html.unescape(level)
        for _ in range(LEVELS):
            bare = html.unescape(TAG.sub(" ", level))
            if bare == level:
                break
            yield bare
            level = bare


def _unescaped(text: str) -> str:
    """JSON's escapes as the characters that they mean; halves of pairs are no letters, and go."""

    def meant(found: re.Match[str]) -> str:
        if found["code"] is None:
            return " " if found["sign"] in "bfnrt" else found["sign"]
        code = int(found["code"], 16)
        return "" if 0xD800 <= code < 0xE000 else chr(code)

    return ESCAPE.sub(meant, text)


@dataclass(frozen=True, slots=True)
class Sentences:
    """What is looked for: letters → the sentence. ``lines`` are headlines, as letters, short ones too."""

    said: dict[str, str] = field(default_factory=dict)
    lines: frozenset[str] = frozenset()

    @classmethod
    def of(cls, *articles: Article) -> "Sentences":
        """The sentences of headlines, descriptions and texts: the clean text, before cleaning all of it."""
        said: dict[str, str] = {}
        for one in articles:
            for text in (one.headline, one.description or "", one.body_text or one.extracted_text):
                said.update((letters(sentence), sentence) for sentence in split(text))
        runs = (letters(one.headline) for one in articles)
        lines = frozenset(run for run in runs if weight(run) >= MIN_LINE)
        return cls(said, lines)

    def __bool__(self) -> bool:
        return bool(self.said or self.lines)

    def __or__(self, other: "Sentences") -> "Sentences":
        return Sentences(self.said | other.said, self.lines | other.lines)

    def without(self, others: "Sentences") -> "Sentences":
        """But those that other articles say too: furniture, quotations, a column's standing title."""
        said = {key: one for key, one in self.said.items() if key not in others.said}
        return Sentences(said, self.lines - others.lines)

    def unsaid(self, text: str) -> "Sentences":
        """But those that this text says, however it parts its lines."""
        said = set(self.found_in(text))
        return Sentences({key: one for key, one in self.said.items() if one not in said}, self.lines)

    def found_in(self, text: str) -> list[str]:
        """Which of the sentences stand in a decoded payload of any format, a table's cell, or a text."""
        found: dict[str, str] = {}
        for view in views(text) if self.said else ():
            run = letters(view)
            if hits := [key for key in self.said if key not in found and key in run]:
                run = letters(SLUG.sub(" ", view))  # a headline stands in its page's address too
                found.update((key, self.said[key]) for key in hits if key in run)
        return list(found.values())

    def is_line(self, text: str) -> bool:
        """The text is one of the headlines, and nothing else."""
        return letters(SLUG.sub(" ", html.unescape(text))) in self.lines

    def prints(self) -> "Prints":
        """The same search without the text."""
        return Prints(frozenset(map(_print, self.said)))


class Runs:
    """Runs of letters, each of an article, that are found all at once wherever they stand in a longer run."""

    def __init__(self, runs: Iterable[tuple[str, str]]) -> None:
        self._by_look: dict[tuple[int, int], dict[str, list[tuple[str, str]]]] = {}
        for run, article_id in runs:
            step = min(STEP, max(1, len(run) // 2))
            size = min(START, len(run) - step + 1)
            grams = self._by_look.setdefault((size, step), defaultdict(list))
            for at in range(step):  # one of them stands at a multiple of the step, wherever the run does
                grams[run[at : at + size]].append((run, article_id))

    def found_in(self, run: str) -> Iterator[str]:
        """The articles of those that the run holds."""
        for (size, step), grams in self._by_look.items():
            starts = range(0, len(run) - size + 1, step)
            for gram in {gram for at in starts if (gram := run[at : at + size]) in grams}:
                yield from (article_id for known, article_id in grams[gram] if known in run)


@dataclass(frozen=True, slots=True)
class Prints:
    """Sentences as digests: ``<letters>:<CRC-32 of the first>:<SHA-256 of all>``, each a string to keep."""

    prints: frozenset[str] = frozenset()

    @classmethod
    def kept(cls, prints: Iterable[str]) -> "Prints":
        """Those that were stored.

        Raises:
            ValueError: not a print.
        """
        found = frozenset(prints)
        for one in found:
            _read(one)
        return cls(found)

    def __bool__(self) -> bool:
        return bool(self.prints)

    def found_in(self, text: str) -> list[str]:
        """Which of the prints are those of sentences that begin with a word of the text."""
        return self.look().found_in(text)

    def look(self) -> "Look":
        """To search many texts for them."""
        return Look(self.prints)


class Look:
    """Prints, put in order to be looked up by the letters that follow the beginning of a word."""

    def __init__(self, prints: Iterable[str]) -> None:
        self._sought: Sought = {}
        for one in prints:
            length, _, digest = _read(one)
            size, crc = beginning(one)
            self._sought.setdefault(size, {}).setdefault(crc, []).append((length, digest, one))

    def found_in(self, text: str) -> list[str]:
        """Which of the prints are those of sentences that begin with a word of the text."""
        found: set[str] = set()
        for view in views(text) if self._sought else ():
            if self._looked_up(view):
                found |= self._looked_up(SLUG.sub(" ", view))
        return sorted(found)

    def _looked_up(self, view: str) -> set[str]:
        words = WORD.findall(unicodedata.normalize("NFKD", view).casefold())
        run = "".join(words)
        return {
            one
            for begin in accumulate(map(len, words), initial=0)
            for size, by_crc in self._sought.items()
            for length, digest, one in by_crc.get(_crc(run[begin : begin + size]), ())
            if _sha256(run[begin : begin + length]) == digest
        }


def beginning(one: str) -> tuple[int, int]:
    """How many first letters of its sentence a print is looked up by, and their CRC-32."""
    length, crc, _ = _read(one)
    return min(length, START), crc


def _print(run: str) -> str:
    return f"{len(run)}:{_crc(run[:START]):08x}:{_sha256(run)}"


def _read(one: str) -> tuple[int, int, str]:
    length, crc, digest = one.split(":")
    return int(length), int(crc, 16), digest


def _crc(run: str) -> int:
    return zlib.crc32(run.encode("utf-8", "surrogatepass"))


def _sha256(run: str) -> str:
    return sha256(run.encode("utf-8", "surrogatepass")).hexdigest()
