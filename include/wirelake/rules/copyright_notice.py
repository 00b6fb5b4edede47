from collections.abc import Iterator, Sequence

from wirelake.config import SourceConfig
from wirelake.records import Article, Cut, Span
from wirelake.rules.wording import Names, Wording

NAMES = Names("copy-?rights?(?:-?(?:notice|text|info|line))?|disclaimers?|legal-?(?:notice|text)")
SHAPE = Wording(
    en=r"[<(\[\s]*(?:©|ⓒ|\(c\)|copyright\b).{2,400}$|.{0,300}\ball rights reserved\b.{0,200}$|this (?:copy is for your personal|material may not be published|article (?:is|was) (?:republished|originally published|syndicated)|story (?:was|is) (?:originally published|produced)).{0,400}$"
    r"|(?:the (?:views|opinions|information)|(?:all |expressed )?(?:opinions|content|views)) (?:expressed |herein |provided |contained )?.{0,120}\b(?:author|own|necessarily|responsib\w+|purposes only)\b.{0,300}$|disclaimer\s*:.{10,600}$|no part of this\b.{0,200}$",
    de=r"(?:alle rechte vorbehalten|©.{2,200}|copyright\b.{2,200})\W*$|dieser (?:artikel|text|beitrag) (?:ist|erschien|wurde) (?:zuerst|ursprünglich|eine übersetzung|bei|in|im)\b.{2,200}$",
    fr=r"(?:tous droits (?:de reproduction )?réservés|©.{2,200}|reproduction interdite)\W*$",
    es=r"(?:todos los derechos reservados|©.{2,200}|prohibida su reproducción.{0,80})\W*$",
    it=r"(?:©?\s*riproduzione riservata|tutti i diritti riservati|©.{2,200})\W*$",
    pt=r"(?:todos os direitos reservados|©.{2,200})\W*$",
    ja=r"(?:無断(?:転載|複製|複写).{0,40}|.{0,30}禁じます.{0,10})$",
    ko=r".{0,60}(?:무단\s?(?:전재|복제)).{0,60}$",
    zh=r".{0,40}(?:版权所有|未经(?:授权|许可)|轉載請).{0,60}$",
    ru=r"(?:все права защищены|©.{2,200}|при (?:использовании|перепечатке)\b.{5,200})$",
)


def copyright_notice(spans: Sequence[Span], article: Article, source: SourceConfig) -> Iterator[Cut]:
    """Whose the article is and what nobody may do with it; it has its own field.

    ``© 2026 Harbour Press. All rights reserved.``
    """
    boxed = NAMES.of(spans)
    for place, span in enumerate(spans):
        if place in boxed or SHAPE.match(span.text, article.language):
            yield Cut(start=span.start, end=span.end, fields=(("copyright_notice", span.text),))
