import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from wirelake.config import SourceConfig
from wirelake.records import Article, Cut, Span
from wirelake.rules.element_names import Names
from wirelake.rules.places import heads, is_sentence, opening
from wirelake.rules.wording import Wording, any_of

NAMES = Names(
    "promo…",
    "most-?(?:read|viewed|popular|commented)",
    "read-?(?:more|next|also)",
    "see-?also",
    "more-?(?:on|from|news|stories|articles)",
    "latest-?(?:news|posts|articles|stories)",
    "up-?next",
    "outbrain",
    "taboola",
    "info-?box…",
    weak=(
        "related…",
        "recommend…",
        "popular…",
        "trending",
    ),
)
# These hold other articles' cards, where they link; a recipe's card or a box of facts does not.
CARDS = Names("article$", "teasers?", "[a-z_-]{0,40}cards?(?:[_-]+(?:content|body|item|title|wrapper))?")
# "READ MORE: Ferries run again", "Related coverage": one of the first words, then any of the second.
ONE = any_of(
    "read",
    "see",
    "also",
    "watch",
    "more",
    "related",
    "recommended",
    "suggested",
    "popular",
    "trending",
    "further",
    "don't miss",
    "editor's? picks?",
)
TWO = any_of(
    "also|more|on|from|next|here|now|reading|news|coverage|stories|story|articles?|posts?|links?|content",
    "topics?|videos?|reviews?|read|in this series|about this(?: story)?",
)
# What such a line opens with; what follows it is the other article's headline.
LABEL = Wording(
    longest=400,
    en=(
        rf"{ONE}(?:\s+{TWO}){{0,6}}(?:\s*[:|–—-]|\s+(?=(?-i:[A-Z])|[“\"'‘])|\W*$)",
        r"(?:follow|see|read|find)\b.{0,50}\b(?:full |latest |more )?coverage\b.{0,120}$",
        r"click here (?:to|for)\b.{0,120}$",
        r"more ap\b.{0,40}:",
        "you (?:may|might) (?:also )?(?:like|be interested)",
        r"more (?:from|on|in|about)\b",
        "what to read next",
        r"(?:most|latest) (?:read|popular|news|stories)\b",
    ),
    de=(
        "lesen sie|lies? auch|mehr lesen|mehr dazu|siehe auch|hier (?:finden|lesen) sie",
        r"mehr (?:zum|zu(?: diesem)?|aus|über|von)\b",
        "auch interessant|das könnte (?:sie|dich)|zum thema|passend dazu",
        r"weitere\w* (?:artikel|themen|nachrichten|infos|informationen)",
        r"hintergrund:|interview:|exklusive? |empfohlene[rsn]?\b|neueste|meistgelesen",
    ),
    fr=(
        "(?:à )?lire (?:aussi|également|la suite)|voir aussi|à voir|en savoir plus",
        "sur le même (?:sujet|thème)|plus d'articles|les plus lus|article réservé",
    ),
    es=(
        "lee? (?:también|más)|leer (?:también|más)|lea (?:también|además|más)|ver más",
        "te puede interesar|también te puede|lo más (?:leído|visto)",
        r"más (?:noticias|información|sobre|en)\b|relacionad[oa]s?|noticias? relacionadas?",
    ),
    it=(
        "leggi (?:anche|tutto|di più)|vedi anche|guarda (?:anche|il video)|approfondisci",
        "(?:ti )?potrebbe(?:ro)? interessar(?:ti|e)|ti potrebbe|articoli correlati",
    ),
    pt=("leia (?:também|mais|ainda)|veja (?:também|mais)|saiba mais|relacionad[oa]s?|mais lidas",),
    nl=("lees (?:ook|meer|verder)|bekijk ook|meer over|gerelateerd|ook interessant",),
    sv=("läs (?:också|även|mer)|se också|mer om|relaterat",),
    no=("les (?:også|mer)|se også|mer om|relatert",),
    da=("læs (?:også|mere)|se også|mere om|relateret",),
    fi=("lue (?:myös|lisää)|katso myös|aiheesta lisää",),
    pl=("czytaj (?:też|także|więcej)|zobacz (?:też|także|również)|przeczytaj|powiązane",),
    cs=("čtěte (?:také|více|i)|přečtěte si|mohlo by vás zajímat|související",),
    tr=(r"ilgili haber\w*|ayrıca (?:oku|bak)\w*|benzer haber\w*|haberin devamı|ilginizi çek\w*",),
    ru=(
        "читайте (?:также|ещё|еще|далее)|смотрите также|по теме|подробнее",
        "другие (?:новости|материалы)",
    ),
    uk=("читайте (?:також|ще)|дивіться також|за темою",),
    ar=("(?:اقرأ|إقرأ) (?:أيضا|أيضاً|ايضا|المزيد)|شاهد أيضا|(?:مواضيع|أخبار) ذات صلة",),
    he=("קראו גם|עוד בנושא|כתבות נוספות",),
    fa=("بیشتر بخوانید|همچنین بخوانید|اخبار مرتبط|مطالب مرتبط",),
    ja=("関連記事|関連リンク|あわせて読みたい|【?関連】?|続きを読む|【?写真】?|おすすめ記事|こちらも",),
    ko=(r"관련\s?기사|관련\s?뉴스|함께\s?보면|더\s?보기|추천\s?기사",),
    zh=("相关(?:新闻|阅读|报道|文章)|延伸阅读|延伸閱讀|相關新聞|推荐阅读|更多",),
    id=("baca (?:juga|selengkapnya)|lihat juga|simak juga|berita terkait",),
    vi=("xem thêm|đọc thêm|tin liên quan|bài liên quan",),
)
# "Also Read | Crane falls": with its mark it announces a headline, though that is no link; and labels alone.
ALSO = Wording(
    longest=160,
    en=(r"(?:also read|read also|must read)\s*[|:–—-].{3,140}",),
    de=(
        "lesen sie (?:auch|mehr)|mehr zum thema|auch interessant|das könnte (?:sie|dich) auch interessieren",
    ),
)
# A heading at the end below which other stories stand. "Read next" and "Auch interessant" head a single one,
# in the midst of a text.
OTHERS = Wording(
    longest=70,
    en=(
        r"(?:the )?(?:latest|recent|top|other|related|more|trending|popular)"
        r" (?:news|stories|articles|headlines|(?:press )?releases)(?: (?:from|by|in|on|about) .{2,40})?",
        r"more (?:from|by) (?:this|the same) (?:source|author|company|organi[sz]ation|section)",
        r"also (?:from|in|by) this (?:source|section|author|company|issue)|in other news",
        r"(?:next|previous) (?:story|article|post)|(?:news|stories) in (?:this|the same) category",
    ),
    de=(
        r"(?:weitere|neueste|aktuelle|andere) (?:meldungen|nachrichten|pressemitteilungen|beiträge)"
        r"(?: (?:von|aus|zu) .{2,40})?|meistgelesen",
    ),
    fr=(r"(?:autres|derniers|dernières) (?:articles|actualités|communiqués|dépêches)",),
    es=(r"(?:otras|últimas|más) noticias",),
    it=(r"(?:altre|ultime) notizie",),
    pt=(r"(?:outras|últimas|mais) notícias",),
    nl=(r"(?:meer|ander|laatste) nieuws|meer artikelen",),
)
REST = 0.4  # of the text may stand below such a heading
ADDRESS = re.compile(r"\b(?:https?://|www\.)\S|[\w-]\.[a-z]{2,4}/", re.IGNORECASE)
LABEL_LENGTH = 60
MIN_WORDS = 4
LINKED, LIST_LINKED = 0.9, 0.5
MOST = 0.6  # of a list


