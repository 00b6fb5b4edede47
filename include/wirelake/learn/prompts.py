"""The words by which furniture asks for something or declares itself, by language, as parts of shapes.

Phrases rather than verbs: ``Read the full statement below`` and ``She shares the prize`` belong to articles.
"""

import re
from functools import cache

SIGNS = (r"<url>", r"<email>", r"©", r"\(c\) <n>", r"\brss\b", r"\bwhatsapp\b")
PROMPTS: dict[str, tuple[str, ...]] = {
    "en": (
        r"\bsign up\b",
        r"\bsubscri(?:be|ption)",
        r"\bnewsletters?\b",
        r"\bfollow us\b",
        r"\bshare (?:this|on|by|via|the (?:article|story))\b",
        r"\bclick (?:here|on|to)\b",
        r"\bread (?:more|also|next)\b|^more from\b",
        r"\b(?:related|recommended) (?:articles?|stor(?:y|ies)|news|topics|content)\b",
        r"\b(?:our|the|this) app\b",
        r"\b(?:contact|e-?mail|write to|call) us\b",
        r"\bquestions about this\b",
        r"\ball rights reserved\b",
        r"\bcopyright\b",
        r"\b(?:terms|conditions) of (?:use|service)\b|\bprivacy policy\b|\bcookies\b",
        r"\b(?:without|prior|written) (?:\w+ )?permission\b",
        r"\bdisclaimer\b",
        r"\bopinions? expressed\b|\bviews expressed\b|\bnot necessarily (?:reflect|those)\b",
        r"\bwarrant(?:y|ies)\b.*\baccura(?:cy|te)\b|\bno (?:responsibility|liability)\b",
        r"\badvertis(?:e with|ement|ing)\b|\bsponsored\b",
        r"\b(?:donate|support (?:us|our))\b|\bjoin (?:us|our)\b",
        r"\blisten to this\b|\bwatch live\b",
        r"^(?:this (?:article|story) was )?(?:last )?(?:updated|published|modified)\b.*<(?:date|time)>",
        r"^page <n> (?:of|/) <n>$|^<n> min(?:ute)?s?\.? read$|^reading time\b",
        r"^(?:print|search|share|copy link|log in|comments?|tags?)$",
    ),
    "de": (
        r"\b(?:newsletter|abonnieren|anmelden|teilen sie|jetzt teilen)\b",
        r"\bfolgen sie uns\b|\bmehr zum thema\b|\blesen sie (?:auch|mehr)\b|\bweiterlesen\b",
        r"\balle rechte vorbehalten\b|\bnachdruck\b|\bimpressum\b|\bdatenschutz(?:erklärung)?\b",
        r"\bkontaktieren sie uns\b|\bhaftung\b|\banzeige\b$|\bdrucken\b$",
    ),
    "fr": (
        r"\babonnez-vous\b|\binscrivez-vous\b|\binfolettre\b|\bnewsletter\b|\bsuivez-nous\b",
        r"\bpartage[rz] (?:cet|l[’'])|\blire (?:aussi|la suite)\b|\bcliquez\b|\bcontactez-nous\b",
        r"\btous droits réservés\b|\bmentions légales\b|\bpublicité\b$|\bimprimer\b$",
    ),
    "es": (
        r"\bsuscr[ií]b(?:ete|ase)\b|\bboletín\b|\bsíguenos\b|\bregístrate\b",
        r"\bcompart(?:ir|e|a) (?:este|esta|en)\b|\bleer más\b|\blea también\b|\bhaga clic\b|\bcontáctenos\b",
        r"\btodos los derechos reservados\b|\baviso legal\b|\bpublicidad\b$|\bimprimir\b$",
    ),
    "pt": (
        r"\bassine\b|\binscreva-se\b|\bsiga-nos\b|\bcompartilh(?:e|ar)\b|\bpartilh(?:e|ar)\b",
        r"\bleia (?:mais|também)\b|\bclique\b|\btodos os direitos reservados\b|\bimprimir\b$",
    ),
    "it": (
        r"\biscriviti\b|\babbonati\b|\bseguici\b|\bcondividi\b|\bleggi (?:anche|di più)\b|\bclicca\b",
        r"\btutti i diritti riservati\b|\briproduzione riservata\b|\bstampa\b$",
    ),
    "nl": (
        r"\bnieuwsbrief\b|\babonneer\b|\bmeld je aan\b|\bvolg ons\b|\bdeel dit\b|\blees (?:ook|meer)\b",
        r"\balle rechten voorbehouden\b|\bklik hier\b",
    ),
    "tr": (r"\babone ol|\bbültenimiz|\bbizi takip\b|\bpaylaş\b|\bdevamını oku\b|\btüm hakları saklıdır\b",),
    "ru": (r"подпи(?:шитесь|саться)|поделиться|читайте (?:также|ещё)|все права защищены|перепечатка",),
    "ar": (
        r"اشترك|تابعونا|شارك|اقرأ (?:أيضا|أيضًا|المزيد)|اضغط هنا|اطبع|النشرة البريدية",
        r"جميع الحقوق محفوظة|حقوق النشر|إخلاء مسؤولية|اتصل بنا|تواصل معنا|للتواصل",
    ),
    "zh": (r"订阅|訂閱|关注我们|關注我們|分享到|点击|點擊|版权所有|版權所有|责任编辑|免责声明",),
    "ja": (r"購読|フォロー|シェアする|続きを読む|無断転載|著作権",),
}


def prompts(shaped: str, language: str | None) -> bool:
    """The shape asks for something, or declares a right, in the language (a BCP 47 tag) or in English, the
    second language of most sites; of any language where none is named or it is not in the table."""
    return bool(_pattern((language or "").partition("-")[0].lower()).search(shaped))


@cache
def _pattern(language: str) -> re.Pattern[str]:
    known = {"en", language} if language in PROMPTS else PROMPTS.keys()
    return re.compile("|".join((*SIGNS, *(part for name in sorted(known) for part in PROMPTS[name]))))
