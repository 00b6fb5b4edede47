import re
from collections.abc import Iterator, Sequence

from wirelake.config import SourceConfig
from wirelake.records import Article, Cut, Span
from wirelake.rules.places import reports
from wirelake.rules.wording import any_of

# "Editor's note: Corrects the value of the cargo in the second paragraph."
# "(Corrects spelling of the ship's name in first paragraph)", "(In March 3 story, corrects last paragraph …)"
LABEL = "(?:editor['’]?s['’]? note|eds|ed note)"
# "(This version CORRECTS the name of the ship.)", "This story has been corrected to show that …"
VERSION = "this (?:version|story|article|item|dispatch)"
# "Correction: An earlier version of this story named another ship."
CORRECTED = any_of(
    "corrections?", "clarification", "korrektur", "berichtigung", "correctif", "rectificatif", "corrección",
    "rectificación", "fe de err(?:ores|atas)", "correzione", "rettifica", "errata corrige", "correção",
    "correctie",
)  # fmt: skip
OF_VERSION = any_of(
    r"\b(?:earlier|previous|original|prior) (?:version|headline|photo)",
    r"\bthis (?:story|article|post) (?:originally|initially|previously|incorrectly|misstated|misspelled)",
    r"\b(?:früheren|vorherigen|ersten|ursprünglichen) (?:fassung|version)",
    r"\b(?:version précédente|première version|précédente version)",
    r"\bversi[óo]n (?:anterior|previa)|\bprimera versión",
    r"\bversione (?:precedente|originale)|\bprecedente versione",
    r"\bversão anterior|\b(?:eerdere|vorige) versie",
)
CORRECTION = re.compile(
    any_of(
        rf"\(?{LABEL}\s*[:_–—-]\s*(?P<note>.*\b(?:correct|restore|clarif)\w*.*?)\)?",
        r"\((?P<brackets>(?:in [^(),]{3,40} story, )?(?:corrects|restores|clarifies|korrigiert|berichtigt"
        r"|corrige|rectifie|corregge|rettifica)\b[^()]*)\)",
        rf"\(?(?P<version>{VERSION} (?:corrects|clarifies|(?:has been|was|is) corrected)\b.*?)\)?",
        rf"(?P<labelled>{CORRECTED}\s*[:—–-]\s*.*{OF_VERSION}.*)",
    ),
    re.IGNORECASE,
)
# "Eds: With photos.", "(Eds: Minor edits. A longer version is available.)": for editors, and not for readers
EDITORS = re.compile(r"\(?eds\s*:.*", re.IGNORECASE)
LONGEST = 1_000
LOOK_AT = 2


def editors_note(spans: Sequence[Span], article: Article, source: SourceConfig) -> Iterator[Cut]:
    """The note that says what a correction corrects, and notes to editors: at the start or the end.

    ``(Corrects day in first paragraph)``, ``(This version CORRECTS …)``, ``Correction: An earlier version
    …``, ``Eds: With photos.`` An ``Editor's note:`` to readers stays, and so does news of a correction.
    """
    for span in (*spans[:LOOK_AT], *spans[LOOK_AT:][-LOOK_AT:]):
        if len(span.text) > LONGEST:
            continue
        if (found := CORRECTION.fullmatch(span.text)) and not (found["version"] and reports(span.text)):
            note = next(said for said in found.groups() if said).strip()
            yield Cut(start=span.start, end=span.end, fields=(("correction_note", note),))
        elif EDITORS.fullmatch(span.text):
            yield Cut(start=span.start, end=span.end)
