import re
from collections.abc import Iterator, Sequence

from wirelake.config import SourceConfig
from wirelake.records import Article, Cut, Span
from wirelake.rules.end_mark import SURE
from wirelake.rules.places import opening
from wirelake.rules.wording import Wording, any_of

DESK = any_of(
    "media|press|news|company|corporate|agency|investors?|pr|ir",
    "(?:investor|media|public) relations",
)
ASKED = "(?:information|inquiries|enquiries|questions|requests)"
QUERY = any_of(
    "information|details|inquiries|enquiries|questions",
    rf"(?:{DESK}(?: (?:and|&|or) {DESK})?) {ASKED}",
)
# The label alone, or with what follows it in one line: "Contact: A. Warden, +99 000 0000"
ON = r"(?:\s*[:：].{0,200})?"
SHAPE = Wording(
    longest=300,
    en=(
        rf"(?:{DESK}(?: ?(?:and|&|/|or) ?{DESK})? )?contacts?(?: (?:information|details|person|data))?{ON}",
        rf"for (?:further|more|additional|all|any) {QUERY},? (?:please )?(?:contact|call|e-?mail)…",
        rf"for {DESK} {ASKED},? (?:please )?(?:contact|call|e-?mail)…",
        r"contact (?-i:[A-Z]).{2,200}",  # "Contact A. Warden warden@quay.example"; with an address alone
        rf"(?:{DESK} )(?:inquiries|enquiries|queries){ON}",
    ),
    de=(
        rf"(?:presse-?|medien-?|ansprechpartner(?:in)? (?:für )?(?:die )?)?(?:kontakt|presse|medien){ON}",
        rf"rückfrage(?:n|hinweis)(?: (?:bitte )?an)?{ON}|ansprechpartner(?:in)?{ON}",
        rf"(?:weitere informationen|bei rückfragen|für rückfragen).{{0,60}}{ON}",
        rf"kontakt für (?:die )?(?:presse|medien|journalisten){ON}",
    ),
    fr=(rf"contacts?(?: (?:de )?(?:presse|médias?|investisseurs))?{ON}", rf"relations (?:presse|médias){ON}"),
    es=(rf"contactos?(?: (?:de|para) (?:la )?(?:prensa|medios|inversores))?{ON}",),
    it=(rf"contatt[oi](?: (?:per la )?stampa)?{ON}", rf"ufficio stampa{ON}"),
    pt=(rf"contat?c?tos?(?: (?:de|para|com) (?:a )?(?:imprensa|mídia))?{ON}", rf"assessoria de imprensa{ON}"),
    nl=(rf"(?:pers)?contact(?:persoon)?{ON}", rf"noot voor de (?:pers|redactie){ON}"),
    sv=(
        rf"(?:press)?kontakt(?:er|person)?{ON}",
        rf"för (?:mer|ytterligare) information,? (?:vänligen )?kontakta{ON}",
    ),
    no=(rf"(?:presse)?kontakt(?:er|person)?{ON}", rf"for mer informasjon,? (?:vennligst )?kontakt{ON}"),
    da=(
        rf"(?:presse)?kontakt(?:er|person)?{ON}",
        rf"for (?:mere|yderligere) information,? (?:venligst )?kontakt{ON}",
    ),
    fi=(rf"yhteystiedot{ON}|lisätiedot{ON}|lisätietoja(?: antaa)?{ON}|mediayhteydenotot{ON}",),
    pl=(rf"kontakt(?: (?:dla mediów|prasowy))?{ON}",),
    cs=(rf"kontakt(?:y)?(?: pro (?:média|novináře))?{ON}",),
    tr=(rf"(?:basın )?iletişimi?(?: bilgileri)?{ON}",),
    ru=(rf"контакты?(?: для (?:прессы|сми))?{ON}", rf"пресс-служба{ON}"),
    uk=(rf"контакти?(?: для (?:преси|змі))?{ON}",),
    ar=(rf"(?:للتواصل|للاتصال|جهة الاتصال|جهات الاتصال)(?: الإعلامي)?{ON}", rf"لمزيد من المعلومات{ON}"),
    he=(rf"(?:ליצירת קשר|לפרטים נוספים){ON}",),
    fa=(rf"(?:تماس با رسانه‌?ها|اطلاعات تماس){ON}",),
    ja=(rf"(?:本件に関する|報道関係者?(?:の|から)?の?)?(?:お問い?合わ?せ先?|連絡先){ON}",),
    ko=(rf"(?:언론 |보도 )?(?:문의|연락처){ON}",),
    zh=(rf"(?:媒体|媒體|新闻|新聞|投资者|投資者)?(?:联系人?|聯繫人?|联络人?|聯絡人?|联系方式){ON}",),
    id=(rf"(?:kontak|narahubung|hubungi)(?: media| pers)?{ON}",),
    vi=(rf"(?:thông tin )?liên hệ(?: báo chí| truyền thông)?{ON}",),
)
# What tells how to reach someone: an address, a telephone number, a page.
MEANS = re.compile(
    any_of(
        r"[\w.+-]{1,64}@[\w-]",
        r"\bhttps?://|\bwww\.",
        r"\+\d[\d ()./-]{6,30}\d",  # "+99 (0)00 0000-00"
        r"\b0\d[\d ()/-]{5,30}\d",  # "00 0000 0000"; "04.03.2026" is a day
        r"\(?\b\d{3}\)?[ .-]{1,2}\d{3}[ .-]\d{4}\b",  # "(555) 000-0000"
        r"\b(?:tele?|phone|telefon|fon|tél|mobile?|fax|тел)\b[^\w]{0,3}\(?\d",
    ),
    re.IGNORECASE,
)
SENTENCE = re.compile(r"[.!?。]$")
ABOUT = re.compile(r"(?:about|über|à propos|acerca|sobre|informazioni su|over|om) ", re.IGNORECASE)
LONGEST = 160
MOST = 14  # lines of one contact


