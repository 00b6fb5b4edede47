"""A batch's raw/ read whole: every WARC by its digest and record by record, and against its index."""

from collections.abc import Iterator
from pathlib import Path

from wirelake.archive.rewriting import INDEX_NAME, number_of
from wirelake.archive.segment import WARC
from wirelake.config import Batch
from wirelake.errors import DamagedError, StorageError
from wirelake.lake import layout
from wirelake.lake.exchanges import Row, index_files, read_index_files
from wirelake.lake.faults import Fault, Repair
from wirelake.storage import Store
from wirelake.storage.digests import digest_of, known
from wirelake.warc import records

MOST = 20  # words on damage, of one file


def check_raw(store: Store, batch: Batch) -> Iterator[Fault]:
    """What cannot be read of the batch's raw/, what has lost its index, and whose WARC is lost."""
    indexes = index_files(store, batch)
    warcs = [one.path for one in store.objects(layout.raw(batch)) if one.path.endswith(WARC)]
    named: dict[str, list[Row]] = {}
    for index in indexes:
        try:
            rows = [row for _, row in read_index_files(store, [index])]
        except DamagedError as error:
            there = any(number_of(warc, index) >= 0 for warc in warcs)
            yield Fault(path=index, what=error.what, repair=Repair.INDEX if there else Repair.NONE)
            continue
        for row in rows:
            named.setdefault(row["warc_file"], []).append(row)
    for path in sorted(named.keys() - set(warcs)):
        yield Fault(path=path, what=f"is not there, and {len(named[path])} records of an index are in it")
    for path in warcs:
        yield from _check_warc(store, path, named.get(path))
        if path not in named:
            yield from _unnamed(path, indexes)


def _unnamed(path: str, indexes: list[str]) -> Iterator[Fault]:
    if index_of(path) not in indexes:
        yield Fault(path=path, what="has no index, and so is no part of the lake", repair=Repair.INDEX)


def index_of(warc: str) -> str:
    """The index that belongs to a WARC, however often it was redacted."""
    stem = warc.removesuffix(WARC)
    base, _, number = stem.rpartition(".r")
    return (base if base and number.isdecimal() else stem) + INDEX_NAME


def _check_warc(store: Store, path: str, rows: list[Row] | None) -> Iterator[Fault]:
    try:
        with store.local_copy(path) as local:
            digests = known(store, path)
            if digests and digest_of(local) not in digests:
                yield Fault(path=path, what="its bytes are not those that were written")
            yield from _check_records(path, local, rows)
    except (StorageError, FileNotFoundError):  # redacted meanwhile, under another name
        return


def _check_records(path: str, local: Path, rows: list[Row] | None) -> Iterator[Fault]:
    places: dict[int, str | None] = {}
    told = 0
    with local.open("rb") as file:
        for record in records(file):
            places[record.offset] = record.header("WARC-Record-ID")
            if record.damage:
                told += 1
                if told <= MOST:
                    yield Fault(path=path, what=f"at {record.offset}: {record.damage}")
    lost = [row for row in rows or () if places.get(row["offset"]) != row["record_id"]]
    if lost:
        yield Fault(path=path, what=f"{len(lost)} records of its index are not where it says")
