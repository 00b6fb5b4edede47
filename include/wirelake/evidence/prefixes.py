"""Words before a headline that say which version of an article it is, and not what happened.

Reuters writes ``CORRECTED-UPDATE 2-Shares fall``, dpa ``KORREKTUR/ROUNDUP 2: …``, AP ``Correction: …``, AFP
``RPT/ …``, EFE ``(Ampliación) …``. ``SOCCER-``, ``PRECIOUS-``, ``BRIEF-``,
``FACTBOX-`` and ``EXCLUSIVE-`` name
a column or a kind of text: they say nothing of versions, and stay.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from wirelake.records import Article, with_changes

# By the signal that they stand for, written as a wire's desk writes them: in capitals.
# fmt: off
CAPITALS = {
    "correction": (
        r"CORRECT(?:ED|S|IONS?)?(?: ?-?\(OFFICIAL\))?", "CLARIFICATION", "KORREKTUR", "KORRIGIERT",
        "BERICHTIGUNG", "BERICHTIGT", "RICHTIGSTELLUNG", "CORRECTIF", r"CORRIG[ÉE]E?", "RECTIFICATIF",
        r"CORRECCI[ÓO]N", r"RECTIFICACI[ÓO]N", "CORREZIONE", "RETTIFICA", "ERRATA CORRIGE",
        r"CORRE[ÇC][ÃA]O", r"RETIFICA[ÇC][ÃA]O", "CORRECTIE", "RECTIFICATIE", r"R[ÄA]TTELSE", "RETTELSE",
        "OIKAISU", "KORJAUS",
    ),
    "update": (
        r"\d ?(?:ST|ND|RD|TH) ?(?:UPDATE|LEAD|LD)(?:-WRITETHRU)?", r"(?:UPDATE|LEAD) ?\d{1,2}", "UPDATED?",
        "WRITETHRU", r"AKTUALISIER(?:UNG|T)(?: \d{1,2})?", r"ACTUALISATION(?: \d)?", r"ACTUALIS[ÉE]",
        r"MISE [ÀA] JOUR", r"ACTUALIZACI[ÓO]N(?: \d)?", r"AMPLIACI[ÓO]N(?: \d)?", r"AGGIORNAMENTO(?: \d)?",
        "AGGIORNATO", r"ATUALIZA[ÇC][ÃA]O(?: \d)?",
    ),
    "wrapup": (r"WRAPUP(?: \d{1,2})?", r"ROUNDUP(?: \d{1,2})?", r"ZUSAMMENFASSUNG(?: \d{1,2})?"),
    "refile": ("REFILED?",),
    "repeat": ("RPT", "REPEAT", "WDH", "WIEDERHOLUNG", r"R[ÉE]P[ÉE]TITION", r"REPETICI[ÓO]N", "RIPETIZIONE"),
    "urgent": ("URGENTE?", "EILMELDUNG", "EIL", "SPOED"),
}
# Those that are as clear in small letters, before a colon or in brackets alone: "Correction: Fire story".
SMALL = {
    "correction": (
        "corrected", "corrections?", "clarification", "korrektur", "berichtigung", "richtigstellung",
        "correctif", "rectificatif", "corrección", "rectificación", "correzione", "rettifica",
        "errata corrige", "correção", "retificação", "correctie", "rectificatie", "rättelse", "rettelse",
        "oikaisu", "korjaus",
    ),
    "update": (
        r"(?:\d(?:st|nd|rd|th) )?updated?(?: \d{1,2})?", "aktualisier(?:ung|t)", "actualisation",
        "mise à jour", "actualización", "ampliación", "aggiornamento", "aggiornato", "atualização",
    ),
    "wrapup": (r"zusammenfassung(?: \d{1,2})?", r"roundup \d{1,2}"),
    "urgent": ("eilmeldung",),
}
# fmt: on
# A hyphen without blanks may make one word of both: "UPDATE-error stops cranes", "EIL-Zug". Reuters' own
# words are sure before it, and in a headline of capitals alone only some: "URGENT-CARE CLINIC OPENS".
TIGHT = re.compile(r"CORRECT|CLARIFICATION|REFILE|RPT|URGENT\Z|.*\d")
SURE = re.compile(r"CORRECTED|CLARIFICATION|REFILE|RPT|.*\d")
JOINT = re.compile(r"\s*(?:--|[-–—:/|])\s*|\s+")
BRACKETS = re.compile(r"[(\[](?P<words>[^()\[\]]{3,40}(?:\(OFFICIAL\))?)[)\]]\s*(?:[-–—:]\s*)?(?=\S)")
AT_END = re.compile(r"\s+[(\[](?P<words>[^()\[\]]{3,40})[)\]]\s*\Z")
# Press releases: "CORRECTING and REPLACING Ferry times", "/C O R R E C T I O N -- Copperline Ferries/"
RELEASE = re.compile(
    r"(?P<words>CORRECTING (?:and|AND|&) REPLACING(?: (?:PHOTOS?|VIDEO|GRAPHIC|MULTIMEDIA))?)[\s:–-]+(?=\S)"
    r"|/?(?P<spaced>C O R R E C T I O N|R E P E A T)(?: FROM SOURCE)?\s*(?:--|[–—:-])\s*(?=\S)"
)


def _pattern(words: dict[str, tuple[str, ...]], flags: int = 0) -> re.Pattern[str]:
    groups = (rf"(?P<{signal}>{'|'.join(each)})" for signal, each in words.items())
    return re.compile(rf"(?:{'|'.join(groups)})(?!\w)", flags)


IN_CAPITALS, IN_SMALL = _pattern(CAPITALS), _pattern(SMALL, re.IGNORECASE)


class Prefix(NamedTuple):
    """What stands before a headline, or behind it, as it stood; its signals; the headline without it."""

    words: str
    signals: tuple[str, ...]
    headline: str


def freed(article: Article) -> Article:
    """The article with its headline freed, ``headline_prefix`` as it stood, and what that says."""
    found = prefix(article.headline)
    if found:
        words = f"{article.headline_prefix} {found.words}" if article.headline_prefix else found.words
        article = with_changes(article, headline=found.headline, headline_prefix=words)
    said = (*_signals(article.headline_prefix or ""), *(found.signals if found else ()))
    return signalling(article, said)


def signalling(article: Article, signals: Iterable[str]) -> Article:
    """The article with these signals, each once; a correction's is a correction."""
    known = tuple(dict.fromkeys((*article.signals, *signals)))
    return with_changes(article, signals=known, is_correction=article.is_correction or "correction" in known)


