"""The articles that a source's rules ``keep`` and ``drop`` leave out, each with the rule as its reason."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import unquote, urlsplit

import pyarrow as pa

from wirelake.config import SourceConfig
from wirelake.config.choice import Choice, LeftOut, left_out
from wirelake.validate.rejections import rejection

ASKED = ("record_kind", "pub_status", "url", "headline", "subjects", "subject_codes", "byline", "authors")


def chosen(extracted: pa.Table, source: SourceConfig) -> tuple[pa.Table, list[dict[str, Any]]]:
    """The rows of history/ that the source wants, and a row of rejected/ for each other."""
    if source.keep == source.drop == Choice():
        return extracted, []
    asked = extracted.select(ASKED).to_pylist()
    found = [unwanted(row, source) for row in asked]
    left = extracted.filter(pa.array([one is not None for one in found], pa.bool_())).to_pylist()
    rules = [one for one in found if one is not None]
    rejected = [rejection(row, (one.reason,), one.told) for row, one in zip(left, rules, strict=True)]
    return extracted.filter(pa.array([one is None for one in found], pa.bool_())), rejected


def unwanted(row: dict[str, Any], source: SourceConfig) -> LeftOut | None:
    """The rule of the source that leaves out this row of history/; None where it is wanted.

    No rule is asked of a message about an item, nor of one that the wire takes back: a kill is obeyed
    whatever its headline says.
    """
    if row["record_kind"] == "control" or row["pub_status"] == "canceled":
        return None
    return left_out(source.keep, source.drop, _said(row))


def _said(row: dict[str, Any]) -> dict[str, Sequence[str]]:
    coded = [one[name] for one in row["subject_codes"] or () for name in ("name", "code")]
    people = [one["name"] for one in row["authors"] or ()]
    url = row["url"] or ""
    return {
        "path": [unquote(urlsplit(url).path)] if url else [],
        "title": [row["headline"]] if row["headline"] else [],
        "category": list(dict.fromkeys(one for one in (*(row["subjects"] or ()), *coded) if one)),
        "author": list(dict.fromkeys(one for one in (*people, row["byline"]) if one)),
    }
