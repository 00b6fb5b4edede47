"""Parquet objects of a table read by row groups, so that no day has to be in memory whole."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

import pyarrow as pa
import pyarrow.parquet as pq

from wirelake.errors import ConflictError, StorageError
from wirelake.lake.files import PATH_FIELDS, conformed, in_path, parse_parquet
from wirelake.lake.reading import SCHEMAS
from wirelake.lake.streams.ahead import JOBS, ahead
from wirelake.lake.streams.ranges import Ranges
from wirelake.storage import Store, Stored

WHOLE = 8 * 1024 * 1024  # bytes of an object that is read at once, with its digest checked


def _always(_first: int, _rows: int) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Wish:
    """Columns of an object, and of which of its row groups, by their first row and how many they have; of
    one that is another than the listed one, all are read."""

    of: Stored
    columns: pa.Schema
    holds: Callable[[int, int], bool] = _always


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of a row group, the first one's place in the object, and the object's ETag as it was read."""

    of: Stored
    etag: str
    first: int
    rows: pa.Table


def parts(store: Store, table: str, wishes: Iterable[Wish], *, by_ranges: bool = False) -> Iterator[Part]:
    """The rows of these objects, in their order. With ``by_ranges`` each is read as it was listed, and the
    columns alone; otherwise a small one is read whole, as it stands then.

    Raises:
        ConflictError: one is gone, or not the listed one, or was replaced while it was read.
        DamagedError, FormatError: one is no table of ours.
    """
    with ThreadPoolExecutor(JOBS) as pool:

        def opening() -> Iterator[tuple[int, Callable[[], _Object]]]:
            for wish in wishes:
                whole = wish.of.size if wish.of.size <= WHOLE and not by_ranges else 0
                yield whole, partial(_Object, store, table, wish, by_ranges=by_ranges)

        def reading() -> Iterator[tuple[int, Callable[[], Part]]]:
            for one in ahead(pool, opening()):
                yield from one.jobs()

        yield from ahead(pool, reading())


class _Object:
    """An object, opened: all of it is read as it stood then."""

    def __init__(self, store: Store, table: str, wish: Wish, *, by_ranges: bool) -> None:
        self._store, self._wish, self._of = store, wish, wish.of if by_ranges else _standing(store, wish.of)
        self._data: bytes | None = None
        self._etag = self._of.etag
        if not by_ranges and self._of.size <= WHOLE:
            answer = store.read(wish.of.path)
            if answer is None:
                raise _replaced(wish.of.path)
            self._data, self._etag = answer
        self._inside = pa.schema([one for one in wish.columns if one.name in SCHEMAS[table].names])
        if not self._inside.names:  # pyarrow reads no rows where it reads no column
            self._inside = pa.schema([SCHEMAS[table].field(0)])
        with self._file() as file:
            self._about = pq.read_metadata(file)

    def jobs(self) -> Iterator[tuple[int, Callable[[], Part]]]:
        """What reads its row groups, and how many bytes each has at most."""
        first = 0
        for number in range(self._about.num_row_groups):
            group = self._about.row_group(number)
            if self._etag != self._wish.of.etag or self._wish.holds(first, group.num_rows):
                yield group.total_byte_size, partial(self._read, number, first)
            first += group.num_rows

    def _read(self, number: int, first: int) -> Part:
        with self._file() as file:
            parquet = pq.ParquetFile(
                file, metadata=self._about, pre_buffer=True, page_checksum_verification=True
            )
            there = parquet.schema_arrow.names
            known = [name for name in self._inside.names if name in there] or there[:1]
            rows = conformed(parquet.read_row_group(number, columns=known, use_threads=False), self._inside)
        said = in_path(self._wish.of.path)
        for name in self._wish.columns.names:
            if name not in self._inside.names:
                rows = rows.append_column(PATH_FIELDS[name], pa.repeat(said[name], len(rows)))
        return Part(self._wish.of, self._etag, first, rows.select(self._wish.columns.names))

    @contextmanager
    def _file(self) -> Iterator[pa.NativeFile]:
        """The object as a file; what pyarrow cannot read of it is said as ``parse_parquet`` says it."""
        path = self._wish.of.path
        ranges = None if self._data is not None else Ranges(self._store, self._of)
        try:
            yield pa.PythonFile(ranges, mode="r") if ranges else pa.BufferReader(self._data)
        except (pa.ArrowException, KeyError, OSError, ValueError) as error:
            if ranges and isinstance(ranges.error, ConflictError):
                raise _replaced(path) from error
            if ranges and ranges.error:
                raise ranges.error from error
            answer = self._store.read(path)
            if answer is None:
                raise _replaced(path) from error
            parse_parquet(answer[0], path, schema=self._inside)
            raise StorageError(f"{path}: {error}: ask again") from error


def _standing(store: Store, listed: Stored) -> Stored:
    """A large object as it stands now, which may be another than was listed: a small one is read anyway."""
    if listed.size <= WHOLE or store.etag(listed.path) == listed.etag:
        return listed
    folder = listed.path.rpartition("/")[0]
    now = next((one for one in store.objects(folder) if one.path == listed.path), None)
    if now is None:
        raise _replaced(listed.path)
    return now


def _replaced(path: str) -> ConflictError:
    return ConflictError(f"{path} was replaced while it was read: ask again")
