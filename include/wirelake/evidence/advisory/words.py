"""How desks word a kill, by language: what opens such a message, whom it addresses, what it asks.

All patterns are held against text in which quotations are blanked, so that nobody's words are the desk's.
"""

import re
from typing import NamedTuple

GAP = r"[^\n]{0,160}?"
BEFORE = r"[\W\d_]{0,12}"  # "/DISREGARD", "*** KILL", "0930 KILL"
BEHIND = r"(?:\s*[-–—:/!,.]+\s*|\s*\Z|\s+(?=(?-i:[A-Z]{2})-{1,2}\w))"  # "WITHDRAWN: …", "KILL BC-EU--Ship"


class Wording(NamedTuple):
    """The words of one language.

    ``opens`` begins a message that takes something back, ``addresses`` one to editors, ``alerts`` one to
    whomever it may concern. ``asks`` is a sentence that asks editors not to use a text or says that it is
    withdrawn; ``calls`` is one only in a sentence that holds a ``text`` too, or a reference to one.
    """

    opens: re.Pattern[str]
    addresses: re.Pattern[str]
    alerts: re.Pattern[str]
    asks: re.Pattern[str]
    calls: re.Pattern[str]
    text: re.Pattern[str]


def _any(*patterns: str) -> str:
    return f"(?:{'|'.join(patterns)})"


def _wording(*, opens: str, addresses: str, alerts: str, asks: str, calls: str, text: str) -> Wording:
    shapes = (
        f"{BEFORE}{_any(KILL, opens)}{BEHIND}",
        f"{BEFORE}(?:{addresses})",
        f"{BEFORE}(?:{alerts})",
        asks,
        calls,
        rf"\b{text}\b",
    )
    return Wording(*(re.compile(one, re.IGNORECASE) for one in shapes))


