"""What a message to editors names another article by: numbers, ids, addresses, sluglines, headlines."""

import re
from collections.abc import Iterator, Sequence

from wirelake.evidence.prefixes import prefix
from wirelake.records import AltId, Article

# AP: "Please kill the story Ship-Fire, V9991", "a0123"; dpa: "bdt0123"; the number of a transmission of that
# day
LETTERED = re.compile(r"(?<![\w-])(?:[A-Za-z]\d{4}|[a-z]{2,4}\d{3,4})(?![\w-])")
# "dpa 0123", "Nr. 0042", "transref: bdt0123", "item 4711": bare digits need a word before them
NUMBERED = re.compile(
    r"\b(?:dpa|apa|sda|kna|epd|afp|ats|efe|ansa|lusa|belga|anp|transref|item|take|number|num[ée]ro"
    r"|n[úu]mero|nummer"
    r"|no\.|nr\.?|n[°º]|num\.)(?: ?[-/:#]| (?:meldung|nr\.?|no\.?|n[°º]"
    r"|number))?\s*(?P<number>[a-z]{0,4}\d{3,6})\b(?!-)",
    re.IGNORECASE,
)
# "(STORY_NUMBER: nL5N3AB12C, STORY_DATE: 04/03/2026)", and the same id alone
STATED = re.compile(r"\bSTORY[_ ](?:NUMBER|ID)\s*:?\s*(?P<id>[A-Za-z]{1,4}\w{4,20})", re.IGNORECASE)
STORY_ID = re.compile(r"\bn[A-Z]\w[A-Z]\w{6,10}\b")
GUID = re.compile(
    r"\b(?:urn|tag):[^\s\"'<>()«»“”]{6,200}|\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b[0-9a-f]{32}\b",
    re.IGNORECASE,
)
# An id with letters and digits: what stands between the digits makes it one, and no amount or year
OWN_SHAPE = re.compile(r"(?=[\w.:/@-]{6,100}\Z)(?=(?:.*[^\W\d_]){2})(?=(?:.*\d){3}).*")
WIRES_OWN = ("wire", "guid")
ISSUE = re.compile(r"(?<=\w):[1-9]\d{0,2}[NUA]?\Z")
STEM_COLONS = 3  # urn:newsml:quay.example:4711 still names an item
ADDRESS = re.compile(r"https?://[^\s\"'<>()«»“”]{4,300}", re.IGNORECASE)
# AP's keyword line: "BC-EU--Ship-Fire, 2nd Ld", "AM-Harbor Fire"; what follows a comma is its version
KEYWORDS = re.compile(
    r"\b(?-i:[A-Z]{2})-{1,2}(?:[A-Z]{2,3}--?)?[A-Z][\w'’.]{0,40}(?:[- ][A-Z0-9][\w'’]{0,40}){0,8}"
)
# "slugged SHIP-FIRE", "slug: PORT-FIRE/", "unter dem Stichwort Hafen/Brand", "sluggée PORT-INCENDIE"
SLUGGED = re.compile(
    r"\b(?:slugged|slug(?:line)?|keyword(?:s| line)?|stichwort|sluggée?|mot-clé|palabra clave"
    r"|trefwoord)\b\s*[:=]?\s*"
    r"[\"“„«']?\s*(?P<slug>[^\W_](?:[\w/'’-]|\.(?=\w)){0,80}(?-i: [A-Z0-9][\w/'’-]{0,40}){0,8})",
    re.IGNORECASE,
)
# "the story Ship-Fire, V9991": a slugline by its hyphen and the number behind it
BEFORE_NUMBER = re.compile(
    r"\b(?P<slug>[A-Z][\w'’]{0,40}(?:[- ][A-Z0-9][\w'’]{0,40}){0,8}-[\w'’]{1,40}), [A-Za-z]\d{4}\b"
)
# "the story Ship-Fire"
OF_STORY = re.compile(r"\b(?i:story|item) (?P<slug>[A-Z][\w'’]{1,40}(?:-[A-Z][\w'’]{1,40}){1,8})(?![\w-])")
# Reuters: "PORT-FIRE/ (UPDATE 2)"
SLASHED = re.compile(r"(?<!\S)(?P<slug>[A-Z][A-Z0-9]{1,40}-[A-Z0-9-]{1,80})/(?!\w)")
# What a slugline says of versions and of the message itself
VERSION = re.compile(
    r"[\s,/(-]*\b(?:\d{1,2}(?:st|nd|rd|th) ?(?:ld|lead|add|sub|take)\b(?:-? ?write-?thru)?"
    r"|write-?thru|(?:add|take) \d{1,2}"
    r"|bulletin(?: ?kill)?|mandatory|urgent|kill(?:ed)?|advisory|withdraw(?:n|al)|retraction|elimination"
    r"|update ?\d*|corrects?|correct(?:ed|ion)|annulation|annulé|anulación|annullamento|anulação|annulering"
    r"|storno|rückzug)\b[\s,)/-]*",
    re.IGNORECASE,
)
NAMES_TEXT = (
    r"(?:head(?:line)?d?|entitled|titled?|stor(?:y|ies)|item|dispatch|release|article|report"
    r"|meldung|überschrift|titel|bericht|dépêche|titrée?|intitulée?|titre"
    r"|noticia|información|nota|titulada?|título|despacho|notizia|lancio|titolo|intitolat[ao]"
    r"|notícia|peça|intitulada|verhaal|kop)"
)
QUOTED = re.compile(
    rf"\b{NAMES_TEXT}\b[^\"“”„«»]{{0,25}}(?<!slugged )"
    r"[\"“„«]\s*(?P<headline>[^\"“”„«»]{8,250}?)[\s,.]*[\"”“»]",
    re.IGNORECASE,
)
LABELLED = re.compile(
    r"(?:story )?(?:headline|überschrift|titre|título|titolo|titel)\s*:\s*(?P<headline>\S.{7,250})",
    re.IGNORECASE,
)


