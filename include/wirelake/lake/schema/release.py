"""The schema's version, and the record of every version that was released: ``released/<version>.json``.

Columns are only added. A type never changes: a value of another shape gets a column of a new name, and the
old column is marked as retired (``†``). It stands for one more version, and is null in what is written from
then on; the next version may leave it out. Every change of the columns raises SCHEMA_VERSION and adds a
record by ``make schema``; a record that stands is never written again.
"""

import json
from pathlib import Path
from typing import Any

from wirelake.errors import ConfigError
from wirelake.lake.schema.columns import Column
from wirelake.lake.schema.index import INDEX_COLUMNS
from wirelake.lake.schema.rejected import REJECTION_COLUMNS
from wirelake.lake.schema.runs import RUN_COLUMNS
from wirelake.lake.schema.sources import SOURCE_COLUMNS
from wirelake.lake.schema.tables import FLAT_COLUMNS, HISTORY_COLUMNS
from wirelake.lake.schema.version import SCHEMA_VERSION

RELEASED = Path(__file__).parent / "released"
STORED = {
    "articles": FLAT_COLUMNS,
    "history": HISTORY_COLUMNS,
    "rejected": REJECTION_COLUMNS,
    "runs": RUN_COLUMNS,
    "sources": SOURCE_COLUMNS,
    "index": INDEX_COLUMNS,
}
Facts = dict[str, dict[str, dict[str, Any]]]  # table → column → type, required, retired


def current() -> Facts:
    """The columns of every table that is stored, as they stand in the code."""
    return {
        table: {one.name: _facts(one) for one in sorted(columns, key=lambda one: one.name)}
        for table, columns in STORED.items()
    }


def released() -> dict[int, Facts]:
    """The record of every released version, by version."""
    found = {int(path.stem): json.loads(path.read_text(encoding="utf-8")) for path in RELEASED.glob("*.json")}
    return dict(sorted(found.items()))


def complaints(before: Facts, now: Facts) -> list[str]:
    """What in the columns of now breaks the rule against those of the version before."""
    found = []
    for table, columns in before.items():
        for name, old in columns.items():
            new = now.get(table, {}).get(name)
            if new is None:
                if not old["retired"]:
                    found.append(f"{table}.{name} vanished: retire it for one version first")
            elif new["type"] != old["type"]:
                found.append(f"{table}.{name} was {old['type']} and is {new['type']}: take a new name")
            elif new["required"] != old["required"] and not new["retired"]:
                found.append(f"{table}.{name}: whether it is never null changed: take a new name")
            elif new["required"] and new["retired"]:
                found.append(f"{table}.{name} is retired, so it has to be nullable")
    for table, columns in now.items():
        added = columns.keys() - before.get(table, {}).keys()
        found += [
            f"{table}.{name} is new, so older files have no value: it has to be nullable"
            for name in sorted(added)
            if table in before and columns[name]["required"]
        ]
    return found


def record() -> Path:
    """Write the record of this version.

    Raises:
        ConfigError: there is one already, and it says something else; or the rule is broken.
    """
    path, facts, known = RELEASED / f"{SCHEMA_VERSION}.json", current(), released()
    if known.get(SCHEMA_VERSION, facts) != facts:
        raise ConfigError(f"{path.name} is released: raise SCHEMA_VERSION in lake/schema/version.py")
    before = [version for version in known if version < SCHEMA_VERSION]
    if before and (wrong := complaints(known[before[-1]], facts)):
        raise ConfigError("\n".join(wrong))
    path.write_text(json.dumps(facts, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return path


def _facts(one: Column) -> dict[str, Any]:
    return {"type": str(one.type), "required": one.required, "retired": one.retired}
