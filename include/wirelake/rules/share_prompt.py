from collections.abc import Iterator, Sequence

from wirelake.config import SourceConfig
from wirelake.records import Article, Cut, Span
from wirelake.rules.wording import Names, Wording

NAMES = Names(
    "shar(?:e|ing)(?:-?[a-z_-]+)?|[a-z-]*-share[a-z-]*|social(?:-?(?:share|bar|links|media|icons|buttons|follow))|dpsp-share[a-z-]*"
    "|comments?(?:-?(?:number|count|box|list|form|section|area|link|title))?|respond|reaction-?[a-z]*|print-?(?:header|footer|button|link)"
    "|toast[a-z-]*|pop-?up[a-z-]*|modal[a-z-]*|tool-?tip[a-z-]*|sr-only|screen-?reader[a-z-]*|visually-?hidden|accessib[a-z-]*"
    "|swipe[a-z-]*|cite-?wrapper|copy-?(?:link|url)"
)
SHAPE = Wording(
    en=r"(?:please )?(?:share|tweet|pin|print|email|save|like|copy)(?: (?:this|link|on|via|the|story|article|post|page|url|your|it|to|with|by|a|friend\w*|facebook|twitter|x|linkedin|whatsapp|reddit|email|e-mail|us))*\W*$"
    r"|shar(?:e your story|ing is caring)\W*$|.{0,250}\bfollow (?:us|me|him|her|them|@\w+) on (?:social media|twitter|facebook|instagram|x|linkedin|bluesky|threads)\b.{0,250}$|.{0,60}\bmoderat\w+\b.{0,20}\bcomments\b.{0,120}$|follow (?:us|me|him|her|\S+(?: \S+){0,4}) on (?:facebook|twitter|instagram|x|google|linkedin|youtube|telegram|threads|bluesky|whatsapp)\b.{0,120}$"
    r"|(?:\d+ |view |show |leave a |post a |add a |join the |read |write a )?(?:comments?|replies|conversation|responses)(?: \(?\d+\)?| closed| are closed)?\W*$|.{0,60}(?:comments? policy|welcomes your comments|before commenting)\b.{0,160}$|comments (?:are|have been) (?:closed|disabled).{0,60}$"
    r"|(?:do you )?(?:like|enjoy|love)(?:d|ing)? (?:this|what you)\b.{0,120}[!?]?.{0,60}$|(?:if you )(?:like|enjoy|love)(?:d)? (?:this|what)\b.{0,600}$|skip (?:to|advertisement|past)\b.{0,40}$|(?:back|return) to (?:top|home ?page)\W*$|end of (?:article|story)\W*$|print this page\W*$|log in to (?:comment|reply).{0,40}$|you must be logged in.{0,60}$|report (?:a typo|an error|this ad)\W*$"
    r"|listen to (?:this|the) (?:article|story)\b.{0,60}$|swipe (?:left|right)?\b.{0,60}$|(?:facebook|twitter|whatsapp|linkedin|pinterest|reddit|e-?mail|telegram|instagram|flipboard)(?:[\s|,/·]+(?:facebook|twitter|whatsapp|linkedin|pinterest|reddit|e-?mail|telegram|instagram|print|copy link))*\W*$"
    r"|(?:open|opens) in (?:a )?new (?:tab|window)\W*$|enlarge(?: this)? image\W*$|(?:toggle|hide|show) caption\W*$",
    de=r"(?:teilen|drucken|merken|kommentieren|artikel (?:teilen|drucken|merken|verschenken)|auf (?:facebook|twitter|x|whatsapp) teilen|kommentare?(?: \(?\d+\)?)?|\d+ kommentare?|link kopiert|link kopieren|nach oben|zur startseite|hauptinhalt|infos zum zitiervorschlag|artikel anhören|du musst dich einloggen.{0,60}|folgen sie uns\b.{0,80}|hinweis an die redaktion.{0,40}|fehler (?:gefunden|melden).{0,60})\W*$",
    fr=r"(?:partager|imprimer|commenter|réagir|copier le lien|partagez\b.{0,40}|suivez-nous\b.{0,80}|(?:\d+ )?commentaires?(?: \(?\d+\)?)?|écouter l[’']article|haut de page)\W*$",
    es=r"(?:compartir|imprimir|comentar|comparte\b.{0,40}|síguenos\b.{0,80}|copiar enlace|(?:\d+ )?comentarios?(?: \(?\d+\)?)?|escuchar)\W*$",
    it=r"(?:condividi|stampa|commenta|copia link|seguici\b.{0,80}|(?:\d+ )?commenti|ascolta l[’']articolo)\b.{0,20}$",
    pt=r"atenção: comentários\b.{0,200}$|(?:compartilh\w+|partilhar|imprimir|comentar|siga-nos\b.{0,80}|(?:\d+ )?comentários|ouvir)\b.{0,20}$",
    nl=r"(?:deel|delen|afdrukken|reageer|kopieer link|volg ons\b.{0,60}|(?:\d+ )?reacties)\W*$",
    ru=r"(?:поделиться|комментари\w+|распечатать|скопировать ссылку|читайте нас\b.{0,60})\W*$",
    tr=r"(?:paylaş|yorum(?:lar)?(?: yap)?|yazdır|takip et\w*)\W*$",
    ja=r"(?:シェア|共有|印刷|コメント|ツイート|コピー|保存)(?:する)?\W*$",
    ko=r".{0,10}(?:공유|인쇄|댓글|복사)(?:하기|되었습니다)?\W*$",
    zh=r"(?:分享|打印|评论|收藏)(?:到|至)?.{0,6}$",
)


def share_prompt(spans: Sequence[Span], article: Article, source: SourceConfig) -> Iterator[Cut]:
    """What a page offers to do with the article: share, print, comment, listen, follow; and its pop-ups.

    ``Print this page.``, ``Sharing is caring!``, ``Comments (3)``, ``Skip to content``, ``기사 URL이 복사되었습니다.``
    """
    boxed = NAMES.of(spans)
    for place, span in enumerate(spans):
        if place in boxed or SHAPE.match(span.text, article.language):
            yield Cut(start=span.start, end=span.end)