def media_contact(spans: Sequence[Span], article: Article, source: SourceConfig) -> Iterator[Cut]:
    """Whom journalists may ask, after the text: a label and the short lines below it, or one line.

    ``Media contact:``, ``Press Office``, ``press@copperline-ferries.example``: the lines become ``contacts``.
    What names no address and no number, such as a chapter ``Contact``, is text. An end mark is a label too.
    """
    place = opening(spans) + 1
    while place < len(spans):
        span = spans[place]
        place += 1
        if SURE.fullmatch(span.text):
            below = _reach(spans, place, article)
        elif SHAPE.says(span.text, article.language):
            below = _reach(spans, place, article)
            if below or MEANS.search(span.text):
                said = _said(span.text)
                yield Cut(start=span.start, end=span.end, fields=(("contacts", said),) if said else ())
        else:
            continue
        for one in spans[place : place + below]:
            yield Cut(start=one.start, end=one.end, fields=(("contacts", one.text),))
        place += below


def _said(text: str) -> str | None:
    """What a label's line says beside the label: ``Contact: N. Quayside, press@quay.example``."""
    label, _, rest = text.partition(":")
    if rest.strip() and not MEANS.search(label):
        return rest.strip()
    return text if MEANS.search(text) else None


def _reach(spans: Sequence[Span], place: int, article: Article) -> int:
    """How many lines from here on are the contact's: short ones, the last of which tells where.

    They end at another label, at ``About Copperline Ferries``, and at a sentence.
    """
    reach = 0
    for count, span in enumerate(spans[place : place + MOST], 1):
        text = span.text
        means = MEANS.search(text)
        sentence = SENTENCE.search(text) and not means and " " in text[30:]
        label = SHAPE.says(text, article.language)
        if len(text) > LONGEST or ABOUT.match(text) or sentence or label:
            break
        reach = count if means else reach
    return reach
