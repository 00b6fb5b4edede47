import re
from collections.abc import Iterator, Sequence

from wirelake.config import SourceConfig
from wirelake.records import Article, Cut, Span
from wirelake.rules.wording import Wording

ADDRESS = re.compile(r"https?://[^\s<>\"]{4,2000}", re.IGNORECASE)
LINK = r"\s*:?\s*(?:(?:https?://|www\.)\S+)?"
HOST = r"(?:https?://)?[\w-]+(?:\.[\w-]+)+(?:/\S*)?"
SHAPE = Wording(
    longest=600,
    en=(
        # "View source version on businesswire.com: https://…", "View original content:https://…"
        rf"view (?:the )?(?:source|original) (?:version|content|release)(?: on [\w.-]{{3,60}}?)?{LINK}",
        r"view original content (?:with|to download) multimedia\s*:?\s*(?:https?://\S+)?",
        # "To view the source version of this press release, please visit https://…"
        r"to view the (?:source|original) version of this (?:press |news )?release,?"
        rf" (?:please )?visit{LINK}",
        # "To view the original version on Quay Newswire, visit https://…"
        rf"to view the (?:source|original) (?:version|release)(?: of this release)? on .{{3,60}}?,?"
        rf" (?:please )?(?:visit|click|go to){LINK}",
        r"(?:source|original)(?: version)?\s*:\s*https?://\S+",
        # "This article originally appeared on Quay Gazette: Grain ships sail again"
        r"this (?:article|story|piece|post) (?:was )?(?:originally|first) (?:appeared|published|featured|ran)"
        r" (?:on|in|at|by) .{2,200}",
        r"(?:this (?:article|story|piece|post|release) was )?(?:originally|first) published"
        rf" (?:on|at) {HOST}",
        rf"(?:the )?original (?:version|press release)(?: is| can be found)? (?:at|on){LINK}",
    ),
    # "Original-Content von: Nordkai Werft GmbH, übermittelt durch news aktuell"
    de=(
        "original-content von: .{2,200}, übermittelt durch .{2,60}",
        rf"originalversion(?: auf .{{3,60}}?)?{LINK}",
        r"um die original(?:version|fassung)(?: auf .{3,60}?)? (?:zu sehen|anzusehen|zu lesen),?"
        rf" (?:besuchen|klicken) sie(?: bitte)?{LINK}",
    ),
    fr=(
        rf"(?:consultez|consulter|voir) la version (?:source|originale)(?: sur [\w.-]{{3,60}}?)?{LINK}",
        rf"pour (?:voir|consulter|lire) la version (?:source|originale)(?: sur .{{3,60}}?)?,?"
        rf" (?:visitez|consultez)(?: le site)?{LINK}",
    ),
    es=(
        rf"ver la versión (?:original|fuente)(?: en [\w.-]{{3,60}}?)?{LINK}",
        rf"para ver la versión (?:original|fuente)(?: en .{{3,60}}?)?,? visite{LINK}",
    ),
    it=(rf"vedi la versione (?:originale|sorgente)(?: su [\w.-]{{3,60}}?)?{LINK}",),
    pt=(rf"ver a versão original(?: em [\w.-]{{3,60}}?)?{LINK}",),
    nl=(rf"bekijk de (?:oorspronkelijke versie|bronversie)(?: op [\w.-]{{3,60}}?)?{LINK}",),
)
ISSUER = re.compile(r"original-content von: (.{2,200}?), übermittelt durch", re.IGNORECASE)


def source_version(spans: Sequence[Span], article: Article, source: SourceConfig) -> Iterator[Cut]:
    """Where a press release was first issued: its address as another id, its issuer as provider and credit.

    ``View original content: https://…``, ``Original-Content von: Nordkai Werft GmbH, übermittelt durch …``.
    """
    for span in spans:
        if SHAPE.says(span.text, article.language):
            yield Cut(start=span.start, end=span.end, fields=tuple(_stated(span.text)))


def _stated(text: str) -> Iterator[tuple[str, str]]:
    if found := ADDRESS.search(text):
        yield "alt_id:url", found.group().rstrip(".,;)")
    if found := ISSUER.match(text):
        yield "provider", found[1]
        yield "credit_line", text
