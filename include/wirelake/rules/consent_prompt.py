from collections.abc import Iterator, Sequence

from wirelake.config import SourceConfig
from wirelake.records import Article, Cut, Span
from wirelake.rules.wording import Names, Wording, any_of, every, prose

NAMES = Names(
    "consent…",
    "source-?point…",
    "opt-?in…",
    "gdpr…",
    "embed-?placeholder",
    "two-?click…",
    weak=(
        "privacy…",
        "cookies?…",
    ),
)
# A word for what is consented to and one for what a reader is to do.
SHAPE = Wording(
    longest=600,
    en=(
        every(
            any_of(
                "consent", "privacy settings", "third[- ]party content", "personal data", "external content"
            ),
            any_of(
                "accept", "allow", "enable", "manage", "preferences", "settings", "agree", "display", "load"
            ),
            any_of("your?", "we", "our", "us", "click", "here", "this (?:content|site|website|embed|video)"),
        ),
        # "Allow the cookies to cool" is a recipe's.
        every(
            "cookies?",
            any_of("accept", "allow", "enable", "manage", "preferences", "settings", "agree", "view this"),
            any_of(
                "accept", "sites?", "websites?", "browser", "settings", "preferences", "policy", "content"
            ),
        ),
    ),
    de=(
        every(
            any_of(
                "externen? inhalte?n?",
                "cookies?",
                r"drittplattform\w*",
                r"privatsphäre-?einstellung\w*",
                r"datenschutz(?:erklärung|hinweise?)",
                r"personenbezogene\w* daten",
                "redaktionelle[rn]? inhalt",
            ),
            any_of(
                "anzeigen",
                r"aktivier\w*",
                "laden",
                "angezeigt",
                "zustimmung",
                "einverstanden",
                r"empfohlene\w*",
                "finden sie",
                r"widerruf\w*",
            ),
        ),
    ),
    fr=(
        every(
            any_of("cookies?", "consentement", "données personnelles", "contenu externe"),
            any_of(r"accept\w*", "afficher", r"paramétr\w*", r"autoris\w*"),
        ),
    ),
    es=(
        every(
            any_of("cookies?", "consentimiento", "datos personales", "contenido externo"),
            any_of(r"acept\w*", "mostrar", r"configur\w*", r"permit\w*"),
        ),
    ),
    it=(
        every(
            any_of("cookie", "consenso", "dati personali"),
            any_of(r"accett\w*", "mostrare", "impostazioni", "preferenze"),
        ),
    ),
    pt=(
        every(
            any_of("cookies?", "consentimento", "dados pessoais", "conteúdo externo"),
            any_of(r"aceit\w*", "exibir", "mostrar", "configurações", "preferências"),
        ),
    ),
    nl=(
        every(
            any_of("cookies?", "toestemming", "externe inhoud"),
            any_of(r"accepte\w*", "tonen", "instellingen", "bekijken"),
        ),
    ),
    sv=(
        every(
            any_of("cookies?", "kakor", "samtycke", "externt innehåll"), any_of("godkänn", "tillåt", "visa")
        ),
    ),
    no=(
        every(
            any_of(r"informasjonskapsler\w*", "cookies", "samtykke", "eksternt innhold"),
            any_of(r"godta\w*", "tillat", "vis"),
        ),
    ),
    da=(every(any_of("cookies?", "samtykke", "eksternt indhold"), any_of("accepter", "tillad", "vis")),),
    fi=(every(any_of(r"eväste\w*", r"suostumu[sk]\w*"), any_of(r"hyväksy\w*", "salli", "asetukset")),),
    pl=(
        every(any_of(r"ciastecz\w*", "cookies", "zgod[ayę]"), any_of(r"akceptuj\w*", "zezwól", "ustawienia")),
    ),
    ru=(
        every(
            any_of("cookies?", "куки", "персональных данных"), any_of(r"соглаша\w*", "принять", "настройки")
        ),
    ),
)
ABOUT = (
    "cookie",
    "consent",
    "privacy",
    "datenschutz",
    "einwilligung",
    "consentement",
    "privacidad",
    "biscuit",
)


def consent_prompt(spans: Sequence[Span], article: Article, source: SourceConfig) -> Iterator[Cut]:
    """The stand-in for embedded content that waits for a reader's consent.

    ``Empfohlener redaktioneller Inhalt``, ``Ich bin damit einverstanden, dass mir externe Inhalte angezeigt
    werden.``
    """
    headline = article.headline.casefold()
    about = any(word in headline for word in ABOUT)
    boxed, told = NAMES.of(spans), prose(spans)
    for place, span in enumerate(spans):
        if place in boxed or (not about and place not in told and SHAPE.says(span.text, article.language)):
            yield Cut(start=span.start, end=span.end)
