"""The Great Expectations suite as one table, what it says of each row, and the gate.

Bodies are not handed to Great Expectations: their lengths and flags are, computed in Arrow (a third of
the time and memory). The only importer of great_expectations; a batch without rows does not load it.
"""

import logging
import os
import re
from collections import Counter
from dataclasses import dataclass
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from wirelake.config import Gate

ID = r"^[a-z][a-z0-9_]{1,39}:[A-Za-z0-9][A-Za-z0-9._-]{0,63}\Z"
WEB = r"^https?://[^\s]+\Z"
RAW_REF = r"^[a-z][a-z0-9_]{1,39}/\d{4}-\d{2}-\d{2}#<urn:uuid:[0-9a-f-]{36}>\Z"
SHA256 = r"^[0-9a-f]{64}\Z"
LANGUAGE = r"^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*\Z"
LEFT_NOISE = (
    r"(?im)legal disclaimer:|all rights reserved\.?$|click here to (?:subscribe|read)|accept (?:all )?cookies"
)


class Expect(NamedTuple):
    """One expectation: its id (the rejection's reason, or the warning's flag) and what it asks."""

    id: str
    column: str
    type: str  # the Great Expectations class, less its ExpectColumn… prefix
    severity: str  # critical rejects the row; warning is counted and kept on it
    kinds: str  # article, control, or both
    arguments: dict[str, Any]


PRESENT, BETWEEN = "ValuesToNotBeNull", "ValuesToBeBetween"
MATCH, WITHIN = "ValuesToMatchRegex", "ValuesToBeInSet"

# fmt: off
EXPECTATIONS = (
    #      id                        column               expectation severity    of         arguments
    Expect("rights_reserved",        "rights_respected",  WITHIN,   "critical", "article", {"value_set": [True]}),
    Expect("article_id_malformed",   "article_id",        MATCH,    "critical", "both",    {"regex": ID}),
    Expect("version_missing",        "version",           PRESENT,  "critical", "both",    {}),
    Expect("raw_ref_malformed",      "raw_ref",           MATCH,    "critical", "both",    {"regex": RAW_REF}),
    Expect("raw_digest_malformed",   "raw_sha256",        MATCH,    "critical", "both",    {"regex": SHA256}),
    Expect("headline_missing",       "headline_length",   BETWEEN,  "critical", "article", {"min_value": 1}),
    Expect("headline_too_long",      "headline_length",   BETWEEN,  "critical", "article", {"max_value": 1000}),
    Expect("headline_long",          "headline_length",   BETWEEN,  "warning",  "article", {"max_value": 250}),
    Expect("body_missing",           "body_length",       BETWEEN,  "critical", "article", {"min_value": 1}),
    Expect("body_too_long",          "body_length",       BETWEEN,  "critical", "article", {"max_value": 1_000_000}),
    Expect("body_short",             "word_count",        BETWEEN,  "warning",  "article", {"min_value": 30}),
    Expect("published_at_missing",   "published_date",    PRESENT,  "critical", "article", {}),
    Expect("published_in_future",    "days_ahead",        BETWEEN,  "critical", "article", {"max_value": 1}),
    Expect("published_too_early",    "published_year",    BETWEEN,  "critical", "article", {"min_value": 1900}),
    Expect("precision_unknown",      "published_precision", WITHIN, "critical", "article", {"value_set": ["instant", "minute", "day"]}),
    Expect("dates_contradict",       "dates_contradict",  WITHIN,   "warning",  "article", {"value_set": [False]}),
    Expect("pub_status_unknown",     "pub_status",        WITHIN,   "critical", "both",    {"value_set": ["usable", "withheld", "canceled"]}),
    Expect("urgency_out_of_range",   "urgency",           BETWEEN,  "warning",  "both",    {"min_value": 1, "max_value": 9}),
    Expect("url_malformed",          "url",               MATCH,    "critical", "both",    {"regex": WEB}),
    Expect("canonical_url_malformed", "canonical_url",    MATCH,    "warning",  "both",    {"regex": WEB}),
    Expect("language_malformed",     "language",          MATCH,    "warning",  "both",    {"regex": LANGUAGE}),
    Expect("language_unknown",       "language",          PRESENT,  "warning",  "article", {}),
    Expect("language_contradicts",   "language_contradicts", WITHIN, "warning", "article", {"value_set": [False]}),
    Expect("author_is_address",      "author_is_address", WITHIN,   "warning",  "article", {"value_set": [False]}),
    Expect("broken_characters",      "broken_characters", BETWEEN,  "warning",  "article", {"max_value": 0}),
    Expect("control_characters",     "control_characters", BETWEEN, "critical", "both",    {"max_value": 0}),
    Expect("noise_left",             "noise_left",        WITHIN,   "warning",  "article", {"value_set": [False]}),
)
# fmt: on

