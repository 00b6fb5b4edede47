from collections.abc import Iterator, Sequence

from wirelake.config import SourceConfig
from wirelake.records import Article, Cut, Span
from wirelake.rules.element_names import Names
from wirelake.rules.places import heads
from wirelake.rules.wording import Wording

NAMES = Names(
    "(?:tags?|topics?|keywords?)(?:-?(?:list|links|cloud|box|container|wrap|wrapper|item|info|crumbs))?",
    "taxonom…",
    "tags?-?cat…",
    "post-?(?:info|tags|categories)",
)
# "Filed under: Harbours | Grain", or the label alone
LIST = r"\s*[:：|].{0,200}"
SHAPE = Wording(
    longest=250,
    en=(
        rf"(?:filed under|tagged(?: (?:as|with))?|tags|topics|categories|keywords)(?:{LIST})?",
        rf"(?:in this (?:article|story)|explore more)(?:{LIST})?",
    ),
    de=(rf"(?:themen|schlagworte|schlagwörter|stichworte|mehr zu|in diesem artikel)(?:{LIST})?",),
    fr=(rf"(?:thèmes|mots[- ]clés|étiquettes|sujets)(?:{LIST})?",),
    es=(rf"(?:temas|etiquetas|archivado en|en este artículo)(?:{LIST})?",),
    it=(rf"(?:argomenti|etichette|temi|tag)(?:{LIST})?",),
    pt=(rf"(?:tópicos|assuntos|palavras-chave)(?:{LIST})?",),
    nl=(rf"(?:trefwoorden|onderwerpen|meer over)(?:{LIST})?",),
    sv=(rf"(?:ämnen|nyckelord|taggar)(?:{LIST})?",),
    no=(rf"(?:emner|emneord|stikkord)(?:{LIST})?",),
    da=(rf"(?:emner|nøgleord)(?:{LIST})?",),
    fi=(rf"(?:aiheet|avainsanat|asiasanat)(?:{LIST})?",),
    pl=(rf"(?:tematy|tagi|słowa kluczowe)(?:{LIST})?",),
    cs=(rf"(?:témata|štítky|klíčová slova)(?:{LIST})?",),
    tr=(rf"(?:etiketler|konular)(?:{LIST})?",),
    ru=(rf"(?:теги|темы|рубрики|ключевые слова)(?:{LIST})?",),
    uk=(rf"(?:теги|теми|рубрики)(?:{LIST})?",),
    ar=(rf"(?:الوسوم|كلمات مفتاحية|مواضيع)(?:{LIST})?",),
    he=(rf"(?:תגיות|נושאים)(?:{LIST})?",),
    fa=(rf"(?:برچسب[‌ ]?ها|کلیدواژه[‌ ]?ها)(?:{LIST})?",),
    ja=(rf"(?:タグ|キーワード)(?:{LIST})?",),
    ko=(rf"(?:태그|키워드)(?:{LIST})?",),
    zh=(rf"(?:标签|標籤|关键词|關鍵字)(?:{LIST})?",),
    id=(rf"(?:tag|topik|kata kunci)(?:{LIST})?",),
    vi=(rf"(?:từ khóa|chủ đề|thẻ)(?:{LIST})?",),
)


def topic_tags(spans: Sequence[Span], article: Article, source: SourceConfig) -> Iterator[Cut]:
    """The topics under which a page files the article: ``Filed under: Harbours | Grain``, ``Topics``."""
    boxed = NAMES.of(spans)
    for place, span in enumerate(spans):
        if len(span.text) <= SHAPE.longest and (place in boxed or _says(spans, place, article)):
            yield Cut(start=span.start, end=span.end)


def _says(spans: Sequence[Span], place: int, article: Article) -> bool:
    """Without a full stop: ``Tags: none of the nets had any.`` is a sentence. And it heads no text."""
    text = spans[place].text
    return SHAPE.says(text, article.language) and not text.endswith((".", "。")) and not heads(spans, place)
