import re
from collections.abc import Iterator, Sequence

from wirelake.config import SourceConfig
from wirelake.records import Article, Cut, Span
from wirelake.rules.element_names import Names
from wirelake.rules.places import closing, key, opening
from wirelake.rules.wording import Wording, any_of

NAMES = Names(
    "by-?lines?",
    "author(?!-?bio)[a-z]*(?:-?(?:line|name|short|date|info))?",
    "contributors?",
    "writer",
    "textauthor",
)
# A name's words begin with a capital, or are of a script that has none; "de la", "van der" may stand between.
CAPITAL = r"(?-i:[^\W\d_a-zß-öø-ÿа-яёіїєґ])[\w.'-]*"
PARTICLE = any_of("von|van|vom|zu|de|der|den|des|da|di|do|dos|del|della|la|le|el|al|bin|ibn|ter|ten|of")
NAMED = rf"{CAPITAL}(?:[ /]+(?:{PARTICLE} ){{0,2}}{CAPITAL}){{0,5}}"
# ", MDR SACHSEN-ANHALT", " | Harbour Press", ", dpa"
DESK = r"\s*[,|·•-]\s*(?:(?-i:[^\W_a-zß-öø-ÿа-яё]).{0,60}|(?-i:[a-z]{2,4}(?:[/-]\w{2,10})?)$)"


def by(words: str, conjunction: str) -> str:
    """``By Md Aynal Haque``, ``von Engin Haupt, MDR SACHSEN-ANHALT``, ``Von Anna Sleegers und Ole Kai``."""
    return rf"(?:{words})\s+{NAMED}(?:\s+{conjunction}\s+{NAMED})?(?:{DESK})?"


NUESTRO = "nuestr[oa]s? (?:corresponsal(?:es)?|enviad[oa]s?(?: especial(?:es)?)?)"
BY = Wording(
    longest=120,
    en=(by("(?:(?:published|written|reported) )?by:?", "and"),),
    de=(by("von|interview:", "und"),),
    fr=(by("par", "et"),),
    es=(by(f"por|(?:de|por) {NUESTRO}", "y"),),
    pt=(by("por", "e"),),
    it=(by("di|a cura di", "e"),),
    nl=(by("door", "en"),),
    sv=(by("av|text:", "och"),),
    no=(by("av|tekst:", "og"),),
    da=(by("af|tekst:", "og"),),
    fi=(by("teksti:|toimittaja:", "ja"),),
    pl=(by("autor:?|autorka:?|tekst:|opracowała?:?", "i"),),
    cs=(by("autor:|autorka:|text:", "a"),),
    ru=(by("автор:|авторы:|текст:", "и"),),
    uk=(by("автор:|автори:|авторка:|текст:", "та"),),
    tr=(by("haber:|yazan:|yazar:|muhabir:", "ve"),),
    ar=(rf"(?:بقلم\s*:?|كتبت?\s*:)\s*{NAMED}",),
    he=(rf"מאת\s*:?\s+{NAMED}",),
    fa=(rf"(?:نویسنده|گزارش)\s*:\s+{NAMED}",),
    ja=(r"(?:文|取材・文|記者)[／/:：].{1,40}", r"[^\s、。]{1,8}[ 　]?[^\s、。]{0,8}記者"),
    ko=(r"[가-힣]{2,4}\s?(?:선임|수습|인턴|전문)?\s?기자(?:\s?외\s?\d+명)?",),
    zh=(r"(?:文|作者|记者|記者)[／/:：].{1,40}",),
    id=(by("oleh:?|penulis:|reporter:", "dan"),),
    vi=(by("tác giả:", "và"),),
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
        line = span.role != "h" and not span.text.endswith((".", ":", "?"))
        said = line and BY.says(span.text, article.language)
        called = place in boxed and len(span.text.split()) <= WORDS and span.role != "quote"
        if said or called or _is_author(span.text, article):
            named = said or _is_author(span.text, article) or _are_names(span.text)
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