# Every wire's: "BULLETIN KILL", "Mandatory kill", "KILL BC-EU--Ship-Fire"; "Kill:" may be a film.
KILL = _any(
    r"(?:(?:bulletin|urgent|flash|mandatory|attention|story|photo|text|wire|editorial|achtung|eil)"
    r"\W{1,4}){1,3}(?:kill|withdrawal|elimination|retraction|disregard)s?\b",
    r"kill (?:notice|advisory|order|message|story|bulletin)\b",
    r"(?-i:KILL(?:ED)?)\b(?!-\w)",  # "KILL-SWITCH/" is a subject
)
# The text of a wire, as its own desk calls it. Product, plan, flight, paper and text message are none; items,
# photos and releases may be anything, so they count where editors are asked, and not where it is told.
STORY = _any(
    "stor(?:y|ies)",
    "dispatch(?:es)?",
    "news ?alerts?",
    "snaps?",
    "write-?thrus?",
    "(?:press|news) releases?",
    "news items?",
)
TEXT = _any(
    STORY,
    "items?",
    "headlines?",
    "takes?",
    "leads?",
    "lds?",
    "releases?",
    "photos?",
    "pictures?",
    "graphics?",
    "captions?",
    "slugged",
)
NOT_OF_PART = r"(?! (?:an?y? |the )?(?:references?|sentences?|words?|grafs?|paragraphs?))"
STATED = r"(?:is|are|has been|have been|is being) (?:hereby |now )?"
ENGLISH = _wording(
    opens=r"(?:(?:advisory|bulletin|urgent|notice|attention|eds|editors|notice to|notice of)\W{1,4}){0,2}"
    + _any(
        "(?-i:WITHDRAWN|WITHDRAWAL|RETRACTED|RETRACTION|DISREGARD|ELIMINATION|DELETED)",
        "(?:story|item|(?:news |press )?release) (?:withdrawn|withdrawal|retracted|retraction|deleted)",
        "disregard(?: (?:this |the )?(?:(?:news |press )?release|story|item))",
        "(?:withdrawal|retraction) notice",
    ),
    addresses=_any(
        "(?:"
        r"advisory|editors?['’]? (?:note|advisory)|editor['’]s note|notes? to (?:all )?(?:news )?editors"
        r"|eds|editors"
        r"|(?:attention|attn\.?|advisory to|to) (?:all )?(?:news )?(?:editors|clients|subscribers)"
        r")\s*[-–—:,/]",
        "(?:attention|attn) (?:all )?(?:news )?editors",
        rf"[^\n]{{3,120}}\bstor(?:y|ies) (?:{STATED})?(?:withdrawn|retracted|killed)\W*\Z",
    ),
    alerts=r"please (?:kill|disregard|withhold|withdraw|do not use)\b",
    asks=_any(
        r"\bkill is mandatory\b|\bmandatory kill\b",
        rf"\bmake (?:certain|sure)\b{GAP}\b(?:{TEXT}|article|report|it) (?:is|are|has|have|does|do) not\b",
        r"(?:\A|[.!:;,(_–—-]\s*|\b(?:please|should|must|(?:asked|requested|urged) to) )(?:immediately )?"
        r"(?:kill|withdraw|retract|eliminate|disregard|spike|(?:do|should|must) not (?:use|publish|run)"
        r"|don['’]t use|refrain from using|discontinue (?:all )?use of)\b"
        rf"{NOT_OF_PART}[^\n.]{{0,80}}?\b(?:{TEXT}|article|report|transmission)\b",
        rf"\b(?:please|should|must) (?:remove|delete)\b{NOT_OF_PART}[^\n.]{{0,80}}?\b(?:{STORY}|article)\b",
        rf"\bwithhold\b[^\n.]{{0,60}}\b(?:{TEXT}|article)\b(?!{GAP}\buntil (?!further))",
        rf"\b(?:the|this|these|our|earlier|above|following) {GAP}(?:{STORY}|item (?:headlined|slugged"
        rf"|titled))\b"
        rf"{GAP}\b{STATED}(?:withdrawn|killed|retracted|eliminated|cancell?ed|deleted)\b(?! by)",
        r"\b(?:have|has|is|are) (?:hereby )?(?:withdraw(?:n|ing)|kill(?:ed|ing)|retract(?:ed|ing)) "
        rf"(?:the|its|our|this|these|a) (?:[\w-]+ ){{0,4}}{STORY}\b",
        r"\b(?:no|there (?:will|is to) be no) (?:substitute|replacement) (?:story|item|version)\b",
        r"\breaders,?(?: and [\w ]{3,30})? should disregard\b",
    ),
    calls=r"(?:\A|[.!:;(_–—-]\s*|\bplease )(?:kill|disregard|withdraw|eliminate|do not use|don['’]t use)\b",
    text="(?!)",
)
GERMAN_TEXT = _any(
    r"(?:eil|blitz)?meldung(?:en)?",
    r"(?:korrespondenten)?bericht(?:e|s)?",
    "beitrag",
    "text(?:es)?",
    "zusammenfassung",
    "fassung(?:en)?",
    "bild(?:er)?",
    "presse(?:mitteilung|information)",
)
GERMAN = _wording(
    opens=r"(?:(?:eil(?:meldung)?|achtung|achtung,? redaktionen|bitte)\W{1,4}){0,2}"
    + _any(
        "(?-i:RÜCKZUG|WIDERRUF|STORNO|STORNIERUNG|ANNULLIERUNG|STREICHUNG|ZURÜCKGEZOGEN|LÖSCHUNG)",
        "zurückziehung",
        rf"(?:rückzug|widerruf|stornierung) (?:einer|der) {GERMAN_TEXT}",
        rf"{GERMAN_TEXT} zurückgezogen",
    ),
    addresses=r"(?:achtung,? (?:an )?(?:die |alle )?|hinweis an (?:die |alle )?|an (?:die |alle ))redaktionen"
    r"|redaktioneller hinweis",
    alerts=r"achtung\b",
    asks=_any(
        rf"\b{GERMAN_TEXT}\b{GAP}\b(?:wird|ist|wurde|werden|sind)\b[^\n]{{0,60}}?\b"
        r"(?:zurückgezogen|gekillt|annulliert|storniert|widerrufen|ersatzlos gestrichen|gegenstandslos)\b",
        rf"\b(?:ziehen wir|wir ziehen)\b{GAP}\b{GERMAN_TEXT}\b{GAP}\bzurück\b",
        rf"\bverwenden sie\b{GAP}\b{GERMAN_TEXT}\b{GAP}\bnicht\b",
        rf"\b{GERMAN_TEXT}\b[^\n]{{0,80}}?\bist nicht (?:mehr )?zu verwenden\b",
    ),
    calls=rf"\bbitte\b{GAP}\b(?:nicht (?:mehr |zu |weiter )?(?:verwenden|veröffentlichen|verbreiten|beachten)"
    r"|ignorieren|löschen|zurückziehen|als gegenstandslos)\b",
    text=GERMAN_TEXT,
)
FRENCH_TEXT = (
    "(?:dépêches?|alerte|papiers?|urgents?|prévision|communiqué|notre (?:article|texte|information))"
)
FRENCH = _wording(
    opens=r"(?:(?:attention|urgent|alerte|avis|avis d['’]|à tous les abonnés)[\W]{0,4}){0,2}"
    r"(?:annulation|annule|annuler|annulez|annulée?s?|à annuler|retrait)"
    rf"(?: (?:d['’]une|de la|de notre|des?) {FRENCH_TEXT})?",
    addresses=r"(?:avis|note) (?:aux|à nos|à tous les) (?:rédactions|abonnés|clients|rédacteurs)",
    alerts=r"attention\b",
    asks=rf"\b(?:la|le|les|cette|ces|notre|nos) (?:dépêches?|papiers?|alerte|urgents?|communiqué)\b{GAP}\b"
    r"(?:est|sont|a été|ont été|doit être) (?:annulé|retiré|supprimé)e?s?\b(?! (?:par|en))",
    calls=rf"\b(?:merci|prière|veuillez|vous prions|vous demandons)\b{GAP}\b(?:annuler|supprimer|retirer"
    rf"|détruire"
    r"|ignorer|considérer comme nulle|ne (?:pas|plus) (?:utiliser|publier|diffuser|reprendre"
    r"|tenir compte))\b",
    text=FRENCH_TEXT,
)

