"""A row of history/ → the paragraphs that the rule ``learned_furniture`` had before it.

What this very rule has cut counts as if it stood there still: so learning again finds the same, whether or
not what was learned is applied already.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Any

from wirelake.learn.counts import Document
from wirelake.rules import RULES
from wirelake.rules.learned_furniture import learned_furniture

COLUMNS = (
    "article_id",
    "record_kind",
    "first_seen_at",
    "published_date",
    "headline",
    "provider",
    "byline",
    "authors",
    "extracted_text",
    "removed",
    "raw_ref",
)
OWN = learned_furniture.__name__
EARLIER = frozenset(rule.__name__ for rule in RULES[: RULES.index(learned_furniture)])
MOST = 400  # paragraphs of an article: of a longer one its first and last
Row = dict[str, Any]


def document(row: Row) -> Document:
    """What learning needs of a row with ``COLUMNS`` and ``capture_date``."""
    found = list(_paragraphs(row["extracted_text"] or "", row["removed"] or ()))
    if len(found) > MOST:
        found = found[: MOST // 2] + found[-MOST // 2 :]
    named = ", ".join(author["name"] or "" for author in row["authors"] or ())
    return Document(
        article_id=row["article_id"],
        raw_ref=row["raw_ref"],
        captured=row["capture_date"],
        published=row["published_date"] or row["capture_date"],
        headline=row["headline"],
        provider=row["provider"] or "",
        author=named or row["byline"] or "",
        paragraphs=tuple(found),
    )


def _paragraphs(text: str, removed: Sequence[Row]) -> Iterator[str]:
    """The lines that no other rule took whole, without what earlier rules took of them."""
    others = sorted((one for one in removed if one["rule"] != OWN), key=lambda one: int(one["start"]))
    starts = [one["start"] for one in others]
    for line in re.finditer(r"[^\n]+", text):
        here = others[bisect_left(starts, line.start()) : bisect_left(starts, line.end())]
        if _left(text, line, here) and (
            left := _left(text, line, [one for one in here if one["rule"] in EARLIER])
        ):
            yield left


def _left(text: str, line: re.Match[str], cuts: Sequence[Row]) -> str:
    """A rule cuts a whole line, its start or its end."""
    start, end = line.span()
    for cut in cuts:
        if not text[start : cut["start"]].strip():
            start = max(start, cut["end"])
    for cut in reversed(cuts):
        if start <= cut["start"] and not text[cut["end"] : end].strip():
            end = cut["start"]
    return text[start:end].strip()
