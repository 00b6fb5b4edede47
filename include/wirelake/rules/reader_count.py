from collections.abc import Iterator, Sequence

from wirelake.config import SourceConfig
from wirelake.records import Article, Cut, Span
from wirelake.rules.places import prose
from wirelake.rules.wording import Wording, any_of

COUNT = r"\d[\d.,]{0,9}\s?[km]?"
SEEN = any_of("views?", "reads?", "readers?", "clicks?", "hits", "shares?", "likes?", "votes?", "downloads?")
GRADE = r"[\d.,]{1,4}\s?(?:/|out of|von|sur|de|su|of)\s?\d{1,3}"
STARS = r"(?:\d[\d.,]{0,3} stars?|[★☆⭐]{1,5})"
SHAPE = Wording(
    longest=140,
    en=(
        rf"(?:published|posted|released)\b.{{4,50}}\b{SEEN}\s*:?\s*{COUNT}",
        rf"(?:total |page |article )?{SEEN}\s*:?\s*{COUNT}",
        rf"{COUNT}\s+{SEEN}",
        rf"(?:this (?:article|story|release|page) (?:was|has been) )?(?:read|viewed|seen) {COUNT} times",
        rf"(?:average |your )?rat(?:e|ing)(?: this (?:article|story|post))?\s*:?\s*(?:{GRADE}|{STARS})"
        rf"(?: ?\({COUNT}(?: {SEEN})?\))?",
        r"rate this (?:article|story|post|page|news)",
        rf"(?:word|character) count\s*:?\s*{COUNT}",
        r"vote(?: now)?|(?:view|see) (?:poll )?results|poll results|take (?:our|the) poll",
        r"poll\s*:.{5,100}\?(?:\s*(?:yes|no|maybe|don't know|undecided)){2,4}",
        r"(?:was|did you find) this (?:article|page|story|content) (?:helpful|useful|interesting)\?"
        r"(?:\s*(?:yes|no)){0,2}",
    ),
    de=(
        rf"(?:bewertung|zugriffe|aufrufe|leser|klicks|wörter)\s*:?\s*(?:{GRADE}|{COUNT}|{STARS})"
        rf"(?: ?\({COUNT}.{{0,20}}\))?",
        rf"{COUNT}\s+(?:aufrufe|zugriffe|leser|klicks|mal gelesen)",
        r"(?:diesen )?(?:artikel|beitrag) bewerten|jetzt abstimmen|stimmen sie ab|ihre stimme",
        r"(?:was ist ihre meinung|wie ist ihre meinung)\?.{0,40}",
        r"war dieser (?:artikel|beitrag) hilfreich\?(?:\s*(?:ja|nein)){0,2}",
    ),
    fr=(
        rf"(?:lectures?|vues|lu|votes?|note)\s*:?\s*(?:{GRADE}|{COUNT}).{{0,12}}",
        rf"{COUNT}\s+(?:vues|lectures?|votes?)",
        rf"lu {COUNT} fois",
    ),
    es=(
        rf"(?:visitas|lecturas|vistas|votos|valoración)\s*:?\s*(?:{GRADE}|{COUNT})",
        rf"{COUNT}\s+(?:visitas|lecturas|vistas|votos)",
        rf"leíd[oa] {COUNT} veces",
    ),
    it=(
        rf"(?:letture|visualizzazioni|visite|voti)\s*:?\s*(?:{GRADE}|{COUNT})",
        rf"{COUNT}\s+(?:letture|visualizzazioni|visite|voti)",
    ),
    pt=(
        rf"(?:visualizações|leituras|acessos|votos)\s*:?\s*(?:{GRADE}|{COUNT})",
        rf"{COUNT}\s+(?:visualizações|leituras|acessos)",
    ),
    nl=(
        rf"(?:keer gelezen|weergaven|gelezen)\s*:?\s*{COUNT}",
        rf"{COUNT}\s+(?:keer gelezen|weergaven|views)",
    ),
    ru=(rf"(?:просмотр\w*|прочита\w*|оценка)\s*:?\s*(?:{GRADE}|{COUNT})", rf"{COUNT}\s+просмотр\w*"),
    tr=(
        rf"(?:okunma|görüntülenme|izlenme)(?: sayısı)?\s*:?\s*{COUNT}",
        rf"{COUNT}\s+(?:okunma|görüntülenme)",
    ),
    ar=(rf"(?:عدد )?(?:المشاهدات|القراءات|الزيارات)\s*:?\s*{COUNT}",),
    ja=(rf"(?:閲覧数|閲覧回数|アクセス数)\s*[:：]?\s*{COUNT}",),
    ko=(rf"조회\s?수?\s*:?\s*{COUNT}",),
    zh=(rf"(?:阅读|浏览|閱讀|瀏覽|点击)(?:量|数|次数)?\s*[:：]?\s*{COUNT}次?",),
)


def reader_count(spans: Sequence[Span], article: Article, source: SourceConfig) -> Iterator[Cut]:
    """How often an article was read, rated or voted on, and the call to do so.

    ``Reads 348``, ``Published 4 March 2026 Reads 348``, ``Rating: 4 stars (12 votes)``, ``Aufrufe: 348``.
    """
    told = prose(spans)
    for place, span in enumerate(spans):
        if place not in told and span.role not in ("row", "li") and SHAPE.says(span.text, article.language):
            yield Cut(start=span.start, end=span.end)