def prefix(headline: str) -> Prefix | None:
    """The prefix of a headline, of one word or of several: ``REFILE-RPT-``, ``CORRECTED-UPDATE 2-``."""
    if release := RELEASE.match(headline):
        words = release["words"] or release["spaced"]
        signal = "repeat" if words.startswith("R E") else "correction"
        rest = headline[release.end() :]
        return Prefix(words, (signal,), rest.rstrip("/ ") if headline.startswith("/") else rest)
    if opened := BRACKETS.match(headline):
        said = words_say(opened["words"])
        return Prefix(opened["words"], said, headline[opened.end() :]) if said else None
    if closed := AT_END.search(headline):
        said = words_say(closed["words"])
        if said and closed.start():
            return Prefix(closed["words"], said, headline[: closed.start()])
    return _leading(headline)


def words_say(text: str) -> tuple[str, ...]:
    """The signals of a text that is nothing but such words; none where it says anything else."""
    signals: list[str] = []
    at = 0
    while at < len(text):
        found = IN_CAPITALS.match(text, at) or IN_SMALL.match(text, at)
        if not found or not found.lastgroup:
            return ()
        signals.append(found.lastgroup)
        joint = JOINT.match(text, found.end())
        at = joint.end() if joint else found.end()
        if not joint and at < len(text):
            return ()
    return tuple(dict.fromkeys(signals))


def _leading(headline: str) -> Prefix | None:
    signals: list[str] = []
    at = end = 0
    while found := IN_CAPITALS.match(headline, at):
        joint = JOINT.match(headline, found.end())
        if (
            not joint
            or joint.end() >= len(headline)
            or not _parts(found[0], joint[0], headline[joint.end() :])
        ):
            break
        signals.append(found.lastgroup or "")
        at, end = joint.end(), found.end()
        if joint[0].isspace() and not IN_CAPITALS.match(headline, at):
            return None  # "UPDATE 1 of the timetable": nothing parts it from the text
    if not signals:
        small = IN_SMALL.match(headline) if headline[:1].isupper() or headline[:1].isdigit() else None
        joint = JOINT.match(headline, small.end()) if small else None
        if not small or not joint or ":" not in joint[0] or joint.end() >= len(headline):
            return None
        signals, at, end = [small.lastgroup or ""], joint.end(), small.end()
    return Prefix(headline[:end], tuple(dict.fromkeys(signals)), headline[at:])


def _parts(word: str, joint: str, rest: str) -> bool:
    """Whether the joint parts a prefix from what follows; a hyphen alone may make one word of both."""
    if joint != "-":
        return True
    return TIGHT.match(word) is not None and (SURE.match(word) is not None or not rest.isupper())


def _signals(words: str) -> tuple[str, ...]:
    """Of a prefix that a format has told apart already: ``REFILE 1ST LEAD``."""
    return words_say(words)
