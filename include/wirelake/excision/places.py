"""Where a sentence stands in markup, JSON or plain text: each letter, and the characters that mean it."""

import html
import re
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from wirelake.sentences import SLUG, letters

# Tags, in the text or escaped any number of times, mean no letters; what is escaped means one.
TAG = r"<!\[CDATA\[|\]\]>|</?[a-zA-Z!?][^<>]*>"
ESCAPED_TAG = r"&(?:amp;)*lt;/?[a-zA-Z!][^<>]{0,2000}?&(?:amp;)*gt;"
ENTITY = r"&(?:amp;)*(?P<entity>#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});"
ESCAPE = r'\\(?:u(?P<code>[0-9a-fA-F]{4})|["\\/bfnrt])'
RUN = rf"(?P<slug>{SLUG.pattern})|(?P<run>[^\W_]+)"
# From the reading that drops most to the one in which tags and backslashes are text as well.
READINGS = tuple(
    re.compile("|".join(parts))
    for parts in (
        (TAG, ESCAPED_TAG, ENTITY, ESCAPE, RUN),
        (TAG, ESCAPED_TAG, ENTITY, RUN),
        (ESCAPED_TAG, ENTITY, ESCAPE, RUN),
        (ENTITY, RUN),
    )
)


@dataclass(frozen=True, slots=True)
class Letters:
    """The letters of a text as one reading finds them, with the place of each."""

    run: str
    starts: "array[int]"
    ends: "array[int]"

    def places(self, keys: Iterable[str]) -> Iterator[tuple[int, int]]:
        """Where in the text these letters stand one after another."""
        for key in keys:
            at = self.run.find(key) if key else -1
            while at >= 0:
                yield self.starts[at], self.ends[at + len(key) - 1]
                at = self.run.find(key, at + len(key))


def readings(text: str) -> Iterator[Letters]:
    """The letters of the text in each of the ways that readers of its format may read it."""
    for number, reading in enumerate(READINGS):
        if number % 2 == 0 or "\\" in text:
            yield _letters(text, reading)


def _letters(text: str, reading: re.Pattern[str]) -> Letters:
    parts: list[str] = []
    starts, ends = array("L"), array("L")
    for token in reading.finditer(text):
        start, end = token.span()
        if token.lastgroup == "run":
            if (run := token[0]).isascii():
                parts.append(run.lower())
                starts.extend(range(start, end))
                ends.extend(range(start + 1, end + 1))
                continue
            meant = [(place, place + 1, _fold(one)) for place, one in enumerate(run, start)]
        else:
            meant = [(start, end, _fold(_character(token)))]
        for begin, stop, folded in meant:
            parts.append(folded)
            starts.extend([begin] * len(folded))
            ends.extend([stop] * len(folded))
    return Letters("".join(parts), starts, ends)


def _character(token: re.Match[str]) -> str:
    if token.lastgroup == "entity":
        meant = html.unescape(f"&{token['entity']};")
        return "" if meant.startswith("&") else meant
    if token.lastgroup == "code":
        code = int(token["code"], 16)
        return "" if 0xD800 <= code < 0xE000 else chr(code)
    return ""


@lru_cache(maxsize=4096)
def _fold(character: str) -> str:
    return letters(character)
