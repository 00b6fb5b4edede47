"""Plain text in lines: whether they end paragraphs, or the width of a screen."""

import re

SENTENCE_END = re.compile(r"[.!?…:;\"'”’»)\]؟。！？]$")


def unwrapped(text: str) -> list[str]:
    """The paragraphs: a line each, or, where the text is hard-wrapped, a block each."""
    blocks = [block.splitlines() for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n"))]
    if is_hard_wrapped([line.rstrip() for block in blocks for line in block[:-1] if line.strip()]):
        return [" ".join(line.strip() for line in block) for block in blocks]
    return [line for block in blocks for line in block]


def is_hard_wrapped(inner: list[str]) -> bool:
    """Whether most lines that end no block are of one width, short, and stop in the middle of a sentence."""
    middle = [line for line in inner if 50 <= len(line) <= 90 and not SENTENCE_END.search(line)]
    return len(inner) >= 4 and len(middle) > 0.6 * len(inner)
