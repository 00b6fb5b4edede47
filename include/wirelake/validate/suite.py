"""What Great Expectations says of each row. The only importer of great_expectations.

Bodies are not handed to it: their lengths and flags are, computed in Arrow (a third of the time and
memory). A batch without rows does not load it.
"""

import logging
import os
import re
from dataclasses import dataclass
from functools import cache
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from wirelake.validate.expectations import ALL, EXPECTATIONS, Expect

LEFT_NOISE = (
    r"(?im)legal disclaimer:|all rights reserved\.?$|click here to (?:subscribe|read)|accept (?:all )?cookies"
)
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
    "description",
    "renditions",
    "members",
)
# Columns of which a length, a count or a flag is handed over.
MADE_INTO = frozenset(
    {"headline", "body_text", "description", "renditions", "members"}
    | {"authors", "quality_flags", "published_date", "first_seen_at"}
)
LISTING: dict[str, Any] = {
    "result_format": "COMPLETE",
    "unexpected_index_column_names": ["row_no"],
    "return_unexpected_index_query": False,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the suite says of one row: ``reasons`` reject it, ``flags`` stay on it."""

    reasons: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()


def validate(rows: pa.Table, expected: tuple[Expect, ...] = EXPECTATIONS) -> list[Verdict]:
    """A verdict for each row of a table that has the columns MEASURED, in the rows' order."""
    if len(rows) == 0:
        return []
    frame = _measures(rows).to_pandas()
    found: dict[int, list[Expect]] = {}
    # What is of no known kind is judged as an article.
    kinds = frame["record_kind"].where(frame["record_kind"].isin(ALL), "article")
    for kind in ALL:
        part = frame[kinds == kind]
        suite = [one for one in expected if kind in one.kinds]
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


def _measures(rows: pa.Table) -> pa.Table:
    body, headline = rows["body_text"], rows["headline"]
    published = rows["published_date"]
    ahead = pc.days_between(rows["first_seen_at"].cast(pa.timestamp("us")).cast(pa.date32()), published)
    names = [" ".join(one["name"] or "" for one in people or []) for people in rows["authors"].to_pylist()]
    flagged = [set(flags or []) for flags in rows["quality_flags"].to_pylist()]
    captioned = pc.equal(rows["record_kind"], "media")
    captions = pc.if_else(captioned, pc.fill_null(rows["description"], ""), "")
    shown = pc.binary_join_element_wise(headline, body, captions, "\n")
    caption = pc.utf8_length(captions)
    forms, listed = (pc.fill_null(pc.list_value_length(rows[name]), 0) for name in ("renditions", "members"))
    said = pc.add(pc.add(pc.utf8_length(headline), caption), forms)
    measured = rows.select([name for name in MEASURED if name not in MADE_INTO])
    columns: dict[str, Any] = {
        "row_no": pa.array(range(len(rows))),
        "headline_length": pc.utf8_length(headline),
        "body_length": pc.utf8_length(body),
        "caption_length": caption,
        "author_count": pc.fill_null(pc.list_value_length(rows["authors"]), 0),
        "description_length": pc.utf8_length(pc.fill_null(rows["description"], "")),
        "rendition_count": forms,
        "member_count": listed,
        "says_something": pc.greater(said, 0),
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
    """Which rows each expectation does not hold for. To say which costs it more than to say whether, so it
    is asked of those alone that do not hold for all: most days that is a handful of them."""
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    logging.getLogger("great_expectations").setLevel(logging.WARNING)  # hundreds of INFO lines a batch
    import great_expectations as gx
    from great_expectations.data_context.types.base import ProgressBarsConfig

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    asset = context.data_sources.add_pandas("batch").add_dataframe_asset("articles")
    batch = asset.add_batch_definition_whole_dataframe("day").get_batch({"dataframe": frame})
    failing = _answers(batch, suite, result_format="BOOLEAN_ONLY")
    broken = [expect for expect in suite if expect.id in failing]
    found = _answers(batch, broken, **LISTING) if broken else {}
    # In the table's order, so that a row's first reason is always the same.
    return [(expect, no) for expect in broken for no in found.get(expect.id, [])]


def _answers(batch: Any, suite: list[Expect], **result_format: Any) -> dict[str, list[int]]:
    """The expectations that do not hold for all rows, by id; with these rows, where they are listed."""
    import great_expectations as gx

    checks = [
        configured_once(expect.type)(
            column=expect.column, severity=expect.severity, meta={"id": expect.id}, **expect.arguments
        )
        for expect in suite
    ]
    asked = gx.ExpectationSuite(name="articles", expectations=checks)
    found: dict[str, list[int]] = {}
    for result in batch.validate(asked, result_format=result_format).results:
        meta: Any = result.expectation_config and result.expectation_config.meta
        if result.exception_info and result.exception_info.get("raised_exception"):
            raise RuntimeError(f"{meta['id']}: {result.exception_info}")
        if not result.success:
            listed = result.result.get("unexpected_index_list") or []
            found[meta["id"]] = [int(one["row_no"]) for one in listed]
    return found


@cache
def configured_once(name: str) -> Any:
    """Great Expectations' class of that name, whose expectations make their configuration once.

    It asks each for it some forty times a pass, and each time it is made from all fields: a third of the time
    of a batch, whatever its size. No field of an expectation changes once it is made.
    """
    from great_expectations import expectations
    from pydantic.v1 import PrivateAttr  # of which Great Expectations' classes are models

    made_anew: Any = getattr(expectations, f"ExpectColumn{name}")

    def configuration(expectation: Any) -> Any:
        if expectation._made is None or expectation._made.id != expectation.id:  # a copy has another id
            expectation._made = made_anew.configuration.fget(expectation)
        return expectation._made

    fields = {"_made": PrivateAttr(None), "configuration": property(configuration), "__module__": __name__}
    return type(f"ExpectOnceColumn{name}", (made_anew,), fields)