def named(lines: Sequence[str], article: Article, opening: str = "") -> tuple[AltId, ...]:
    """What these lines name, each once, without what is the message's own.

    ``opening`` is what follows the words that open the message: "WITHDRAWN: Port reopens" names a headline.
    """
    own = {alt.value.casefold() for alt in article.alt_ids}
    own |= {one.casefold() for one in (article.wire_id, article.url, article.canonical_url) if one}
    found: dict[tuple[str, str], AltId] = {}
    for role, said in [
        *_all(lines),
        *_alike(lines, article),
        *_sluglines([article.slugline or ""]),
        *_of_opening(opening),
    ]:
        value = said.strip(" .,;:")
        if value and value.casefold() not in own:
            key = slug_key(value) if role == "slugline" else value.casefold()
            found.setdefault((role, key), AltId(role=role, value=value))
    return tuple(found.values())


def names_anything(lines: Sequence[str], *, headlines: bool = False) -> bool:
    """Whether the lines hold a number, an id, an address or a slugline; ``headlines`` count where asked "
    "for."""
    return any(headlines or role != "headline" for role, _ in _all(lines))


def guids(stated: str) -> tuple[str, ...]:
    """An item's id as it stands, and without the issue that may end it: urn:newsml:quay.example:4711:2."""
    stem = ISSUE.sub("", stated)
    return (stated, stem) if stem != stated and stem.count(":") >= STEM_COLONS else (stated,)


def slug_key(slugline: str) -> str:
    """The slugline without cycle, versions and signs: equal for two spellings of one slugline.

    BC-EU--Ship-Fire, 2nd Ld-Writethru is EU--Ship-Fire.
    """
    bare = VERSION.sub(" ", slugline)
    return re.sub(r"[\W_]+", "", re.sub(r"\A\s*(?:AP|BC|AM|PM)-{1,2}", "", bare)).casefold()


def _all(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        yield from (("wire", one["id"]) for one in STATED.finditer(line))
        yield from (("wire", one[0]) for one in STORY_ID.finditer(line))
        yield from (("url", one[0]) for one in ADDRESS.finditer(line))
        plain = ADDRESS.sub(" ", line)
        yield from (("guid", said) for one in GUID.finditer(plain) for said in guids(one[0]))
        plain = GUID.sub(" ", plain)
        yield from (("transref", one[0]) for one in LETTERED.finditer(plain))
        yield from (
            ("transref", one["number"]) for one in NUMBERED.finditer(plain) if not _year(one["number"])
        )
        yield from (("slugline", bare) for one in KEYWORDS.finditer(plain) if (bare := _bare(one[0])))
        for shape in (SLUGGED, BEFORE_NUMBER, OF_STORY, SLASHED):
            yield from (("slugline", bare) for one in shape.finditer(plain) if (bare := _bare(one["slug"])))
        yield from (("headline", one["headline"]) for one in QUOTED.finditer(plain))
        if label := LABELLED.fullmatch(plain.strip()):
            yield "headline", label["headline"].strip('"“”„«» ')


def _alike(lines: Sequence[str], article: Article) -> Iterator[tuple[str, str]]:
    """Ids in the shape of the message's own, of which a wire changes the digits: quay.0124 → quay.0123."""
    for own in article.alt_ids:
        if own.role in WIRES_OWN and OWN_SHAPE.fullmatch(own.value):
            shape = re.sub(r"\d+", lambda run: rf"\d{{{len(run[0])}}}", re.escape(own.value))
            for line in lines:
                yield from ((own.role, one[0]) for one in re.finditer(rf"(?<![\w.-]){shape}(?![\w-])", line))


def _sluglines(sluglines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The message's own slugline is the article's, where it says more than that it is a message."""
    yield from (("slugline", bare) for one in sluglines if len(slug_key(bare := _bare(one))) > 2)


def _of_opening(opening: str) -> Iterator[tuple[str, str]]:
    found = prefix(opening)
    headline = found.headline if found else opening
    if len(headline.split()) >= 3 and not names_anything([headline]):
        yield "headline", headline.strip('"“”„«» ')


def _bare(slugline: str) -> str:
    return VERSION.sub(" ", slugline).strip(" ,/()-")


def _year(number: str) -> bool:
    return re.fullmatch(r"(?:19|20)\d\d", number) is not None