def related_links(spans: Sequence[Span], article: Article, source: SourceConfig) -> Iterator[Cut]:
    """Links to other articles: boxes by their names, other articles' cards, labels with what they announce.

    A paragraph that is one link is such a link, unless it shows an address, is too short to be a headline,
    or stands in brackets in the course of the text; so is a list of links. A linked sub-heading with text
    below it stays.
    """
    boxed = NAMES.of(spans) | _linking(spans, CARDS.of(spans))
    lists = _lists(spans)
    announced = False
    others = _others(spans, article)
    for place, span in enumerate(spans):
        label = LABEL.opens(span.text, article.language)
        announces = label > 0 and _announces(span, label, spans, place)
        if (
            place in boxed
            or place in lists
            or announces
            or _is_link(spans, place)
            or _is_also(span, article)
            or place >= others
        ):
            announced = label > 0 and span.linked < LINKED
            yield Cut(start=span.start, end=span.end)
        elif announced and span.linked >= LIST_LINKED:
            yield Cut(start=span.start, end=span.end)
        else:
            announced = False


def _others(spans: Sequence[Span], article: Article) -> int:
    """From which place on nothing but other stories stands, below a heading that says so.

    What it heads is less than the text above it. A chapter ``More from the harbour`` names no kind of text.
    """
    first = opening(spans)
    for place in range(first + 1, len(spans)):
        span = spans[place]
        if span.role == "h" and OTHERS.says(span.text, article.language):
            above = sum(len(one.text) for one in spans[:place])
            if sum(len(one.text) for one in spans[place:]) <= REST * above:
                return place
    return len(spans)


def _is_also(span: Span, article: Article) -> bool:
    return not is_sentence(span.text) and ALSO.says(span.text, article.language)


def _announces(span: Span, label: int, spans: Sequence[Span], place: int) -> bool:
    """A label with its link in one line, or a line of its own; ``See Venice`` above text is a chapter."""
    if span.linked >= 0.3 and len(span.text) < 250:
        return True
    return len(span.text) <= LABEL_LENGTH and (
        label == len(span.text)
        or (span.role == "h" and not heads(spans, place))
        or _links_follow(spans, place)
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
    """The places of items of lists that are mostly links, unless the text announces them."""
    found: set[int] = set()
    for is_item, run in groupby(enumerate(spans), key=lambda one: one[1].role == "li"):
        items = list(run)
        if (
            is_item
            and not _is_announced(spans, items[0][0])
            and sum(span.linked >= LIST_LINKED for _, span in items) > MOST * len(items)
        ):
            found.update(place for place, _ in items)
    return frozenset(found)


def _is_announced(spans: Sequence[Span], place: int) -> bool:
    """``See the full list:`` announces what follows; ``Topics:`` is a label."""
    before = spans[place - 1 : place] if place else ()
    return any(
        span.role != "h" and span.text.endswith((":", "：")) and len(span.text.split()) >= MIN_WORDS
        for span in before
    )
