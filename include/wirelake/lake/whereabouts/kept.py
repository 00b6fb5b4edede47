"""What is kept of the days that were summed up: a few small objects a source, which nothing relies on.

``derived/source=S/<kind>-recent.entries`` has the entries that were made lately, ``<kind>-<year>.entries``
those of the capture days of a year: of a thousand days four or five objects. An entry is a path, its ETag and
the sorted hashes of what its object holds; there is no text in it.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from wirelake.errors import PermanentError, StorageError
from wirelake.lake import derived
from wirelake.storage import ABSENT, Store

RECENT = "recent"
MOST = 32  # recent entries; then they go to their years
FORMAT = 1
ENTRIES = pa.schema(
    [
        pa.field("path", pa.string(), nullable=False),
        pa.field("etag", pa.string(), nullable=False),
        pa.field("keys", pa.list_(pa.uint64()), nullable=False),
    ]
)


@dataclass(frozen=True, slots=True)
class Kind:
    """Something to sum days up by. ``told`` makes what a day may be asked for of these columns of its rows;
    ``version`` is another wherever it makes something else of the same rows."""

    table: str
    version: int | str
    columns: tuple[str, ...]
    told: Callable[[pa.Table], Iterable[str]]
    name: str = ""  # where a table has several

    @property
    def stem(self) -> str:
        return self.name or self.table

    @property
    def schema(self) -> pa.Schema:
        """Of its objects: what another version made is none of them."""
        return ENTRIES.with_metadata({derived.OF: f"{FORMAT} {self.stem} {self.version}"})


@dataclass(frozen=True, slots=True)
class Entry:
    """An object's ETag, and the sorted hashes of what it holds."""

    etag: str
    keys: pa.Array


@dataclass(slots=True)
class Kept:
    """The entries of a source's days. ``fresh`` are the paths of those that count, with the part's name."""

    kind: Kind
    source: str
    parts: dict[str, pa.Table] = field(default_factory=dict)
    etags: dict[str, str] = field(default_factory=dict)
    fresh: dict[str, str] = field(default_factory=dict)

    def holding(self, keys: pa.Array) -> set[str]:
        """The paths of fresh entries that hold one of the keys."""
        found = set()
        for name, part in self.parts.items():
            column = part["keys"].combine_chunks()
            hit = pc.is_in(column.flatten(), value_set=keys)
            if pc.any(hit).as_py():
                places = pc.unique(pc.list_parent_indices(column).filter(hit))
                hits = part["path"].take(places).to_pylist()
                found |= {path for path in hits if self.fresh.get(path) == name}
        return found

    def renew(self, store: Store, new: Mapping[str, Entry]) -> None:
        """Keep these too, where no other process has written meanwhile: then theirs stand."""
        recent = self._of(RECENT, [path for path, name in self.fresh.items() if name == RECENT])
        recent = {path: entry for path, entry in recent.items() if path not in new} | dict(new)
        # A store that takes no writes from us, or is full, is no reason to fail: nothing relies on this.
        with suppress(StorageError, PermanentError):
            if len(recent) > MOST:
                self._fold(store, recent)
                recent = {}
            self._put(store, RECENT, recent)

    def _fold(self, store: Store, entries: Mapping[str, Entry]) -> None:
        """The entries into their years: first there, so that a death between leaves them twice, not never."""
        years: dict[str, dict[str, Entry]] = defaultdict(dict)
        for path, entry in entries.items():
            years[year_of(path)][path] = entry
        for year, mine in years.items():
            stay = [path for path, name in self.fresh.items() if name == year and path not in mine]
            self._put(store, year, self._of(year, stay) | mine)

    def _of(self, name: str, paths: list[str]) -> dict[str, Entry]:
        part = self.parts.get(name)
        if part is None or not paths:
            return {}
        wanted = set(paths)
        rows = zip(part["path"].to_pylist(), part["etag"].to_pylist(), part["keys"], strict=True)
        return {path: Entry(etag, keys.values) for path, etag, keys in rows if path in wanted}

    def _put(self, store: Store, name: str, entries: Mapping[str, Entry]) -> None:
        part = table(self.kind, entries)
        derived.put(store, self.source, f"{self.kind.stem}-{name}", part, self.etags.get(name, ABSENT))


def load(store: Store, kind: Kind, source: str, state: Mapping[str, str]) -> Kept:
    """What is kept of the objects in ``state``: path → ETag."""
    kept = Kept(kind, source)
    years = sorted({year_of(path) for path in state})
    for name in (*years, RECENT) if state else ():
        part, kept.etags[name] = derived.read(store, source, f"{kind.stem}-{name}", kind.schema)
        if part is not None:
            kept.parts[name] = part
            told = zip(part["path"].to_pylist(), part["etag"].to_pylist(), strict=True)
            kept.fresh |= {path: name for path, etag in told if state.get(path) == etag}
    return kept


def hashed(told: Iterable[str]) -> pa.Array:
    """40 bits of each, sorted: of a million articles in a thousand days one in a thousand writes reads a day
    in vain."""
    hashes = {hashlib.blake2b(one.encode(), digest_size=5).digest() for one in told}
    return pa.array(sorted(int.from_bytes(one) for one in hashes), pa.uint64())


def year_of(path: str) -> str:
    """The year of the capture day in the object's path."""
    year = path.partition("capture_date=")[2][:4]
    return year if year.isdecimal() else "other"


def table(kind: Kind, entries: Mapping[str, Entry]) -> pa.Table:
    """The entries as the rows of an object."""
    paths = sorted(entries)
    lists = [entries[path].keys for path in paths]
    offsets = [0]
    for one in lists:
        offsets.append(offsets[-1] + len(one))
    values = pa.concat_arrays(lists) if lists else pa.array([], pa.uint64())
    keys = pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), values)
    etags = pa.array([entries[path].etag for path in paths], pa.string())
    return pa.Table.from_arrays([pa.array(paths, pa.string()), etags, keys], schema=kind.schema)