SPANISH_TEXT = _any(
    "(?:la|esta|nuestra|siguiente|anterior) (?:noticia|informaci[óo]n|nota|cr[óo]nica)",
    "despacho",
    "teletipo",
    "avance",
)
SPANISH = _wording(
    opens=r"(?:(?:atención|urgente|aviso|aviso de|nota de)\W{1,4}){0,2}"
    r"(?:anulaci[óo]n|anular|anulad[ao]|anule(?:n|se)?|eliminar|retirada)"
    r"(?: (?:de|de la|de una) (?:noticia|información|nota|despacho|crónica))?",
    addresses=r"(?:aviso|atención|nota) (?:a )?(?:los |las )?"
    r"(?:suscriptores|clientes|redactores|abonados|editores|redacciones)|señores (?:editores|abonados)",
    alerts=r"atención\b",
    asks=rf"\b{SPANISH_TEXT}\b{GAP}\b(?:queda|ha sido|está) (?:anulad|retirad|eliminad"
    rf"|sin efecto)\w*\b(?! por)",
    calls=rf"(?:\b(?:rogamos|por favor|se ruega|ruega|pedimos|solicitamos|sírvanse)\b{GAP}|(?:\A|[.:!]\s*))\b"
    r"(?:anul(?:ar|en|e)|elimin(?:ar|en|e)|retir(?:ar|en|e)|hag?an? caso omiso"
    r"|no (?:utili[cz]\w+|us(?:ar|en|e)|publi\w+|difund\w+|(?:tener|tengan) en cuenta))\b",
    text=SPANISH_TEXT,
)
ITALIAN_TEXT = _any(
    "(?:la|questa|nostra|seguente|precedente) notizia",
    "(?:il |questo |del |al )(?:lancio|pezzo)",
    "dispaccio",
    "take",
)
ITALIAN = _wording(
    opens=r"(?:(?:attenzione|urgente|avviso|avviso di)\W{1,4}){0,2}"
    r"(?:annullare|annullamento|annullat[aoe]|annulla|ritiro)"
    r"(?: (?:la|di|del|della) (?:notizia|lancio|dispaccio|take))?",
    addresses=r"(?:avviso|nota|attenzione) (?:ai|alle) (?:clienti|giornali|redattori|abbonati|redazioni)"
    r"|ai (?:signori )?(?:abbonati|redattori)",
    alerts=r"attenzione\b",
    asks=rf"\b{ITALIAN_TEXT}\b{GAP}\b(?:è|sono|va|deve|da) (?:essere |considerarsi |da considerarsi "
    rf"|stat[ao] )?"
    r"(?:annullat|ritirat|eliminat|cestinat)[ao]\b(?! da)",
    calls=rf"(?:\b(?:si prega|pregasi|vi preghiamo|preghiamo|pregati|prega)\b{GAP}|(?:\A|[.:!]\s*))\b"
    r"(?:annullare|eliminare|cestinare|ignorare"
    r"|non (?:utilizzare|pubblicare|diffondere|usare|tene?re? conto|considerare))\b",
    text=ITALIAN_TEXT,
)
PORTUGUESE_TEXT = (
    "(?:(?:a|esta|da|nossa|seguinte) (?:notícia|peça|matéria)|(?:o |este |do )despacho|(?:o |este )take)"
)
PORTUGUESE = _wording(
    opens=r"(?:(?:atenção|urgente|aviso|aviso de)\W{1,4}){0,2}"
    r"(?:anula[çc][ãa]o|anular|anulad[ao]|anulem?|anule-se|eliminar|retirada)"
    r"(?: (?:da|de|de uma) (?:notícia|peça|matéria|despacho))?",
    addresses=r"(?:aviso|nota|atenção) (?:aos|às) (?:senhores )?"
    r"(?:clientes|editores|assinantes|subscritores|redações|redacções)|(?:aos|senhores) (?:editores"
    r"|clientes)",
    alerts=r"atenção\b",
    asks=rf"\b{PORTUGUESE_TEXT}\b{GAP}\b(?:fica|foi|está|é|deve ser) (?:anulad|retirad"
    rf"|sem efeito)\w*\b(?! p)",
    calls=r"(?:\b(?:solicitamos|pedimos|pede-se|por favor|solicita-se|agradecemos|agradece-se|rogamos)\b"
    rf"{GAP}|(?:\A|[.:!]\s*))\b(?:anul(?:ar|em?)|elimin(?:ar|em?)|retir(?:ar|em?)|desconsider(?:ar|em?)"
    rf"|ignor(?:ar|em?)"
    r"|não (?:utiliz\w+|us(?:em|ar|e)|publi\w+|consider\w+|divul\w+))\b",
    text=PORTUGUESE_TEXT,
)
DUTCH_TEXT = "(?:(?:het|dit|ons) (?:bericht|verhaal|artikel|persbericht)|(?:de|deze) foto)"
DUTCH = _wording(
    opens=r"(?:(?:let op|attentie|aan de redacties)\W{1,4}){0,2}"
    r"(?:annule(?:ren|ring)?|intrekking|(?:bericht |verhaal )?(?:ingetrokken|vervallen|vervalt))"
    r"(?: (?:van )?(?:het |een )?(?:bericht|verhaal))?",
    addresses=r"(?:attentie|let op|aan),? (?:de |alle )?redacties|noot voor de redactie",
    alerts=r"let op\b|attentie\b",
    asks=rf"\b{DUTCH_TEXT}\b{GAP}\b(?:is|wordt) (?:hierbij )?(?:ingetrokken|geannuleerd|vervallen)\b"
    rf"|\b(?:wij trekken|trekken wij)\b{GAP}\b{DUTCH_TEXT}\b{GAP}\bin\b",
    calls=rf"\b(?:gelieve|verzoeke|verzoeken|graag|wilt u|verzocht)\b{GAP}\b(?:annuleren|negeren"
    rf"|verwijderen|schrappen"
    r"|niet (?:meer )?(?:te )?(?:gebruiken|publiceren|verspreiden))\b",
    text=DUTCH_TEXT,
)
WORDINGS = (ENGLISH, GERMAN, FRENCH, SPANISH, ITALIAN, PORTUGUESE, DUTCH)
# Whoever says so is quoted: "the story has been withdrawn, the publisher said" is news of a withdrawal.
REPORTED = re.compile(
    r"\b(?:said|says|told|announced|according to|sagte|sagt|erklärte|teilte|laut|zufolge|a (?:dit|déclaré"
    r"|annoncé)"
    r"|selon|dijo|afirmó|según|anunció|ha detto|secondo|disse|afirmou|segundo|zei|volgens|meldde)\b",
    re.IGNORECASE,
)
# An article that replaces one says so in its note, and stays.
REPLACES = re.compile(
    r"\b(?:an? (?:earlier|previous|prior) version"
    r"|(?:this|the following)(?: story| version| item)? (?:replaces|supersedes|substitutes)"
    r"|(?:ersetzt|remplace|sustituye|sostituisce|substitui|vervangt) (?:die|la|le|il|lo|a|o|het|de))\b",
    re.IGNORECASE,
)
