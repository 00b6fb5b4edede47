import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from wirelake.config import SourceConfig
from wirelake.records import Article, Cut, Span
from wirelake.rules.wording import Names, Wording

NAMES = Names(
    "related[a-z-]*|recommend[a-z-]*|promo[a-z]*|teasers?|popular[a-z-]*|most-?(?:read|viewed|popular|commented)"
    "|read-?(?:more|next|also)|see-?also|more-?(?:on|from|news|stories|articles)|trending"
    "|latest-?(?:news|posts|articles|stories)|up-?next|outbrain|taboola|info-?box[a-z-]*"
)
# These hold other articles' cards, where they link; a recipe's card or a box of facts does not.
CARDS = Names(r"article(?= |$)|[a-z_-]{0,40}cards?(?:[_-]+(?:content|body|item|title|wrapper))?")
# "READ MORE: Ferries run again", "Lesen Sie hier: …", "Auch interessant", "RELATED ARTICLES", "(Leggi anche: …)"
LABEL = Wording(
    en=r"[>»\W]*(?:(?:read|see|also|watch|more|related|recommended|suggested|popular|trending|further|don[’']t miss|editor[’']?s[’']? picks?)"
    r"(?:\s+(?:also|more|on|from|next|here|now|reading|news|coverage|stories|story|articles?|posts?|links?|content|topics?|videos?|reviews?|read|in this series|about this(?: story)?))*"
    r"(?:\s*[:|–—-]|\s+(?=[A-Z“\"'‘])|\W*$)|(?:follow|see|read|find)\b.{0,50}\b(?:full |latest |more )?coverage\b.{0,120}$|click here (?:to|for)\b.{0,120}$|more ap\b.{0,40}:|you (?:may|might) (?:also )?(?:like|be interested)|more (?:from|on|in|about)\b|what to read next|(?:most|latest) (?:read|popular|news|stories)\b)",
    de=r"[>»\W]*(?:lesen sie|mehr (?:zum|zu(?: diesem)?|aus|über|von)\b|mehr lesen|auch interessant|das könnte (?:sie|dich)|zum thema|weitere\w* (?:artikel|themen|nachrichten|infos|informationen)|passend dazu|siehe auch|lies? auch|hintergrund:|exklusive? |hier (?:finden|lesen) sie|empfohlene[rsn]?\b|neueste|meistgelesen|interview:|mehr dazu)",
    fr=r"[>»\W]*(?:(?:à )?lire (?:aussi|également|la suite)|voir aussi|sur le même (?:sujet|thème)|à voir|en savoir plus|plus d[’']articles|les plus lus|article réservé)",
    es=r"[>»\W]*(?:lee? (?:también|más)|leer (?:también|más)|lea (?:también|además|más)|te puede interesar|también te puede|ver más|más (?:noticias|información|sobre|en)\b|relacionad[oa]s?|noticias? relacionadas?|lo más (?:leído|visto))",
    it=r"[>»(\W]*(?:leggi (?:anche|tutto|di più)|vedi anche|potrebbe interessarti|ti potrebbe|articoli correlati|approfondisci|guarda (?:anche|il video))",
    pt=r"[>»\W]*(?:leia (?:também|mais|ainda)|veja (?:também|mais)|saiba mais|relacionad[oa]s?|mais lidas)",
    nl=r"[>»\W]*(?:lees (?:ook|meer|verder)|bekijk ook|meer over|gerelateerd|ook interessant)",
    sv=r"[>»\W]*(?:läs (?:också|även|mer)|se också|mer om|relaterat)",
    no=r"[>»\W]*(?:les (?:også|mer)|se også|mer om|relatert)",
    da=r"[>»\W]*(?:læs (?:også|mere)|se også|mere om)",
    pl=r"[>»\W]*(?:czytaj (?:też|także|więcej)|zobacz (?:też|także|również)|przeczytaj|powiązane)",
    tr=r"[>»\W]*(?:ilgili haber\w*|ayrıca (?:oku|bak)\w*|benzer haber\w*|haberin devamı|ilginizi çek\w*)",
    ru=r"[>»\W]*(?:читайте (?:также|ещё|еще|далее)|смотрите также|по теме|подробнее|другие (?:новости|материалы))",
    uk=r"[>»\W]*(?:читайте (?:також|ще)|дивіться також|за темою)",
    ar=r"\W*(?:اقرأ (?:أيضا|المزيد)|إقرأ أيضا|شاهد أيضا|مواضيع ذات صلة|أخبار ذات صلة)",
    ja=r"\W*(?:関連記事|関連リンク|あわせて読みたい|【?関連】?|続きを読む|【?写真】?|おすすめ記事|こちらも)",
    ko=r"\W*(?:관련\s?기사|관련\s?뉴스|함께\s?보면|더\s?보기|추천\s?기사)",
    zh=r"\W*(?:相关(?:新闻|阅读|报道|文章)|延伸阅读|延伸閱讀|相關新聞|推荐阅读|更多)",
)
ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+\.[a-z]{2,4}/\S*", re.IGNORECASE)
LABEL_LENGTH = 60
MIN_WORDS = 4
LINKED, LIST_LINKED = 0.9, 0.5
MOST = 0.6  # of a list


