"""How often each shape stands where: bounded counting in two passes over the same documents."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from wirelake.learn.counts import Document, Evidence, Example, Totals
from wirelake.learn.sketches import CountMin, key_of, resemble, rest_of
from wirelake.shapes import MAX_CHARACTERS, hosts, masks, shape, words

MAX_CANDIDATES = 10_000  # shapes that are counted exactly
MAX_VOICES = 1_000  # providers, authors or hosts that are told apart; the others are one
OTHERS = "…"
MAX_EXAMPLES = 3
COMMON = 0.5  # of the articles: such a shape says nothing of what the rest of an article is
STRAY = 1  # lines after furniture at the end that are none, such as "Reporting by …"


@dataclass(slots=True, kw_only=True)
class Candidates:
    """The shapes of which the first pass saw at least ``floor``, and those on many articles, ``common``."""

    shapes: dict[str, int] = field(default_factory=dict)
    common: frozenset[str] = frozenset()
    floor: int


def survey(documents: Iterable[Document], floor: int) -> Candidates:
    """First pass: the shapes that stand on ``floor`` articles or more; on more, where they are too many."""
    sketch, found, articles = CountMin(), Candidates(floor=floor), 0
    for document in _first_versions(documents):
        articles += 1
        for shaped in set(_shapes(document)):
            estimate = sketch.add(key_of(shaped))
            if estimate >= found.floor and (shaped in found.shapes or _can_be_learned(shaped)):
                found.shapes[shaped] = estimate
                if len(found.shapes) > MAX_CANDIDATES:
                    _let_go(found)
    often = COMMON * articles
    found.common = frozenset(shaped for shaped, count in found.shapes.items() if count >= often)
    return found


def _let_go(found: Candidates) -> None:
    """Raise the floor until a tenth of the candidates has gone: the rarest."""
    counts = sorted(found.shapes.values())
    found.floor = counts[MAX_CANDIDATES // 10] + 1
    found.shapes = {shaped: count for shaped, count in found.shapes.items() if count >= found.floor}


def count(
    documents: Iterable[Document], candidates: Candidates, enough: int
) -> tuple[dict[str, Evidence], Totals]:
    """Second pass: the evidence of each candidate; its ``different`` articles up to ``enough``."""
    found = {
        shaped: Evidence(shape=shaped, words=frozenset(words(shaped))) for shaped in sorted(candidates.shapes)
    }
    asked = frozenset().union(*(one.words for one in found.values()))
    totals = Totals()
    for document in _first_versions(documents):
        _count_document(document, found, candidates.common, asked, totals, enough)
    return found, totals


def _count_document(
    document: Document,
    found: dict[str, Evidence],
    common: frozenset[str],
    asked: frozenset[str],
    totals: Totals,
    enough: int,
) -> None:
    shapes = _shapes(document)
    headline = shape(document.headline[:MAX_CHARACTERS])
    said = set(words(headline)) & asked
    for text, shaped in zip(document.paragraphs, shapes, strict=True):
        if shaped not in found:
            said.update(asked.intersection(words(shaped or text.casefold())))
    totals.articles += 1
    totals.by_day[document.captured] += 1
    _count_voice(totals.providers, document.provider)
    _count_voice(totals.authors, document.author)
    totals.words.update(said)
    places = _places([shaped in found for shaped in shapes])
    for number, shaped in enumerate(shapes):
        if shaped not in found or shaped in shapes[:number]:
            continue
        one = found[shaped]
        _count_one(one, document, document.paragraphs[number], said, places[number])
        if one.different < enough and headline not in one.headlines:
            _count_different(one, headline, _rest(shapes, headline, shaped, common), enough)


def _count_one(one: Evidence, document: Document, text: str, said: set[str], place: str | None) -> None:
    one.articles += 1
    one.first_seen = min(one.first_seen, document.captured)
    one.last_seen = max(one.last_seen, document.captured)
    one.days.add(document.published)
    if place:
        one.places[place] += 1
    _count_voice(one.providers, document.provider)
    _count_voice(one.authors, document.author)
    for host in hosts(text) if masks(one.shape) else ():
        _count_voice(one.hosts, host)
    one.beside.update(said & one.words)
    if len(one.examples) < MAX_EXAMPLES and all(text != known.text for known in one.examples):
        one.examples.append(Example(text=text, raw_ref=document.raw_ref))


def _count_different(one: Evidence, headline: str, rest: frozenset[int], enough: int) -> None:
    if not rest or any(resemble(rest, other) for other in one.rests):
        return
    one.different += 1
    one.rests.append(rest)
    one.headlines.update([headline] if headline else [])
    if one.different == enough:
        one.rests.clear()
        one.headlines.clear()


def _count_voice(voices: Counter[str], voice: str) -> None:
    voices[voice if voice in voices or len(voices) < MAX_VOICES else OTHERS] += 1


def _places(known: list[bool]) -> list[str | None]:
    """Where each paragraph stands among those that are no candidates; None where there are no others."""
    total = len(known) - sum(known)
    before, found = 0, list[str | None]()
    for is_known in known:
        after = total - before
        if not total or not is_known:
            found.append(None)
        elif after <= STRAY and after < before:
            found.append("tail")
        else:
            found.append("middle" if before else "head")
        before += not is_known
    return found


def _rest(shapes: list[str], headline: str, shaped: str, common: frozenset[str]) -> frozenset[int]:
    """What else the article says, without what stands on many articles anyway."""
    return rest_of((headline, *(one for one in shapes if one != shaped and one not in common)))


def _shapes(document: Document) -> list[str]:
    """The paragraphs' shapes; "" of one that is too long."""
    return [shape(text) if len(text) <= MAX_CHARACTERS else "" for text in document.paragraphs]


def _can_be_learned(shaped: str) -> bool:
    """It has a word, and it is a shape itself, as the learned file asks for."""
    return bool(words(shaped)) and len(shaped) <= MAX_CHARACTERS and shape(shaped) == shaped


def _first_versions(documents: Iterable[Document]) -> Iterator[Document]:
    seen: set[int] = set()
    for document in documents:
        key = key_of(document.article_id)
        if key not in seen:
            seen.add(key)
            yield document
