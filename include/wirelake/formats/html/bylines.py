"""Bylines that readers see: elements that are marked as such near the headline, or a line that says "By"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from wirelake.formats.html.byline_words import AND as AND_WORDS
from wirelake.formats.html.byline_words import LEADING_SMALL as LEADING_SMALL_WORDS
from wirelake.formats.html.names import LEADING, LEADING_SMALL, MAX_ROLE, STOP, Name, looks_like_name, names
from wirelake.formats.html.sites import Site
from wirelake.formats.html.visible import is_hidden, shown

# The elements that may be one, and what a class of theirs holds if they are: a cheap look before MARK decides.
TAGS = ("a", "span", "div", "p", "address", "li", "ul", "h1", "h2", "h3", "h4", "h5", "em", "strong", "b", "cite")
TAGS += ("small", "section", "header", "time", "footer", "yt-formatted-string", "figcaption")
HINT = re.compile(r"[uU](?:tho|TH|tor|teu)|[yY](?:lin|Lin|-lin)|riter|eporter|ournalist|enulis")
# <a href="/authors/anna-quay">: wherever it stands below the headline, it leads to who wrote
AUTHOR_PAGE = re.compile(r"/(?:authors?|autor(?:es|en|in)?|auteurs?|autore|reporters?|contributors?)/[^/?#]{3}", re.IGNORECASE)
MARK = re.compile(
    r"(?:^|[\s_-]|\b[a-z]+)(?:by-?lines?|authors?|autor(?:es|en|in)?|auteurs?|writers?|reporters?|journalists?|penulis)"
    r"(?:$|[\s_-]|[A-Z]|\d|name)",
    re.IGNORECASE,
)
# "comment-author", "author-bio", "byline__image", "followAuthorBtn": beside a byline, or of another text
NO_MARK = re.compile(
    r"comment|avatar|image|photo|bild|img|icon|bio(?:$|[\s_-]|graphy)|desc(?:$|[\s_-]|ription)|social|follow|btn|button"
    r"|authoriz|newsletter|caption|quote|count|related|recommend|other|popular|trending|teaser|promo|sidebar|widget|modal"
    r"|twit|email|url$|feed|footer-author|book|editor(?!ial)|translator|date|time|underwriter",
    re.IGNORECASE,
)
OUTSIDE = re.compile(
    r"comment|related|recommend|sidebar|side-bar|widget|popular|trending|teaser|newsletter|promo|(?:^|[\s])(?:site|page|global|main)?-?footer|more-?from"
    r"|read-?next|most-?read|also-?read|carousel|outbrain|taboola|disqus|respond|nav(?:$|[\s_-]|igation|bar)|menu|caption",
    re.IGNORECASE,
)
OUTSIDE_TAGS = frozenset({"nav", "figure", "figcaption", "blockquote", "select", "form"})
JOINING = re.compile(rf"(?:[,;&|/·•、，+-]|{AND_WORDS})+", re.IGNORECASE)
STARTS_JOINED = re.compile(rf"(?:[,;&/、，]|(?:{AND_WORDS})\s)", re.IGNORECASE)
ENDS_JOINED = re.compile(rf"(?:[,;&/、，]|\s(?:{AND_WORDS}))$", re.IGNORECASE)
BREAK = re.compile(r"(?:in|for|at|on|via|from|to|am|um|für|pour|le|el|il|para|w|в)(?:\s|$)", re.IGNORECASE)
LEADING_ALONE = re.compile(rf"^(?:by|{LEADING_SMALL_WORDS}|written by|posted by)?\s*[:：]?\s*$|{LEADING.pattern}$", re.IGNORECASE)
BLOCKS = frozenset({"div", "p", "section", "ul", "ol", "li", "header", "article"})
MAX_DEPTH = 12
MAX_CARD = 700  # characters of a box that only announces another article
MIN_HEADLINE = 24  # characters of a linked heading that is a headline and no section's name
MAX_MARKED = 40  # looked at before the headline, and after it
MAX_BEFORE, MAX_AFTER = 3, 10
MAX_SHOWN = 400  # characters of a byline with all that stands in it
NEAR = 700  # characters between the headline and a line that begins with "By"
MAX_LINES = 120  # elements that are looked at for one


@dataclass(frozen=True, slots=True, kw_only=True)
class Byline:
    """What one byline gives; ``origin`` is rel_author, byline, or byline_text where only its words mark it."""

    origin: str
    names: tuple[Name, ...]

    @property
    def people(self) -> tuple[Name, ...]:
        """The names of persons."""
        return tuple(one for one in self.names if not one.refused and not one.body)


def bylines(tree: Any, heading: Any, site: Site) -> list[Byline]:
    """The page's visible bylines, those at the headline first, each once."""
    before, after = _marked(tree, heading)
    found: list[Byline] = []
    seen: list[Any] = []
    for element in (*after, *reversed(before)):
        if any(one in seen for one in islice(element.iterancestors(), 6)):
            continue
        if (byline := _read(element, site)) and byline.names:
            found.append(byline)
            seen.append(element)
        if len(found) >= 6:
            break
    if not any(one.people for one in found) and heading is not None:
        found += islice(_written(heading, site), 1)
    return found


