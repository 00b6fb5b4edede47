from collections.abc import Iterator, Sequence

from wirelake.config import SourceConfig
from wirelake.records import Article, Cut, Span
from wirelake.rules.element_names import Names
from wirelake.rules.places import prose
from wirelake.rules.wording import NAMES_ONLY, Wording

NAMES = Names("copy-?rights?(?:-?(?:notice|text|info|line))?", "disclaimers?", "legal-?(?:notice|text)")
WHOSE = r"\b(?:author|own|necessarily|responsib\w+|purposes only)\b"
# The notice speaks of its page, in the present: "The opinions expressed at the hearing were …" is news.
PAGE = (
    r"(?=.{0,300}\b(?:authors?|writers?|contributors?|columnists?|here(?:in)?|this|purposes only|advice)\b)"
    r"(?!.{0,300}\b(?:was|were|had)\b)"
)
STATED = "(?:expressed|herein|provided|contained)"
HOLDER = r"[©ⓒ].{2,200}"
SHAPE = Wording(
    longest=600,
    en=(
        # "© 2026 Harbour Press", "(c) Harbour Press", "Copyright 2026 Harbour Press. All rights reserved."
        r"[©ⓒ].{2,400}",
        # "(c) the money that a ship pays" is an item of a list
        rf"c\)\s*(?:copyright\b.{{2,300}}|\d{{4}}\b.{{0,300}}|{NAMES_ONLY})",
        r"copyright(?:ed)?(?: (?:notice|by|of|the))?\W{0,4}(?:[©ⓒ:]|c\)|\d{4}).{0,400}",
        rf"copyright (?:by |of )?(?:the )?{NAMES_ONLY}",
        r".{0,300}\ball rights reserved\b.{0,200}",
        "this copy is for your personal…",
        "this material may not be published…",
        "this article (?:is|was) (?:republished|originally published|syndicated)…",
        r"this story (?:was|is) (?:originally published|produced (?:as part|in partnership|with support))…",
        rf"this story (?:was|is) produced by (?:the )?{NAMES_ONLY}(?: (?:and|as|in|for|with)\b.{{0,200}})?",
        # "The views expressed are the author's own." "Views are personal and for information purposes only."
        rf"{PAGE}the (?:views|opinions|information)\b.{{0,60}} {STATED}\b.{{0,120}}{WHOSE}…",
        r"the (?:information|content) .{0,120}\bpurposes only\b.{0,200}",
        rf"{PAGE}(?:(?:all|expressed) )?(?:opinions|content|views) (?:expressed |herein ).{{0,120}}{WHOSE}…",
        "disclaimer\\s*:.{10,600}",
        "our standards: the .{3,60} principles",
        "no part of this (?:article|material|publication|content|work|site|story)…",
    ),
    de=(
        "alle rechte vorbehalten",
        HOLDER,
        r"copyright(?:hinweis| by| bei)?\W{0,4}(?:[:©ⓒ]|c\)|\d{4}).{1,200}",
        # "Dieser Artikel erschien zuerst im Hafenblatt."
        "dieser (?:artikel|text|beitrag) (?:(?:ist|wurde) (?:zuerst|ursprünglich)|erschien)…",
        "dieser (?:artikel|text|beitrag) (?:ist|wurde) (?:bei|in|im)…(?:erschienen|veröffentlicht)",
        "dieser (?:artikel|text|beitrag) ist eine übersetzung…",
    ),
    fr=("tous droits (?:de reproduction )?réservés", HOLDER, "reproduction interdite"),
    es=("todos los derechos reservados", HOLDER, "prohibida su reproducción.{0,80}"),
    it=(r"©?\s*riproduzione riservata", "tutti i diritti riservati", HOLDER),
    pt=("todos os direitos reservados", HOLDER, "proibida a reprodução.{0,80}"),
    nl=("alle rechten voorbehouden", HOLDER),
    sv=("alla rättigheter förbehållna", HOLDER),
    no=("alle rettigheter forbeholdt", HOLDER),
    da=("alle rettigheder forbeholdes", HOLDER),
    fi=("kaikki oikeudet pidätetään", HOLDER),
    pl=("wszelkie prawa zastrzeżone", HOLDER),
    cs=("všechna práva vyhrazena", HOLDER),
    tr=("(?:tüm|her) hakkı saklıdır", "tüm hakları saklıdır", HOLDER),
    ru=(
        "все права защищены",
        HOLDER,
        r"при (?:использовании|перепечатке)\b(?=.*\b(?:материал|ссылк|гиперссылк)).{5,200}",
    ),
    uk=("(?:усі|всі) права захищен[оі]", HOLDER),
    ar=("(?:جميع|كل|كافة) الحقوق محفوظة.{0,60}", HOLDER),
    he=("כל הזכויות שמורות.{0,60}", HOLDER),
    fa=("(?:تمامی|کلیه|تمام) حقوق.{0,40}محفوظ است.{0,40}", HOLDER),
    ja=("無断(?:転載|複製|複写).{0,40}", ".{0,20}(?:転載|複製|複写).{0,20}禁じます.{0,4}"),
    ko=(r".{0,60}무단\s?(?:전재|복제).{0,60}",),
    zh=(".{0,40}(?:版权所有|未经(?:授权|许可)|轉載請|转载请).{0,60}",),
    id=("hak cipta dilindungi.{0,60}", HOLDER),
)


def copyright_notice(spans: Sequence[Span], article: Article, source: SourceConfig) -> Iterator[Cut]:
    """Whose the article is and what nobody may do with it; it has its own field.

    ``© 2026 Harbour Press. All rights reserved.``
    """
    boxed, told = NAMES.of(spans), prose(spans)
    for place, span in enumerate(spans):
        # "© 2026 Harbour Press" stands mid-text where more furniture follows; no sentence begins so.
        may = place not in told or span.text.lstrip().startswith(("©", "ⓒ"))
        says = may and not _is_item(spans, place) and SHAPE.says(span.text, article.language)
        if place in boxed or says:
            yield Cut(start=span.start, end=span.end, fields=(("copyright_notice", span.text),))


def _is_item(spans: Sequence[Span], place: int) -> bool:
    """After ``(b) Port Ansel`` the third of a list is ``(c) Marsa Nour``."""
    return place > 0 and spans[place - 1].text.lstrip("(")[:2].lower() == "b)"
