"""What hedges an issuer's outlook, in any language; and what speaks of the future or of risks without it."""

import re

import pytest

from wirelake.learn.outlooks import HEDGES, hedges
from wirelake.shapes import shape

HEDGED = [
    "Forward-Looking Statements",
    "This release contains forward looking information about the second quay.",
    "Safe Harbor Statement under the Private Securities Litigation Reform Act of 1995",
    "The Private Securities Litigation Reform Act of 1995 knows such words.",
    "Actual results may, for many reasons, differ materially from those described above.",
    "Copperline names known and unknown risks in its report of 4 March 2026.",
    "Copperline undertakes no obligation to publicly update or revise these statements.",
    "They may be known by words such as “may”, “plan”, “expects” and the like.",
    "Diese Mitteilung enthält zukunftsgerichtete Aussagen.",
    "Le présent communiqué contient des déclarations prospectives.",
    "Este comunicado contiene declaraciones prospectivas.",
    "Este comunicado contém declarações prospectivas.",
    "Il comunicato contiene dichiarazioni previsionali.",
    "Dit bericht bevat toekomstgerichte verklaringen.",
    "Bu bülten ileriye dönük beyanlar içerir.",
    "Настоящий релиз содержит заявления прогнозного характера.",
    "يتضمن هذا البيان بيانات تطلعية بشأن الرصيف.",
    "本新闻稿包含前瞻性陈述。",
    "本資料には将来予想に関する記述が含まれます。",
]
TOLD = [
    "The harbour office looks forward to the spring tide.",
    "Boats found a harbour that is safe behind the new mole.",
    "What the keepers say and what the pilots say may differ.",
    "Sign up for Low Water: the strait in one letter at seven each morning.",
    "Nobody at the herald answers for risks that its readers take.",
    "Die Aussagen des Lotsen sind in die Akten eingegangen.",
    "The desk has no duty to print letters.",
]


@pytest.mark.parametrize("text", HEDGED)
def test_it_hedges(text: str) -> None:
    assert hedges(shape(text))


@pytest.mark.parametrize("text", TOLD)
def test_it_does_not(text: str) -> None:
    assert not hedges(shape(text))


@pytest.mark.parametrize("line", HEDGES)
def test_every_line_of_words_is_tried(line: str) -> None:
    others = re.compile("|".join(other for other in HEDGES if other != line))
    assert any(not others.search(shape(text)) for text in HEDGED)
