from collections.abc import Iterator, Sequence

from wirelake.config import SourceConfig
from wirelake.records import Article, Cut, Span
from wirelake.rules.element_names import Names
from wirelake.rules.places import prose
from wirelake.rules.wording import UNQUOTED, Wording, any_of, at_start, every

NAMES = Names(
    "shar(?:e|ing)(?:-…)?",
    "…-share…",
    "social(?:-?(?:share|bar|links|media|icons|buttons|follow))",
    "dpsp-share…",
    "comments?(?:-?(?:number|count|box|list|form|section|area|link|title))?",
    "reaction-?[a-z]{0,30}",
    "print-?(?:header|footer|button|link)",
    "pop-?up…",
    "modals?",
    "tool-?tip…",
    "sr-only",
    "screen-?reader…",
    "visually-?hidden",
    "cite-?wrapper",
    "copy-?(?:link|url)",
    weak=(
        "respond",
        "toasts?",
        "accessib…",
        "swipe…",
    ),
)
NETWORK = any_of(
    "facebook|twitter|x|whatsapp|linkedin|pinterest|reddit|telegram|instagram|flipboard",
    "threads|bluesky|google(?: news)?|youtube|social media",
)
BUTTON = (
    "(?:facebook|twitter|whatsapp|linkedin|pinterest|reddit|telegram|instagram|flipboard|e-?mail|copy link)"
)
# "Share this article on Facebook": one of the first words, then the second alone.
DO = "(?:share|tweet|pin|print|e-?mail|save|like|copy)"
WITH = any_of(
    "this|link|on|via|the|story|article|post|page|url|your|it|to|with|by|a|friends?|us|e-?mail|or|and",
    NETWORK,
)
# "Follow her on Instagram", not "Two million people follow her on Instagram"
FOLLOW = any_of(r"follow (?:(?-i:us)|me|@\w+)", at_start("follow (?:him|her|them)"))
LIKE = "(?:(?:did|do) you )?(?:like|enjoy|love)(?:d|ed|ing)?"
SHAPE = Wording(
    longest=650,
    en=(
        rf"(?:please )?{DO}(?: {WITH}){{0,8}}",
        "share your story|sharing is caring",
        rf"{UNQUOTED}.{{0,250}}\b{FOLLOW} on {NETWORK}\b.{{0,250}}",
        rf"follow (?:the |our )?(?-i:[A-Z@])\S*(?: \S+){{0,4}} on {NETWORK}\b.{{0,120}}",
        rf"{BUTTON}(?:[\s|,/·]+(?:{BUTTON}|{NETWORK}|print)){{0,12}}",
        # "Comments (3)", "Leave a comment", "12 replies", "Comments are closed."
        r"(?:\d+ |view |show |leave a |post a |add a |join the |read |write a )?"
        r"(?:comments?|replies|conversation|responses)(?: \(?\d+\)?| closed| are closed)?",
        "comments (?:are|have been) (?:closed|disabled)…",
        r".{0,60}(?:comments? policy|welcomes your comments|before commenting)\b.{0,160}",
        # "We moderate comments", not the governor's moderate comments
        every(r"moderat\w+", "comments", any_of("we|our|your?|please", "(?-i:us)"), longest=200),
        "log in to (?:comment|reply)…",
        "you must be logged in…",
        # "Like this article? Share it.", "If you enjoyed this, …", but "Like this crane, the old one fell."
        rf"{LIKE} (?:this|these) (?:article|story|post|page|content|video|recipe|series|piece)\b.{{0,160}}",
        rf"{LIKE} what you\b.{{0,180}}",
        rf"{LIKE} this[?!].{{0,160}}",
        "if you (?:like|enjoy|love)(?:d|ed)? (?:this|what)…",
        r"skip (?:to|advertisement|past)\b.{0,40}",
        "(?:back|return) to (?:top|home ?page)",
        "end of (?:article|story)",
        "print this page",
        # "Click to share on Facebook (Opens in new window)"
        r"click to (?:share|e-?mail|print)\b.{0,60}",
        "(?:gift|save|bookmark) this (?:article|story)|save for later|bookmark|listen|loading",
        r"(?:to (?:play|view) this video,? )?(?:you (?:need to|must)|please) enable javascript\b.{0,50}",
        rf"view (?:this|on) (?:post )?on {NETWORK}|view on {NETWORK}",
        r"what do you think\?.{0,20}\bcomments?\b.{0,40}",
        "report (?:a typo|an error|this ad)",
        r"listen to (?:this|the) (?:article|story)\b.{0,60}",
        "swipe (?:left|right).{0,60}",
        "opens? in (?:a )?new (?:tab|window)|(?:.{3,90}, ?)?opens new tab",
        r"e-?mail us(?: here)?|contact us(?: here)?|add (?:this \w+ )?to (?:my )?blog|share this release",
        r"(?:continue|keep) reading|(?:show|view|load|see) (?:more|less|all)|click to (?:expand|enlarge)",
        r"loading (?:poll|comments?|video|player|content|more|article|map|chart)\b.{0,30}",
        r"download(?: (?:as|the|this))?(?: article)?(?: as)? pdf|translate this (?:page|article)",
        r"select (?:a )?voice",
        r"(?:text|font) size(?:\W*a\b[+-]?){0,3}|report this (?:content|article|post)|send us a correction",
        r"visit us on social media(?:\W+(?:facebook|twitter|linkedin|instagram|youtube|x|tiktok)){0,8}",
        "enlarge(?: this)? image",
        "(?:toggle|hide|show) caption",
    ),
    de=(
        "teilen|drucken|merken|kommentieren|artikel (?:teilen|drucken|merken|verschenken|anhören)",
        "diesen artikel (?:drucken|teilen|merken|verschenken)",
        "auf (?:facebook|twitter|x|whatsapp) teilen",
        r"kommentare?(?: \(?\d+\)?)?|\d+ kommentare?",
        "link kopier(?:t|en)|nach oben|zur startseite|hauptinhalt|infos zum zitiervorschlag",
        "du musst dich einloggen.{0,60}",
        # "Folgen sie uns, …" is said of others
        r"(?-i:[Ff]olgen Sie|FOLGEN SIE) uns(?: (?:auf|bei|auch|hier|jetzt|via|im?|gerne?)\b.{0,80})?",
        "hinweis an die redaktion.{0,40}",
        "fehler (?:gefunden|melden).{0,60}",
    ),
    fr=(
        "partager|imprimer|commenter|réagir|copier le lien|écouter l'article|haut de page",
        r"partagez(?: (?:cet(?:te)?|ce|l'|sur|par|via)\b.{0,40})?",
        r"suivez-nous\b.{0,80}",
        r"(?:\d+ )?commentaires?(?: \(?\d+\)?)?",
    ),
    es=(
        "compartir|imprimir|comentar|copiar enlace|escuchar",
        rf"comparte(?: (?:est[ea]|el artículo|la noticia|(?:en|por|con) (?:tus|{NETWORK}))\b.{{0,40}})?",
        r"síguenos\b.{0,80}",
        r"(?:\d+ )?comentarios?(?: \(?\d+\)?)?",
    ),
    it=(
        r"stampa|commenta|copia link|(?:\d+ )?commenti|ascolta l'articolo",
        "condividi(?: (?:su|via|con) .{1,20})?",
        r"seguici\b.{0,100}",
    ),
    pt=(
        r"atenção: comentários\b.{0,200}",
        r"(?:compartilh(?:ar|e)|partilhar|imprimir|comentar|(?:\d+ )?comentários|ouvir)\b.{0,20}",
        r"siga-nos\b.{0,100}",
    ),
    nl=(r"deel|delen|afdrukken|reageer|kopieer link|(?:\d+ )?reacties", r"volg ons\b.{0,60}"),
    sv=(r"dela|skriv ut|kommentera|kopiera länk|(?:\d+ )?kommentarer", r"följ oss\b.{0,60}"),
    no=(r"del|skriv ut|kommenter|kopier lenke|(?:\d+ )?kommentarer", r"følg oss\b.{0,60}"),
    da=(r"del|udskriv|kommenter|kopier link|(?:\d+ )?kommentarer", r"følg os\b.{0,60}"),
    fi=(r"jaa|tulosta|kommentoi|kopioi linkki|(?:\d+ )?kommenttia?", r"seuraa meitä\b.{0,60}"),
    pl=(r"udostępnij|drukuj|skomentuj|kopiuj link|komentarze(?: \(?\d+\)?)?", r"obserwuj nas\b.{0,60}"),
    cs=(r"sdílet|vytisknout|komentovat|zkopírovat odkaz|diskuse(?: \(?\d+\)?)?", r"sledujte nás\b.{0,60}"),
    ru=(r"поделиться|комментари\w+|распечатать|скопировать ссылку", r"читайте нас\b.{0,60}"),
    uk=(r"поділитися|коментар\w*|роздрукувати", r"читайте нас\b.{0,60}"),
    tr=(r"paylaş|yorum(?:lar)?(?: yap)?|yazdır|takip et\w*",),
    ar=("شارك|مشاركة|طباعة|تعليقات|انسخ الرابط",),
    he=("שתפו|שיתוף|הדפסה|תגובות",),
    fa=("اشتراک ?گذاری|چاپ|نظرات",),
    ja=("(?:シェア|共有|印刷|コメント|ツイート|コピー|保存)(?:する)?",),
    # "기사 URL이 복사되었습니다.": the page's address was copied
    ko=(r".{0,10}(?:공유|인쇄|댓글|복사)(?:하기|되었습니다)?",),
    zh=("(?:分享|打印|评论|收藏)(?:到|至)?.{0,6}",),
    id=("bagikan|cetak|komentar|salin tautan",),
    vi=("chia sẻ|in bài viết|bình luận|sao chép liên kết",),
)


def share_prompt(spans: Sequence[Span], article: Article, source: SourceConfig) -> Iterator[Cut]:
    """What a page offers to do with the article: share, print, comment, listen, follow; and its pop-ups.

    ``Print this page.``, ``Sharing is caring!``, ``Comments (3)``, ``Skip to content``, ``복사되었습니다``
    """
    boxed, told = NAMES.of(spans), prose(spans)
    for place, span in enumerate(spans):
        if place in boxed or (place not in told and SHAPE.says(span.text, article.language)):
            yield Cut(start=span.start, end=span.end)
