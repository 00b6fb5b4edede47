import re
from collections.abc import Iterator, Sequence

from wirelake.config import SourceConfig
from wirelake.records import Article, Cut, Span

WORD = r"[^\W\d_a-zß-öø-ÿа-яё][\w.’'-]*"  # with a capital first, or of a script that has none
PLACE = rf"(?P<place>{WORD}(?:(?:,? | (?:de|del|da|do|am|an der|upon|sur|la|el) ){WORD}){{0,4}}?)"
MONTH = r"[^\W\d_]{3,10}\.?"
DAY = rf"(?:\d{{1,2}}\.? {MONTH}|{MONTH} \d{{1,2}})(?:,? \d{{4}})?"
AGENCY = r"[^\W\d_][\w .&-]{1,40}"
CAPITALS = r"[^\W\d_a-zа-яё][^\W\da-zа-яё]{1,14}(?:\.[A-Z]{2,3})?"
STATE = r"(?:, (?:[A-Z]\.){2}|, [A-Z][a-z]{2,10}\.?)?"
DASH = r"\s*\.?\s*(?:--|[-–—_:])-?\s*(?=\S)"
# Each as a wire opens its first paragraph with it.
SHAPES = tuple(
    re.compile(one)
    for one in (
        # "PORT ANSEL, Maine, March 4, 2026 /PRNewswire/ --", "KUWAIT, Dec 7 (KUNA) --", "Hafenstadt (ots) -",
        # "طوكيو (أ ف ب) -"
        rf"{PLACE}(?:,? (?P<day>{DAY}))? *(?:\((?P<agency>{AGENCY})\)|/(?P<slashed>{AGENCY})/){DASH}",
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
# Capitals in brackets after a name may be a ticker: "Apple (AAPL) - shares of …" is no dateline.
AGENCIES = frozenset(
    ("AFP", "AP", "ANI", "BSS", "DPA", "IANS", "KUNA", "PA", "PTI", "QNA", "SPA", "TASS", "UPI", "WAM")
)
# What parts a dateline that the format states from its text: "TAIPEI, March 3 - ", "Paris (ats) Les …"
STATED = re.compile(r"\s*(?:-{1,2}|[–—_])\s*(?=\S)|\s+(?=\S)")
LOOK_AT = 2
MAX_LENGTH = 120


def dateline(spans: Sequence[Span], article: Article, source: SourceConfig) -> Iterator[Cut]:
    """Place, day and agency before the first sentence. Without an agency or a day it is left alone:

    ``A spokesman said - after a pause - that …`` is no dateline, unless the format states that it is.
    """
    for span in spans[:LOOK_AT]:
        stated = article.dateline_text
        if stated and span.text.startswith(stated) and (dash := STATED.match(span.text, len(stated))):
            yield Cut(start=span.start, end=span.start + dash.end(), fields=(("dateline_text", stated),))
            return
        found = _found(span.text[: MAX_LENGTH + 1])
        if found and found.end() <= MAX_LENGTH:
            said = found.groupdict()
            place = (("dateline_place", said["place"].strip(" ,")),) if said.get("place") else ()
            text = found.group().rstrip(" -–—_:")
            end = span.start + found.end()
            yield Cut(start=span.start, end=end, fields=(("dateline_text", text), *place))
            return


def _found(text: str) -> re.Match[str] | None:
    matches = (shape.match(text) for shape in SHAPES)
    return next((one for one in matches if one and not _may_be_a_ticker(one)), None)


def _may_be_a_ticker(found: re.Match[str]) -> bool:
    said = found.groupdict()
    agency, place = said.get("agency") or "", said.get("place") or ""
    return (
        agency.isascii()
        and agency.isupper()
        and len(agency) <= 5
        and agency not in AGENCIES
        and not (said.get("day") or place.isupper())
    )
