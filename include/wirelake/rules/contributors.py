import re
from collections.abc import Iterator, Sequence

from wirelake.config import SourceConfig
from wirelake.records import Article, Cut, Span
from wirelake.rules.places import prose
from wirelake.rules.wording import NAME, NAMES_ONLY, Wording

WORK = "(?:reporting|writing|editing|research|compiled|translated|edited|written)"
FROM = rf"(?:by|from) (?:the |our )?{NAMES_ONLY}"  # a verb after them makes it a sentence of the text
AGENCY = "(?:ap|afp|reuters|upi|pti|ani|ians)"
GERMAN_AGENCY = "(?:dpa|afp|sda|apa|epd|kna|reuters|rtr|sid|ap)"
SHAPE = Wording(
    longest=500,
    en=(
        # "(Reporting by A. Warden; Editing by B. Pilot)", "With files from The Harbour Press"
        rf"(?:additional )?{WORK}(?:,? and \w+)? {FROM}",
        r"with (?:files|(?:additional )?reporting|(?:agency )?inputs|contributions) from agencies",
        rf"with (?:files|(?:additional )?reporting|(?:agency )?inputs|contributions) {FROM}",
        # "A. Warden in Marsa Nour contributed to this report." What "contributed to the fire" is news.
        r".{2,400}\bcontributed (?:additional )?(?:reporting|research)\b.{0,60}",
        r".{2,400}\bcontributed (?:to|for) (?:this|the) (?:report|story|article|piece|post)\b.{0,60}",
        r".{2,200} in (?-i:[A-Z])\S+ contributed",
        r".{2,400}\b(?:contributed from|helped report)\b.{0,60}",
        rf"{NAMES_ONLY} reported from {NAMES_ONLY}",
        rf"sources?\s*:\s*(?:{NAME}|https?:|www\.|agenc|staff|company ).{{0,100}}",
        r"via\s+(?:\S{3,40}|(?-i:[A-Z@]).{2,40})",
        r"this story .{2,60}\bwas (?:written|produced|reported)\b.{2,300}",
        rf"{AGENCY}(?:[/, ]+(?:{AGENCY}|dpa|staff)){{0,6}}",
    ),
    de=(
        r"(?:quellen?|mitarbeit|übersetzung|redaktion|text)\s*(?:[:.]|von\b|der\b).{0,160}",
        r"mit (?:material|informationen|agentur\w*)(?: (?:von|der|des|aus)\b.{0,160})?",
        r"(?-i:[A-ZÄÖÜ]{2,6}) \([^()]{2,60}\)",
        rf"{GERMAN_AGENCY}(?:[/, -]+\w{{2,10}}){{0,4}}",
    ),
    fr=(r"(?:sources?|avec)\s*:?\s*(?:agences|afp|reuters|l'afp).{0,60}", r"source\s*:.{2,80}"),
    es=(r"fuentes?\s*:.{2,80}", r"con (?:información|datos) de\b.{2,80}"),
    it=(r"(?:fonte|fonti)\s*:.{2,80}",),
    pt=(r"fontes?\s*:.{2,80}", r"com informações d[aeo]s?\b.{2,80}"),
    nl=(r"bron(?:nen)?\s*:.{2,80}",),
    sv=(r"källa\s*:.{2,80}",),
    no=(r"kilde\s*:.{2,80}",),
    da=(r"kilde\s*:.{2,80}",),
    fi=(r"lähde\s*:.{2,80}",),
    pl=(r"źródło\s*:.{2,80}",),
    cs=(r"zdroj\s*:.{2,80}",),
    ru=(r"источник\s*:.{2,80}",),
    uk=(r"джерело\s*:.{2,80}",),
    tr=(r"kaynak\s*:.{2,80}",),
    ar=(r"(?:المصدر|مصدر)\s*:.{2,80}",),
    he=(r"מקור\s*:.{2,80}",),
    fa=(r"منبع\s*:.{2,80}",),
    ja=(r"出典\s*[:：].{2,60}",),
    ko=(r"출처\s*[:：=].{2,60}",),
    zh=(r"(?:来源|來源)\s*[:：].{2,60}",),
    id=(r"sumber\s*:.{2,80}",),
    vi=(r"nguồn\s*:.{2,80}",),
)
# "… said the pilot. (Reporting by A. Warden; Editing by B. Pilot)": at the end of the last paragraph.
TAIL = re.compile(
    r"\s*\((?:additional |further )?(?:reporting|writing|editing|compiled) by [^()]{2,300}\)\s*$",
    re.IGNORECASE,
)
TAIL_LENGTH = 400
LOOK_AT = 6


def contributors(spans: Sequence[Span], article: Article, source: SourceConfig) -> Iterator[Cut]:
    """Who helped and which agencies' material was used, at the end of the text: it becomes the credit line.

    ``With files from The Harbour Press``, ``(Reporting by A. Warden; Editing by B. Pilot)``,
    ``Mit Material von qw``
    """
    told = prose(spans)
    for place in range(max(0, len(spans) - LOOK_AT), len(spans)):
        span = spans[place]
        start = max(0, len(span.text) - TAIL_LENGTH)
        may_credit = place not in told and (span.role != "h" or len(spans) > LOOK_AT)
        if may_credit and SHAPE.says(span.text, article.language):
            yield Cut(start=span.start, end=span.end, fields=(("credit_line", _bare(span.text)),))
        elif found := TAIL.search(span.text, start):
            credit = (("credit_line", _bare(found.group())),)
            yield Cut(start=span.start + found.start(), end=span.end, fields=credit)


def _bare(credit: str) -> str:
    """Without a dash before it and brackets that hold all of it."""
    bare = re.sub(r"^[^\w(\[]+", "", credit).strip()
    whole = re.fullmatch(r"[(\[]([^()\[\]]*)[)\]]?\.?", bare)
    return whole[1].strip() if whole else bare