def _marked(tree: Any, heading: Any) -> tuple[list[Any], list[Any]]:
    """Marked elements before and after the headline, the nearest ones, without those of other texts."""
    before: list[Any] = []
    after: list[Any] = []
    place = before if heading is not None else after
    above = set(heading.iterancestors()) if heading is not None else set()
    looked, known = 0, dict[Any, bool]()
    for element in tree.iter(*TAGS):
        if element is heading:
            place, looked = after, 0
        classes = element.get("class")
        hinted = (classes and HINT.search(classes)) or element.tag == "a" or element.get("itemprop")
        if hinted and looked < MAX_MARKED and _marks(element):
            looked += 1
            if not _is_elsewhere(element, above, known):
                place.append(element)
        if place is after and (looked >= MAX_MARKED or len(after) >= MAX_AFTER):
            break
    return before[-MAX_BEFORE:], after


def _marks(element: Any) -> bool:
    classes = element.get("class") or ""
    if MARK.search(classes) and not NO_MARK.search(classes):
        return True
    if element.tag == "a" and AUTHOR_PAGE.search(element.get("href") or ""):
        return True
    return _is_linked(element)


def _is_linked(element: Any) -> bool:
    return "author" in (element.get("rel") or "").split() or "author" in (element.get("itemprop") or "").split()


def _is_elsewhere(element: Any, above: set[Any], known: dict[Any, bool]) -> bool:
    """It stands in a part of the page that has another text or a headline of its own, with a link."""
    passed = []
    answer = False
    for one in islice(element.iterancestors(), 30):
        if one in above:
            break
        if one in known:
            answer = known[one]
            break
        passed.append(one)
        if _is_other(one, element, bool(above)):
            answer = True
            break
    known.update(dict.fromkeys(passed, answer))
    return answer


def _is_other(box: Any, element: Any, headed: bool) -> bool:
    if box.tag in OUTSIDE_TAGS or (box.tag == "aside" and not _is_linked(element)):
        return True
    if OUTSIDE.search(f"{box.get('class') or ''} {box.get('id') or ''}"):
        return True
    return headed and box.tag in ("li", "article", "div", "section") and _has_headline(box)


def _has_headline(box: Any) -> bool:
    for one in islice(box.iter("h2", "h3", "h4"), 3):
        linked = next(one.iter("a"), None) is not None or one.getparent().tag == "a"
        if linked and len("".join(islice(one.itertext("*"), 9)).strip()) >= MIN_HEADLINE:
            return len("".join(islice(box.itertext("*"), 80))) <= MAX_CARD
    return False


def _read(element: Any, site: Site) -> Byline | None:
    """Name by name, as the elements part them: By | Anna Quay | and | Ben Mole | Harbour reporter | 4 May."""
    linked = _is_linked(element)
    texts = [(" ".join(text.split()), named) for text, named in _texts(element, linked, MAX_DEPTH)]
    texts = [(text, named) for text, named in texts if text]
    if not texts or sum(len(text) for text, _ in texts) > MAX_SHOWN:
        return None
    found: list[Name] = []
    joined = True  # to what came before: by a comma or "and"
    for text, named in texts:
        if JOINING.fullmatch(text) or not LEADING_ALONE.sub("", text):
            joined = joined or JOINING.fullmatch(text) is not None
            continue
        any_yet = any(not one.refused for one in found)
        if any_yet and (STOP.match(text) or BREAK.match(text)):
            break
        if named or joined or not any_yet or STARTS_JOINED.match(text):
            stated = (named or len(texts) == 1) and not any_yet
            found += [_certain(one) for one in names(text, site, stated=stated)]
        elif not found[-1].refused and not found[-1].role and len(text) <= MAX_ROLE and not found[-1].body:
            found[-1] = replace(found[-1], role=text)
        joined = ENDS_JOINED.search(text) is not None
    return Byline(origin="rel_author" if linked else "byline", names=tuple(_once(found)))


def _certain(name: Name) -> Name:
    """A link in a byline may be anything: of several words only what looks like a name is one."""
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


def _once(found: list[Name]) -> Iterator[Name]:
    seen: set[str] = set()
    for one in found:
        if one.text not in seen:
            seen.add(one.text)
            yield one


def _written(heading: Any, site: Site) -> Iterator[Byline]:
    """A short line below the headline that begins with "By", whatever its element is called."""
    passed = 0
    for element in islice(_following(heading), MAX_LINES):
        if passed > NEAR:
            return
        if not isinstance(element.tag, str) or element.tag in ("script", "style", "noscript"):
            continue
        passed += len((element.text or "").strip())
        text = (element.text or "").strip()
        if not (LEADING.match(text) or LEADING_SMALL.match(text)) or len(text) > 200:
            continue
        line = shown(element)
        if len(line) <= 200:
            found = tuple(names(line, site, stated=False))
            if found and not found[0].refused and looks_like_name(found[0].text):
                yield Byline(origin="byline_text", names=found)
                return


def _following(heading: Any) -> Iterator[Any]:
    """Elements behind the heading in the page's order."""
    for one in (heading, *islice(heading.iterancestors(), 6)):
        for sibling in one.itersiblings():
            yield from sibling.iter()
