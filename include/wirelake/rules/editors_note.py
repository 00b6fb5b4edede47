import re
from collections.abc import Iterator, Sequence

from wirelake.config import SourceConfig
from wirelake.records import Article, Cut, Span
from wirelake.rules.wording import any_of

# "Editor's note: Corrects the value of the cargo in the second paragraph."
# "(Corrects spelling of the ship's name in first paragraph)", "(In March 3 story, corrects last paragraph …)"
LABEL = "(?:editor['’]?s['’]? note|eds|ed note)"
CORRECTION = re.compile(
    any_of(
        rf"\(?{LABEL}\s*[:_–—-]\s*(?P<note>.*\b(?:correct|restore|clarif)\w*.*?)\)?",
        r"\((?P<brackets>(?:in [^(),]{3,40} story, )?(?:corrects|restores|clarifies)\b[^()]*)\)",
    ),
    re.IGNORECASE,
)
# "Eds: With photos.", "(Eds: Minor edits. A longer version is available.)": for editors, and not for readers
EDITORS = re.compile(r"\(?eds\s*:.*", re.IGNORECASE)
LONGEST = 1_000
LOOK_AT = 2


def editors_note(spans: Sequence[Span], article: Article, source: SourceConfig) -> Iterator[Cut]:
    """The note that says what a correction corrects, and notes to editors: at the start or the end.

    ``(Corrects day in first paragraph)``, ``Eds: With photos.`` An ``Editor's note:`` to readers stays.
    """
    for span in (*spans[:LOOK_AT], *spans[LOOK_AT:][-LOOK_AT:]):
        if len(span.text) > LONGEST:
            continue
        if found := CORRECTION.fullmatch(span.text):
            note = (found["note"] or found["brackets"]).strip()
            yield Cut(start=span.start, end=span.end, fields=(("correction_note", note),))
        elif EDITORS.fullmatch(span.text):
            yield Cut(start=span.start, end=span.end)
