import re
from collections.abc import Iterator, Sequence

from wirelake.config import SourceConfig
from wirelake.records import Article, Cut, Removal, Span
from wirelake.rules.wording import Wording

# WordPress's line below an entry of a feed, in its languages. It names the post and the blog, both as links.
APPEARED = Wording(
    longest=500,
    en=(r"the (?:post|article)\b.{1,300}\b(?:appeared first|first appeared) (?:on|in)\b.{1,120}",),
    de=(r"der (?:beitrag|artikel)\b.{1,300}\b(?:erschien zuerst|ist zuerst erschienen)\b.{1,120}",),
    fr=(r"(?:l'article|cet article)\b.{1,300}\best (?:apparu en premier|d'abord apparu)\b.{1,120}",),
    es=(
        r"la entrada\b.{1,300}\b(?:se publicó primero|aparece primero|apareció primero|se publicó por primera"
        r" vez)\b.{1,120}",
    ),
    it=(r"l'articolo\b.{1,300}\b(?:proviene da|è apparso per la prima volta su)\b.{1,120}",),
    pt=(r"o (?:post|artigo|conteúdo)\b.{1,300}\b(?:apareceu|aparece|foi publicado) primeiro\b.{1,120}",),
    nl=(r"het (?:bericht|artikel)\b.{1,300}\b(?:verscheen|is) (?:als )?eerste?\b.{1,120}",),
    sv=(r"inlägget\b.{1,300}\b(?:dök först upp|publicerades först)\b.{1,120}",),
    no=(r"innlegget\b.{1,300}\b(?:dukket først opp|ble først publisert|vises først)\b.{1,120}",),
    da=(r"indlægget\b.{1,300}\b(?:blev først (?:udgivet|vist)|dukkede først op)\b.{1,120}",),
    fi=(r"artikkeli\b.{1,300}\b(?:julkaistiin|ilmestyi) ensi(?:mmäisenä|n)\b.{1,120}",),
    pl=(r"artykuł\b.{1,300}\b(?:pochodzi z serwisu|pojawił się (?:po raz pierwszy|najpierw))\b.{1,120}",),
    cs=(r"příspěvek\b.{1,300}\b(?:se nejdříve objevil|pochází)\b.{1,120}",),
    ro=(r"articolul\b.{1,300}\ba(?:pare| apărut) (?:prima dată|mai întâi)\b.{1,120}",),
    hu=(r".{1,300}\bbejegyzés először\b.{1,120}\bjelent meg",),
    tr=(r".{1,300}\byazısı ilk önce\b.{1,120}\bortaya çıktı",),
    el=(r"το άρθρο\b.{1,300}\bεμφανίστηκε πρώτα\b.{1,120}",),
    ru=(r"(?:запись|сообщение|статья)\b.{1,300}\b(?:впервые появилась|появил\w+ сначала)\b.{1,120}",),
    uk=(r"(?:запис|допис)\b.{1,300}\b(?:спершу з'явився|вперше з'явився)\b.{1,120}",),
    ar=(r"ظهرت المقالة\b.{1,300}\bأولاً على\b.{1,120}",),
    he=(r"הפוסט\b.{1,300}\bהופיע לראשונה ב.{1,120}",),
    fa=(r"نوشته\b.{1,300}\bاولین بار در\b.{1,120}",),
    ja=(r"投稿.{1,300}は.{1,120}に最初に表示されました",),
    ko=(r".{1,300}게시물이.{1,120}에 처음 등장했습니다",),
    zh=(r".{0,300}(?:最先出现在|最早发布于|最早出现在).{1,120}",),
    id=(r"(?:artikel|postingan)\b.{1,300}\bpertama kali (?:tampil|muncul) (?:pada|di)\b.{1,120}",),
    vi=(r"bài viết\b.{1,300}\bxuất hiện (?:đầu tiên|trước)\b.{1,120}",),
)
# What leads to the rest, behind the dots in which an excerpt breaks off.
ONWARD = Wording(
    longest=400,
    en=(r"(?:continue|keep) reading\b", r"read (?:more|on|the (?:rest|full) \w+)\b", r"more\b"),
    de=(r"weiterlesen\b", r"mehr lesen\b", r"(?:den ganzen artikel|hier weiter)\w*\b"),
    fr=(r"lire (?:la suite|plus|l'article)\b", r"(?:continuer|poursuivre) (?:à lire|la lecture|de lire)\b"),
    es=(r"(?:seguir|continuar|continúa|sigue) leyendo\b", r"leer más\b"),
    it=(r"continua (?:a leggere|la lettura)\b", r"leggi (?:tutto|il resto|di più|l'articolo)\b"),
    pt=(r"contin(?:ue|uar) (?:a )?(?:ler|lendo|lectura|leitura)\b", r"(?:leia|ler) mais\b"),
    nl=(r"(?:lees|verder) (?:verder|lezen|meer)\b",),
    sv=(r"(?:fortsätt|läs) (?:att )?(?:läs\w*|mer|vidare)\b",),
    no=(r"(?:fortsett|les) (?:å )?(?:les\w*|mer|videre)\b",),
    da=(r"(?:fortsæt|læs) (?:med at )?(?:læs\w*|mere|videre)\b",),
    fi=(r"(?:jatka lukemista|lue (?:lisää|loput|koko))\b",),
    pl=(r"(?:czytaj|kontynuuj) (?:dalej|więcej|czytanie|całość)\b",),
    cs=(r"(?:pokračovat ve čtení|číst (?:dál\w*|více)|celý článek)\b",),
    ro=(r"(?:continuă lectura|citește (?:mai mult|în continuare))\b",),
    hu=(r"(?:tovább(?: olvas\w+)?|folytatás)\b",),
    tr=(r"(?:okumaya devam|devamını oku)\w*",),
    el=(r"(?:συνέχεια|διαβάστε περισσότερα)\b",),
    ru=(r"(?:читать (?:далее|дальше|полностью)|продолжить чтение)\b",),
    uk=(r"(?:читати (?:далі|більше|повністю)|продовжити читання)\b",),
    ar=(r"(?:متابعة القراءة|(?:قراءة|اقرأ|إقرأ) المزيد|أكمل القراءة)",),
    he=(r"(?:להמשיך לקרוא|המשך (?:קריאה|לקרוא)|קרא עוד)",),
    fa=(r"(?:ادامه (?:مطلب|خواندن)|بیشتر بخوانید)",),
    ja=(r"(?:.{0,200}の)?続きを読む",),
    ko=(r"(?:계속 읽기|더 읽기|더 보기)",),
    zh=(r"(?:继续阅读|繼續閱讀|閱讀全文|阅读全文|阅读更多)",),
    id=(r"(?:baca |lanjutkan |teruskan )?(?:selengkapnya|membaca)\b",),
    vi=(r"(?:đọc|xem) tiếp\b", r"tiếp tục đọc\b"),
)
DOTS = re.compile(r"(?:\[\s?(?:…|\.{3})\s?\]|…|\.{3})")
BROKEN = re.compile(r"\[\s?(?:…|\.{3})\s?\]\W{0,4}$")
TRAILS = re.compile(r"\w\s?(?:…|\.{3})$")
TAIL = 400  # characters, in which the dots and what leads onward stand
LINKED = 0.25  # of WordPress's line, which links the post and the blog
FEEDS = ("rss", "json_feed")
OFFER = "subscription_prompt"
LEADING = (":", "→", "»", ">", '"', "“", "„", "«")