EXCERPT = 500
MEASURED = (
    "article_id",
    "version",
    "raw_ref",
    "raw_sha256",
    "headline",
    "body_text",
    "word_count",
    "published_date",
    "published_precision",
    "quality_flags",
    "pub_status",
    "urgency",
    "url",
    "canonical_url",
    "language",
    "authors",
    "record_kind",
    "first_seen_at",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the suite says of one row: ``reasons`` reject it, ``flags`` stay on it."""

    reasons: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()


def validate(rows: pa.Table) -> list[Verdict]:
    """A verdict for each row of a table that has the columns MEASURED, in the rows' order."""
    if len(rows) == 0:
        return []
    frame = _measures(rows).to_pandas()
    found: dict[int, list[Expect]] = {}
    for kind in ("article", "control"):
        part = frame[(frame["record_kind"] == "control") == (kind == "control")]
        suite = [one for one in EXPECTATIONS if one.kinds in (kind, "both")]
        if len(part):
            for expect, row_no in _unexpected(part, suite):
                found.setdefault(row_no, []).append(expect)
    return [
        Verdict(
            reasons=tuple(e.id for e in found.get(no, []) if e.severity == "critical"),
            flags=tuple(e.id for e in found.get(no, []) if e.severity == "warning"),
        )
        for no in range(len(rows))
    ]


def gate(articles: int, rejections: list[str], *, facts: Gate, usual: bool) -> str | None:
    """Why this day is not fit to be published, or None.

    Args:
        articles: versions that passed.
        rejections: the first reason of each rejection.
        usual: this source usually has articles.
    """
    total = articles + len(rejections)
    counted = ", ".join(f"{n} {reason}" for reason, n in Counter(rejections).most_common(5))
    if articles == 0 and usual and not facts.allow_empty:
        return f"no article, where this source usually has some ({counted or 'nothing arrived'})"
    if total >= facts.min_articles_for_share and len(rejections) > facts.max_rejected_share * total:
        return f"{len(rejections)} of {total} rejected ({counted}), more than {facts.max_rejected_share:.0%}"
    return None


def _measures(rows: pa.Table) -> pa.Table:
    body, headline = rows["body_text"], rows["headline"]
    shown = pc.binary_join_element_wise(headline, body, "\n")
    published = rows["published_date"]
    ahead = pc.days_between(rows["first_seen_at"].cast(pa.timestamp("us")).cast(pa.date32()), published)
    names = [" ".join(one["name"] or "" for one in people or []) for people in rows["authors"].to_pylist()]
    flagged = [set(flags or []) for flags in rows["quality_flags"].to_pylist()]
    kept = [name for name in MEASURED if name not in ("headline", "body_text", "authors", "quality_flags")]
    measured = rows.select([name for name in kept if name not in ("published_date", "first_seen_at")])
    columns: dict[str, Any] = {
        "row_no": pa.array(range(len(rows))),
        "headline_length": pc.utf8_length(headline),
        "body_length": pc.utf8_length(body),
        "published_date": published.cast(pa.string()),
        "published_year": pc.year(published),
        "days_ahead": ahead,
        "dates_contradict": pa.array(["dates_contradict" in flags for flags in flagged]),
        "language_contradicts": pa.array(["language_contradicts" in flags for flags in flagged]),
        "rights_respected": pa.array(["rights_reserved" not in flags for flags in flagged]),
        "author_is_address": pa.array([bool(re.search(r"@|https?:|www\.", one)) for one in names]),
        "broken_characters": pc.count_substring(shown, "\ufffd"),
        "control_characters": pc.count_substring_regex(shown, r"[\x00-\x08\x0b\x0c\x0e-\x1f]"),
        "noise_left": pc.match_substring_regex(body, LEFT_NOISE),
    }
    for name, values in columns.items():
        measured = measured.append_column(name, values)
    return measured


def _unexpected(frame: Any, suite: list[Expect]) -> list[tuple[Expect, int]]:
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    logging.getLogger("great_expectations").setLevel(logging.WARNING)  # hundreds of INFO lines a batch
    import great_expectations as gx
    from great_expectations import expectations
    from great_expectations.data_context.types.base import ProgressBarsConfig

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    asset = context.data_sources.add_pandas("batch").add_dataframe_asset("articles")
    batch = asset.add_batch_definition_whole_dataframe("day").get_batch({"dataframe": frame})
    by_id = {expect.id: expect for expect in suite}
    checks = [
        getattr(expectations, f"ExpectColumn{expect.type}")(
            column=expect.column, severity=expect.severity, meta={"id": expect.id}, **expect.arguments
        )
        for expect in suite
    ]
    answer = batch.validate(
        gx.ExpectationSuite(name="articles", expectations=checks),
        result_format={"result_format": "COMPLETE", "unexpected_index_column_names": ["row_no"]},
    )
    found: dict[str, list[int]] = {}
    for result in answer.results:
        meta: Any = result.expectation_config and result.expectation_config.meta
        if result.exception_info and result.exception_info.get("raised_exception"):
            raise RuntimeError(f"{meta['id']}: {result.exception_info}")
        if not result.success:
            listed = result.result.get("unexpected_index_list") or []
            found[meta["id"]] = [int(one["row_no"]) for one in listed]
    # In the table's order, so that a row's first reason is always the same.
    return [(expect, no) for id_, expect in by_id.items() for no in found.get(id_, [])]


def judged(extracted: pa.Table, unread: pa.Table) -> tuple[pa.Table, pa.Table]:
    """The rows of history/ that passed, with their warnings, and all rejections of the batch."""
    verdicts = validate(extracted)
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
    rows = [_rejection(row, why) for row, why in zip(failing.to_pylist(), reasons, strict=True)]
    return passed, pa.concat_tables([unread, pa.Table.from_pylist(rows, schema=unread.schema)])


def explain(row: dict[str, Any], reasons: tuple[str, ...]) -> str:
    """The evidence behind the reasons, in words: each column that failed, with its value."""
    said = []
    for expect in EXPECTATIONS:
        if expect.id in reasons:
            column = {"body_length": "body_text", "headline_length": "headline"}.get(
                expect.column, expect.column
            )
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


def _rejection(row: dict[str, Any], reasons: tuple[str, ...]) -> dict[str, Any]:
    return {
        "stage": "validate",
        "reason": reasons[0],
        "reasons": list(reasons),
        "detail": explain(row, reasons),
        "raw_ref": row["raw_ref"],
        "rejected_at": row["first_seen_at"],
        "url": row["url"],
        "article_id": row["article_id"],
        "headline": row["headline"] or None,
        "published_date": row["published_date"],
        "body_excerpt": None if "rights_reserved" in reasons else row["body_text"][:EXCERPT] or None,
        "duplicate_refs": row["duplicate_refs"],
    }
