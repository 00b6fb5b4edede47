from collections.abc import Iterator, Sequence

from wirelake.config import SourceConfig
from wirelake.records import Article, Cut, Span
from wirelake.rules.wording import Names, Wording

NAMES = Names(
    "consent[a-z_-]*|source-?point[a-z_-]*|privacy[a-z-]*|cookies?-?[a-z]*|opt-?in[a-z-]*|gdpr[a-z-]*|embed-?placeholder|two-?click[a-z-]*"
)
SHAPE = Wording(
    en=r"(?=.*\b(?:cookies?|consent|privacy settings|third[- ]party content|personal data|external content)\b)(?=.*\b(?:accept|allow|enable|manage|preferences|settings|agree|display|load|view this)\b).{5,500}$",
    de=r"(?=.*\b(?:externen? inhalte?n?|cookies?|drittplattform\w*|privatsphäre-?einstellung\w*|datenschutz(?:erklärung|hinweise?)|personenbezogene\w* daten|redaktionelle[rn]? inhalt))(?=.*\b(?:anzeigen|aktivier\w*|laden|angezeigt|zustimmung|einverstanden|empfohlene\w*|finden sie|widerruf\w*)).{5,600}$",
    fr=r"(?=.*\b(?:cookies?|consentement|données personnelles|contenu externe))(?=.*\b(?:accept\w*|afficher|paramétr\w*|autoris\w*)).{5,500}$",
    es=r"(?=.*\b(?:cookies?|consentimiento|datos personales|contenido externo))(?=.*\b(?:acept\w*|mostrar|configur\w*|permit\w*)).{5,500}$",
    it=r"(?=.*\b(?:cookie|consenso|dati personali))(?=.*\b(?:accett\w*|mostrare|impostazioni|preferenze)).{5,500}$",
    nl=r"(?=.*\b(?:cookies?|toestemming|externe inhoud))(?=.*\b(?:accepte\w*|tonen|instellingen|bekijken)).{5,500}$",
)


def consent_prompt(spans: Sequence[Span], article: Article, source: SourceConfig) -> Iterator[Cut]:
    """The stand-in for embedded content that waits for a reader's consent.

    ``Empfohlener redaktioneller Inhalt``, ``Ich bin damit einverstanden, dass mir der externe Inhalt angezeigt wird.``
    """
    headline = article.headline.casefold()
    about = any(word in headline for word in ("cookie", "consent", "privacy", "datenschutz", "einwilligung"))
    boxed = NAMES.of(spans)
    for place, span in enumerate(spans):
        if place in boxed or (not about and SHAPE.match(span.text, article.language)):
            yield Cut(start=span.start, end=span.end)
