"""A batch parted by its verdicts: the rows that passed, and a rejection with its evidence for each other."""

from typing import Any

import pyarrow as pa

from wirelake.validate.expectations import EXPECTATIONS, Expect
from wirelake.validate.suite import validate

MADE_OF = {
    "body_length": "body_text",
    "headline_length": "headline",
    "author_count": "authors",
    "description_length": "description",
}
EXCERPT = 500  # characters of the body that a rejection shows


def judged(
    extracted: pa.Table, unread: pa.Table, expected: tuple[Expect, ...] = EXPECTATIONS
) -> tuple[pa.Table, pa.Table]:
    """The rows of history/ that passed, with their warnings, and all rejections of the batch."""
    verdicts = validate(extracted, expected)
    passed = extracted.filter(pa.array([not verdict.reasons for verdict in verdicts], pa.bool_()))
    kept = [verdict for verdict in verdicts if not verdict.reasons]
    flags = [
        sorted({*(own or []), *verdict.flags})
        for own, verdict in zip(passed["quality_flags"].to_pylist(), kept, strict=True)
    ]
    place = passed.schema.get_field_index("quality_flags")
    passed = passed.set_column(place, passed.schema.field(place), pa.array(flags, pa.list_(pa.string())))
    failing = extracted.filter(pa.array([bool(verdict.reasons) for verdict in verdicts], pa.bool_()))
    reasons = [verdict.reasons for verdict in verdicts if verdict.reasons]
    rows = [
        rejection(row, why, explain(row, why, expected))
        for row, why in zip(failing.to_pylist(), reasons, strict=True)
    ]
    return passed, pa.concat_tables([unread, pa.Table.from_pylist(rows, schema=unread.schema)])


def explain(
    row: dict[str, Any], reasons: tuple[str, ...], expected: tuple[Expect, ...] = EXPECTATIONS
) -> str:
    """The evidence behind the reasons, in words: each column that failed, with its value."""
    said = []
    for expect in expected:
        if expect.id in reasons:
            column = MADE_OF.get(expect.column, expect.column)
            value = str(row.get(column))
            said.append(f"{expect.id}: {column} is {value[:120]!r}" if column in row else expect.id)
    if "body_missing" in reasons and row["removed"]:
        rules = ", ".join(dict.fromkeys(one["rule"] for one in row["removed"]))
        said.append(f"all of its text was removed by {rules}")
    if "rights_reserved" in reasons:
        said += row["rights"]["evidence"]
    if "published_at_missing" in reasons:
        refused = [f"{one['raw']} ({one['refused']})" for one in row["date_candidates"] if one["refused"]]
        said.append("refused: " + "; ".join(refused) if refused else "no date was found anywhere")
    return "; ".join(said)


def rejection(row: dict[str, Any], reasons: tuple[str, ...], detail: str) -> dict[str, Any]:
    """The row of rejected/ for this row of history/."""
    return {
        "stage": "validate",
        "reason": reasons[0],
        "reasons": list(reasons),
        "detail": detail,
        "raw_ref": row["raw_ref"],
        "rejected_at": row["first_seen_at"],
        "url": row["url"],
        "article_id": row["article_id"],
        "headline": row["headline"] or None,
        "published_date": row["published_date"],
        "body_excerpt": None if "rights_reserved" in reasons else row["body_text"][:EXCERPT] or None,
        "duplicate_refs": row["duplicate_refs"],
    }
