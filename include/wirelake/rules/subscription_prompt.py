from collections.abc import Iterator, Sequence
from itertools import takewhile

from wirelake.config import SourceConfig
from wirelake.records import Article, Cut, Span
from wirelake.rules.element_names import Names
from wirelake.rules.places import prose
from wirelake.rules.wording import UNQUOTED, Wording, any_of, at_start, every

NAMES = Names(
    "news-?letters?…",
    "…sign-?up…",
    "subscri…",
    "paywall-?(?:box|prompt|offer|overlay)",
    "app-?promo",
    weak=(
        "donat…",
        "membership…",
        "fundrais…",
        "registration",
    ),
)
# A call, its object and its reader make a prompt: "They can now subscribe to the newsletter" has none.
READER = any_of("your?", "our", "(?-i:us)")  # nor has "the US"
OURS = any_of("our", "(?-i:us)", "we")  # in a longer one: a review of an app speaks of yours
PLACE = any_of("here", "now", "free", "today")
ORDER = at_start(
    "sign up|please|help us|subscribe|donate|support|get|join|become|download|register|click|make a",
    "contribute|stay|don't miss|try|(?:to|for|want)(?= .{0,80}(?:sign up|subscribe|get|join|download|click))",
)
CALL = any_of(
    "sign(?:ing)? up",
    "please (?:take|consider|contribute|help)",
    "help us",
    "without your support",
    "subscribe|subscription",
    "donat(?:e|ing|ions?)",
    "support (?:our|us|independent|the work)",
    "get (?:the|our|daily|breaking|real-?time)",
    "join (?:us|our|now|the)",
    "become (?:a|one)",
    "download|register|click here|contribute|contribution|delivered",
    "make a (?:gift|tax)",
    "thank(?:s| you) for (?:reading|subscribing|supporting|signing|your (?:support|subscription))",
    "for the latest",
    "stay (?:up|informed|tuned)",
    "don't miss",
    "try (?:it )?(?:free|now)",
)
OBJECT = any_of(
    "newsletters?|inbox|e-?mails?|mailing list",
    "our (?:journalism|work|reporting|app|readers|mission|sponsors)",
    "this (?:website|site)",
    "independent journalism|ground-?breaking|journalism|newsroom",
    "subscribers?|supporters?|members?hip|account",
    "app|push notifications?|alerts?|updates|free trial",
    "patreon|paypal|ad(?:vertising)? revenues?",
)
SHAPE = Wording(
    longest=700,
    en=(
        every(READER, CALL, OBJECT, longest=220),
        every(PLACE, ORDER, OBJECT, longest=220),
        every(OURS, CALL, OBJECT),
        UNQUOTED + r".{0,30}\bour (?:free |daily |weekly |morning ){0,4}newsletters?\b.{0,120}",
        r"get daily\b.{0,40}news",
        "(?:receive|get) .{0,30}(?:updates|news|headlines) .{0,30}in your inbox.{0,40}",
        r"this (?:content|article) is (?:for|only available to) (?:subscribers|members).{0,80}",
        r"already a (?:subscriber|member)\b.{0,60}",
        r"(?:already have an account\? )?(?:log|sign) ?in\b.{0,40}",
        rf"{ORDER}\b.{{0,100}}\b(?:to )?(?:continue|keep) reading\b.{{0,60}}",
        r"(?:subscribe|register|sign up|start your free trial)(?: now| today| here| for free)?",
        "you(?:'ve| have) reached your (?:monthly )?(?:limit of|article limit)…",
        r"continue reading (?:with|by)\b.{0,80}",
        r"(?:click here )?to (?:get|download) the .{0,40}\bapp\b.{0,20}",
    ),
    # A word that speaks to the reader is asked for: "Die Abonnenten erhalten weniger Zeitungen" is news.
    de=(
        every(
            any_of(
                r"newsletters?|abonnieren|abonniere|abonnement|abo|probeabo|push-?nachricht\w*|app|\w+-app",
                "whatsapp-?kanal|plus-?artikel|unterstütze(?:n sie)?|ihre spende|spenden?",
            ),
            any_of(
                "hier|jetzt|kostenlos|melden|anmelden|bestellen|testen|erhalten|holen|abonniere[nt]?|laden|bleiben",
                "lesen|nichts? (?:mehr )?verpassen|einloggen|aufs handy|geht es",
            ),
            any_of(
                "(?-i:Sie|Ihnen|Ihre?[nmrs]?)|du|dich|dir|deine?[nmrs]?|uns|unsere?[nmrs]?",
                "verpassen|aufs handy|geht es",
            ),
            longest=300,
        ),
        # "Jetzt kostenlos testen", "Hier Newsletter bestellen": no verb but an infinitive, at the end
        r"(?:jetzt|hier)(?: [\w-]+){0,6} (?:abonnieren|bestellen|testen|anmelden|lesen|sichern|spenden)",
    ),
    fr=(
        every(
            any_of(r"newsletters?|infolettre|abonnement|abonnez|inscri\w*|don|soutenez|application"),
            any_of("inscrivez|recevez|abonnez|cliquez|téléchargez|soutenez|profitez|retrouvez|rejoignez"),
            longest=300,
        ),
        "(?:article |contenu )?réservé(?: à nos| aux) abonnés.{0,80}",
        "déjà abonnée?.{0,60}",
        r"il vous reste \d.{0,80}",
    ),
    es=(
        every(
            any_of(r"newsletters?|bolet[ií]n\w*|suscr[ií]\w*|donación|donar|aplicación|app"),
            any_of(
                r"suscríbe(?:te|se)|suscribirte|regístrat\w*|descárga\w*|apúntate|únete",
                at_start("recibe|descarga|añadir|apoya|dona"),
            ),
            longest=300,
        ),
        "ya eres suscriptor.{0,60}",
        r".{0,80}\btu suscripción\b.{0,200}",
    ),
    it=(
        every(
            any_of(r"newsletters?|abbon\w*|iscri\w*|app"),
            any_of("iscriviti|ricevi|clicca", at_start("abbonati|scarica")),
            longest=300,
        ),
    ),
    pt=(
        every(
            any_of(r"newsletters?|assin\w*|inscrev\w*|app|boletim"),
            any_of(r"assine|receba|inscreva\w*|baixe|clique"),
            longest=300,
        ),
    ),
    nl=(
        every(
            any_of(r"nieuwsbrief|abonn\w*|app"),
            at_start("meld|ontvang|abonneer|download"),
            longest=300,
        ),
    ),
    sv=(
        every(
            "nyhetsbrev(?:et)?|prenumeration|app",
            any_of("anmäl dig", at_start("få|prenumerera|ladda ner")),
            longest=300,
        ),
    ),
    no=(
        every(
            "nyhetsbrev(?:et)?|abonnement|app",
            any_of("meld deg på", at_start("få|abonner|last ned")),
            longest=300,
        ),
    ),
    da=(
        every(
            "nyhedsbrev(?:et)?|abonnement|app",
            any_of("tilmeld dig", at_start("få|abonner|hent")),
            longest=300,
        ),
    ),
    fi=(every(r"uutiskirje\w*|tilau\w*|sovellu\w*", any_of("tilaa|lataa|kirjaudu"), longest=300),),
    pl=(
        every(r"newsletter\w*|subskry\w*|aplikacj\w*", any_of("zapisz się|subskrybuj|pobierz"), longest=300),
    ),
    cs=(
        every(
            r"newsletter\w*|předplatné|aplikac\w*", any_of("přihlaste se|odebírejte|stáhněte"), longest=300
        ),
    ),
    tr=(every(r"bülten\w*|abone\w*|uygulama\w*", any_of("kaydol|abone ol(?:un)?|indirin"), longest=300),),
    # "Подпишитесь на наш канал", not "подписал договор".
    ru=(
        every(
            any_of(r"рассылк\w+|telegram|телеграм\w*|канал\w*|подписк\w+|новости"),
            any_of("подпишитесь|подписывайтесь|получайте"),
            longest=200,
        ),
    ),
    uk=(every(r"розсилк\w+|telegram|телеграм\w*|канал\w*", any_of("підпишіться|підписуйтесь"), longest=200),),
    ar=(".{0,30}(?:اشترك|اشتركوا|سجل) (?:الآن|في (?:النشرة|القناة|نشرتنا|قناتنا)).{0,60}",),
    he=(".{0,20}(?:הירשמו|הצטרפו) (?:לניוזלטר|לעדכונים|לערוץ).{0,60}",),
    fa=(".{0,30}(?:در خبرنامه|در کانال).{0,30}(?:عضو شوید|مشترک شوید).{0,30}",),
    ja=(
        r".{0,60}(?:会員限定|会員登録(?!し?た|者|数|制)|有料会員(?:限定|登録|になる)|購読者限定|残り\s?\d+\s?文字|続きを読む).{0,80}",
        ".{0,60}(?:ログイン(?:して|する|はこちら)|メルマガ(?:に|を|の)?(?:登録|購読)).{0,80}",
    ),
    ko=(
        r".{0,60}(?:구독(?:하기|하세요|신청|해)|회원\s?가입|로그인(?:하기|하세요|\s?후)|뉴스레터\s?(?:신청|구독)).{0,40}",
    ),
    zh=(
        ".{0,40}(?:订阅(?:我们|本|电子)|訂閱(?:我們|本|電子)|成为会员|成為會員|会员专享|會員專享).{0,40}",
        ".{0,40}(?:登录后|请登录|登錄後|請登錄|关注我们|關注我們|扫码(?:关注|下载|订阅)).{0,40}",
    ),
    id=(every("newsletter|berlangganan|aplikasi", at_start("daftar|unduh|dapatkan"), longest=200),),
    vi=(every("bản tin|ứng dụng", any_of("đăng ký|tải"), longest=200),),
)


def subscription_prompt(spans: Sequence[Span], article: Article, source: SourceConfig) -> Iterator[Cut]:
    """Calls to subscribe, donate, register, download an app: boxes by their names, lines by their wording."""
    boxed, told = NAMES.of(spans), prose(spans)
    prompts = {
        place
        for place, span in enumerate(spans)
        if place in boxed or (place not in told and SHAPE.says(span.text, article.language))
    }
    for place in reversed(range(len(spans) - 1)):  # "Read on with Quay+" heads an offer, and nothing else
        if place + 1 in prompts and spans[place].role == "h" and _heads_prompts(spans, place, prompts):
            prompts.add(place)
    for place in sorted(prompts):
        yield Cut(start=spans[place].start, end=spans[place].end)


def _heads_prompts(spans: Sequence[Span], place: int, prompts: set[int]) -> bool:
    """Whether up to the next heading, or the end, stands nothing but prompts."""
    below = takewhile(lambda at: spans[at].role != "h", range(place + 1, len(spans)))
    return all(at in prompts for at in below)
