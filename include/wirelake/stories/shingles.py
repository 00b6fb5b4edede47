"""A text as numbers: a hash of each run of five words, as it stands and with numbers and dates masked."""

import re
import zlib
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from wirelake.shapes import MONTHS, SCRIPTS, WEEKDAYS

Hashes = npt.NDArray[np.uint64]
Number = TypeVar("Number", bound=np.unsignedinteger)
RUN = 5  # words, in scripts without blanks characters, of a shingle
LEAST_WORDS = 40  # a shorter text says too little to be told apart from another
MOST_WORDS = 50_000  # what stands behind them is not looked at
WORD = re.compile(rf"[{SCRIPTS}]|[^\W_{SCRIPTS}]+")
DIGIT = re.compile(r"\d")
MASKED = zlib.crc32(b"0")
WORDS_AT_HAND = 200_000
ODD = np.array([0x9E3779B97F4A7C15 * (2 * at + 1) % (1 << 64) | 1 for at in range(RUN)], dtype=np.uint64)


@dataclass(frozen=True, slots=True, eq=False)
class Shingles:
    """``plain`` and ``masked`` are sets, sorted; ``varying`` are the numbers, months and weekdays, sorted."""

    words: int
    plain: Hashes
    masked: Hashes
    varying: npt.NDArray[np.uint32]


def shingles(text: str) -> Shingles:
    """Those of a text. Case and punctuation do not count."""
    words = _words(text)
    plain, masked = _hashes(words)
    varying = np.sort(plain[masked == MASKED])
    return Shingles(len(words), distinct(_runs(plain)), distinct(_runs(masked)), varying)


def plain_shingles(text: str) -> tuple[int, Hashes]:
    """How many words the text has, and its shingles as they stand, one for each run."""
    words = _words(text)
    return len(words), _runs(_hashes(words)[0])


def distinct(values: npt.NDArray[Number]) -> npt.NDArray[Number]:
    """The values, each once, sorted: numpy's own ``unique`` hashes them, and is several times as slow."""
    ordered = np.sort(values)
    is_new = np.ones(len(ordered), dtype=np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=is_new[1:])
    return ordered[is_new]


def _words(text: str) -> list[str]:
    found = WORD.findall(text.casefold())
    return found[:MOST_WORDS]


def _hashes(words: list[str]) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.uint32]]:
    """A hash of each word, and the same with what varies masked."""
    known = _known()
    if len(known) > WORDS_AT_HAND:
        known.clear()
    both = np.fromiter(map(known.__getitem__, words), dtype=np.uint64, count=len(words))
    return (both >> np.uint64(32)).astype(np.uint32), both.astype(np.uint32)


def _runs(words: npt.NDArray[np.uint32]) -> Hashes:
    """The hashes of all runs, in their order."""
    count = len(words) - RUN + 1
    if count < 1:
        return np.empty(0, dtype=np.uint64)
    wide = words.astype(np.uint64) + np.uint64(1)
    found = wide[:count] * ODD[0]
    for at in range(1, RUN):
        found += wide[at : at + count] * ODD[at]
    # Stirred as splitmix64 ends: each bit of a run decides about each bit of its hash.
    found = (found ^ (found >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    found = (found ^ (found >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    stirred: Hashes = found ^ (found >> np.uint64(31))
    return stirred


class _Known(dict[str, int]):
    """Hash and masked hash of each word, in one number."""

    def __missing__(self, word: str) -> int:
        own = zlib.crc32(word.encode("utf-8", "surrogatepass"))
        varies = DIGIT.search(word) is not None or word in _calendar()
        found = self[word] = own << 32 | (MASKED if varies else own)
        return found


@cache
def _known() -> _Known:
    return _Known()


@cache
def _calendar() -> frozenset[str]:
    return frozenset(f"{MONTHS} {WEEKDAYS}".casefold().split())
