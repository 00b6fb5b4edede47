"""The words by which an issuer hedges its outlook, as parts of shapes.

Safe-harbour texts are much alike on the releases of many companies, and so look like furniture of the wire
that carries them; but each is what its issuer published, and stays in the text. As a wire may carry releases
in any language, and some in two, the words of all languages are looked for, whatever the source's is.
"""

import re

HEDGES = (
    # "This release contains forward-looking statements within the meaning of the Private Securities …"
    r"\bforward[- ]looking (?:statements?|information)\b|\bsafe[- ]harbou?r\b",
    r"\bprivate securities litigation reform act\b",
    # And where the text has paragraphs, each by itself: "Actual results could differ materially …"
    r"\bactual (?:results?|events?|outcomes?|performance)\b.{0,120}\bdiffer\b|\bdiffer materially\b",
    r"\b(?:known and unknown risks|risks and uncertainties)\b",
    r"\bno (?:obligation|duty|intention)\b.{0,60}\b(?:update|revise)\b.{0,60}\bstatements?\b",
    # "… words such as “may”, “expect”, “plan” and similar expressions …"
    r"\bwords such as\b.{0,200}\b(?:expects?|believes?|anticipates?|intends?)\b",
    r"\b(?:zukunftsgerichtete[nr]?|vorausschauende[nr]?|in die zukunft gerichtete[nr]?) aussagen?\b",
    r"\b(?:énoncés|déclarations|informations) (?:prospecti(?:fs|ves)|de nature prospective)\b",
    r"\b(?:declaraciones|afirmaciones|manifestaciones) (?:prospectivas|a futuro|sobre el futuro)\b",
    r"\b(?:declarações|afirmações) (?:prospectivas|sobre o futuro)\b",
    r"\b(?:dichiarazioni|informazioni) (?:previsionali|prospettiche)\b",
    r"\btoekomstgerichte (?:verklaringen|uitspraken|informatie)\b",
    r"\bileriye (?:dönük|yönelik) (?:beyan|açıklama|ifade)",
    r"\bпрогнозны[ех] (?:заявлени|утверждени)|\bзаявлени\w+ прогнозного характера",
    r"(?:ال)?بيانات (?:ال)?(?:تطلعية|استشرافية)|(?:ال)?تصريحات (?:ال)?(?:تطلعية|استشرافية)",
    r"前瞻性(?:陈述|声明|陳述|聲明)|将来(?:予想|見通し)に関する記述|미래예측\s?진술",
)
PATTERN = re.compile("|".join(HEDGES))


def hedges(shaped: str) -> bool:
    """The shape is a forward-looking statement's, or warns of one."""
    return PATTERN.search(shaped) is not None
