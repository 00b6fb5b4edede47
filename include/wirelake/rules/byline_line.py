import re
from collections.abc import Iterator, Sequence

from wirelake.config import SourceConfig
from wirelake.records import Article, Cut, Span
from wirelake.rules.wording import Names, Wording, closing, key, opening

NAMES = Names(
    "by-?lines?",
    "author(?!-?bio)[a-z]*(?:-?(?:line|name|short|date|info))?",
    "contributors?",
    "writer",
    "textauthor",
)
NAME = r"[^\W\d_][\w.'-]*"
CAPITAL = r"(?-i:[^\W\d_a-z])[\w.'-]*"
NAMED = rf"{NAME}(?:[ /]+{NAME}){{0,5}}"
# "…, MDR SACHSEN-ANHALT", "… | Harbour Press"
DESK = r"\s*[,|·•-].{0,60}"
# "By Md Aynal Haque", "von Engin Haupt, MDR SACHSEN-ANHALT", "Von Anna Sleegers, Frankfurt", "文／…"
BY = Wording(
    longest=120,
    en=(rf"by:?\s+{CAPITAL}(?:[ /]+{NAME}){{0,5}}(?:{DESK}|\s+and\s+{NAMED}(?:{DESK})?)?",),
    de=(rf"(?:von|interview:)\s+{NAMED}(?:\s*[,|].{{0,60}}|\s+und\s+{NAMED})?",),
    fr=(rf"par\s+{NAMED}(?:\s*[,|].{{0,60}}|\s+et\s+{NAMED})?",),
    es=(rf"por\s+{NAMED}(?:\s*[,|].{{0,60}}|\s+y\s+{NAMED})?",),
    pt=(rf"por\s+{NAMED}(?:\s*[,|].{{0,60}}|\s+e\s+{NAMED})?",),
    it=(rf"(?:di|a cura di)\s+{NAMED}(?:\s*[,|].{{0,60}}|\s+e\s+{NAMED})?",),
    nl=(rf"door\s+{NAMED}(?:\s*[,|].{{0,60}}|\s+en\s+{NAMED})?",),
    sv=(rf"(?:av|text:)\s+{NAMED}(?:\s*[,|].{{0,60}}|\s+och\s+{NAMED})?",),
    no=(rf"(?:av|tekst:)\s+{NAMED}(?:\s*[,|].{{0,60}}|\s+og\s+{NAMED})?",),
    da=(rf"(?:af|tekst:)\s+{NAMED}(?:\s*[,|].{{0,60}}|\s+og\s+{NAMED})?",),
    fi=(rf"(?:teksti|toimittaja):\s+{NAMED}",),
    pl=(rf"(?:autor|autorka|tekst|opracował[a]?):?\s+{NAMED}",),
    cs=(rf"(?:autor|autorka|text):\s+{NAMED}",),
    ru=(rf"(?:автор|авторы|текст):\s+{NAMED}.{{0,60}}",),
    uk=(rf"(?:автор|автори|авторка|текст):\s+{NAMED}.{{0,60}}",),
    tr=(rf"(?:haber|yazan|yazar|muhabir):\s+{NAMED}",),
    ar=(rf"(?:بقلم|كتب|كتبت)\s*:?\s+{NAMED}",),
    he=(rf"(?:מאת)\s*:?\s+{NAMED}",),
    fa=(rf"(?:نویسنده|گزارش)\s*:\s+{NAMED}",),
    ja=(r"(?:文|取材・文|記者)[／/:：].{1,40}", r".{1,20}記者"),
    ko=(r".{1,12}\s?기자(?:\s?외\s?\d+명)?",),
    zh=(r"(?:文|作者|记者|記者)[／/:：].{1,40}",),
    id=(rf"(?:oleh|penulis|reporter)\s*:?\s+{NAMED}",),
    vi=(rf"(?:tác giả)\s*:\s+{NAMED}",),
)
# An office is no author: "By Press Office", and "Communications Department" in an element called author.
OFFICE = re.compile(
    r"\b(?:press|media|news|public|communications?|investor)\s*(?:office|desk|relations|team|department|unit)\b"
    r"|\bpressestelle\b|\bservice (?:de )?presse\b|\bufficio stampa\b|\bgabinete de (?:prensa|imprensa)\b"
    r"|\bпресс-служба\b",
    re.IGNORECASE,
)
LONGEST = 120
DECK = 2  # a standfirst may stand before it, with one more line
WORDS = 14


def byline_line(spans: Sequence[Span], article: Article, source: SourceConfig) -> Iterator[Cut]:
    """The line that names the authors, before or after the text: it has its own fields.

    A paragraph of the text that begins so, ``By noon the basin was open``, is longer or in between.
    A line in an element that is named as a byline, but names nobody, is taken out all the same.
    """
    first, last = opening(spans), closing(spans)
    boxed = NAMES.of(spans)
    for place, span in enumerate(spans):
        if first + DECK < place < last or len(span.text) > LONGEST or OFFICE.search(span.text):
            continue
        by = BY.says(span.text, article.language) and not span.text.endswith((".", ":", "?"))
        called = place in boxed and len(span.text.split()) <= WORDS and span.role != "quote"
        if by or called or _is_author(span.text, article):
            named = by or _is_author(span.text, article) or _are_names(span.text)
            yield Cut(start=span.start, end=span.end, fields=(("byline", span.text),) if named else ())


def _is_author(text: str, article: Article) -> bool:
    """The line is nothing but the authors' names that the page states."""
    said = {key(part) for part in re.split(r"[,;/&]| and | und | et | y | e | og | och | en ", text)} - {""}
    return bool(said) and said <= {key(one.name) for one in article.authors}


def _are_names(text: str) -> bool:
    """Two to eight words, all with a capital first, or of a script that has none."""
    words = re.findall(r"[^\W\d_][\w.'’-]*", text)
    return (
        2 <= len(words) <= 8 and not re.search(r"[\d@:]", text) and not any(one[0].islower() for one in words)
    )
