import re
from collections.abc import Iterator, Sequence

from wirelake.config import SourceConfig
from wirelake.records import Article, Cut, Span

NESTED = r"(?:[^()]|\([^()]*\)){1,80}?"
LOOK_AT = 3


def credit_line(spans: Sequence[Span], article: Article, source: SourceConfig) -> Iterator[Cut]:
    """The credit that opens the text: it names the wire and, after a dash, the provider.

    ``(MENAFN)``, ``(MENAFN- Gulf Times)``, ``(MENAFN- Kuwait News Agency (KUNA))``, and broken
    ``MENAFN - Gulf Times)``. The wire's name is the source's ``provider``.
    """
    if not source.provider:
        return
    wire = re.escape(source.provider)
    shape = re.compile(
        rf"\(\s*{wire}\s*(?:[-–—]\s*(?P<named>{NESTED})\s*)?\)|{wire}\s*[-–—]\s*(?P<broken>[^()]{{1,80}}?)\s*\)"
    )
    for span in spans[:LOOK_AT]:
        if found := shape.match(span.text):
            end = found.end()
            while end < len(span.text) and span.text[end] in " -–—:":
                end += 1
            provider = found["named"] or found["broken"] or source.provider
            yield Cut(
                start=span.start,
                end=span.start + end,
                fields=(("credit_line", _bare(found.group())), ("provider", provider.strip())),
            )
            return


def _bare(credit: str) -> str:
    """Without the outer brackets, of which a broken credit has the second one only."""
    return credit.removeprefix("(").removesuffix(")").strip()
