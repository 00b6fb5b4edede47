import re
from collections.abc import Iterator, Sequence

from wirelake.config import SourceConfig
from wirelake.evidence.written import written_dates
from wirelake.records import Article, Cut, DateCandidate, Span
from wirelake.rules.places import key
from wirelake.rules.wording import any_of

WORD = r"[^\W\d_a-zß-öø-ÿа-яё][\w.’'-]*"  # with a capital first, or of a script that has none
PLACE = rf"(?P<place>{WORD}(?:(?:,? | (?:de|del|da|do|am|an der|upon|sur|la|el) ){WORD}){{0,4}}?)"
MONTH = r"[^\W\d_]{3,10}\.?"
NTH = "(?:st|nd|rd|th|er|º|[.])?"
DAY = rf"(?:\d{{1,2}}{NTH} (?:de )?{MONTH}|{MONTH} \d{{1,2}}{NTH})(?:,? (?:de )?\d{{4}})?"
NUMBERS = r"\d{1,2}\.\d{1,2}\.(?:\d{4})?"
AGENCY = r"[^\W\d_][\w .&-]{1,40}"
CAPITALS = r"[^\W\d_a-zа-яё][^\W\da-zа-яё]{1,14}(?:\.[A-Z]{2,3})?"
STATE = r"(?:, (?:[A-Z]\.){2}|, [A-Z][a-z]{2,10}\.?)?"
DASH = r"\s*\.?\s*(?:--|[-–—_:])-?\s*(?=\S)"
BARE_DASH = r"\s*\.?\s*(?:--|[-–—])-?\s*(?=\S)"
# Each as a wire opens its first paragraph with it.
SHAPES = tuple(
    re.compile(one)
    for one in (
        # "(ANSA) - PORTO NUOVO, 24 FEB -": the agency first
        rf"\((?P<known>{AGENCY})\)\s*[-–—]+\s*{PLACE},? (?P<day>{DAY}){DASH}",
        # "Puerto Nuevo (Alemania), 24 sep (EFE).-": the country in brackets
        rf"{PLACE} \([^()\d]{{2,30}}\), (?P<day>{DAY}) *\((?P<agency>{AGENCY})\){DASH}",
        # "PORT ANSEL, Maine--(BUSINESS WIRE)--Dec 5, 2024--"
        rf"{PLACE} *(?:--|[–—]) *\((?P<agency>{AGENCY})\) *(?:--|[–—]) *(?P<day>{DAY}) *(?:--|[–—]) *(?=\S)",
        # "Satama, 5.3. (STT) Satama avattiin.", "Satama, 5.3.2026 (STT) –"
        rf"{PLACE},? (?P<day>{NUMBERS}) *\((?P<agency>{AGENCY})\)(?:{DASH}|\s+(?=\S))",
        # "PORT ANSEL, Maine, March 4, 2026 /PRNewswire/ --", "KUWAIT, Dec 7 (KUNA) --"
        rf"{PLACE},? (?P<day>{DAY}) *(?:\((?P<agency>{AGENCY})\)|/(?P<slashed>{AGENCY})/){DASH}",
        # "Hafenstadt (ots) -", "طوكيو (أ ف ب) -"
        rf"{PLACE} *(?:\((?P<known>{AGENCY})\)|/(?P<slashed>{AGENCY})/){BARE_DASH}",
        # "Vancouver, British Columbia--(Newsfile Corp. - March 4, 2026) -"
        rf"{PLACE} *(?:--|[–—]) *\((?P<agency>{AGENCY}?) - (?P<day>{DAY})\){DASH}",
        # "Светлая Гавань. 4 марта. INTERFAX.RU -", "КИЇВ. 4 березня. УНН."
        rf"{PLACE}\. (?P<day>{DAY})\. (?P<agency>{CAPITALS}){DASH}",
        # "МОСКВА, 4 марта. /ТАСС/. "
        rf"{PLACE}, (?P<day>{DAY})\.? /(?P<agency>{AGENCY})/\.\s*",
        # "BASLE, March 3 - ": without an agency the place stands in capitals
        rf"(?P<place>[A-Z]{{3,}}(?:[ -][A-Z]{{2,}}){{0,3}}{STATE}), (?P<day>{DAY}){DASH}",
        # "Jan 3 (Reuters) - "
        rf"(?P<day>{MONTH} \d{{1,2}}) \((?P<agency>{AGENCY})\){DASH}",
        # "【マリーナ共同】", "(바다=연합뉴스)", "新华社海港3月4日电"
        r"【(?P<place>[^【】\s]{1,20}?)[＝=]?(?P<agency>共同|時事|AFP=時事|AFP時事|ロイター|CNN)】\s*",
        r"\((?P<place>[^()=]{1,20})=(?P<agency>연합뉴스|뉴시스|뉴스1)\)\s*",
        r"(?P<agency>新华社|中新社|新華社)(?P<place>[^\d\s，。]{1,12}?)(?P<day>\d{1,2}月\d{1,2}日)[电電]\s*",
    )
)
# Without a day, brackets after a name may hold a party, a town or a ticker: "Anna Warden (Labour) – who …".
AGENCIES = re.compile(
    any_of(
        "afp|ap|ani|ansa|anp|apa|belga|bloomberg|bss|cna|cp|dpa|efe|ians|interfax|itartass|kuna|kyodo|lusa",
        "mena|newsfile|ntb|pa|pap|prnewswire|pti|qna|reuters|rtr|sana|sda|spa|tass|thomsonreuters|tt|upi|wafa",
        "wam|xinhua|yonhap|أفب|رويترز|وام|واس|كونا|قنا|рейтер|тасс",
    )
)
# What parts a dateline that the format states from its text: "TAIPEI, March 3 - ", "Paris (ats) Les …"
STATED = re.compile(r"\s*(?:-{1,2}|[–—_])\s*(?=\S)|\s+(?=\S)")
CODE = re.compile(r"[a-z]{2,4}(?:[/-][\w-]{2,12})?")  # "ots", "dpa/lno"; no wire's is longer
# "MARSA NOUR: The basin …": a place in capitals. What else stands so before a colon says what the text is.
COLON = re.compile(r"(?P<place>[A-Z]{4,}(?:[ -][A-Z]{2,}){0,2}): (?=[A-Z][\w’'-]* )")
LABELS = re.compile(
    any_of(
        "snaps?|bulletin|lead|briefs?|blitz|refile|wrapup|poll|quiz|podcast|obituary|feature|special|report",
        "soccer|football|cricket|tennis|golf|rugby|precious|forex|stocks|treasuries|metals|grains|energy|data",
        "economy|science|health|facts?|check|updated?|breaking|flash|alert|urgent|correct(?:ion|ed)|notes?|notice|editors?|warning|watch|analysis",
        "explainer|factbox|opinion|comment|review|preview|live|exclusive|interview|profile|timeline|overview",
        "question|answer|reporter|host|moderator|videos?|photos?|graphic|sources?|contact|background|summary",
        "headlines?|markets|results|standings|advisory|reminder|attention|important|quotes?|read|listen|more",
        "topics?|subject|date|time|place|where|when|what|who|why|about|tags?|press|release|media|weather",
        "sports?|business|politics|world|today|achtung|hinweis|eilmeldung|kommentar|analyse|korrektur|wichtig",
        "frage|antwort|nota|aviso|atención|hora|fuente|análisis",
    )
)
TELLING = 60  # characters of a first paragraph of text
LOOK_AT = 2
WITNESS = 0.5
MAX_LENGTH = 120


