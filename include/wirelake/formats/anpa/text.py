"""The text of an ANPA transmission: heads, notes and paragraphs, told by how their lines begin and end.

A line for the setter begins with ``^`` and ends with ``<`` or ``=``; a paragraph is indented, a row of a
table begins with BS. Wires without marks put the headline first and indent the first paragraph.
"""

import re
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice

from wirelake.markup.paragraphs import Part
from wirelake.statements.wire_text import is_byline, is_ed_note

CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")
INDENTED = re.compile(r"[\x00-\x08\x0e-\x1f]*(?:\t| {3,})\s*\S")
QUADS = ("<", "=", "+")  # what ends a line for the setter
ROW = re.compile(r"^\s*\x08|\S;\S*;|\S {3,}\S+ {2,}\S")
KEYWORD = re.compile(r"(?:\*\d+<?\s*\^?)?\s*[A-Z]{2}-{1,2}\S")
CODE = re.compile(r"\*\d+<\s*\^?")
PHOTO = re.compile(r"(?:[A-Z]{2,4} )?(?:photo|video|graphic|audio)s?\b.*\b[A-Z]{2,}\d{2,}", re.IGNORECASE)
FLASH = re.compile(r"\*{3,}\s*")
CONTINUED = re.compile(r"\(?\s*(?:more|mf|mehr folgt|suite|à suivre|segue|sigue)\s*\)?", re.IGNORECASE)
MARK = re.compile(r"[%$@&#]{1,2}[A-Z]{1,3}\d{0,3}|ZCZC\b.{0,40}|NNNN", re.ASCII)  # "%A", "$T": for the setter
# "    WASHINGTON, March 3 - ", "PARIS (Reuter) -"
DATELINE = re.compile(
    r"[A-Z][A-Z .'-]{2,30}(?:, [A-Za-z .]{3,30}\d{0,2})?\s?(?:\([A-Za-z]+\)\s?)?(?:--?|[_–—])\s"
)
FIGURES = re.compile(r"(?:\s[-+]?\d[\d.,/-]*){3,}\s*$")  # columns of them
ABBREVIATION = re.compile(r"\b(?:[A-Z]|[A-Z]\.[A-Z]|Inc|Corp|Co|Ltd|St|Mr|Mrs|Dr|vs|No)\.$")
LONGEST_HEADLINE = 180
MAX_HEADS = 8
MAX_HEADLINE = 300


@dataclass(slots=True)
class Text:
    """What the text of a transmission states, before anything is judged."""

    headline: str = ""
    description: str | None = None
    byline: str | None = None
    byline_title: str | None = None
    ed_notes: list[str] = field(default_factory=list)
    extra: list[tuple[str, str]] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    is_continued: bool = False  # "More": another transmission goes on with it


def read(stated: Iterable[str], keyword: str) -> Text:
    """The text of these lines; ``keyword`` is the header's, which may stand again as the first of them."""
    rest = deque(line.replace("\x0c", "") for line in stated)
    while rest and not _plain(rest[0]):
        rest.popleft()
    heads: list[str] = []
    marked = any(_plain(line).startswith("^") for line in islice(rest, MAX_HEADS))
    while rest and len(heads) < MAX_HEADS and not _opens_text(rest[0], heads, marked):
        line = rest.popleft()
        if _plain(line):
            heads.append(line)
    text = Text()
    left = _marked_heads(text, heads, keyword) if marked else _plain_heads(text, heads, keyword)
    text.parts = _paragraphs([*left, *rest])
    _lift(text)
    return text


def _opens_text(line: str, heads: list[str], marked: bool) -> bool:
    """Whether the first paragraph begins here: at the first line without ``^``, or that is indented."""
    if not _plain(line):
        return False
    if marked:
        return not _plain(line).startswith("^") and bool(heads) and not KEYWORD.match(_plain(line))
    return INDENTED.match(line) is not None and bool(heads)


def _marked_heads(text: Text, heads: list[str], keyword: str) -> list[str]:
    """Takes what the marks tell; gives back the lines that belong to the text, as heads within it."""
    left: list[str] = []
    for line in heads:
        bare, quad = _bare(line)
        if not text.headline and not text.byline and _repeats(bare, keyword):
            text.extra.append(("keyword_line", CODE.sub("", bare)))
        elif is_ed_note(bare):
            text.ed_notes.append(bare)
        elif PHOTO.match(bare[:MAX_HEADLINE]):
            text.extra.append(("photos", bare))
        elif is_byline(bare) and not text.byline:
            text.byline = bare
        elif text.byline and not text.byline_title and not left and quad == "=" and len(bare) < 60:
            text.byline_title = bare
        elif not text.headline:
            text.headline = bare[:MAX_HEADLINE]
        elif quad == "=" or text.byline:
            left.append(line)
        else:
            text.description = f"{text.description}\n{bare}" if text.description else bare
    return left


