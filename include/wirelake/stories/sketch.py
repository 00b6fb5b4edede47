"""Who may share text with whom: an eighth of each text's shingles, chosen by their hash, looked up.

Two texts choose alike, so what they share of the whole they share of the eighth too, however long one of them
is. A run of words that one source printed on several days of the window is a template's.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from wirelake.stories.shingles import LEAST_WORDS, Hashes, distinct, plain_shingles

EVERY = 8  # one shingle of so many is chosen; a power of two
SHARED = 0.3  # of the chosen ones of the smaller text, that a candidate shares
MOST_TEXTS = 100  # that a shingle leads to, the earliest
MOST_CANDIDATES = 64  # of a text, those that share most
TEMPLATE_DAYS = 3  # on which a source printed the same words
AT_ONCE = 256  # texts that are looked up together

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Sketch:
    """Of the texts of one day, by their order in ``ids``: what was chosen, and whose it is."""

    day: date
    ids: tuple[str, ...]
    sources: tuple[str, ...]
    chosen: npt.NDArray[np.uint32]
    owners: npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A text of the day, and one before it; of what they share, the template's part."""

    text: int
    day: date
    other: int
    template: float


def sketch(day: date, texts: Iterable[tuple[str, str, str]]) -> Sketch:
    """That of a day's texts (article_id, source, text), by their ids; without those of too few words."""
    kept = []
    for id_, source, text in texts:
        count, hashes = plain_shingles(text)
        if count >= LEAST_WORDS:
            kept.append((id_, source, choose(hashes)))
    kept.sort(key=lambda one: one[0])  # whoever comes first is looked up first
    sizes = np.array([len(chosen) for *_, chosen in kept], dtype=np.int64)
    return Sketch(
        day,
        tuple(id_ for id_, *_ in kept),
        tuple(source for _, source, _ in kept),
        np.concatenate([chosen for *_, chosen in kept]) if kept else np.empty(0, dtype=np.uint32),
        np.repeat(np.arange(len(kept), dtype=np.int32), sizes),
    )


def choose(hashes: Hashes) -> npt.NDArray[np.uint32]:
    """The chosen shingles, of 32 bits; those that decided about the choice are not among them."""
    chosen = hashes[hashes & np.uint64(EVERY - 1) == 0] >> np.uint64(32)
    return distinct(chosen.astype(np.uint32))


def candidates(today: Sketch, earlier: Sequence[Sketch]) -> Iterator[Candidate]:
    """Those of today's texts among the earlier days' and today's, each pair once.

    Which pairs come does not depend on the order in which articles arrived.
    """
    days = [*sorted(earlier, key=lambda one: one.day), today]
    starts = np.cumsum([0, *(len(one.ids) for one in days)])
    table = _Postings.of(days, starts)
    first = int(starts[-2])
    bounds = np.searchsorted(today.owners, np.arange(0, len(today.ids) + AT_ONCE, AT_ONCE))
    for start, end in pairwise(bounds):
        owners = today.owners[start:end].astype(np.int64) + first
        for text, other, template in table.look_up(today.chosen[start:end], owners):
            at = int(np.searchsorted(starts, other, side="right")) - 1
            yield Candidate(text - first, days[at].day, int(other - starts[at]), template)


@dataclass(frozen=True, slots=True, eq=False)
class _Postings:
    """All chosen shingles, sorted, each with the number of its text; how many each text has; templates'."""

    chosen: npt.NDArray[np.uint32]
    owners: npt.NDArray[np.int32]
    sizes: Numbers
    templates: npt.NDArray[np.uint32]

    @staticmethod
    def of(days: Sequence[Sketch], starts: Numbers) -> "_Postings":
        # Both in one number, sorted in its place: of a large window each copy counts.
        both = np.concatenate(
            [
                one.chosen.astype(np.uint64) << np.uint64(32)
                | (one.owners + np.int32(start)).astype(np.uint64)
                for one, start in zip(days, starts, strict=False)
            ]
        )
        both.sort()
        owners = both.astype(np.uint32).astype(np.int32)
        both >>= np.uint64(32)
        chosen = both.astype(np.uint32)
        del both
        sizes = np.bincount(owners, minlength=int(starts[-1]))
        return _Postings(chosen, owners, sizes, _templates(days, chosen, owners))

    def look_up(self, asked: npt.NDArray[np.uint32], askers: Numbers) -> Iterator[tuple[int, int, float]]:
        """Asker, the number of another text before it, and the template's part of what both share."""
        low, high = (np.searchsorted(self.chosen, asked, side=side) for side in ("left", "right"))
        counts = np.minimum(high - low, MOST_TEXTS)
        ends = np.cumsum(counts)
        total = int(ends[-1]) if len(ends) else 0
        places = np.arange(total) - np.repeat(ends - counts, counts) + np.repeat(low, counts)
        texts, others = np.repeat(askers, counts), self.owners[places].astype(np.int64)
        of_template = np.repeat(_among(asked, self.templates), counts)
        before = others < texts
        keys = texts[before] * len(self.sizes) + others[before]
        pairs, inverse, shared = np.unique(keys, return_inverse=True, return_counts=True)
        template = np.bincount(inverse, weights=of_template[before], minlength=len(pairs)) / np.maximum(
            shared, 1
        )
        texts, others = pairs // len(self.sizes), pairs % len(self.sizes)
        least = np.maximum(1, SHARED * np.minimum(self.sizes[texts], self.sizes[others])).astype(np.int64)
        kept = np.flatnonzero(shared >= least)
        kept = kept[np.lexsort((others[kept], -shared[kept], texts[kept]))]
        rank = np.arange(len(kept)) - np.searchsorted(texts[kept], texts[kept])
        for at in kept[rank < MOST_CANDIDATES]:
            yield int(texts[at]), int(others[at]), float(template[at])


def _templates(
    days: Sequence[Sketch], chosen: npt.NDArray[np.uint32], owners: npt.NDArray[np.int32]
) -> npt.NDArray[np.uint32]:
    """The chosen shingles that one source printed on several days."""
    names = {name: at for at, name in enumerate(sorted({name for one in days for name in one.sources}))}
    source = np.array([names[name] for one in days for name in one.sources], dtype=np.uint64)
    day = np.repeat(np.arange(len(days), dtype=np.uint64), [len(one.ids) for one in days])
    place = source << np.uint64(8) | day
    often = np.zeros(len(chosen), dtype=np.bool_)  # there as often as a template's at least
    count = max(0, len(chosen) - TEMPLATE_DAYS + 1)
    is_run = chosen[:count] == chosen[len(chosen) - count :]
    for at in range(TEMPLATE_DAYS):
        often[at : at + count] |= is_run
    chosen, owners = chosen[often], owners[often]
    if not len(chosen):
        return np.empty(0, dtype=np.uint32)
    seen = distinct(chosen.astype(np.uint64) << np.uint64(32) | place[owners]) >> np.uint64(8)
    many, counts = np.unique(seen, return_counts=True)
    return distinct((many[counts >= TEMPLATE_DAYS] >> np.uint64(24)).astype(np.uint32))


def _among(values: npt.NDArray[np.uint32], known: npt.NDArray[np.uint32]) -> npt.NDArray[np.bool_]:
    if not len(known):
        return np.zeros(len(values), dtype=np.bool_)
    at = np.minimum(np.searchsorted(known, values), len(known) - 1)
    found: npt.NDArray[np.bool_] = known[at] == values
    return found