def dateline(spans: Sequence[Span], article: Article, source: SourceConfig) -> Iterator[Cut]:
    """Place, day and agency before the first sentence. Without an agency or a day it is left alone:

    ``A spokesman said - after a pause - that …`` is no dateline, unless the format states that it is.
    """
    own = frozenset(key(name) for name in (source.title, source.provider, article.provider) if name)
    for span in spans[:LOOK_AT]:
        stated = article.dateline_text
        if stated and span.text.startswith(stated) and (dash := STATED.match(span.text, len(stated))):
            yield Cut(start=span.start, end=span.start + dash.end(), fields=(("dateline_text", stated),))
            return
        found = _found(span.text[: MAX_LENGTH + 1], own) or _before_a_colon(span, spans)
        if found and found.end() <= MAX_LENGTH:
            said = found.groupdict()
            place = (("dateline_place", said["place"].strip(" ,")),) if said.get("place") else ()
            text = found.group().rstrip(" -–—_:")
            end = span.start + found.end()
            dates = _dates(text, article.language)
            yield Cut(start=span.start, end=end, fields=(("dateline_text", text), *place), dates=dates)
            return


def _dates(text: str, language: str | None) -> tuple[DateCandidate, ...]:
    """The whole day of a dateline, as a witness; a day without its year is none."""
    return tuple(
        DateCandidate(value=one.value, raw=text, origin="dateline", precision="day", weight=WITNESS)
        for one in written_dates(text, language)[:1]
        if one.precision == "day"
    )


def _before_a_colon(span: Span, spans: Sequence[Span]) -> re.Match[str] | None:
    """A place in capitals before a colon and a sentence; not a label, and not a speaker of a dialogue."""
    found = COLON.match(span.text)
    if found is None or len(span.text) < TELLING or span.role == "h":
        return None
    words = found["place"].lower().replace("-", " ").split()
    speakers = sum(COLON.match(one.text) is not None for one in spans)
    return found if speakers == 1 and not any(map(LABELS.fullmatch, words)) else None


def _found(text: str, own: frozenset[str]) -> re.Match[str] | None:
    matches = (shape.match(text) for shape in SHAPES)
    return next((one for one in matches if one and _is_wire(one, own)), None)


def _is_wire(found: re.Match[str], own: frozenset[str]) -> bool:
    """Where no day says so: its name, a code, or a place in capitals; ``Arsenal (England) - …`` is none."""
    said = found.groupdict()
    agency, place = said.get("known"), said.get("place") or ""
    return (
        agency is None
        or key(agency) in own
        or AGENCIES.fullmatch(key(agency)) is not None
        or CODE.fullmatch(agency) is not None
        or place.split(",")[0].isupper()
    )
