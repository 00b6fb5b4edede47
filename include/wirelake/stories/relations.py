"""What two texts are to each other, by their shingles: the same, one within the other, or a template."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from wirelake.stories.shingles import Shingles

SAME = 0.4  # Jaccard similarity from which two texts are the same
CONTAINED = 0.6  # of the shorter text's shingles, from which the longer one contains it
NEARLY_ALL = 0.9  # of masked shingles, from which texts differ in numbers and dates alone
VARYING_KEPT = 0.5  # of the numbers and dates of a text, from which they are those of the same news
EQUAL = 0.95  # Jaccard similarity from which a text is printed again, be it one of a template


class Kind(StrEnum):
    """How an article belongs to a story."""

    FIRST = "first"
    SAME = "same"
    CONTAINS = "contains"


@dataclass(frozen=True, slots=True)
class Relation:
    """``share`` of ``same`` is Jaccard similarity; of ``contains`` the part of the other's text that this one
    has. ``share_back`` is the part of this one's text that the other has. ``is_reversed``: it is the other
    that contains this one."""

    kind: Kind
    share: float
    share_back: float
    is_reversed: bool = False


def relation(one: Shingles, other: Shingles, template: float = 0.0) -> Relation | None:
    """What ``one`` is to ``other``; None where they are not the same news text.

    Args:
        template: the part of what both share that a source prints day by day.
    """
    both = _common(one.plain, other.plain)
    sizes = len(one.plain), len(other.plain)
    if not both or not min(sizes):
        return None
    jaccard, contained = both / (sum(sizes) - both), both / min(sizes)
    if max(jaccard / SAME, contained / CONTAINED) < 1:
        return None
    if jaccard < EQUAL and (template > 0.5 or _is_template(one, other, contained)):
        return None
    if jaccard >= SAME:
        return Relation(Kind.SAME, jaccard, both / sizes[0])
    is_reversed = sizes[0] < sizes[1]
    return Relation(Kind.CONTAINS, contained, both / max(sizes), is_reversed)


def _is_template(one: Shingles, other: Shingles, contained: float) -> bool:
    """The two differ in what is counted and dated, and in little else."""
    masked = _common(one.masked, other.masked) / max(1, min(len(one.masked), len(other.masked)))
    if masked < NEARLY_ALL or masked <= contained:
        return False
    shorter, longer = sorted((one, other), key=lambda text: len(text.plain))
    kept = np.isin(shorter.varying, longer.varying)
    return len(kept) > 0 and bool(kept.mean() < VARYING_KEPT)


def _common(one: npt.NDArray[np.uint64], other: npt.NDArray[np.uint64]) -> int:
    if len(one) > len(other):
        one, other = other, one
    if not len(one):
        return 0
    at = np.minimum(np.searchsorted(other, one), len(other) - 1)
    return int(np.count_nonzero(other[at] == one))
