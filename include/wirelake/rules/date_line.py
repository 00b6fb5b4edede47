import re
from collections.abc import Iterator, Sequence

from wirelake.config import SourceConfig
from wirelake.records import Article, Cut, Span
from wirelake.rules.element_names import Names
from wirelake.rules.places import closing, opening
from wirelake.rules.wording import Wording, any_of

NAMES = Names(
    "date(?:-?(?:line|time|published|and-duration|container))?",
    "time-?stamp",
    "pub(?:lish(?:ed)?)?-?(?:date|time)",
    "(?:estimated-)?read(?:ing)?-?time",
    "posted-on",
    "updated?",
)
DIGIT = re.compile(r"\d")
YEAR_LAST = r"\d{1,2}(?P<by>\. ?|[/-])\d{1,2}(?P=by)(?:19|20)?\d{2}"
YEAR_FIRST = r"(?:19|20)\d{2}(?P<to>[./-])\d{1,2}(?P=to)\d{1,2}"
NUMBERS = re.compile(rf"\W*(?:{YEAR_LAST}|{YEAR_FIRST})\W*(?:\d{{1,2}}[:.]\d{{2}}(?::\d{{2}})?)?\W*")
# Without its numbers, a date line is such words and nothing else:
# "06. 01. 2026, 14:59 Uhr Lesedauer: 4 Minuten"
WORDS = re.compile(
    any_of(
        # months
        "jan(?:uary|uar|uari|v|vier|eiro)?|jänner|feb(?:ruary|ruar|ruari|rero|braio)?|mar(?:ch|zo|ço|et)?|märz|apr(?:il)?",
        "may|june?|july?|aug(?:ust|usti|ustus)?|sept?(?:ember)?|oct(?:ober|ubre|obre)?|nov(?:ember|embre|iembre)?",
        "dec(?:ember)?|mai|juni|juli|o[ck]t(?:ober)?|de[sz](?:ember)?|févr?(?:ier)?|mars|avr(?:il)?|juin|juil(?:let)?|août",
        "septembre|décembre|ene(?:ro)?|abr(?:il)?|mayo|junio|julio|ago(?:sto)?|sep?tiembre|dic(?:iembre|embre)?",
        "gen(?:naio)?|aprile|mag(?:gio)?|giu(?:gno)?|lug(?:lio)?|set(?:tembre|embro)?|ott(?:obre)?",
        "fev(?:ereiro)?|maio|junho|julho|out(?:ubro)?|novembro|dezembro|maart|mei|maj|marts|agustus",
        r"(?:tammi|helmi|maalis|huhti|touko|kesä|heinä|elo|syys|loka|marras|joulu)kuu\w{0,3}",
        "stycznia|lutego|marca|kwietnia|maja|czerwca|lipca|sierpnia|września|października|listopada|grudnia",
        "ledna|února|března|dubna|května|června|července|srpna|září|října|listopadu|prosince",
        "ocak|şubat|mart|nisan|mayıs|haziran|temmuz|ağustos|eylül|ekim|kasım|aralık|tháng",
        "янв(?:аря)?|февр?(?:аля)?|мар(?:та)?|апр(?:еля)?|мая|июня?|июля?|авг(?:уста)?|сент?(?:ября)?|окт(?:ября)?",
        "ноя(?:бря)?|дек(?:абря)?|січня|лютого|березня|квітня|травня|червня|липня|серпня|вересня|жовтня|грудня",
        # days
        "(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?",
        "(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|(?:lun|mar|mercre|jeu|vendre|same)di|dimanche",
        "(?:segunda|terça|quarta|quinta|sexta)(?:-feira)?|feira|sábado|domingo|lunes|martes|miércoles|jueves|viernes",
        "lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica|maandag|dinsdag|woensdag|donderdag|vrijdag",
        "zaterdag|zondag|mandag|tirsdag|onsdag|torsdag|fredag|lørdag|søndag|måndag|tisdag|lördag|söndag",
        "понедельник|вторник|среда|четверг|пятница|суббота|воскресенье",
        # hours and small words
        "[ap]m|uhr|h|gmt|utc|[a-z]{1,3}[sd]t|[ecmp]t|kl|klo|klokken",
        "de|of|at|on|à|le|a|às|las|el|um|am|the|st|nd|rd|th|в|о|alle|ore|om",
        # published, updated
        "published|posted|updated?|last|modified|created|stand|aktualisiert|veröffentlicht|erstellt",
        "publié|mis|jour|modifié|publicado|actualizado|atualizado|pubblicato|aggiornato|gepubliceerd|bijgewerkt",
        "publisert|oppdatert|publicerad|uppdaterad|publiceret|opdateret|julkaistu|päivitetty",
        "opublikowano|aktualizacja|aktualizováno|publikováno|опубликовано|обновлено|опубліковано|оновлено",
        "güncelleme|yayınlanma|diterbitkan|diperbarui|cập|nhật|đăng",
        # how long it takes to read, how long ago
        "lesedauer|lesezeit|reading|read|time|mins?|minutes?|minuten|minutos?|minuti|lecture|lectura|lettura",
        "tempo|leitura|temps|ago|hours?|days?|vor|stunden|hace|leestijd|lästid|lesetid|läsetid",
        "年|月|日|時|时|分|更新|公開|配信|(?:기사)?입력|수정|년|월|일|发布|發布|更新于",
    ),
    re.IGNORECASE,
)
# "12:00 PM Eastern Standard Time"
LONG_ZONE = re.compile(
    r"\b(?:(?:(?:central|eastern|western) european|australian (?:central|eastern|western)|[^\W\d]{4,12})"
    r" (?:standard|daylight|summer|mean)|(?:central|eastern|western) european"
    r"|eastern|central|mountain|pacific|coordinated universal) time\b",
    re.IGNORECASE,
)
NOTE = Wording(
    longest=120,
    en=(
        "this (?:story|article|post) (?:was|has been) (?:last )?(?:updated|first published)…",
        r"updated at\b.{0,30}",
        r"for (?:immediate )?release(?: at\b.{0,40}| on\b.{0,40})?",  # "For release at 4:00 p.m. EST"
    ),
    de=(
        r"(?:zuletzt )?aktualisiert(?:\s*:| am| um| vor|\W+\d).{0,80}",
        "dieser (?:text|artikel|beitrag) wurde (?:zuletzt )?(?:aktualisiert|ergänzt)…",
    ),
    fr=(r"mis à jour(?:\s*:| le| à| il).{0,80}", "cet article a été (?:mis à jour|modifié)…"),
    es=("(?:esta noticia|este artículo) (?:ha sido|fue) actualizad[oa]…",),
    it=("(?:questo articolo è stato )?aggiornato (?:il|alle)…",),
    pt=("(?:esta notícia|este artigo) foi atualizad[oa]…", "atualizad[oa] (?:em|às)…"),
    nl=("dit artikel (?:is|werd) (?:voor het laatst )?bijgewerkt…",),
)
LONGEST = 120
DECK = 2  # a standfirst may stand before it, with one more line


