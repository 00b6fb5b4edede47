import re
from collections.abc import Iterator, Sequence

from wirelake.config import SourceConfig
from wirelake.records import Article, Cut, Span
from wirelake.rules.places import closing, opening
from wirelake.rules.wording import Wording, any_of

WHAT = any_of("news", "(?:press |media |news )?release", "content", "article", "story")
THIS = rf"(?:(?:this |the )?{WHAT}(?: (?:is|was|has been))? )?"
# Who issued it: "News provided by" above "Copperline Ferries"
ISSUED = Wording(
    longest=200,
    en=(rf"{THIS}(?:provided|issued|released|submitted)(?: to you)? by\b",),
    de=(
        r"(?:(?:nachricht|meldung|mitteilung) )?(?:bereitgestellt|herausgegeben|eingestellt) (?:von|durch)\b",
        r"(?:ein )?(?:beitrag|service) von\b",
    ),
    fr=(r"(?:communiqué )?(?:proposé|fourni|émis|publié) par\b",),
    es=(r"(?:proporcionad|facilitad|emitid|remitid)[oa] por\b",),
    it=(r"(?:fornit|emess|inviat)[oa] da\b",),
    pt=(r"(?:fornecid|emitid|enviad)[oa] por\b",),
    nl=(r"(?:aangeboden|geleverd|ingezonden) door\b",),
)
# Who passed it on: "Distributed by Harbour Wire on behalf of Copperline Ferries"
PASSED_ON = Wording(
    longest=200,
    en=(rf"{THIS}(?:distributed|disseminated|syndicated|transmitted|supplied)(?: to you)? (?:by|via)\b",),
    de=(r"(?:verbreitet|übermittelt|verteilt|distribuiert) (?:von|durch|über)\b",),
    fr=(r"(?:communiqué )?(?:diffusé|distribué|transmis|relayé) par\b",),
    es=(r"(?:distribuid|difundid|transmitid)[oa] por\b",),
    it=(r"(?:distribuit|diffus|trasmess)[oa] da\b",),
    pt=(r"(?:distribuíd|divulgad|transmitid)[oa] por\b",),
    nl=(r"(?:verspreid|gedistribueerd) door\b",),
)
BEHALF = re.compile(
    r",? (?:on behalf of|for|im auftrag (?:von|der|des)|für|au nom de|pour|en nombre de|per conto di"
    r"|em nome de|namens) ",
    re.IGNORECASE,
)
WHEN = re.compile(r",? (?:on|am|le|el|il|em|op|at) [^\d]{0,20}\d.{0,40}$", re.IGNORECASE)
INNER = re.compile(r"[!?;:]|[^.A-Z]{3}\. ")  # a sentence that ends within
LONGEST = 100
# "Mar 04, 2026, 12:00 ET from Copperline Ferries", "12:00 ET from Copperline Ferries", above the text
TIMED = re.compile(
    r"(?P<when>(?P<day>(?:.{0,40}\D)?)\d{1,2}[:.h]\d{2}(?: ?[ap]\.?m\.?)?,?(?: (?-i:[A-Z]{2,5}))?)"
    r" (?:from|(?:news )?(?:provided|issued) by|von|par|de|da|por|door) (?P<named>.{2,100})",
    re.IGNORECASE,
)
DAY = re.compile(r"\d{4}|\d{1,2}\W+[^\W\d]{3}|[^\W\d]{3}\.? \d{1,2}\b|\d{1,2}[./]\d{1,2}[./]")


def distributor(spans: Sequence[Span], article: Article, source: SourceConfig) -> Iterator[Cut]:
    """Who issued a release and who passed it on, in a line above or below the text.

    ``News provided by`` with the name beside it or below it, ``12:00 ET from Copperline Ferries``: the
    provider, or where one is known the credit line. ``Distributed by Harbour Wire``: a credit line.
    """
    first, last = opening(spans), closing(spans)
    below_label = False
    for place, span in enumerate(spans):
        if below_label:
            below_label = False
            yield Cut(start=span.start, end=span.end, fields=_issuer(span.text, article))
            continue
        if first <= place < last or span.role in ("row", "li"):
            continue
        if place < first and (timed := TIMED.fullmatch(span.text)):
            if _is_name(timed["named"]) and (not timed["day"] or DAY.search(timed["day"])):
                start = timed.end("when") if timed["day"] else 0  # the rest is date_line's
                yield Cut(start=span.start + start, end=span.end, fields=_issuer(timed["named"], article))
        elif fields := _stated(span.text, article):
            yield Cut(start=span.start, end=span.end, fields=fields)
        elif _is_label(span.text, article) and place + 1 < first and _is_name(spans[place + 1].text):
            below_label = True
            yield Cut(start=span.start, end=span.end)
        elif _is_label(span.text, article) and place + 1 in (
            first,
            len(spans),
        ):  # of a name that is a mere link
            yield Cut(start=span.start, end=span.end)


def _stated(text: str, article: Article) -> tuple[tuple[str, str], ...]:
    """What the line states: issuer, distributor, or both; nothing where it is another line."""
    issued = ISSUED.opens(text, article.language)
    end = issued or PASSED_ON.opens(text, article.language)
    parts = BEHALF.split(WHEN.sub("", text[end:]).strip(" ."), maxsplit=1) if end else [""]
    if not all(map(_is_name, parts)):
        return ()
    if issued:
        return _issuer(" for ".join(parts), article)
    return (*(_issuer(parts[1], article) if len(parts) > 1 else ()), ("credit_line", parts[0]))


def _is_label(text: str, article: Article) -> bool:
    return ISSUED.opens(text, article.language) == len(text)


def _issuer(name: str, article: Article) -> tuple[tuple[str, str], ...]:
    return (("credit_line" if article.provider else "provider", name.strip(" .")),)


def _is_name(text: str) -> bool:
    """Whether it begins with a capital or a digit, as most of its words do: "Prensa del Muelle"."""
    words = text.strip(" .").split()
    capitals = sum(not one[0].islower() for one in words)
    is_long = len(text) > LONGEST or INNER.search(text)
    return bool(words) and not is_long and not words[0][0].islower() and 2 * capitals > len(words)
