"""What a build would change, for machines: an object for each batch, and one for articles/."""

from collections import Counter
from typing import Any

from wirelake.diff.batches import BatchDifference
from wirelake.diff.crossings import Crossing
from wirelake.diff.difference import Change, Column, Difference
from wirelake.diff.pairs import Key
from wirelake.diff.removals import RuleDifference

NAMED = ("article_id", "version", "raw_ref", "url", "headline", "published_date")


def batch_object(found: BatchDifference) -> dict[str, Any]:
    """The batch, with every row that would change and the examples that were kept."""
    return {
        "source": found.batch.source,
        "capture_date": found.batch.day,
        "is_same": found.is_same,
        "built": found.built,
        "grown": found.grown,
        "closed": found.closed,
        "history": table_object(found.history),
        "rejected": table_object(found.rejected),
        "to_rejection": [_crossing(one) for one in found.to_rejection],
        "to_article": [_crossing(one) for one in found.to_article],
        "rules": [_rule(one) for one in found.rules],
    }


def table_object(found: Difference) -> dict[str, Any]:
    """One table: rows compared, rows that change with their columns, columns with examples."""
    return {
        "table": found.table,
        "rows_before": found.before,
        "rows_after": found.after,
        "appear": [_row(one) for one in found.appearing],
        "vanish": [_row(one) for one in found.vanishing],
        "change": [_row(one) for one in found.changing],
        "columns": {name: _column(entry) for name, entry in found.columns.items()},
        "stamps": {name: _column(entry) for name, entry in found.stamps.items()},
    }


def _row(change: Change) -> dict[str, Any]:
    row = _named(change.key)
    if change.old and change.new:
        row["columns"] = list(change.columns)
        row["was"] = {"article_id": change.old.article_id, "published_date": change.old.published_date}
    return row | ({"note": change.note} if change.note else {})


def _column(entry: Column) -> dict[str, Any]:
    examples = [
        {
            "article_id": one.key.article_id,
            "raw_ref": one.key.raw_ref,
            "old": one.old,
            "new": one.new,
            "lines": [{"sign": line.sign, "text": line.text, "why": line.why} for line in one.lines],
        }
        for one in entry.examples
    ]
    return {"rows": entry.rows, "examples": examples}


def _crossing(crossing: Crossing) -> dict[str, Any]:
    return {**_named(crossing.key), "reasons": crossing.reasons, "detail": crossing.detail}


def _rule(rule: RuleDifference) -> dict[str, Any]:
    def texts(counts: Counter[tuple[str, str]]) -> list[dict[str, Any]]:
        return [
            {"text": text, "other_rule": other, "times": times} for (text, other), times in counts.items()
        ]

    return {
        "rule": rule.rule,
        "times": {"before": rule.times_before, "now": rule.times_now},
        "characters": {"before": rule.characters_before, "now": rule.characters_now},
        "newly_removed": texts(rule.newly_removed),
        "newly_kept": texts(rule.newly_kept),
    }


def _named(key: Key) -> dict[str, Any]:
    return {name: getattr(key, name) for name in NAMED}
