"""The parts of a payload that can be taken out whole: transmissions, values of JSON, elements of XML."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from wirelake.excision.plain import Plain
from wirelake.payloads.transmissions import BEGINS

IS_JSON = re.compile(r"[\s\x1e\x00]*[\[{]")
TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+"|[\[\]{},:]|[^\s\[\]{},:"\x1e\x00]++', re.DOTALL)
MARKUP = re.compile(
    r"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>|<![a-zA-Z][^>\[]*+(?:\[.*?\]\s*+)?>"
    r"|<(?P<close>/)?(?P<name>[A-Za-z_][^\s/>]*+)(?:[^>\"']++|\"[^\"]*+\"|'[^']*+')*+>",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Unit:
    """A part of the text. What is cut with it may be more: the comma that parts it from the next."""

    start: int
    end: int
    cut: tuple[int, int]
    parent: int  # the number of the unit around it; -1 for none
    kind: str = ""  # the element's name


def units(plain: Plain) -> list[Unit]:
    """The units of a payload, in any order."""
    if plain.is_line:
        return list(_transmissions(plain.text))
    if IS_JSON.match(plain.text):
        return _values(plain.text)
    return _elements(plain.text)


def around(found: list[Unit], place: int) -> list[Unit]:
    """The units that hold this place of the text, from the outermost to the innermost."""
    return sorted((one for one in found if one.start <= place < one.end), key=lambda one: one.start - one.end)


def siblings(found: list[Unit]) -> Counter[tuple[int, str]]:
    """How many units of one kind each parent has."""
    return Counter((one.parent, one.kind) for one in found)


def _transmissions(text: str) -> Iterator[Unit]:
    starts = [found.start() for found in BEGINS.finditer(text.encode("latin-1"))]
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        yield Unit(start, end, (start, end), -1)


@dataclass(slots=True)
class _Frame:
    """An object, a list, or the file; ``items`` are what it holds, an object's with their keys."""

    number: int
    start: int
    parent: int = -1
    items: list[list[int]] = field(default_factory=list)  # start, end, the number of a container or -1
    begins: bool = True  # what comes next is a new item


def _values(text: str) -> list[Unit]:
    frames = [_Frame(-1, 0)]
    spans: dict[int, tuple[int, int, int]] = {}  # number → start, end, parent
    cuts: dict[int, tuple[int, int]] = {}
    for token in TOKEN.finditer(text):
        frame, sign = frames[-1], token[0]
        if sign in ",:":
            frame.begins = sign == ","
            continue
        if sign in "]}":
            if len(frames) > 1:
                spans[frame.number] = (frame.start, token.end(), frame.parent)
                _note_cuts(frame, cuts)
                frames.pop()
                frames[-1].items[-1][1] = token.end()
                frames[-1].begins = len(frames) == 1
            continue
        if frame.begins or not frame.items:
            frame.items.append([token.start(), token.end(), -1])
            frame.begins = len(frames) == 1
        frame.items[-1][1] = token.end()
        if sign in "[{":
            number = len(spans) + len(frames)
            frame.items[-1][2] = number
            frames.append(_Frame(number, token.start(), frame.number))
    _note_cuts(frames[0], cuts)
    numbers = {number: place for place, number in enumerate(spans)}
    return [
        Unit(start, end, cuts.get(number, (start, end)), numbers.get(parent, -1))
        for number, (start, end, parent) in spans.items()
    ]


def _note_cuts(frame: _Frame, cuts: dict[int, tuple[int, int]]) -> None:
    for place, (start, end, number) in enumerate(frame.items):
        if number < 0:
            continue
        if place + 1 < len(frame.items):
            cuts[number] = (start, frame.items[place + 1][0])
        else:
            cuts[number] = (frame.items[place - 1][1] if place else start, end)


def _elements(text: str) -> list[Unit]:
    opened: list[tuple[int, str, int]] = []  # number, name, start
    found: dict[int, Unit] = {}
    count = 0
    for token in MARKUP.finditer(text):
        name = token["name"]
        if name is None:
            continue
        parent = opened[-1][0] if opened else -1
        if token["close"]:
            level = next((at for at in range(len(opened) - 1, -1, -1) if opened[at][1] == name), None)
            if level is not None:  # else it closes nothing
                number, _, start = opened[level]
                parent = opened[level - 1][0] if level else -1
                found[number] = Unit(start, token.end(), (start, token.end()), parent, name)
                del opened[level:]
            continue
        if token[0].endswith("/>"):
            found[count] = Unit(token.start(), token.end(), token.span(), parent, name)
        else:
            opened.append((count, name, token.start()))
        count += 1
    return list(found.values())