def related_links(spans: Sequence[Span], article: Article, source: SourceConfig) -> Iterator[Cut]:
    """Links to other articles: boxes by their names, articles within the article, labels with what they announce.

    A paragraph that is one link is such a link, unless it shows an address, is too short to be a headline, or stands
    in brackets in the course of the text; so is a list of links. A linked sub-heading with text below it stays.
    """
    boxed = NAMES.of(spans) | _linking(spans, CARDS.of(spans))
    lists = _lists(spans)
    announced = False
    for place, span in enumerate(spans):
        label = LABEL.match(span.text, article.language)
        announces = label is not None and _announces(span, label, spans, place)
        if place in boxed or place in lists or announces or _is_link(spans, place):
            announced = label is not None and span.linked < LINKED
            yield Cut(start=span.start, end=span.end)
        elif announced and span.linked >= LIST_LINKED:
            yield Cut(start=span.start, end=span.end)
        else:
            announced = False


def _announces(span: Span, label: re.Match[str], spans: Sequence[Span], place: int) -> bool:
    """A label with its link in one line, or a line of its own."""
    if span.linked >= 0.3 and len(span.text) < 250:
        return True
    return len(span.text) <= LABEL_LENGTH and (
        label.end() == len(span.text) or span.role == "h" or _links_follow(spans, place)
    )


def _links_follow(spans: Sequence[Span], place: int) -> bool:
    return place + 1 < len(spans) and spans[place + 1].linked >= LIST_LINKED


def _is_link(spans: Sequence[Span], place: int) -> bool:
    span = spans[place]
    if span.linked < LINKED or ADDRESS.search(span.text) or span.text.startswith("("):
        return False
    if span.role == "h":  # a list of headlines; one with text below it is a sub-heading
        return all(one.role == "h" and one.linked >= LINKED for one in spans[place + 1 : place + 2])
    return span.role in ("p", "quote") and len(span.text.split()) >= MIN_WORDS


def _linking(spans: Sequence[Span], places: frozenset[int]) -> frozenset[int]:
    """Of these places those in runs of which every third one links."""
    found: set[int] = set()
    for inside, run in groupby(range(len(spans)), key=lambda place: place in places):
        cards = list(run)
        if inside and 3 * sum(spans[place].linked >= LIST_LINKED for place in cards) >= len(cards):
            found.update(cards)
    return frozenset(found)


def _lists(spans: Sequence[Span]) -> frozenset[int]:
    """The places of items of lists that are mostly links."""
    found: set[int] = set()
    for is_item, run in groupby(enumerate(spans), key=lambda one: one[1].role == "li"):
        items = list(run)
        if is_item and sum(span.linked >= LIST_LINKED for _, span in items) > MOST * len(items):
            found.update(place for place, _ in items)
    return frozenset(found)
