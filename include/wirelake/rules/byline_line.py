import re
from collections.abc import Iterator, Sequence

from wirelake.config import SourceConfig
from wirelake.records import Article, Cut, Span
from wirelake.rules.wording import Names, Wording, closing, opening

NAMES = Names(
    "by-?lines?|author(?!-?bio)[a-z]*(?:-?(?:line|name|short|date|info))?|contributors?|writer|textauthor"
)
NAME = r"[^\W\d_][\w.’'-]*"
CAPITAL = r"(?-i:[^\W\d_a-z])[\w.’'-]*"
NAMED = rf"{NAME}(?:[ /]+{NAME}){{0,5}}"
# "By Md Aynal Haque", "von Engin Haupt, MDR SACHSEN-ANHALT", "Von Anna Sleegers, Frankfurt", "文／…"
BY = Wording(
    en=rf"by:?\s+{CAPITAL}(?:[ /]+{NAME}){{0,5}}(?:\s*[,|·•-].{{0,60}}|\s+and\s+{NAMED})?",
    de=rf"(?:von|interview:)\s+{NAMED}(?:\s*[,|].{{0,60}}|\s+und\s+{NAMED})?",
    fr=rf"par\s+{NAMED}(?:\s*[,|].{{0,60}}|\s+et\s+{NAMED})?",
    es=rf"por\s+{NAMED}(?:\s*[,|].{{0,60}}|\s+y\s+{NAMED})?",
    pt=rf"por\s+{NAMED}(?:\s*[,|].{{0,60}}|\s+e\s+{NAMED})?",
    it=rf"(?:di|a cura di)\s+{NAMED}(?:\s*[,|].{{0,60}}|\s+e\s+{NAMED})?",
    nl=rf"door\s+{NAMED}(?:\s*[,|].{{0,60}})?",
    sv=rf"av\s+{NAMED}(?:\s*[,|].{{0,60}})?",
    da=rf"af\s+{NAMED}(?:\s*[,|].{{0,60}})?",
    no=rf"av\s+{NAMED}(?:\s*[,|].{{0,60}})?",
    ru=rf"(?:автор|текст):\s+{NAMED}.{{0,60}}",
    ar=rf"(?:بقلم|كتب)\s*:?\s+{NAMED}",
    ja=r"(?:文|取材・文|記者)[／/:：].{1,40}|.{1,20}記者",
    ko=r".{1,12}\s?기자(?:\s?외\s?\d+명)?",
    zh=r"(?:文|作者|记者|記者)[／/:：].{1,40}",
)
LONGEST = 120
DECK = 2  # a standfirst may stand before it, with one more line
WORDS = 14


def byline_line(spans: Sequence[Span], article: Article, source: SourceConfig) -> Iterator[Cut]:
    """The line that names the authors, before or after the text: it has its own fields.

    A paragraph of the text that begins with such a word, ``By noon the basin was open``, is longer or in between.
    """
    first, last = opening(spans), closing(spans)
    boxed = NAMES.of(spans)
    for place, span in enumerate(spans):
        if first + DECK < place < last or len(span.text) > LONGEST:
            continue
        called = place in boxed and len(span.text.split()) <= WORDS and span.role != "quote"
        if (
            called
            or (BY.fullmatch(span.text, article.language) and not span.text.endswith((".", ":", "?")))
            or _is_author(span.text, article)
        ):
            yield Cut(start=span.start, end=span.end, fields=(("byline", span.text),))


def _is_author(text: str, article: Article) -> bool:
    """The line is nothing but the authors' names that the page states."""
    said = {
        re.sub(r"\W+", "", part).casefold() for part in re.split(r"[,;/&]| and | und | et | y ", text)
    } - {""}
    return bool(said) and said <= {re.sub(r"\W+", "", one.name).casefold() for one in article.authors}
