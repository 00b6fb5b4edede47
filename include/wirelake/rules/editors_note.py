import re
from collections.abc import Iterator, Sequence

from wirelake.config import SourceConfig
from wirelake.records import Article, Cut, Span

# "Editor's note: Corrects the value of the cargo in the second paragraph."
# "(Corrects spelling of the ship's name in first paragraph)", "Eds: Restores reference in 3rd paragraph"
SHAPE = re.compile(
    r"(?:editor['’]?s['’]? note|eds|ed note)\s*[:_–—-]\s*(?P<note>.*\b(?:correct|restore|clarif)\w*.*)"
    r"|\((?P<brackets>(?:corrects|restores|clarifies)\b[^()]*)\)",
    re.IGNORECASE,
)
LOOK_AT = 2


def editors_note(spans: Sequence[Span], article: Article, source: SourceConfig) -> Iterator[Cut]:
    """The note that says what a correction corrects: a paragraph of its own at the start or the end."""
    for span in (*spans[:LOOK_AT], *spans[LOOK_AT:][-LOOK_AT:]):
        if found := SHAPE.fullmatch(span.text):
            note = (found["note"] or found["brackets"]).strip()
            yield Cut(start=span.start, end=span.end, fields=(("correction_note", note),))
            return
