"""The record of an export: which rows its files hold, by the digest of the files. It keeps no text.

One Parquet object an export that differs from the others of its freeze, its head in the file's own metadata.
It is put before the files stand where somebody may take them, and never removed.
"""

import hashlib
import json
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pydantic import BaseModel, ConfigDict, ValidationError

from wirelake.errors import ConflictError, DamagedError, FormatError
from wirelake.lake import layout
from wirelake.storage import ABSENT, Store

HEAD = b"wirelake.export"
ROWS = pa.schema(
    [pa.field("article_id", pa.string(), nullable=False), pa.field("row_id", pa.string(), nullable=False)]
)

TOLD = pa.schema(
    [
        pa.field("name", pa.string(), nullable=False),
        pa.field("digest", pa.string(), nullable=False),
        pa.field("exported_at", pa.timestamp("us", "UTC"), nullable=False),
        *ROWS,
    ]
)


class ExportedFile(BaseModel):
    """A file of an export, by its path below the export's folder."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    path: str
    size: int
    sha256: str


class Head(BaseModel):
    """What the record of an export says. ``digest`` is the SHA-256 of its files' paths and digests.

    ``exported_at`` is when it was made first: made again of the same it has the same bytes.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    name: str
    freeze_digest: str
    exported_at: datetime
    rows: int
    files: tuple[ExportedFile, ...]
    digest: str

    def __str__(self) -> str:
        return f"export {self.name} sha256:{self.digest} of {self.exported_at:%Y-%m-%dT%H:%M:%SZ}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """The head, and the exported rows by article_id."""

    head: Head
    rows: pa.Table


def files_digest(files: Collection[ExportedFile]) -> str:
    """The SHA-256 of the files, a line each as ``sha256sum`` writes it."""
    lines = sorted(f"{one.sha256}  {one.path}\n" for one in files)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def put(store: Store, record: Record) -> None:
    """Put the record; where the same export was made before, its own stays."""
    sink = pa.BufferOutputStream()
    rows = record.rows.sort_by("article_id").cast(ROWS)
    said = record.head.model_dump_json().encode()
    pq.write_table(rows.replace_schema_metadata({HEAD: said}), sink, compression="zstd")
    with suppress(ConflictError):
        path = layout.export(record.head.name, record.head.digest)
        store.write(path, sink.getvalue().to_pybytes(), if_etag=ABSENT)


def holding(store: Store, article_ids: Collection[str]) -> tuple[dict[str, list[Head]], list[str]]:
    """By article the exports that hold a row of it, the oldest first; and the records that cannot be read."""
    sought = pa.array(sorted(article_ids), pa.string())
    found: dict[str, list[Head]] = {}
    unread: list[str] = []
    for stored in store.objects(layout.EXPORTS) if len(sought) else ():
        try:
            answer = store.read(stored.path)
            record = parsed(answer[0], stored.path) if answer else None
        except FormatError as error:
            unread.append(str(error))
            continue
        if record is None:
            continue
        mine = record.rows["article_id"].unique()
        for article_id in mine.filter(pc.is_in(mine, value_set=sought)).to_pylist():
            found.setdefault(article_id, []).append(record.head)
    for heads in found.values():
        heads.sort(key=lambda one: (one.exported_at, one.digest))
    return found, unread


def read_exports(store: Store) -> pa.Table:
    """A row an article of an export: its freeze's name, the digest of its files, when it was made first.

    Raises:
        DamagedError: a record is not what was written.
    """
    parts = [TOLD.empty_table()]
    for stored in store.objects(layout.EXPORTS):
        answer = store.read(stored.path)
        if answer is None:
            continue
        record = parsed(answer[0], stored.path)
        said = (record.head.name, record.head.digest, record.head.exported_at)
        heads = [
            pa.repeat(pa.scalar(one, field.type), len(record.rows))
            for one, field in zip(said, TOLD, strict=False)
        ]
        parts.append(pa.table([*heads, *record.rows.columns], schema=TOLD))
    return pa.concat_tables(parts)


def parsed(data: bytes, path: str) -> Record:
    """The record that the object holds.

    Raises:
        DamagedError: it is not what was written.
        FormatError: it is none that this version knows.
    """
    try:
        rows = pq.read_table(pa.BufferReader(data), partitioning=None)
        said: dict[str, Any] = json.loads((rows.schema.metadata or {})[HEAD])
    except (pa.ArrowException, OSError, ValueError, KeyError) as error:
        raise DamagedError(path, f"it is no record of an export: {error!r}") from error
    try:
        return Record(head=Head.model_validate(said), rows=rows.select(ROWS.names).cast(ROWS))
    except (ValidationError, KeyError, pa.ArrowException) as error:
        raise FormatError(f"{path}: not an export that this version can read: {error}") from error
