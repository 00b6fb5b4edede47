import re
from collections.abc import Iterator, Sequence

from wirelake.config import SourceConfig
from wirelake.records import Article, Cut, Span
from wirelake.rules.wording import Names, Wording, closing, opening

NAMES = Names(
    "date(?:-?(?:line|time|published|and-duration|container))?|time-?stamp|pub(?:lish(?:ed)?)?-?(?:date|time)"
    "|(?:estimated-)?read(?:ing)?-?time|posted-on|updated?"
)
DIGIT = re.compile(r"\d")
# Without its numbers, a date line is such words and nothing else: "06. 01. 2026, 14:59 Uhr Lesedauer: 4 Minuten"
WORDS = re.compile(
    r"(?:jan|fe[bv]|m[aä]r|apr|ma[iyj]|jun|jul|aug|sep|o[ckui]t|nov|de[cz]|ene|abr|ago|dic|gen|giu|lug|set|ott|fév|avr|juin|"
    r"juil|aoû|déc|янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек)\w*\.?"
    r"|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch"
    r"|(?:lun|mar|mercre|jeu|vendre|same)di|dimanche|(?:segunda|terça|quarta|quinta|sexta)(?:-feira)?|feira|às|lunes|martes|miércoles|jueves|viernes|sábado|domingo"
    r"|[ap]\.?m\.?|uhr|h|gmt|utc|[a-z]{1,3}[sd]t|[ecmp]t|de|of|at|on|à|le|a|las|el|um|am|the|st|nd|rd|th"
    r"|published|posted|updated?|last|modified|created|stand|aktualisiert|veröffentlicht|erstellt|publié|mis|jour|modifié"
    r"|publicado|actualizado|atualizado|pubblicato|aggiornato|gepubliceerd|bijgewerkt|publisert|oppdatert|publicerad"
    r"|uppdaterad|опубликовано|обновлено|güncelleme|yayınlanma|lesedauer|lesezeit|reading|read|time|min|mins|minutes?"
    r"|minuten|minutos?|lecture|lectura|tempo|leitura|temps|ago|hours?|days?|vor|stunden|hace|горизонт"
    r"|年|月|日|時|分|更新|公開|配信|(?:기사)?입력|수정|년|월|일|发布|更新于",
    re.IGNORECASE,
)
NOTE = Wording(
    en=r"(?:this (?:story|article|post) (?:was|has been) (?:last )?(?:updated|first published)\b.{0,80}|updated at\b.{0,30})",
    de=r"(?:aktualisiert|dieser (?:text|artikel|beitrag) wurde (?:zuletzt )?(?:aktualisiert|ergänzt))\b.{0,80}",
    fr=r"(?:mis à jour|cet article a été (?:mis à jour|modifié))\b.{0,80}",
    es=r"(?:esta noticia|este artículo) (?:ha sido|fue) actualizad[oa]\b.{0,80}",
)
LONGEST = 120
DECK = 2  # a standfirst may stand before it, with one more line


def date_line(spans: Sequence[Span], article: Article, source: SourceConfig) -> Iterator[Cut]:
    """The line that says when the article was published or updated, or how long it takes to read.

    Before or after the text alone: ``10.11.2025 17:59``, ``Updated at 1:23 p.m.``, ``Tempo de leitura: 2 minutos``.
    """
    first, last = opening(spans), closing(spans)
    boxed = NAMES.of(spans)
    for place, span in enumerate(spans):
        if first + DECK < place < last or len(span.text) > LONGEST:
            continue
        called = place in boxed and DIGIT.search(span.text)
        if called or _is_date(span.text) or NOTE.fullmatch(span.text, article.language):
            yield Cut(start=span.start, end=span.end)


def _is_date(text: str) -> bool:
    rest = re.sub(r"[\d\W_]+", " ", text).split()
    return DIGIT.search(text) is not None and len(rest) <= 8 and all(WORDS.fullmatch(one) for one in rest)
