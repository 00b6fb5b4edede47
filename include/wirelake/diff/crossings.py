"""Articles that change sides between history/ and rejected/, and those that merge into others or part."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from wirelake.diff.difference import Change
from wirelake.diff.pairs import Key

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossing:
    """An article of history/ that would be a rejection, or a rejection that would be an article."""

    key: Key  # the article's
    rejection: tuple[str, str | None]  # the rejection's raw_ref and article_id
    reasons: tuple[str, ...]
    detail: str


def noted(changes: list[Change], old: "pa.Table", new: "pa.Table") -> list[Change]:
    """Of a row that comes or goes: it stood, or would stand, as a duplicate of another."""
    merged, split = _duplicates(new), _duplicates(old)

    def note(one: Change) -> str:
        if one.new is None and one.key.raw_ref in merged:
            return f"would be a duplicate of {merged[one.key.raw_ref]}"
        if one.old is None and one.key.raw_ref in split:
            return f"stood as a duplicate of {split[one.key.raw_ref]}"
        return ""

    return [replace(one, note=note(one)) for one in changes]


def reasoned(changes: list[Change], old: "pa.Table", new: "pa.Table") -> list[Change]:
    """Of a row of rejected/: its reasons, as they would be, or were where it vanishes."""
    before, after = (table["reasons"].to_pylist() for table in (old, new))
    return [replace(one, note=", ".join((after if one.new else before)[one.key.place])) for one in changes]


def _duplicates(history: "pa.Table") -> dict[str, str]:
    """raw_ref → the article that holds it as a duplicate."""
    rows = history.select(["article_id", "duplicate_refs"]).to_pylist()
    return {ref: row["article_id"] for row in rows for ref in row["duplicate_refs"] or ()}


def crossings(changes: Iterable[Change], rejected: "pa.Table") -> tuple[Crossing, ...]:
    """Those of the articles whose bytes this rejected/ holds, with the rejection's reasons.

    What could not be read at all has no id; where bytes make one article or one rejection, ids may differ.
    """
    named = ["raw_ref", "duplicate_refs", "article_id", "reasons", "detail"]
    by_ref: dict[str, list[dict[str, Any]]] = {}
    for row in rejected.select(named).to_pylist():
        for ref in (row["raw_ref"], *(row["duplicate_refs"] or ())):
            by_ref.setdefault(ref, []).append(row)
    articles = [one.key for one in changes]
    count = Counter(key.raw_ref for key in articles)
    found = []
    for key in articles:
        rows = by_ref.get(key.raw_ref, [])
        single = len(rows) == count[key.raw_ref] == 1
        row = next((row for row in rows if single or row["article_id"] in (key.article_id, None)), None)
        if row:
            rejection = row["raw_ref"], row["article_id"]
            reasons = tuple(row["reasons"])
            found.append(Crossing(key=key, rejection=rejection, reasons=reasons, detail=row["detail"]))
    return tuple(found)
