"""Versions that no wire names go by their payload, in a lake of schema 2 or before: there they went by a hash
of what rules of the day had read, so that every change of a rule renamed them.

history/ holds each row's payload; articles/, the manifests of takedowns and what those set aside follow from
that. Each object is renamed by itself. Readers take both names for none of the wire's, so one that looks
between two of them finds no other versions.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from typing import Any

import pyarrow as pa

from wirelake.batches.staging import packed, unpacked
from wirelake.config import Batch
from wirelake.errors import DamagedError
from wirelake.lake import layout
from wirelake.lake.conflicts import again_after_conflict
from wirelake.lake.decisions.manifests import Manifest, Sight
from wirelake.lake.exchanges import read_index
from wirelake.lake.files import parse_parquet
from wirelake.lake.json_objects import parse_json
from wirelake.lake.marker import read_marker
from wirelake.lake.schema import ARTICLES, HISTORY
from wirelake.lake.versions.names import FORMER, TOLD_BY, former_name
from wirelake.storage import Store
from wirelake.write import change_day, change_history

SINCE = 3  # the schema in which no version has such a name
NOTHING = hashlib.sha256(b"").hexdigest()  # the payload of an answer that says that a page is gone
ASIDE = "withdrawn"
Naming = Callable[[pa.Table], pa.Table]


def due(store: Store) -> list[str]:
    """The objects that hold such names; none in a lake whose marker says that it has none."""
    marker = read_marker(store)
    if marker and marker.schema_version >= SINCE:
        return []
    return [path for path in _candidates(store) if _is_due(store, path)]


def apply(store: Store, path: str) -> None:
    """Rename the versions in one of them."""
    if path.startswith(f"{layout.HISTORY}/"):
        change_history(store, _batch(path), lambda rows: _renamed(store, rows))
    elif path.startswith(f"{layout.ARTICLES}/"):
        day = date.fromisoformat(path.split("/")[1].partition("=")[2])
        change_day(store, day, lambda rows: _as_in_history(store, rows))
    else:
        _rename_object(store, path)


def _candidates(store: Store) -> Iterator[str]:
    for folder, suffix in (
        (layout.HISTORY, "/history.parquet"),
        (ASIDE, "/history.arrow"),
        (layout.ARTICLES, "/articles.parquet"),
    ):
        yield from (one.path for one in store.objects(folder) if one.path.endswith(suffix))
    for name in store.folders(layout.RAW):
        yield from (one.path for one in store.objects(layout.takedowns(name.removeprefix("source="))))


def _is_due(store: Store, path: str) -> bool:
    answer = store.read(path)
    if answer is None:
        return False
    with suppress(DamagedError):  # whoever makes it again names it anew
        return _after(store, path, answer[0]) is not None
    return False


def _after(store: Store, path: str, data: bytes) -> pa.Table | Manifest | None:
    """What the object holds under the names of now; None where nothing of it changes. Of Parquet only what
    tells the names is looked at."""
    if path.endswith(".json"):
        old = parse_json(Manifest, data, path)
        new = old.model_copy(update={"sights": tuple(_sight(store, one) for one in old.sights)})
        return None if new == old else new
    if path.startswith(f"{layout.ARTICLES}/"):
        rows = parse_parquet(data, path, schema=_light(ARTICLES))
        renamed = _as_in_history(store, rows)
    else:
        is_whole = path.endswith(".arrow")
        rows = (
            unpacked(data, path, HISTORY) if is_whole else parse_parquet(data, path, schema=_light(HISTORY))
        )
        renamed = _renamed(store, rows)
    return None if renamed.equals(rows) else renamed


def _light(schema: pa.Schema) -> pa.Schema:
    return pa.schema([field for field in schema if field.name in (*TOLD_BY, "raw_ref", "article_id")])


@again_after_conflict
def _rename_object(store: Store, path: str) -> None:
    answer = store.read(path)
    after = _after(store, path, answer[0]) if answer else None
    if answer is None or after is None:
        return
    if isinstance(after, Manifest):
        stated = after.model_dump(mode="json")
        data = json.dumps(stated, sort_keys=True, ensure_ascii=False, indent=1).encode()
    else:
        data = packed(after)
    store.write(path, data, if_etag=answer[1])


def _renamed(store: Store, rows: pa.Table) -> pa.Table:
    """Rows of history/; of what has no content any more the form of the name tells."""
    told = rows.select([*TOLD_BY, "raw_ref"]).to_pylist()
    names = [
        _payload(store, row["raw_ref"], row["raw_sha256"]) or row["version"]
        if FORMER.fullmatch(row["version"])
        and (not row["content_sha256"] or row["version"] == former_name(row))
        else row["version"]
        for row in told
    ]
    return _with(rows, names)


def _as_in_history(store: Store, rows: pa.Table) -> pa.Table:
    """Rows of articles/, each named as the row of history/ from which it comes."""
    names = []
    known: dict[str, dict[tuple[str, str], str]] = {}
    for row in rows.select(["version", "raw_ref", "article_id"]).to_pylist():
        name, batch = row["version"], row["raw_ref"].partition("#")[0]
        if FORMER.fullmatch(name):
            if batch not in known:
                known[batch] = _names_of(store, Batch.parse(batch))
            now = known[batch].get((row["raw_ref"], row["article_id"]), name)
            name = name if FORMER.fullmatch(now) else now
        names.append(name)
    return _with(rows, names)


def _names_of(store: Store, batch: Batch) -> dict[tuple[str, str], str]:
    path = layout.history(batch)
    answer = store.read(path)
    if answer is None:
        return {}
    rows = _renamed(store, parse_parquet(answer[0], path, schema=_light(HISTORY)))
    told = rows.select(["raw_ref", "article_id", "version"]).to_pylist()
    return {(row["raw_ref"], row["article_id"]): row["version"] for row in told}


def _sight(store: Store, one: Sight) -> Sight:
    if not FORMER.fullmatch(one.version):
        return one
    return one.model_copy(update={"version": _payload(store, one.raw_ref, one.raw_sha256) or one.version})


def _payload(store: Store, raw_ref: str, sha256: str) -> str:
    """The payload that was read; of a page that is gone the one that stood there; "" where none is known."""
    if sha256 != NOTHING:
        return sha256
    follows = _row(store, raw_ref).get("follows")
    return str(_row(store, follows).get("payload_sha256", "")) if follows else ""


def _row(store: Store, raw_ref: str) -> dict[str, Any]:
    batch, _, record_id = raw_ref.partition("#")
    with suppress(DamagedError):
        rows = read_index(store, Batch.parse(batch))
        return next((row for row in rows if row["record_id"] == record_id), {})
    return {}


def _with(rows: pa.Table, names: list[str]) -> pa.Table:
    place = rows.schema.get_field_index("version")
    return rows.set_column(place, rows.schema.field(place), pa.array(names, pa.string()))


def _batch(path: str) -> Batch:
    day, source = (part.partition("=")[2] for part in path.split("/")[1:3])
    return Batch(source, date.fromisoformat(day))