def excerpt_footer(spans: Sequence[Span], article: Article, source: SourceConfig) -> Iterator[Cut]:
    """What follows an excerpt: ``The post … appeared first on …``, and the way to the rest."""
    for span in reversed(spans):
        if _appeared(span.text, span.linked, article):
            yield Cut(start=span.start, end=span.end)
            continue
        start = _onward(span, article)
        if start is not None:
            yield Cut(start=start, end=span.end)
        if start != span.start:
            return


def without_footer(description: str | None, article: Article) -> str | None:
    """A feed's description without WordPress's line, which stands there too."""
    lines = (description or "").split("\n")
    while lines and _appeared(lines[-1], 0.0, article):
        lines.pop()
    return "\n".join(lines) or None


def breaks_off(text: str, removed: Sequence[Removal], article: Article) -> bool:
    """Whether an article's text is the beginning of one: it ends in ``[…]``, or led to the rest, or ends in
    dots behind a word and is an entry of a feed, or stands above an offer of the rest."""
    end = text[-12:]
    if BROKEN.search(end) or any(
        one.rule == excerpt_footer.__name__ and ONWARD.opens(one.text, article.language) for one in removed
    ):
        return True
    is_part = article.source_format in FEEDS or any(one.rule == OFFER for one in removed)
    return is_part and bool(TRAILS.search(end))


def _appeared(text: str, linked: float, article: Article) -> bool:
    """Whether it is that line: it links, or repeats the headline."""
    is_sure = linked >= LINKED or (len(article.headline) > 3 and article.headline in text)
    return is_sure and APPEARED.says(text, article.language)


def _onward(span: Span, article: Article) -> int | None:
    """Where the way to the rest begins: behind dots, or, in a feed, as a line of its own that is a link."""
    if article.source_format in FEEDS and span.linked > 0.5 and ONWARD.opens(span.text, article.language):
        return span.start
    for dots in DOTS.finditer(span.text, max(0, len(span.text) - TAIL)):
        rest = span.text[dots.end() :].lstrip()
        length = ONWARD.opens(rest, article.language)
        if length and _ends(rest, length, article):
            return span.end - len(rest)
    return None


def _ends(rest: str, length: int, article: Article) -> bool:
    """Whether the phrase ends the paragraph, or the article's title does behind it.

    "He hesitated … more than once" goes on.
    """
    behind = rest[length:]
    return (
        not any(map(str.isalnum, behind))
        or rest[:length].rstrip().endswith(LEADING)
        or (len(article.headline) > 3 and article.headline in behind)
    )
