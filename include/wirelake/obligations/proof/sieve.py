"""Which of many texts may hold one of the prints that are looked for: a few of a million, all at once.

A print begins with the CRC-32 of a sentence's first letters. Of a message of one length that is the exclusive
or of what each of its bytes adds, by its place: so it is computed at the beginning of every word of many
texts in a few steps of numpy. What is let through is looked at word by word (``wirelake.sentences.Look``).
"""

import unicodedata
import zlib
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from wirelake.sentences import beginning, views

Codes = npt.NDArray[np.uint8]
IS_LETTER = np.array([chr(code).isalnum() for code in range(256)]) & (np.arange(256) < 0x80)


class Sieve:
    """Lets each text through that holds the beginning of a print, and some others."""

    def __init__(self, prints: Iterable[str]) -> None:
        by_size: dict[int, set[int]] = {}
        for one in prints:
            size, crc = beginning(one)
            by_size.setdefault(size, set()).add(crc)
        self._sought = {size: np.array(sorted(crcs), np.uint32) for size, crcs in by_size.items()}
        self._adds = _adds(max(by_size, default=0))

    def lets_through(self, texts: Sequence[str]) -> list[bool]:
        """Of each text whether it may hold one; of letters beyond ASCII each may."""
        passed = [False] * len(texts)
        parts: list[bytes] = []
        of: list[int] = []
        for number, text in enumerate(texts if self._sought else ()):
            for view in views(text):
                plain = _plain(view)
                if plain is None:
                    passed[number] = True
                    break
                parts.append(plain)
                of.append(number)
        ends = np.cumsum([len(one) for one in parts])
        for place in self._found(np.frombuffer(b"".join(parts), np.uint8)) if parts else ():
            passed[of[int(np.searchsorted(ends, place, side="right"))]] = True
        return passed

    def _found(self, codes: Codes) -> npt.NDArray[np.int64]:
        """Where words begin with whose first letters a print begins."""
        is_letter = IS_LETTER[codes]
        is_first = is_letter.copy()
        is_first[1:] &= ~is_letter[:-1]
        run, first_in_run = codes[is_letter], np.flatnonzero(is_first[is_letter])
        places = np.flatnonzero(is_first)  # of the same words in the texts
        found = []
        for size, crcs in self._sought.items():
            starts = first_in_run[first_in_run <= len(run) - size]
            total = np.full(len(starts), zlib.crc32(bytes(size)), np.uint32)
            for place in range(size):
                total ^= self._adds[size - 1 - place][run[starts + place]]
            found.append(places[: len(starts)][np.isin(total, crcs)])
        return np.concatenate(found)


def _plain(view: str) -> bytes | None:
    """The text as ASCII, each sign beyond it a blank; None where a letter is beyond it."""
    if view.isascii():
        return f"{view.lower()}\n".encode()
    folded = unicodedata.normalize("NFKD", view).casefold()
    try:
        return f"{folded}\n".encode("ascii")
    except UnicodeEncodeError:
        signs = {sign for sign in folded if sign > "\x7f"}
        if any(sign.isalnum() for sign in signs):
            return None
        return f"{folded}\n".encode("ascii", "replace")


def _adds(size: int) -> list[npt.NDArray[np.uint32]]:
    """By how many bytes come after it what a byte adds to the CRC of a message."""
    nothing = [zlib.crc32(bytes(length + 1)) for length in range(size)]
    return [
        np.array(
            [zlib.crc32(bytes([code]) + bytes(after)) ^ nothing[after] for code in range(256)], np.uint32
        )
        for after in range(size)
    ]
