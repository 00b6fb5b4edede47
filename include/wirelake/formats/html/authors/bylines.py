"""Bylines that readers see: elements that are marked as such, or else a line that begins with "By"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from wirelake.formats.html.authors.byline_marks import following, is_elsewhere, is_linked, marked
from wirelake.formats.html.headline import Headline
from wirelake.formats.html.sites import Site
from wirelake.formats.html.visible import is_hidden, shown
from wirelake.statements.people import byline_words as words
from wirelake.statements.people.name_kinds import looks_like_name
from wirelake.statements.people.names import LEADING, LEADING_SMALL, MAX_ROLE, STOP, Name, names

# Texts between names, and what stands behind them: another name, or the paper of the one before
JOINING = re.compile(rf"(?:[,;&|/·•、，+-]|{words.AND})+", re.IGNORECASE)
AFFILIATING = re.compile(r"[|/·•–—-]")
STARTS_JOINED = re.compile(rf"(?:[,;&、，]|(?:{words.AND})\s)", re.IGNORECASE)
ENDS_JOINED = re.compile(rf"(?:[,;&、，]|\s(?:{words.AND}))$", re.IGNORECASE)
BREAK = re.compile(r"(?:in|for|at|on|via|from|to|am|um|für|pour|le|el|il|para|w|в)(?:\s|$)", re.IGNORECASE)
LEADING_ALONE = re.compile(rf"(?:by|{words.LEADING_SMALL})\s*[:：]?|{LEADING.pattern}", re.IGNORECASE)
FIRST = re.compile(rf"(?:\w+ ){{0,3}}(?:by|{words.LEADING_SMALL})[ :]|{LEADING.pattern}", re.IGNORECASE)
PROVIDED = re.compile(
    r"(?:provided|distributed|issued|released|supplied) by\W*$|^(?:source|company|contacts?|issuer)\W*$",
    re.IGNORECASE,
)
BLOCKS = frozenset({"div", "p", "section", "ul", "ol", "li", "header", "article"})
MAX_BYLINES = 6
MAX_ELSEWHERE = 3
MAX_DEPTH = 12
MAX_TEXTS = 120
MAX_SHOWN = 400  # characters of a byline with all that stands in it
MAX_WORDS = 8  # of a role; what is longer is somebody's life
NEAR = 700  # characters between the headline and a line that begins with "By"
NEAREST = 300  # and one that is nothing but a name
MAX_LINES = 120  # elements that are looked at for one
MAX_LINE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Byline:
    """What one byline gives; ``origin`` is rel_author, byline, or byline_text: only its words mark it."""

    origin: str
    names: tuple[Name, ...]
    line: str = ""  # as a reader sees it

    @property
    def people(self) -> tuple[Name, ...]:
        """The names of persons."""
        return tuple(one for one in self.names if not one.refused and not one.body)


def bylines(tree: Any, headline: Headline, site: Site) -> list[Byline]:
    """The page's visible bylines, those at the headline first, each once; others' refused as elsewhere."""
    heading = headline.heading
    own, others = marked(tree, headline)
    found: list[Byline] = []
    read: list[Any] = []
    for element in own:
        if any(one in read for one in islice(element.iterancestors(), 6)):
            continue
        byline = _read(element, site)
        if byline is None or not byline.names:
            continue
        if read and _is_beside(element, read[-1]) and found[-1].people and byline.people:
            before = found.pop()
            together = _once([*before.names, *byline.names])
            byline = replace(byline, names=together, line=f"{before.line}, {byline.line}")
        found.append(byline)
        read.append(element)
        if len(found) >= MAX_BYLINES:
            break
    if not any(one.people for one in found) and heading is not None:
        known = {name.text for one in found for name in one.names}
        written = [one for one in _written(headline, site) if {name.text for name in one.names} - known]
        found += ([one for one in written if one.people] or written)[:1]
    return found + [_refused(one) for each in others[:MAX_ELSEWHERE] if (one := _read(each, site))]


def _refused(byline: Byline) -> Byline:
    return replace(byline, names=tuple(replace(one, refused="elsewhere") for one in byline.people))


def _is_beside(one: Any, other: Any) -> bool:
    """Two links in one byline that is not marked itself: <div><a rel="author">…</a> and <a rel="author">…"""
    parent = one.getparent()
    alike = one.tag == other.tag and one.get("class") == other.get("class")
    return alike and parent is other.getparent() and parent.tag not in ("ul", "section")


def _read(element: Any, site: Site) -> Byline | None:
    """Name by name, as the elements part them: By | Anna Quaybell | and | Ben Molehaven | Reporter"""
    linked = is_linked(element)
    pieces = islice(_texts(element, linked, MAX_DEPTH), MAX_TEXTS)
    texts = [(bare, named) for text, named in pieces if (bare := " ".join(text.split()))]
    if not texts or sum(len(text) for text, _ in texts) > MAX_SHOWN:
        return None
    found: list[Name] = []
    line: list[str] = []
    joined, affiliated = True, False  # to the name before: by a comma or "and"; by a bar or a slash
    for text, named in texts:
        line.append(text)
        is_joint = JOINING.fullmatch(text) is not None
        if is_joint or LEADING_ALONE.fullmatch(text):
            joined = joined or is_joint
            affiliated = bool(found) and AFFILIATING.match(text) is not None
            continue
        any_yet = any(not one.refused for one in found)
        if any_yet and (STOP.match(text) or BREAK.match(text) or len(text.split()) > MAX_WORDS):
            line.pop()
            break
        affiliated = affiliated or (any_yet and AFFILIATING.match(text) is not None)
        if not any_yet or (not affiliated and (named or joined)) or STARTS_JOINED.match(text):
            stated = (named or len(texts) == 1) and not any_yet
            for one in names(text, site, stated=stated):
                if one.refused == "role" and found:
                    _give_role(found, one.text)
                else:
                    found.append(_certain(one))
        else:
            _give_role(found, text)
        joined = ENDS_JOINED.search(text) is not None
    return Byline(origin="rel_author" if linked else "byline", names=_once(found), line=_shown(line))


def _shown(texts: list[str]) -> str:
    """The texts in one line, up to what is no longer a byline, such as the day."""
    line = re.sub(r"\s+(?=[,;.)])", "", " ".join(texts))
    stop = STOP.search(line)
    return line[: stop.start()].rstrip(" ,;|·•-–—/(") if stop else line


def _give_role(found: list[Name], role: str) -> None:
    last = found[-1]
    if not (last.refused or last.role or last.body) and len(role) <= MAX_ROLE:
        found[-1] = replace(last, role=role.lstrip(" |/·•–—-,"))


def _certain(name: Name) -> Name:
    """A link in a byline may be anything: of several words only what looks like a name is one."""
    if name.text.startswith("The ") and len(name.text.split()) <= 4 and name.refused == "not_a_name":
        return replace(name, refused=None, body=True)  # "The Harbour Watcher" calls itself so
    doubtful = " " in name.text and not name.body and not name.refused and not looks_like_name(name.text)
    return replace(name, refused="not_a_name") if doubtful else name


def _texts(element: Any, named: bool, depth: int) -> Iterator[tuple[str, bool]]:
    """Each text with whether its element is a link or is marked as a name."""
    if not depth or is_hidden(element):
        return
    marks = f"{element.get('class') or ''} {element.get('itemprop') or ''}".lower()
    mine = element.tag == "a" or (named and element.tag not in BLOCKS) or "name" in marks
    yield element.text or "", mine
    for child in element:
        yield from _texts(child, mine, depth - 1)
        yield child.tail or "", named


def _once(found: list[Name]) -> tuple[Name, ...]:
    first: dict[str, Name] = {}
    for one in found:
        first.setdefault(one.text, one)
    return tuple(first.values())


def _written(headline: Headline, site: Site) -> Iterator[Byline]:
    """Short lines below the headline that begin with "By", or that are nothing but a name in bold."""
    passed, above = 0, ""
    for element in islice(following(headline.heading), MAX_LINES):
        if passed > NEAR:
            return
        if element.tag in ("script", "style", "noscript"):
            continue
        text = (element.text or "").strip()
        line = _bold_line(element) if passed <= NEAREST else None
        if line and PROVIDED.search(above):  # by a body, of which nothing but its name is said
            line = None
        above = text or above
        passed += len(text)
        if line is None and len(text) <= MAX_LINE and FIRST.match(f"{text} "):
            line = shown(element)
            line = line if LEADING.match(line) or LEADING_SMALL.match(line) else None
        if not line or len(line) > MAX_LINE:
            continue
        found = tuple(names(line, site, stated=False))
        people = [one for one in found if not one.refused]
        plainly = (
            people and found[0] is people[0] and all(looks_like_name(one.text) or one.body for one in people)
        )
        if plainly and not is_elsewhere(element, headline):
            yield Byline(origin="byline_text", names=found, line=line)


def _bold_line(element: Any) -> str | None:
    """The text of a bold element that is a whole line: <p><b>Anna Quaybell</b></p>, <p><b>…</b><br>…"""
    box = element.getparent()
    text = (element.text or "").strip(" |\xa0\n\t")
    if element.tag not in ("strong", "b") or box is None or box[0] is not element or box.tag == "a":
        return None
    behind, next_one = (element.tail or "").strip(" |\xa0\n\t"), element.getnext()
    alone = not (box.text or "").strip() and not behind and (next_one is None or next_one.tag == "br")
    return text if alone and any(map(str.isupper, text)) else None
