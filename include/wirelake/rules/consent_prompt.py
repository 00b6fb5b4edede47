from collections.abc import Iterator, Sequence

from wirelake.config import SourceConfig
from wirelake.records import Article, Cut, Span
from wirelake.rules.element_names import Names
from wirelake.rules.places import prose
from wirelake.rules.wording import Wording, any_of, at_start, every

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
# What is consented to, what is to be done, and the reader who is to do it: without one it may be news.
READER = any_of(
    "your?|please|click",
    "this (?:content|site|website|page|embed|video)",
    at_start("accept|allow|enable|manage|display|load|view|we|by"),
)
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
            READER,
        ),
        # "Allow the cookies to cool" is a recipe's.
        every(
            "cookies?",
            any_of("accept", "allow", "enable", "manage", "preferences", "settings", "agree", "view this"),
            any_of(
                "accept", "sites?", "websites?", "browser", "settings", "preferences", "policy", "content"
            ),
            READER,
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
            any_of(r"(?-i:Sie|Ihnen|Ihre?[nmrs]?)|du|dich|dir|deine?[nmrs]?|ich|mir|wir|uns|unsere\w*"),
        ),
        "(?:empfohlene[rn]? )?(?:redaktionelle[rn]?|externe[rn]?) inhalte?(?: (?:anzeigen|laden))?",
        "cookies? (?:akzeptieren|zulassen|aktivieren)",
    ),
    fr=(
        every(
            any_of("cookies?", "consentement", "données personnelles", "contenu externe"),
            any_of(r"accept\w*", "afficher", r"paramétr\w*", r"autoris\w*"),
            any_of(
                "vous|votre|vos|nous|notre|nos|ce (?:contenu|site)",
                at_start("accepter|afficher|paramétrer|autoriser"),
            ),
        ),
    ),
    es=(
        every(
            any_of("cookies?", "consentimiento", "datos personales", "contenido externo"),
            any_of(r"acept\w*", "mostrar", r"configur\w*", r"permit\w*"),
            any_of(
                r"tu|tus|te|puedes|usted|nuestr\w*|este (?:sitio|contenido|v[ií]deo)",
                at_start("aceptar?|mostrar|configurar|permitir"),
            ),
        ),
    ),
    it=(
        every(
            any_of("cookie", "consenso", "dati personali"),
            any_of(r"accett\w*", "mostrare", "impostazioni", "preferenze"),
            any_of(
                r"tuo|tua|tuoi|tue|ti|puoi|nostr\w*|questo (?:sito|contenuto|video)",
                at_start("accetta(?:re)?|mostra(?:re)?"),
            ),
        ),
    ),
    pt=(
        every(
            any_of("cookies?", "consentimento", "dados pessoais", "conteúdo externo"),
            any_of(r"aceit\w*", "exibir", "mostrar", "configurações", "preferências"),
            any_of(
                r"você|noss\w*|este (?:site|conteúdo|vídeo)|ao (?:clicar|continuar|aceitar)",
                at_start("aceitar|exibir|mostrar"),
            ),
        ),
    ),
    nl=(
        every(
            any_of("cookies?", "toestemming", "externe inhoud"),
            any_of(r"accepte\w*", "tonen", "instellingen", "bekijken"),
            any_of(
                "je|jij|jouw|u|uw|onze|wij|we|deze (?:inhoud|site|website|video)",
                at_start("accepteer|tonen|bekijk"),
            ),
        ),
    ),
    sv=(
        every(
            any_of("cookies?", "kakor", "samtycke", "externt innehåll"),
            any_of("godkänn", "tillåt", "visa"),
            any_of(r"du|dig|din|ditt|dina|vi|vår\w*", at_start("godkänn|tillåt|visa")),
        ),
    ),
    no=(
        every(
            any_of(r"informasjonskapsler\w*", "cookies", "samtykke", "eksternt innhold"),
            any_of(r"godta\w*", "tillat", "vis"),
            any_of(r"du|deg|din|ditt|dine|vi|våre?", at_start("godta|tillat|vis")),
        ),
    ),
    da=(
        every(
            any_of("cookies?", "samtykke", "eksternt indhold"),
            any_of("accepter", "tillad", "vis"),
            any_of(r"du|dig|din|dit|dine|vi|vores", at_start("accepter|tillad|vis")),
        ),
    ),
    fi=(
        every(
            any_of(r"eväste\w*", r"suostumu[sk]\w*"),
            any_of(r"hyväksy\w*", "salli", "asetukset"),
            any_of(r"sinu\w*|voit|käytämme|tämä sivusto", at_start("hyväksy|salli")),
        ),
    ),
    pl=(
        every(
            any_of(r"ciastecz\w*", "cookies", "zgod[ayę]"),
            any_of(r"akceptuj\w*", "zezwól", "ustawienia"),
            any_of(r"twoj\w*|twój|ciebie|nasz\w*|używamy", at_start("akceptuj|zezwól")),
        ),
    ),
    ru=(
        every(
            any_of("cookies?", "куки", "персональных данных"),
            any_of(r"соглаша\w*", "принять", "настройки"),
            any_of(r"вы|вас|вам|ваш\w*|мы|наш\w*", at_start("принять|соглашаюсь|продолжая")),
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
