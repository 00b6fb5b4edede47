"""What stands in history/ and rejected/ for an article that was taken down: that it was, none of its text.

What stood in history/ up to the takedown's instant leaves a tombstone there, a control record with the ids
and times of its sight. What is captured later, or never was a version, is a rejection, ``taken_down``.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from wirelake.lake.decisions.manifests import Manifest, Sight
from wirelake.lake.schema import HISTORY, REJECTED

Row = dict[str, Any]
TAKEN_DOWN = "taken_down"
KEPT = tuple(name for name in Sight.model_fields if name not in ("capture_date", "alt_ids", "duplicate_refs"))


def sights_in(history: pa.Table, rejected: pa.Table, day: date, article_id: str) -> list[Sight]:
    """The sights of this article in a capture day's rows."""
    rows = history.filter(pc.equal(history["article_id"], article_id)).select(_columns(history)).to_pylist()
    found = [_sight(row, day) for row in rows]
    refused = rejected.filter(pc.equal(rejected["article_id"], article_id)).to_pylist()
    # What says taken_down was written from a sight that is known, with its version.
    refused = [row for row in refused if row["reason"] != TAKEN_DOWN]
    unversioned = ({**row, "version": "", "first_seen_at": row["rejected_at"]} for row in refused)
    return [*found, *(_sight(row, day) for row in unversioned)]


def withdrawn(
    history: pa.Table, rejected: pa.Table, day: date, manifests: Iterable[Manifest]
) -> tuple[pa.Table, pa.Table]:
    """The day's rows with those of taken-down articles replaced by what is left of their sights."""
    tombstones: list[Row] = []
    rejections: list[Row] = []
    ids: set[str] = set()
    urls: set[str] = set()
    for manifest in manifests:
        ids.add(manifest.article_id)
        for sight in manifest.sights:
            urls.update(filter(None, (sight.url, sight.canonical_url)))
            if sight.capture_date == day and sight.version and sight.first_seen_at <= manifest.at:
                tombstones.append(_tombstone(sight, manifest))
            elif sight.capture_date == day:
                rejections.append(_rejection(sight, manifest))
    history, rejected = (_without(table, ids) for table in (history, rejected))
    rejected = _untitled(rejected, urls)
    return (
        pa.concat_tables([history, pa.Table.from_pylist(tombstones, schema=HISTORY)]),
        pa.concat_tables([rejected, pa.Table.from_pylist(rejections, schema=REJECTED)]),
    )


def _columns(history: pa.Table) -> list[str]:
    return [name for name in history.column_names if name in (*KEPT, "alt_ids", "duplicate_refs")]


def _sight(row: Row, day: date) -> Sight:
    stated = {name: row[name] for name in KEPT if row.get(name) is not None}
    return Sight(
        capture_date=day,
        alt_ids=tuple((one["role"], one["value"]) for one in row.get("alt_ids") or ()),
        duplicate_refs=tuple(row["duplicate_refs"] or ()),
        **stated,
    )


def _tombstone(sight: Sight, manifest: Manifest) -> Row:
    return {
        **{field.name: [] for field in HISTORY if pa.types.is_list(field.type)},
        **{name: getattr(sight, name) for name in KEPT},
        "article_id": manifest.article_id,
        "alt_ids": [{"role": role, "value": value} for role, value in sight.alt_ids],
        "duplicate_refs": list(sight.duplicate_refs),
        "record_kind": "control",
        "pub_status": "canceled",
        "signals": [TAKEN_DOWN],
        "headline": "",
        "body_text": "",
        "word_count": 0,
        "published_precision": sight.published_precision or "day",
        "content_sha256": "",
    }


def _rejection(sight: Sight, manifest: Manifest) -> Row:
    return {
        "stage": "write",
        "reason": TAKEN_DOWN,
        "reasons": [TAKEN_DOWN],
        "detail": f"taken down at {manifest.at:%Y-%m-%dT%H:%M:%SZ} ({manifest.cause}): {manifest.reason}",
        "raw_ref": sight.raw_ref,
        "rejected_at": sight.first_seen_at,
        "url": sight.url,
        "article_id": manifest.article_id,
        "published_date": sight.published_date,
        "duplicate_refs": list(sight.duplicate_refs),
    }


def _without(table: pa.Table, article_ids: set[str]) -> pa.Table:
    mine = pc.is_in(table["article_id"], value_set=pa.array(sorted(article_ids), pa.string()))
    return table.filter(pc.invert(mine))  # a rejection may have no id


def _untitled(rejected: pa.Table, urls: set[str]) -> pa.Table:
    """Rejections of the articles' addresses that were never read as the article: without what they quote."""
    hit = pc.is_in(rejected["url"], value_set=pa.array(sorted(urls), pa.string()))
    for name in ("headline", "body_excerpt"):
        place = rejected.schema.get_field_index(name)
        kept = pc.if_else(hit, pa.scalar(None, pa.string()), rejected[name])
        rejected = rejected.set_column(place, rejected.schema.field(place), kept)
    return rejected
