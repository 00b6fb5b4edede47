from collections.abc import Iterator, Sequence

from wirelake.config import SourceConfig
from wirelake.records import Article, Cut, Span
from wirelake.rules.wording import Names, Wording

NAMES = Names(
    "news-?letters?[a-z_-]*|[a-z-]*sign-?up[a-z_-]*|subscri[a-z_-]*|donat[a-z-]*|membership[a-z-]*|fundrais[a-z-]*"
    "|paywall-?(?:box|prompt|offer|overlay|teaser)|registration|app-?promo"
)
# Two of a call, its object and its place make a prompt; "They subscribe to the newsletter" is one.
CALL = (
    r"sign(?:ing)? up|please (?:take|consider|contribute|help)|help us|without your support|subscribe|subscription|donat(?:e|ing|ions?)|support (?:our|us|independent|the work)|get (?:the|our|daily|breaking|real-?time)"
    r"|join (?:us|our|now|the)|become (?:a|one)|download|register|click here|contribute|contribution|make a (?:gift|tax)|delivered|thank(?:s| you) for|for the latest|stay (?:up|informed|tuned)|don[’']t miss|try (?:it )?(?:free|now)"
)
OBJECT = (
    r"newsletters?|inbox|e-?mail|mailing list|our (?:journalism|work|reporting|app|readers|mission|sponsors)|this (?:website|site)|independent journalism|subscribers?|supporters?"
    r"|members?hip|app\b|push notifications?|alerts?|updates|free trial|account|patreon|paypal|ground-?breaking|ad(?:vertising)? revenues?|journalism|newsroom"
)
SHAPE = Wording(
    en=rf"(?![“\"‘'])(?=.*\b(?:your?|our|us|here|now|free|today)\b)(?=.*\b(?:{CALL})\b)(?=.*\b(?:{OBJECT})).{{5,700}}$|.{{0,30}}\bour (?:free |daily |weekly |morning )*newsletters?\b.{{0,120}}$|get daily\b.{{0,40}}news$|this (?:content|article) is (?:for|only available to) (?:subscribers|members).{{0,80}}$"
    r"|already a (?:subscriber|member)\b.{0,60}$|(?:log|sign) ?in\b.{0,40}$|continue reading (?:with|by)\b.{0,80}$|(?:click here )?to (?:get|download) the .{0,40}\bapp\b.{0,20}$",
    de=r"(?=.*\b(?:newsletter|abonn\w*|abo\b|probeabo|push-?nachricht\w*|app\b|\w+-app\b|whatsapp-?kanal|plus-?artikel|unterstützen sie|ihre spende))(?=.*\b(?:hier|jetzt|kostenlos|melden|anmelden|bestellen|testen|erhalten|holen|abonnieren|laden|bleiben|lesen|nichts? (?:mehr )?verpassen|unsere[nmrs]?|einloggen|aufs handy|geht es)).{5,300}$",
    fr=r"(?=.*\b(?:newsletter|abonn\w*|inscri\w*|don\b|soutenez|application))(?=.*\b(?:inscrivez|recevez|abonnez|réservé\w*|cliquez|téléchargez|gratuit\w*|soutenez|ici|suite|déjà)).{5,300}$|il vous reste \d.{0,80}$",
    es=r"(?=.*\b(?:newsletter|bolet[ií]n\w*|suscr[ií]\w*|suscripción|donación|donar|aplicación|app))(?=.*\b(?:recib\w*|suscr[ií]\w*|regístrat\w*|descarga\w*|apúntate|únete|gratis|aquí|ya|tu|añadir|usando)).{5,300}$",
    it=r"(?=.*\b(?:newsletter|abbon\w*|iscri\w*|app\b))(?=.*\b(?:iscriviti|ricevi|abbonati|scarica|gratis|clicca|qui)).{5,300}$",
    pt=r"(?=.*\b(?:newsletter|assin\w*|inscrev\w*|app\b|boletim))(?=.*\b(?:assine|receba|inscreva\w*|baixe|grátis|clique|aqui)).{5,300}$",
    nl=r"(?=.*\b(?:nieuwsbrief|abonn\w*|app\b))(?=.*\b(?:meld|ontvang|abonneer|download|gratis|hier)).{5,300}$",
    ru=r"(?=.*(?:подпи\w+|рассылк\w+|telegram|телеграм\w*|канал\w*))(?=.*(?:подпи(?:шитесь|сывайтесь)|получайте|наш\w*)).{5,200}$",
    ja=r".{0,60}(?:会員限定|会員登録|有料会員|購読者|ログイン|メルマガ|残り\s?\d+\s?文字|続きを読む).{0,80}",
    ko=r".{0,60}(?:구독|회원\s?가입|로그인|뉴스레터).{0,40}",
    zh=r".{0,40}(?:订阅|訂閱|会员|會員|登录|登錄|关注我们|扫码).{0,40}",
)


def subscription_prompt(spans: Sequence[Span], article: Article, source: SourceConfig) -> Iterator[Cut]:
    """Calls to subscribe, donate, register, or download an app: boxes by their names, lines by their wording."""
    boxed = NAMES.of(spans)
    for place, span in enumerate(spans):
        if place in boxed or SHAPE.match(span.text, article.language):
            yield Cut(start=span.start, end=span.end)
