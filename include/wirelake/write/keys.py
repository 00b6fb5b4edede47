"""What follows from a row's own columns, set wherever a row is written: its key, and its rights in a word."""

import hashlib
from collections import Counter
from collections.abc import Sequence

import pyarrow as pa

OF = ("article_id", "version", "raw_ref")
DIGITS = 32  # of a key: 128 bits
STATUS = {True: "reserved", False: "open", None: "unknown"}


def keyed(rows: pa.Table) -> pa.Table:
    """Rows of history/ or articles/ with ``row_id`` and ``rights_status``."""
    statuses = [STATUS[one] for one in rows["rights_reserved"].to_pylist()]
    return with_column(with_column(rows, "row_id", _row_ids(rows)), "rights_status", statuses)


def with_column(rows: pa.Table, name: str, values: Sequence[object]) -> pa.Table:
    """The rows with these values in one of their columns."""
    place = rows.schema.get_field_index(name)
    field = rows.schema.field(place)
    return rows.set_column(place, field, pa.array(values, field.type))


def _row_ids(rows: pa.Table) -> list[str]:
    """One payload may state one version of an article twice, as a feed does: the second is numbered."""
    met: Counter[tuple[str, ...]] = Counter()
    found = []
    for row in zip(*(rows[name].to_pylist() for name in OF), strict=True):
        met[row] += 1
        told = [*row, str(met[row])] if met[row] > 1 else row
        found.append(hashlib.sha256("\n".join(told).encode("utf-8", "surrogatepass")).hexdigest()[:DIGITS])
    return found
