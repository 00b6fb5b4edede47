"""What wires put before the names of a byline, freed of it: "De nuestro corresponsal en …", "STT–…"."""

import re
from collections.abc import Iterator

from wirelake.statements.people.name_kinds import AGENCY

CAPITAL = r"(?-i:[^\W\d_a-zß-ÿа-яё])[\w.'’-]*"
# "in Hafenstadt" behind the correspondent: one word, and a name of two words more after it
AT = rf"(?: (?:in|en|à|a|da|de|em|i|w|из|в) {CAPITAL}(?:,|(?= {CAPITAL} {CAPITAL})))?"
OUR = (
    r"(?:from|by) (?:our|a|the) (?:own )?(?:(?:special|staff|foreign|chief) )*(?:correspondents?|reporters?"
    r"|staff)",
    r"von unsere[mnr] (?:\w+-?)?(?:korrespondent|reporter|mitarbeiter|redakteur|redaktionsmitglied)"
    r"(?:in|innen|e?n)?",
    r"de (?:notre|nos) (?:correspondant|envoyé|journaliste|reporter)e?s?"
    r"(?: (?:spécial|permanent)(?:e|aux|es|s)?)?",
    r"(?:de|por) nuestr[oa]s? (?:corresponsal|enviad[oa]|redactora?)(?:e?s)?(?: especial(?:es)?)?",
    r"(?:enviad[oa]s? especial(?:es)?|especial para \w+)",
    r"(?:d[ae]i?l?l?[aei']? ?)(?:nostr[oaie] )?(?:inviat[oaie]|corrispondent[ei])(?: special[ei])?",
    r"d[oae]s? noss[oa]s? (?:correspondente|enviad[oa]|repórter)s?(?: especial| especiais)?",
    r"van onze (?:correspondent|verslaggever|redacteur)(?:e|s)?",
    r"(?:från|fra) (?:vår|vores|våre?) (?:korrespondent|utsend[ta]e?|reporter|medarbe(?:ta|jd|id)e?re?)",
    r"od naszego (?:korespondenta|wysłannika)",
    r"(?:от )?(?:нашего )?(?:корр\.|корреспондента?|спецкор\w*)(?: тасс| риа новости| интерфакс\w*)?",
    r"(?:das )?(?:gespräch|interview) führt(?:en?)?:?|(?:die )?fragen stellten?:?|aufgezeichnet von",
    r"(?:interview|intervista|entrevista|entretien|intervju|haastattelu)"
    r"(?: (?:by|von|di|de|por|par))?\s*:?",
    r"من(?=\s)|كتابة\s*:?",
    r"(?:新华社|新華社|中新社)?(?:记者|記者)(?=[^\W\d_])",
)
OPENING = re.compile(rf"(?:(?:{'|'.join(OUR)}){AT})(?!\w)\s*[,:]?\s*", re.IGNORECASE)
GLUED = re.compile(r"(?:新华社|新華社|中新社)?(?:记者|記者)\s*(?=[\u4e00-\u9fff])")
PLACED = re.compile(r"\([^()=]{1,30}=[^()]{1,30}\)\s*")  # "(바다=연합뉴스) 김부두 기자"
BRACKETED = re.compile(r"[(\[（]\s*([^()\[\]（）]+?)\s*[)\]）]\.?")
# "STT–Nora Kai", "EFE / Nora Kai": the agency first
AGENCY_FIRST = re.compile(
    rf"(?:({AGENCY.pattern})\s*[-–—/|:,]|((?-i:[A-ZÄÖÜ]){{2,6}})(?:\s*[–—/]|\s+-))\s*(?={CAPITAL})",
    re.IGNORECASE,
)
CHINESE = re.compile(r"[\u4e00-\u9fff]{2,4}(?:[ \u3000]+[\u4e00-\u9fff]{2,4})+")
# "By Nora Kai, By Ole Kai": two bylines in one line
AGAIN = re.compile(r"[,;]\s+(?=(?:by|von|par|por|di|door|av|af)\s)", re.IGNORECASE)
LINES = re.compile(r"\s*\n\s*")


def opened(stated: str) -> Iterator[str]:
    """A byline without what opens it; a second byline in it, and an agency that stands first, apart."""
    for one in AGAIN.split(LINES.sub(" | ", stated.strip())):
        yield from _opened(one)


def _opened(text: str) -> Iterator[str]:
    if whole := BRACKETED.fullmatch(text):  # "(di Nora Kai)", "（记者张三）"
        text = whole[1]
    text = PLACED.sub("", text, count=1)
    if opening := GLUED.match(text) or OPENING.match(text):
        text = text[opening.end() :]
    if found := AGENCY_FIRST.match(text):
        yield found[1] or found[2]
        text = text[found.end() :]
    if CHINESE.fullmatch(text):
        text = re.sub(r"[ \u3000]+", ";", text)
    yield text
