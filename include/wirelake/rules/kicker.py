import re
from collections.abc import Iterator, Sequence

from wirelake.config import SourceConfig
from wirelake.records import Article, Cut, Span
from wirelake.rules.element_names import Names
from wirelake.rules.places import opening
from wirelake.rules.wording import Wording

NAMES = Names(
    "kicker",
    "(?:over|top)-?line",
    "eyebrow",
    "dachzeile",
    "rubric",
    "section-(?:name|label|link)",
    "category",
    "breadcrumbs?",
)
LONGEST = 60
# "PRESS RELEASE", "Exclusive:", "Opinion": what kind of story this is; "World | Shipping": where it stands
LABEL = Wording(
    longest=60,
    en=(
        r"(?:press|news|media) release|exclusive|breaking(?: news)?|opinion|analysis|editorial|explainer"
        r"|live(?: updates)?|updated?|feature|top stor(?:y|ies)|sponsored|for immediate release|just in",
    ),
    de=(
        r"pressemitteilung|presseinformation|exklusiv|eilmeldung|kommentar|analyse|meinung|leitartikel|liveticker",
    ),
    fr=(r"communiqué(?: de presse)?|exclusif|opinion|analyse|éditorial|tribune|en direct",),
    es=(r"(?:nota|comunicado) de prensa|comunicado|exclusiva|opinión|análisis|editorial|última hora",),
    it=(r"comunicato(?: stampa)?|esclusiva|opinione|analisi|editoriale|ultim'?ora",),
    pt=(r"(?:comunicado|nota) (?:de|à) imprensa|exclusivo|opinião|análise|editorial|última hora",),
    nl=(r"persbericht|exclusief|opinie|analyse",),
    sv=(r"pressmeddelande|exklusivt|ledare|analys",),
    no=(r"pressemelding|kommentar|analyse",),
    da=(r"pressemeddelelse|analyse|kommentar",),
    pl=(r"komunikat prasowy|opinia|analiza",),
    ru=(r"пресс-релиз|эксклюзив|мнение|срочно",),
)
CRUMB = re.compile(r"[A-Z][\w&' ]{2,24}(?:\s[|›»>/]\s[A-Z][\w&' ]{2,24}){1,3}")


def kicker(spans: Sequence[Span], article: Article, source: SourceConfig) -> Iterator[Cut]:
    """The section's or series' name above the headline, by its element's name: ``World``, ``Harbours``.

    And a label of the story's kind that is a line of its own: ``PRESS RELEASE``, ``World | Shipping``.
    """
    boxed = NAMES.of(spans)
    for place, span in enumerate(spans[: opening(spans)]):
        if len(span.text) <= LONGEST and (
            place in boxed or CRUMB.fullmatch(span.text) or LABEL.says(span.text, article.language)
        ):
            yield Cut(start=span.start, end=span.end)
