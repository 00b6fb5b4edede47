"""The language of an article: what its page, feed or source declares, checked against its text.

The only importer of py3langid. Templates declare "en" above articles in isiZulu, so a text that is surely
in another language has the last word; a short or doubtful one leaves what is declared.
"""

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from wirelake.config import SourceConfig
from wirelake.language.tags import canonical_tag
from wirelake.records import Article, Candidate, with_changes

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

SAMPLE = 600  # characters from the middle of the text: headlines, menus and legal notes stand at its ends
ENOUGH, ENOUGH_UNSPACED = 60, 20  # letters
SURE = 0.9  # never wrong on 468 articles of 24 languages, cut to 40 characters and more
UNSPACED = "\u2e80"  # Chinese, Japanese and Korean from here on
# Tags of one language, or of languages so near that to tell them apart would be to guess.
ALIKE = (
    frozenset({"no", "nb", "nn"}),
    frozenset({"sr", "hr", "bs", "sh", "cnr"}),
    frozenset({"id", "in", "ms"}),
    frozenset({"zh", "cmn", "yue", "wuu"}),
    frozenset({"fil", "tl"}),
    frozenset({"he", "iw"}),
    frozenset({"fa", "prs"}),
    frozenset({"ro", "mo"}),
)


def settle_language(article: Article, source: SourceConfig) -> Article:
    """The article with its language, all that was declared and what its text says as candidates.

    The first declaration that the text does not contradict holds, with its region. Where the text surely
    contradicts the first of them, the flag ``language_contradicts`` says so, and the tag is another one
    declared that agrees with the text, or else the language of the text without a region.
    """
    declared, misread = _read(_declared(article, source), source)
    said = _said(article.extracted_text or article.headline)
    flags, language = article.quality_flags, next((one.value for one in declared), None)
    if said is not None and not said.refused:
        agreeing = [one for one in declared if _alike(one.value, said.value)]
        if declared and declared[0] not in agreeing:
            flags = (*flags, "language_contradicts")
        declared = [
            one if one in agreeing else replace(one, weight=0.0, refused="contradicts_text")
            for one in declared
        ]
        language = agreeing[0].value if agreeing else said.value
    others = (one for one in article.candidates if one.field != "language")
    found = (*declared, *misread, *((said,) if said else ()))
    return with_changes(article, language=language, candidates=(*others, *found), quality_flags=flags)


def detect(text: str) -> tuple[str, float]:
    """The language of a text as a tag without region, and how sure that is, from 0 to 1."""
    code, confidence = _identifier().classify(text)
    return str(code), float(confidence)


def _declared(article: Article, source: SourceConfig) -> list[Candidate]:
    found = [one for one in article.candidates if one.field == "language" and not one.refused]
    if article.language and article.language not in {one.value for one in found}:
        stated = Candidate(field="language", value=article.language, origin=article.source_format, weight=0.8)
        found.insert(0, stated)
    if source.language:
        found.append(Candidate(field="language", value=source.language, origin="source", weight=0.5))
    return found


def _read(stated: list[Candidate], source: SourceConfig) -> tuple[list[Candidate], list[Candidate]]:
    """The declarations as canonical tags, and beside them what was sent in another spelling."""
    tags, sent = [], []
    for one in stated:
        tag = canonical_tag(one.value, dict(source.language_map))
        if tag != one.value:
            refused = "respelled" if tag else "no_language"
            sent.append(replace(one, weight=0.0, refused=refused))
        if tag:
            tags.append(replace(one, value=tag))
    return tags, sent


def _said(text: str) -> Candidate | None:
    start = max(0, (len(text) - SAMPLE) // 2)
    sample = text[start : start + SAMPLE]
    letters = [one for one in sample if one.isalpha()]
    if not letters:
        return None
    code, confidence = detect(sample)
    unspaced = sum(one >= UNSPACED for one in letters)
    enough = ENOUGH_UNSPACED if 2 * unspaced > len(letters) else ENOUGH
    refused = "too_short" if len(letters) < enough else "unsure" if confidence < SURE else None
    weight = 0.0 if refused else round(confidence, 2)
    return Candidate(field="language", value=code, origin="text", weight=weight, refused=refused)


def _alike(tag: str, other: str) -> bool:
    one, two = (part.partition("-")[0] for part in (tag, other))
    return one == two or any({one, two} <= group for group in ALIKE)


@lru_cache(maxsize=1)
def _identifier() -> "LanguageIdentifier":
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # half a second: not for the empty batch

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