def date_line(spans: Sequence[Span], article: Article, source: SourceConfig) -> Iterator[Cut]:
    """The line that says when the article was published or updated, or how long it takes to read.

    Before or after the text alone: ``10.11.2025 17:59``, ``Updated at 1:23 p.m.``, ``Leitura: 2 minutos``.
    """
    first, last = opening(spans), closing(spans)
    boxed = NAMES.of(spans)
    for place, span in enumerate(spans):
        if first + DECK < place < last or len(span.text) > LONGEST or _in_table(spans, place):
            continue
        called = place in boxed and DIGIT.search(span.text)
        if called or _is_date(span.text) or NOTE.says(span.text, article.language):
            yield Cut(start=span.start, end=span.end)


def _in_table(spans: Sequence[Span], place: int) -> bool:
    """Whether it is one row of several: ``Mon | 10:00 AM - 8:00 PM``."""
    beside = spans[max(0, place - 1) : place + 2]
    return spans[place].role == "row" and sum(one.role == "row" for one in beside) > 1


def _is_date(text: str) -> bool:
    rest = re.sub(r"[\d\W_]+", " ", LONG_ZONE.sub("time", text)).split()
    if not rest:  # "10.11.2025 17:59", "2026-03-04", and neither a score nor a telephone number
        return NUMBERS.fullmatch(text) is not None
    return (
        text.count("(") == text.count(")")
        and DIGIT.search(text) is not None
        and len(rest) <= 8
        and all(WORDS.fullmatch(one) for one in rest)
    )
