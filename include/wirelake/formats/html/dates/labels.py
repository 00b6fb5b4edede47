"""What the words and the markup around a date say of it: the day of publication, or of the last change."""

import re
from itertools import islice
from typing import Any, Literal

from wirelake.evidence.date_labels import MODIFIED, PUBLISHED

Label = Literal["published", "modified"] | None

CLASS_PUBLISHED = re.compile(
    r"publi[sc]|posted|pub-?_?(?:date|time)|(?:entry|post|article)-?_?date|date-?header|created",
    re.IGNORECASE,
)
CLASS_MODIFIED = re.compile(r"updated|modif|revis", re.IGNORECASE)
# "Datum: 10.11.2017", "Fecha: 4 de marzo"
NAMED = re.compile(
    r"(?:date|datum|dato|fecha|data|дата|tarih|التاريخ|תאריך|日期|날짜|日付)\s?[:：]", re.IGNORECASE
)
# Where dates of other things stand, and where an article's own stands too if the headline is near
OTHERS_TAGS = frozenset({"nav", "figure", "figcaption", "form", "select", "button", "blockquote"})
FAR_TAGS = frozenset({"aside", "footer"})
OTHERS = re.compile(
    r"(?:^|[\s_-])(?:related|comments?|commentlist|most-?read|trending|recommend\w*|promo|popular|breaking|ticker|menu"
    r"|navigation|newsletter|carousel|calendar|caption|today|clock|masthead)(?:$|[\s_-])",
    re.IGNORECASE,
)
FAR = re.compile(r"(?:^|[\s_-])(?:sidebar|teasers?|widget|footer|copyright)(?:$|[\s_-])", re.IGNORECASE)

CAPTION = re.compile(r"caption", re.IGNORECASE)
CAPTIONED = 40  # characters of a date, and of what stands beside it
LINKED = 8  # characters of another article's headline
OWN = re.compile(r"(?:entry|article|post)[_-]+(?:footer|meta|info)", re.IGNORECASE)


def of_words(words: str) -> Label:
    """What the words beside a date say of it; the last word counts."""
    if NAMED.search(words[-15:]):
        return "published"
    changed, published = _last(MODIFIED, words[-60:]), _last(PUBLISHED, words[-60:])
    if changed < 0 and published < 0:
        return None
    return "published" if published > changed else "modified"


def of_markup(element: Any) -> Label:
    """What the nearest of an element and its two parents says that says something."""
    for _ in range(3):
        if element is None or element.tag in ("body", "article", "main", "html"):
            return None
        said = f"{element.get('itemprop') or ''} {names(element)}"
        if CLASS_PUBLISHED.search(said) or element.get("pubdate") is not None:
            return "published"
        if CLASS_MODIFIED.search(said):
            return "modified"
        element = element.getparent()
    return None


def labelled(line: str, element: Any) -> bool:
    """Whether the words of a line or the markup around it say anything of its date."""
    return any(words.search(line) for words in (NAMED, PUBLISHED, MODIFIED)) or bool(of_markup(element))


def says_published(line: str, element: Any) -> bool:
    """Whether the words of a line or the markup around it say that its date is of publication."""
    return any(words.search(line) for words in (NAMED, PUBLISHED)) or of_markup(element) == "published"


def names(element: Any) -> str:
    """Class and id."""
    return f"{element.get('class') or ''} {element.get('id') or ''}"


def aside(element: Any, page: tuple[Any, ...], near: bool) -> bool:
    """Whether an element stands in what is not the article's own; ``page`` are the heading's ancestors.

    A byline may stand in an ``<aside>`` or a ``<footer>`` close below the headline.
    """
    while element is not None and element not in page:
        said = names(element)
        if element.tag in OTHERS_TAGS or (OTHERS.search(said) and not _is_own_caption(element, said)):
            return True
        if element.tag == "li" and _lists_articles(element):
            return True
        if not near and (element.tag in FAR_TAGS or FAR.search(said)) and not OWN.search(said):
            return True
        element = element.getparent()
    return False


def _is_own_caption(element: Any, said: str) -> bool:
    """Whether it is called a caption and holds hardly more than a date: ``<p class="article-caption">``."""
    others = OTHERS.sub(" ", re.sub(CAPTION, " ", said))
    size = sum(len(text.strip()) for text in islice(element.itertext(), 20))
    return bool(CAPTION.search(said)) and not OTHERS.search(others) and size <= CAPTIONED


def _lists_articles(item: Any) -> bool:
    """Whether an item and one beside it are links with a date each: ``<li><a>Crane falls</a> 2 March``."""
    beside = item.getnext() if item.getnext() is not None else item.getprevious()
    return all(
        one is not None and any(len("".join(a.itertext()).strip()) >= LINKED for a in one.iter("a"))
        for one in (item, beside)
    )


def _last(words: re.Pattern[str], text: str) -> int:
    return max((found.start() for found in words.finditer(text)), default=-1)
