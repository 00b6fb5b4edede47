"""A freeze as an object of the lake: one Parquet file, its head in the file's own metadata.

So it is written in one step or not at all, and any reader of Parquet can join it by ``row_id``.
"""

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import BaseModel, ConfigDict, ValidationError

from wirelake.errors import ConfigError, ConflictError, DamagedError, FormatError, MissingError
from wirelake.lake import layout
from wirelake.lake.freezes.columns import FREEZE_COLUMNS
from wirelake.lake.schema.tables import arrow
from wirelake.storage import ABSENT, Store

NAMED = re.compile(r"[a-z][a-z0-9_-]{0,63}")
HEAD = b"wirelake.freeze"
ROWS = arrow(FREEZE_COLUMNS)
PLACE = re.compile(r"freezes/name=([^/]+)/freeze\.parquet")
SPAN = 20_000  # rows of a row group


class Head(BaseModel):
    """What a freeze says of itself. A later version may say more.

    ``digest`` is the SHA-256 of all else that stands here, as JSON with sorted keys; by ``rows_sha256`` that
    covers the rows. ``code`` is a hash of the code that extracts, cleans and validates, as it was installed
    where the freeze was made; ``rulesets`` are those by which the rows themselves were made, by source.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    name: str
    title: str
    authors: tuple[str, ...] = ()
    frozen_at: datetime
    query: str
    rows: int
    articles: int
    first_day: date | None = None
    last_day: date | None = None
    wirelake_version: str
    schema_version: int
    code: str
    rulesets: dict[str, tuple[str, ...]]
    rows_sha256: str
    digest: str = ""

    @property
    def sources(self) -> list[str]:
        """The sources of its rows, by name."""
        return sorted(self.rulesets)

    def sealed(self) -> "Head":
        """The same with its digest."""
        return self.model_copy(update={"digest": _digest_of(self.model_dump(mode="json"))})


def _digest_of(said: dict[str, Any]) -> str:
    told = {name: value for name, value in said.items() if name != "digest"}
    return hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Freeze:
    """The head, and the rows with the columns ``ROWS``, by row_id."""

    head: Head
    rows: pa.Table


def checked_name(name: str) -> str:
    """The name, where it may be one.

    Raises:
        ConfigError: it may not.
    """
    if not NAMED.fullmatch(name):
        raise ConfigError(
            f"name {name!r}: write one of a-z, 0-9, - and _ that begins with a letter, such as port-strikes"
        )
    return name


def rows_digest(rows: pa.Table) -> str:
    """The SHA-256 of the rows' row_id and digest, a line each."""
    digest = hashlib.sha256()
    for batch in rows.select(["row_id", "digest"]).to_batches(max_chunksize=SPAN):
        pairs = zip(*(one.to_pylist() for one in batch.columns), strict=True)
        digest.update("".join(f"{row_id} {said}\n" for row_id, said in pairs).encode())
    return digest.hexdigest()


def put(store: Store, freeze: Freeze) -> None:
    """Write the freeze, where none of its name stands.

    Raises:
        ConfigError: one stands there.
    """
    sink = pa.BufferOutputStream()
    told = freeze.rows.replace_schema_metadata({HEAD: freeze.head.model_dump_json().encode()})
    pq.write_table(told, sink, compression="zstd", row_group_size=SPAN)
    try:
        store.write(layout.freeze(freeze.head.name), sink.getvalue().to_pybytes(), if_etag=ABSENT)
    except ConflictError:
        raise ConfigError(
            f"freeze {freeze.head.name}: it stands already, and is never changed: choose another name"
        ) from None


def stands(store: Store, name: str) -> bool:
    """A freeze of this name stands."""
    return store.etag(layout.freeze(checked_name(name))) != ABSENT


def read(store: Store, name: str) -> Freeze:
    """The freeze of this name.

    Raises:
        ConfigError: it is no name.
        MissingError: none is named so.
        DamagedError: it is not what was written.
    """
    path = layout.freeze(checked_name(name))
    answer = store.read(path)
    if answer is None:
        known = ", ".join(names(store)) or "there is none"
        raise MissingError(f"no freeze is named {name}; of this lake: {known}")
    return parsed(answer[0], path)


def parsed(data: bytes, path: str) -> Freeze:
    """The freeze that the object holds.

    Raises:
        DamagedError: it is not what was written.
        FormatError: it is none that this version knows.
    """
    try:
        rows = pq.read_table(pa.BufferReader(data), partitioning=None)
        said = (rows.schema.metadata or {})[HEAD]
    except (pa.ArrowException, OSError, ValueError, KeyError) as error:
        raise DamagedError(path, f"it is no freeze: {error!r}") from error
    try:
        head, rows = Head.model_validate_json(said), rows.select(ROWS.names).cast(ROWS)
    except (ValidationError, KeyError, pa.ArrowException) as error:
        raise FormatError(f"{path}: not a freeze that this version can read: {error}") from error
    if rows_digest(rows) != head.rows_sha256 or _digest_of(json.loads(said)) != head.digest:
        raise DamagedError(path, "it is not what its digest says")
    return Freeze(head=head, rows=rows)


def names(store: Store) -> list[str]:
    """The names of all freezes."""
    found = (PLACE.fullmatch(one.path) for one in store.objects(layout.FREEZES))
    return sorted(place[1] for place in found if place and NAMED.fullmatch(place[1]))


def read_freezes(store: Store) -> pa.Table:
    """The rows of all freezes, with the ``name`` of each.

    Raises:
        DamagedError: one is not what was written.
    """
    field = pa.field("name", pa.string(), nullable=False)
    parts = [pa.schema([field, *ROWS]).empty_table()]
    for name in names(store):
        rows = read(store, name).rows
        parts.append(rows.add_column(0, field, pa.repeat(name, len(rows))))
    return pa.concat_tables(parts)


def utc(at: datetime) -> datetime:
    """The instant in UTC, to the second: a citation says no more."""
    return at.astimezone(UTC).replace(microsecond=0)