def _plain_heads(text: Text, heads: list[str], keyword: str) -> list[str]:
    lines = [_bare(line)[0] for line in heads]
    if lines and _repeats(lines[0], keyword):
        text.extra.append(("keyword_line", lines.pop(0)))
    if lines and (flash := FLASH.match(lines[0])):
        # "******CANADA REAL GDP ROSE 1.1 PCT": a headline that is sent before there is a text
        text.extra.append(("flash", flash[0].strip()))
        lines[0] = lines[0][flash.end() :]
        text.headline = lines[0]
        return lines[1:]
    marks = [line for line in lines if MARK.fullmatch(line)]
    text.extra += [("mark", line) for line in marks]
    lines = [line for line in lines if line not in marks]
    length = _headline_lines(lines)
    text.headline = " ".join(lines[:length])[:MAX_HEADLINE]
    return [line for line in heads if _bare(line)[0] in lines[length:]]


def _headline_lines(lines: list[str]) -> int:
    """How many lines are the headline, where no indented one tells the text from it.

    One in capitals goes on in capitals. A dateline, a row of figures, or a second line behind a full stop is
    text, and so is what makes it longer than a headline.
    """
    count = size = 0
    for line in lines:
        size += len(line)
        is_text = DATELINE.match(line) or ROW.search(line) or FIGURES.search(line)
        if count and (
            is_text or size > LONGEST_HEADLINE or _falls(lines[0], line) or _ends(lines[count - 1])
        ):
            break
        count += 1
    return count


def _falls(first: str, line: str) -> bool:
    """Whether capitals give way to small letters: ``BARLEY RISES`` above ``Exports of barley rose``."""
    return first.upper() == first and line.upper() != line


def _ends(line: str) -> bool:
    return line.endswith((".", "!", "?")) and not ABBREVIATION.search(line)


def _paragraphs(lines: list[str]) -> list[Part]:
    blocks: list[tuple[str, list[str]]] = []
    fresh = True
    last = next((place for place in range(len(lines) - 1, -1, -1) if _plain(lines[place])), 0)
    for place, line in enumerate(lines):
        bare, _ = _bare(line)
        if not bare:
            fresh = True
            continue
        # " Reuter", "==Kyodo": the mark of the end stands apart by a blank or by its sign
        fresh = fresh or (place == last and len(bare) < 40 and line[:1] in (" ", "="))
        role = _role(line)
        if fresh or role != "p" or INDENTED.match(line) or blocks[-1][0] != "p":
            blocks.append((role, []))
        blocks[-1][1].append(bare)
        fresh = False
    return [Part(role, " ".join(held)) for role, held in blocks]


def _role(line: str) -> str:
    if ROW.search(line):
        return "row"
    return "h" if _plain(line).startswith("^") else "p"


def _lift(text: Text) -> None:
    """The byline that wires without marks indent like a paragraph, notes to editors, and "More"."""
    if text.parts and not text.byline and is_byline(text.parts[0].text) and len(text.parts[0].text) < 80:
        text.byline = text.parts.pop(0).text
    text.ed_notes += [part.text for part in text.parts if is_ed_note(part.text)]
    text.parts = [part for part in text.parts if not is_ed_note(part.text)]
    if text.parts and CONTINUED.fullmatch(text.parts[-1].text):
        text.is_continued = True
        text.extra.append(("continued", text.parts.pop().text))
    if text.description and all(part.role == "h" for part in text.parts):  # a list of headlines
        listed = [*text.description.split("\n"), *(part.text for part in text.parts)]
        text.parts = [Part("p", line) for line in listed]
        text.description = None
    if not text.headline:
        # "BC-WEA--Global Weather-Fahrenheit,895": a table may have no other name
        keywords = "".join(value for name, value in text.extra if name == "keyword_line")
        text.headline = re.sub(r"^[A-Z]{2}-+|,\s*\d*\s*$", "", keywords)


def _repeats(line: str, keyword: str) -> bool:
    """The keyword line again, whole: "BC-WEA--Global Weather-Fahrenheit," for BC-WEA--GlobalWeather-Fa."""
    bare = CODE.sub("", line)
    said, stated = (re.sub(r"\W", "", one).casefold() for one in (bare, keyword.split(" ")[0]))
    return KEYWORD.match(bare) is not None and bool(stated) and said.startswith(stated[:24])


def _plain(line: str) -> str:
    return CONTROLS.sub("", line).strip()


def _bare(line: str) -> tuple[str, str]:
    """The line without its marks, and the mark that ended it."""
    plain = _plain(line)
    quad = plain[-1] if plain.endswith(QUADS) else ""
    return plain.removesuffix(quad).removeprefix("^").strip(), quad
