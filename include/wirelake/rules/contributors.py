import re
from collections.abc import Iterator, Sequence

from wirelake.config import SourceConfig
from wirelake.records import Article, Cut, Span
from wirelake.rules.wording import Wording

# "(Reporting by A. Warden; Editing by B. Pilot)", "With files from The Harbour Press", "(Quelle: APA/sda/dpa)"
SHAPE = Wording(
    en=r"[—–(\[*\s-]*(?:(?:additional )?(?:reporting|writing|editing|research|compiled|translated|edited|written)(?:,? and \w+)? by\b|with (?:files|reporting|agency inputs|inputs|additional reporting|contributions) (?:from|by)\b).{2,250}$"
    r"|[—–(\[*\s-]*.{2,400}\b(?:contributed|helped report)\b(?! (?:by|money)).{0,60}$|.{2,60}\breported from\b.{2,300}$|[(\[]?sources?\s*:.{2,100}$|[(\[]?via\s+[A-Z@].{2,40}$|this story .{2,60}\bwas (?:written|produced|reported)\b.{2,300}$|[(\[]?(?:AP|AFP|Reuters|UPI|PTI|ANI|IANS)(?:[/, ]+(?:AP|AFP|Reuters|dpa|staff))*[)\]]?$",
    de=r"[(\[]?(?:quellen?|mit material|mit informationen|mit agentur\w*|mitarbeit|übersetzung|redaktion|text)\s*(?:[:.]|von\b|der\b|\b).{0,160}[)\].]?$|[A-ZÄÖÜ]{2,6} \([^()]{2,60}\)$|[(\[]?(?:dpa|afp|sda|apa|epd|kna|reuters|rtr|sid|ap)(?:[/, -]+\w{2,10}){0,4}[)\]]?$",
    fr=r"[(\[]?(?:sources?|avec)\s*:?\s*(?:agences|afp|reuters|l[’']afp).{0,60}$|[(\[]?source\s*:.{2,80}$",
    es=r"[(\[]?(?:fuentes?|con información de|con datos de)\b\s*:?.{2,80}$",
    it=r"[(\[]?(?:fonte|fonti)\s*:.{2,80}$",
    pt=r"[(\[]?(?:fontes?|com informações d[aeo]s?)\b\s*:?.{2,80}$",
    ru=r"[(\[]?источник\s*:.{2,80}$",
    tr=r"[(\[]?kaynak\s*:.{2,80}$",
)
LOOK_AT = 6


def contributors(spans: Sequence[Span], article: Article, source: SourceConfig) -> Iterator[Cut]:
    """Who helped and which agencies' material was used, at the end of the text: it becomes the credit line.

    ``With files from The Harbour Press``, ``(Reporting by A. Warden; Editing by B. Pilot)``, ``Mit Agenturmaterial.``
    """
    for span in spans[-LOOK_AT:]:
        if (span.role != "h" or len(spans) > LOOK_AT) and SHAPE.match(span.text, article.language):
            yield Cut(
                start=span.start, end=span.end, fields=(("credit_line", re.sub(r"^\W+", "", span.text)),)
            )
