"""Brings into raw/ what a capture that was killed left in the spool."""

import json
import logging
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from wirelake.archive.segment import JOURNAL, LOCK, WARC, publish, remove
from wirelake.config import Batch
from wirelake.errors import ArchiveError
from wirelake.lake.exchanges import Row
from wirelake.storage import Store, TemporaryFile, is_held, on_disk
from wirelake.warc import record_at

SALVAGED = ".salvaged"
log = logging.getLogger(__name__)


def salvage(store: Store, batch: Batch, spool: Path) -> int:
    """Publish every whole record of the segments that dead captures left, each under its own run's id.

    A segment whose writer lives is left alone. May be killed itself at any moment, and done again. Returns
    how many records were saved.

    Raises:
        StorageError: the store failed; the spool keeps what it holds.
    """
    saved = 0
    for lock in sorted(spool.glob(f"*{LOCK}")):
        journal = lock.with_suffix(JOURNAL)
        try:
            with FileLock(lock, timeout=0), on_disk(f"salvage {journal}", spool):
                if journal.exists():  # else another process has just saved it
                    saved += _salvage_one(store, batch, journal)
                remove(journal)
        except Timeout:
            continue
    return saved


def spooled(store: Store) -> list[TemporaryFile]:
    """The files of every segment in this host's spool of the lake, by path: what raw/ does not hold yet.

    One whose owner is dead waits for the next capture of its batch, which salvages it.
    """
    found = []
    for path in sorted(store.spool("").rglob("*")):
        kind = next((suffix for suffix in (WARC, JOURNAL, SALVAGED) if path.name.endswith(suffix)), None)
        if kind is None:
            continue
        owner = path.name.removesuffix(kind)
        with suppress(FileNotFoundError):  # published meanwhile
            size = path.stat().st_size
            alive = is_held(path.with_name(owner + LOCK))
            found.append(TemporaryFile(path=path, size=size, owner=owner, alive=alive))
    return found


def _salvage_one(store: Store, batch: Batch, journal: Path) -> int:
    whole = journal.with_suffix(SALVAGED)
    rows = _copied(journal, whole)
    if rows:
        run_id = journal.name.removesuffix(JOURNAL).rpartition(".")[0]
        try:
            publish(store, batch, run_id, whole, rows)
            log.info("%s: saved %d records of a capture that was broken off", batch, len(rows))
        except ArchiveError as error:  # a damaged disk must not keep the links from being asked for again
            log.warning("%s: what a capture left in %s cannot be saved: %s", batch, journal, error)
            rows = []
    whole.unlink(missing_ok=True)
    return len(rows)


def _copied(journal: Path, target: Path) -> list[Row]:
    """The rows whose records are whole and pass their digests, and a WARC of just these."""
    rows: list[Row] = []
    warc = journal.with_suffix(WARC)
    if not warc.exists():
        return rows
    with warc.open("rb") as file, target.open("wb") as copy:
        for line in journal.read_bytes().splitlines():
            row = _row(line)
            if row is None:  # the last one, half written
                continue
            record = record_at(file, row["offset"])
            if record.damage or record.header("WARC-Record-ID") != row["record_id"]:
                continue
            file.seek(row["offset"])
            row["offset"] = copy.tell()
            copy.write(file.read(row["length"]))
            rows.append(row)
    return rows


def _row(line: bytes) -> Row | None:
    try:
        row: Row = json.loads(line)
        return row | {"fetched_at": datetime.fromisoformat(row["fetched_at"])}
    except (ValueError, KeyError, TypeError):
        return None
