from collections.abc import Iterator, Sequence

from wirelake.config import SourceConfig
from wirelake.records import Article, Cut, Span
from wirelake.rules.wording import Names, Wording

NAMES = Names(
    "(?:tags?|topics?|keywords?|taxonom[a-z]*)(?:-?(?:list|links|cloud|box|container|wrap[a-z]*|item|info|crumbs))?|tag-?crumbs|tags?-?cat[a-z]*|post-?(?:info|tags|categories)"
)
SHAPE = Wording(
    en=r"(?:filed under|tagged(?: (?:as|with))?|tags|topics|categories|keywords|in this (?:article|story)|explore more)\b\s*(?:[:：|].{0,200}|\W*)$",
    de=r"(?:themen|schlagworte|schlagwörter|stichworte|mehr zu|in diesem artikel)\s*(?:[:|].{0,200}|\W*)$",
    fr=r"(?:thèmes|mots[- ]clés|étiquettes|sujets)\s*(?:[:|].{0,200}|\W*)$",
    es=r"(?:temas|etiquetas|archivado en|en este artículo)\s*(?:[:|].{0,200}|\W*)$",
    it=r"(?:argomenti|etichette|temi)\s*(?:[:|].{0,200}|\W*)$",
    pt=r"(?:tópicos|assuntos|palavras-chave)\s*(?:[:|].{0,200}|\W*)$",
    ru=r"(?:теги|темы|рубрики)\s*(?:[:|].{0,200}|\W*)$",
    tr=r"(?:etiketler|konular)\s*(?:[:|].{0,200}|\W*)$",
    ja=r"(?:タグ|キーワード)\s*(?:[:：].{0,100}|\W*)$",
    zh=r"(?:标签|標籤|关键词|關鍵字)\s*(?:[:：].{0,100}|\W*)$",
)
LONGEST = 250


def topic_tags(spans: Sequence[Span], article: Article, source: SourceConfig) -> Iterator[Cut]:
    """The topics under which a page files the article: ``Filed under: Harbours | Grain``, ``Topics``."""
    boxed = NAMES.of(spans)
    for place, span in enumerate(spans):
        if len(span.text) <= LONGEST and (place in boxed or SHAPE.match(span.text, article.language)):
            yield Cut(start=span.start, end=span.end)
