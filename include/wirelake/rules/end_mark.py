import re
from collections.abc import Iterator, Sequence

from wirelake.config import SourceConfig
from wirelake.records import Article, Cut, Span
from wirelake.rules.places import opening
from wirelake.rules.wording import any_of

INITIALS = r"(?:\s+[a-z]{1,5}){0,3}"
# These end an article wherever they stand after its text: contacts may follow.
SURE = re.compile(
    any_of(
        rf"\(end\){INITIALS}\.?",  # "(end) gta", "(END)"
        r"[-–—]\s?ends?\s?[-–—]",  # "- END -", "-end-"
        r"#(?: ?#){1,4}",  # "###", "# # #"
        r"[-–—]\s?30\s?[-–—]",  # "-30-"
        r"[■◼▪]",
    ),
    re.IGNORECASE,
)
# And these where nothing follows.
LAST = re.compile(
    any_of(
        r"\([a-zäöü]{2,5}(?:[/,;] ?[a-zäöü]{2,5}){0,4}\)\.?",  # "(dpa/sda)", "(kre)", "(ANSA)."
        r"(?:[a-zäöü]{2,10} ?)?/{1,2} ?(?:fim|fin|fine|ende|slut)\.?",  # "Lusa/Fim", "/Fim"
        r"[a-z]{2,4}(?:/[a-z]{2,4}){2,4}",  # "hh/ph/ts/hd"
        r"[-–—]?\s?ends?\s?[-–—]?",  # "ends"
        r"\*(?: ?\*){2,4}",  # "***"
        r"/{1,2}[a-z]{3,12}/{1,2}(?:\s+[a-z]{1,4})?",  # "/ritzau/", "//Petra// RZ"
        "n{3,5}",  # "NNNN"
        "reuters?",
    ),
    re.IGNORECASE,
)
# "… until May. ■", "… the warden said. (END)", "… until May. (ANSA)."
TAIL = re.compile(
    r"(?:(?<=[.!?])|(?<=[.!?][\"”»]))\s*\((?-i:[A-ZÄÖÜ]{2,6}(?:[/,;] ?[A-ZÄÖÜ]{2,6}){0,4})\)\.?\s*$"
    rf"|\s*(?:\(end\){INITIALS}|[■◼▪]|[-–—]\s?30\s?[-–—]|[-–—]ends?[-–—]|###)\s*$",
    re.IGNORECASE,
)
TAIL_LENGTH = 40


def end_mark(spans: Sequence[Span], article: Article, source: SourceConfig) -> Iterator[Cut]:
    """The wire's mark of the end, with the operator's initials: a line after the text, or its tail."""
    first = opening(spans)
    at_end = True
    for place in reversed(range(len(spans))):
        span = spans[place]
        if (at_end and LAST.fullmatch(span.text)) or (
            (at_end or place > first) and SURE.fullmatch(span.text)
        ):
            yield Cut(start=span.start, end=span.end)
        elif at_end:
            at_end = False
            if found := TAIL.search(span.text, max(0, len(span.text) - TAIL_LENGTH)):
                yield Cut(start=span.start + found.start(), end=span.end)
