"""What still says a sentence of the killed text is masked: the text node, attribute, JSON string or line."""

import re
from collections.abc import Iterator

from wirelake.excision.places import readings
from wirelake.excision.plain import Plain
from wirelake.excision.units import IS_JSON
from wirelake.sentences import Sentences, letters

MASK = "[removed]"
ROUNDS = 3
MAX_LINE = 1_000  # characters of a node that may be a headline alone
# CDATA and comments are one node each, whatever markup is in them; so is a string of JSON within a script.
NODE = re.compile(
    r"<!\[CDATA\[(?P<cdata>.*?)\]\]>|<!--(?P<comment>.*?)-->"
    r"|<script\b[^<>]*>(?P<script>.*?)</script|(?P<tag></?[a-zA-Z!?][^<>]*>)|(?P<text>[^<]+|<)",
    re.DOTALL | re.IGNORECASE,
)
VALUE = re.compile(r"=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)')")
STRING = re.compile(r'"((?:[^"\\]++|\\.)*+)"', re.DOTALL)
LINE = re.compile(r"[^\r\n\x00-\x08\x0e-\x1f]+")


def masked(plain: Plain, sentences: Sentences) -> str:
    """The text with a mask for each node that holds one of the sentences, or is one of the headlines."""
    text = plain.text
    for _ in range(ROUNDS):
        nodes = list(_nodes(plain, text))
        hit = _hit(text, nodes, sentences)
        if not hit:
            break
        parts, done = [], 0
        for start, end in hit:
            parts += [text[done:start], MASK]
            done = end
        text = "".join([*parts, text[done:]])
    return text


def _nodes(plain: Plain, text: str) -> Iterator[tuple[int, int]]:
    """Where each node stands, in the order of the text and none in another."""
    if plain.is_line:
        yield from (found.span() for found in LINE.finditer(text))
    elif IS_JSON.match(text):
        yield from (found.span(1) for found in STRING.finditer(text))
    elif "<" in text:
        for found in NODE.finditer(text):
            yield from _inside(found, text)
    else:
        yield from (found.span() for found in LINE.finditer(text))


def _inside(found: re.Match[str], text: str) -> Iterator[tuple[int, int]]:
    kind = str(found.lastgroup)
    start, end = found.span(kind)
    if kind == "tag":
        for value in VALUE.finditer(text, start, end):
            yield value.span(str(value.lastgroup))
    elif kind == "script":
        strings = [one.span(1) for one in STRING.finditer(text, start, end)]
        yield from strings or [(start, end)]
    else:
        yield start, end


def _hit(text: str, nodes: list[tuple[int, int]], sentences: Sentences) -> list[tuple[int, int]]:
    """The nodes that share a character with a sentence, and those that say nothing but a headline."""
    said = sentences.found_in(text)
    spans = sorted({place for one in readings(text) for place in one.places(sentences.said)}) if said else []
    shortest = min(map(len, sentences.lines), default=MAX_LINE)
    hit, at = [], 0
    reach = -1  # the furthest end of the spans that begin before the node's end
    for start, end in nodes:
        while at < len(spans) and spans[at][0] < end:
            reach = max(reach, spans[at][1])
            at += 1
        if (reach > start and letters(text[start:end])) or (
            shortest <= end - start < MAX_LINE and sentences.is_line(text[start:end])
        ):
            hit.append((start, end))
    return hit
