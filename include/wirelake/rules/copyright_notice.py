from collections.abc import Iterator, Sequence

from wirelake.config import SourceConfig
from wirelake.records import Article, Cut, Span
from wirelake.rules.wording import Names, Wording, prose

NAMES = Names("copy-?rights?(?:-?(?:notice|text|info|line))?", "disclaimers?", "legal-?(?:notice|text)")
WHOSE = r"\b(?:author|own|necessarily|responsib\w+|purposes only)\b"
STATED = "(?:expressed|herein|provided|contained)"
HOLDER = r"[©ⓒ].{2,200}"
SHAPE = Wording(
    longest=600,
    en=(
        # "© 2026 Harbour Press", "(c) Harbour Press", "Copyright 2026 Harbour Press. All rights reserved."
        r"(?:©|ⓒ|\(c\)|c\)).{2,400}",
        r"copyright(?:ed)?\b(?=.{0,80}(?:[©ⓒ]|\(c\)|\d{4}|reserved|:)).{2,400}",
        r"copyright (?:by |of )?(?-i:[A-Z])\S*(?: (?-i:[A-Z])\S*){0,6}",
        r".{0,300}\ball rights reserved\b.{0,200}",
        "this copy is for your personal…",
        "this material may not be published…",
        "this article (?:is|was) (?:republished|originally published|syndicated)…",
        "this story (?:was|is) (?:originally published|produced)…",
        # "The views expressed are the author's own." "Views are personal and for information purposes only."
        rf"the (?:views|opinions|information)\b.{{0,60}} {STATED}\b.{{0,120}}{WHOSE}…",
        r"the (?:information|content) .{0,120}\bpurposes only\b.{0,200}",
        rf"(?:(?:all|expressed) )?(?:opinions|content|views) (?:expressed |herein ).{{0,120}}{WHOSE}…",
        "disclaimer\\s*:.{10,600}",
        "no part of this (?:article|material|publication|content|work|site|story)…",
    ),
    de=(
        "alle rechte vorbehalten",
        HOLDER,
        r"copyright\b.{2,200}",
        # "Dieser Artikel erschien zuerst im Hafenblatt."
        "dieser (?:artikel|text|beitrag) (?:ist|erschien|wurde) (?:zuerst|ursprünglich|bei|in|im)…",
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
    ru=("все права защищены", HOLDER, r"при (?:использовании|перепечатке)\b.{5,200}"),
    uk=("(?:усі|всі) права захищен[оі]", HOLDER),
    ar=("(?:جميع|كل|كافة) الحقوق محفوظة.{0,60}", HOLDER),
    he=("כל הזכויות שמורות.{0,60}", HOLDER),
    fa=("(?:تمامی|کلیه|تمام) حقوق.{0,40}محفوظ است.{0,40}", HOLDER),
    ja=("無断(?:転載|複製|複写).{0,40}", ".{0,30}禁じます.{0,10}"),
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
        if place in boxed or (place not in told and SHAPE.says(span.text, article.language)):
            yield Cut(start=span.start, end=span.end, fields=(("copyright_notice", span.text),))
