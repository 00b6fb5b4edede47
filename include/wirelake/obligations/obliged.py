"""What a wire obliges us to whatever the gate says: a closed gate holds back new text, and nothing else.

Such rows are kills, what withholds or embargoes an article that is known, and what corrects one: a correction
that waited would leave readers with what the wire has called wrong.
"""

from typing import Any

import pyarrow as pa

from wirelake.config import Batch
from wirelake.lake import whereabouts
from wirelake.lake.decisions.tombstones import TAKEN_DOWN
from wirelake.lake.reading import picked
from wirelake.lake.versions import is_embargoed
from wirelake.records import GONE, ITEMS
from wirelake.resolve import is_advisory
from wirelake.storage import Store

Row = dict[str, Any]
# What the judgements below look at.
STATED = (
    "article_id",
    "version",
    "raw_ref",
    "record_kind",
    "pub_status",
    "signals",
    "embargoed_until",
    "is_correction",
    "first_seen_at",
)
KEY = ("article_id", "version", "first_seen_at", "raw_ref")


def obliged(store: Store, batch: Batch, passed: pa.Table) -> pa.Table:
    """Of these rows of history/ those that are obeyed although the gate is closed."""

    rows = passed.select([*STATED]).to_pylist()
    known = _known(store, batch, {row["article_id"] for row in rows if withholds(row) or corrects(row)})
    wanted = [
        kills(row) or (row["article_id"] in known and (withholds(row) or corrects(row))) for row in rows
    ]
    return passed.filter(pa.array(wanted, pa.bool_()))


def beside(stood: pa.Table, obeyed: pa.Table) -> pa.Table:
    """The rows that stood in the batch's history/, and those that are obeyed; what both hold, once."""

    new = {_key(row) for row in obeyed.select([*KEY]).to_pylist()}
    kept = [_key(row) not in new for row in stood.select([*KEY]).to_pylist()]
    return pa.concat_tables([stood.filter(pa.array(kept, pa.bool_())), obeyed])


def kills(row: Row) -> bool:
    """It is a kill, or what a takedown has left of an article."""
    return row["pub_status"] == "canceled" or is_advisory(row) or TAKEN_DOWN in (row["signals"] or ())


def withholds(row: Row) -> bool:
    """It is a version that may not be read yet, or for good, or says that the article's page is gone."""
    if row["record_kind"] in ITEMS:
        return row["pub_status"] == "withheld" or is_embargoed(row)
    return row["pub_status"] == "withheld" and GONE in (row["signals"] or ())


def corrects(row: Row) -> bool:
    """It is a version that its wire calls a correction."""
    return row["record_kind"] in ITEMS and (row["is_correction"] or "correction" in (row["signals"] or ()))


def _known(store: Store, batch: Batch, ids: set[str]) -> set[str]:
    """Those of the ids under which history/ holds an article, on any day."""

    if not ids:
        return set()
    wanted = picked("history", ["article_id", "record_kind"])
    rows = whereabouts.seen(store, batch.source, ids, wanted=wanted).to_pylist()
    return {row["article_id"] for row in rows if row["record_kind"] in ITEMS}


def _key(row: Row) -> tuple[Any, ...]:
    return tuple(row[name] for name in KEY)
