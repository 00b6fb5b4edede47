"""What a wire says of a version beside its headline: codes, slugline, notes to editors, instructions."""

import re
from collections.abc import Iterator

from wirelake.evidence.prefixes import signalling, words_say
from wirelake.records import Article, with_changes

# sig:correction, sig:update: a wire's own codes stay as they came, and the plain word joins them
CODES = ("correction", "update")
# "USA-WEATHER/ (UPDATE 1, PIX, CORRECTED)"
LISTED = re.compile(r"\(([^()]{3,80})\)")
# "EU--Ship-Fire, 1st Ld-Writethru, CORRECTS", "US--Ethanol-LosingGra 1stLd-Writethru"
WRITETHRU = re.compile(r"\b\d{1,2}(?:st|nd|rd|th) ?(?:ld|lead)\b|\bwrite-?thru\b", re.IGNORECASE)
CORRECTS_SLUG = re.compile(r",\s*correct(?:s|ed|ion)?\s*\Z", re.IGNORECASE)
# "Eds: CORRECTS: the tycoon …", "SUBS 4th graf to CORRECT that …", "Im 3. Absatz wurde der Ortsname
# korrigiert."
CORRECTS = re.compile(
    r"\b(?:corrects\b|to correct\b(?! (?:an?y? )?(?:errors?|mistakes?)\b)|correcting\b|clarifies\b|restores\b"
    r"|(?:is|was|were|been) corrected\b|corrects?:|corrections?:|korrigiert\b|berichtigt\b|berichtigung\b"
    r"|korrektur:"
    r"|corrige\b|corrigeant\b|rectifi(?:e|ca|cation)\b|correctif\b|corrección:|corregge\b|rettifica\b"
    r"|corrigid[ao]\b|gecorrigeerd\b|rectificatie\b)",
    re.IGNORECASE,
)
UPDATES = re.compile(r"(?:\A|[:.]\s*)UPDATES?\b|(?:\A|[:.]\s*)Updates\b")
LABEL = re.compile(r"\(?\s*(?:editor['’]?s['’]? note|eds|ed\.? note)\s*[:_–—-]\s*", re.IGNORECASE)
# dpa's dpaednoterole:correctionshort, Belga's and others' own words for the role
ROLE = re.compile(r"correct|korrekt|berichtig|rectif", re.IGNORECASE)
INSTRUCTIONS = ("instruction", "revision-history.comment", "revision-history.function", "update")
LONGEST = 600  # characters of a note; dpa's notepad is a page, and its lines are read one by one


def told(article: Article) -> Article:
    """The article with ``is_correction``, ``correction_note`` and the signals that its wire states for it."""
    article = signalling(article, [*_of_codes(article), *_of_slugline(article), *_of_notes(article)])
    note = article.correction_note or next(_corrections(article), None)
    return with_changes(
        article, correction_note=note, is_correction=article.is_correction or note is not None
    )


def _of_codes(article: Article) -> Iterator[str]:
    for one in article.signals:
        local = re.split("[:/]", one)[-1].lower()
        if local in CODES:
            yield local


def _of_slugline(article: Article) -> Iterator[str]:
    slugline = article.slugline or ""
    for listed in LISTED.finditer(slugline):
        for word in listed[1].split(","):
            yield from words_say(word.strip())
    if WRITETHRU.search(slugline):
        yield "update"
    if CORRECTS_SLUG.search(slugline):
        yield "correction"


def _of_notes(article: Article) -> Iterator[str]:
    if article.correction_note or next(_corrections(article), None):
        yield "correction"
    if any(UPDATES.search(LABEL.sub("", line, count=1)) for line in _lines(article)):
        yield "update"


def _corrections(article: Article) -> Iterator[str]:
    """The notes that say what was corrected, without their label."""
    # dpa sends updates with a note in the role of corrections: "Sendeziel ergänzt."
    codes = set(_of_codes(article))
    if codes != {"update"}:
        yield from (" ".join(one.text.split()) for one in article.ed_notes if ROLE.search(one.role))
    for line in _lines(article):
        if CORRECTS.search(line):
            bare = line[found.end() :] if (found := LABEL.match(line)) else line
            yield bare.strip().removesuffix(")") if line.startswith("(") else bare.strip()


def _lines(article: Article) -> Iterator[str]:
    notes = [line.strip() for note in article.ed_notes for line in note.text.splitlines()]
    notes += [text for name, text in article.extra if name in INSTRUCTIONS]
    return (line for line in notes if line and len(line) <= LONGEST)
