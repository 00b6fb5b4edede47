"""Stand-ins for what would not fit into memory: counts of any number of keys, the rest of an article."""

import zlib
from array import array
from collections.abc import Iterable
from hashlib import blake2b

from wirelake.shapes import words

WIDTH = 1 << 23  # cells of each of the two rows, 4 bytes each
SHINGLE = 3  # words
HASHES = 32  # that stand for the rest of an article
SAME = 0.5  # Jaccard similarity from which two rests are one story


class CountMin:
    """Counts in 64 MiB, whatever their number: too high where two keys share their cells, never too low."""

    def __init__(self) -> None:
        self._rows = tuple(array("I", bytes(4 * WIDTH)) for _ in range(2))

    def add(self, key: int) -> int:
        """Count the key once more; its estimate."""
        estimate = self.estimate(key) + 1
        for row, cell in zip(self._rows, self._cells(key), strict=True):
            row[cell] = max(row[cell], estimate)
        return estimate

    def estimate(self, key: int) -> int:
        return min(row[cell] for row, cell in zip(self._rows, self._cells(key), strict=True))

    @staticmethod
    def _cells(key: int) -> tuple[int, int]:
        return key % WIDTH, key // WIDTH % WIDTH


def rest_of(shapes: Iterable[str]) -> frozenset[int]:
    """A sketch of these paragraphs: the lowest hashes of their runs of three words."""
    hashes: set[int] = set()
    for one in shapes:
        said = words(one)
        runs = (said[at : at + SHINGLE] for at in range(max(1, len(said) - SHINGLE + 1)))
        hashes.update(zlib.crc32(" ".join(run).encode("utf-8", "surrogatepass")) for run in runs if run)
    return frozenset(sorted(hashes)[:HASHES])


def resemble(one: frozenset[int], other: frozenset[int]) -> bool:
    """The two stand for nearly the same text."""
    lowest = sorted(one | other)[:HASHES]
    return sum(value in one and value in other for value in lowest) >= SAME * len(lowest)


def key_of(text: str) -> int:
    """A number of 64 bits for a text."""
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")
