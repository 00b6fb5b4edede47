"""A payload without the article in it that was taken down; what else it holds stays byte for byte.

What is cut is found by trial: the units of the text that hold the article's words or ids, the likeliest
first, until one of them is gone, and all others parse as before. Part of ``formats``; parses what it is given
once more for each trial, so it belongs into a bounded process.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from html import escape

from wirelake.errors import ParseError
from wirelake.excision.masking import masked
from wirelake.excision.places import readings
from wirelake.excision.plain import Plain, plain, readable
from wirelake.excision.units import Unit, around, siblings, units
from wirelake.records import Article
from wirelake.sentences import Sentences

__all__ = ["excise", "readable"]

MAX_TRIALS = 60  # of a payload; each is one more parsing
MAX_COUNTED = 2
MIN_ID = 4  # characters; what is shorter stands everywhere
MAX_PLACES = 20  # of an article's words and ids, around which something may be cut

Parse = Callable[[bytes], list[Article]]


def excise(
    payload: bytes,
    is_killed: Callable[[Article], bool],
    sentences: Sentences,
    parse: Parse,
    *,
    content_type: str | None = None,
) -> bytes | None:
    """The decoded payload without the killed article; None where nothing may remain.

    ``parse`` reads such a payload and may raise ParseError. Of what holds other articles too, the killed one
    is cut out and the others parse as before; then whatever still says one of the sentences is masked, but
    for those that the others say themselves. Where that cannot be done, nothing remains. What holds neither
    the article nor a sentence is returned as it is.
    """
    work = _Work(payload, _parsed(parse, payload), parse, content_type)
    places = [at for at, one in enumerate(work.articles) if is_killed(one)]
    killed = [work.articles[at] for at in places]
    if killed and len(killed) == len(work.articles):
        return None
    others = [one for one in work.articles if not is_killed(one)]
    for place in reversed(places):  # the places before it stay what they are
        work.cut(place)
    rest = (sentences | Sentences.of(*killed)).without(Sentences.of(*others))
    for one in others if rest.said else ():
        rest = rest.unsaid(
            "\n".join((one.headline, one.description or "", one.extracted_text, one.body_text))
        )
    text = plain(work.payload, content_type)
    left = masked(text, rest)
    if left != text.text:
        work.payload = text.encoded(left)
        work.articles = _parsed(parse, work.payload)
    if rest.found_in(readable(work.payload, content_type)):
        return None
    stand = [_identity(one) for one in work.articles if not (killed and is_killed(one))]
    return work.payload if stand == [_identity(one) for one in others] else None


@dataclass(slots=True)
class _Work:
    """A payload as far as it is cut, and its articles."""

    payload: bytes
    articles: list[Article]
    parse: Parse
    content_type: str | None
    trials: int = MAX_TRIALS

    def cut(self, place: int) -> bool:
        """Take the article of this place out; False where no unit could be found that ends with it alone."""
        killed, others = self.articles[place], [*self.articles[:place], *self.articles[place + 1 :]]
        text = plain(self.payload, self.content_type)
        found = units(text)
        tried: set[tuple[int, int]] = set()
        stand = [_bare(one) for one in others]
        for chain in self._chains(text, found, killed, place):
            for unit in _ranked(chain, found):
                if unit.cut not in tried and self._is_cut(text, unit, stand):
                    self._widen(text, chain[: chain.index(unit)], tried, stand)
                    return True
                tried.add(unit.cut)
        return False

    def _widen(
        self, text: Plain, chain: list[Unit], tried: set[tuple[int, int]], stand: list[Article]
    ) -> None:
        """What is around it goes as well, as long as it holds nothing of the others: a text beside its id."""
        for unit in reversed(chain):
            if unit.cut in tried or not self._is_cut(text, unit, stand):
                return

    def _is_cut(self, text: Plain, unit: Unit, stand: list[Article]) -> bool:
        """Whether the others stand as they do without this unit; then it is gone."""
        if self.trials <= 0:
            return False
        self.trials -= 1
        start, end = unit.cut
        if text.is_line:  # there a character is a byte, whose parity is to stay
            payload = self.payload[:start] + self.payload[end:]
        else:
            payload = text.encoded(text.text[:start] + text.text[end:])
        articles = _parsed(self.parse, payload)
        if [_bare(one) for one in articles] != stand:
            return False
        self.payload, self.articles = payload, articles
        return True

    def _chains(self, text: Plain, found: list[Unit], killed: Article, place: int) -> Iterator[list[Unit]]:
        """The units around each place that speaks of the article, from the outermost to the innermost."""
        for unit in _by_count(found, len(self.articles), place):
            yield around(found, unit.start)
        others = Sentences.of(*self.articles[:place], *self.articles[place + 1 :])
        for at in _places(text.text, killed, Sentences.of(killed).without(others)):
            yield around(found, at)


def _by_count(found: list[Unit], count: int, place: int) -> list[Unit]:
    """Where a parent has as many units of a kind as there are articles, that of the article's place."""
    kinds = [key for key, number in siblings(found).items() if number == count]
    mine = [sorted((one for one in found if (one.parent, one.kind) == key), key=_start) for key in kinds]
    return sorted((units[place] for units in mine), key=lambda one: one.start - one.end)[:MAX_COUNTED]


def _places(text: str, killed: Article, own: Sentences) -> list[int]:
    """Where the text says one of the article's sentences, the longest first, or one of its ids."""
    keys = sorted(own.said, key=len, reverse=True)[:MAX_PLACES] or [*own.lines]
    spoken = [start for one in readings(text) for key in keys for start, _ in one.places([key])]
    ids = [one.value for one in killed.alt_ids] + [killed.url or ""]
    forms = [form for one in ids for form in (one, escape(one)) if len(one) >= MIN_ID]
    named = [at for form in forms if (at := text.find(form)) >= 0]
    return [*dict.fromkeys(spoken)][:MAX_PLACES] + [*dict.fromkeys(named)][:MAX_PLACES]


def _ranked(chain: list[Unit], found: list[Unit]) -> list[Unit]:
    """Those that stand beside others of their kind, the outermost first; then the rest from inside."""
    counts = siblings(found)
    listed = [one for one in chain if counts[one.parent, one.kind] > 1]
    return listed + [one for one in reversed(chain) if one not in listed]


def _start(unit: Unit) -> int:
    return unit.start


def _parsed(parse: Parse, payload: bytes) -> list[Article]:
    try:
        return parse(payload)
    except ParseError:
        return []


def _bare(article: Article) -> Article:
    """The article without what says more of the whole payload than of it."""
    return replace(article, raw_sha256="", quality_flags=())


def _identity(article: Article) -> tuple[object, ...]:
    return article.alt_ids, article.url
