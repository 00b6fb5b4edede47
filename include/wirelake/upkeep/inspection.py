"""Everything that the lake holds, read whole: what is damaged, and what repairs it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from zlib import crc32

from wirelake.archive import check_raw
from wirelake.batches import staging
from wirelake.batches.lakes import Progress, lake, no_progress
from wirelake.config import Batch
from wirelake.errors import DamagedError, FormatError
from wirelake.lake import layout
from wirelake.lake.buckets import Buckets, buckets_of, number_in
from wirelake.lake.changes.feed import parse_entry
from wirelake.lake.decisions.events import parse_event
from wirelake.lake.exports import record
from wirelake.lake.faults import Fault, Repair
from wirelake.lake.files import parse_parquet
from wirelake.lake.freezes import frozen
from wirelake.lake.json_objects import parse_any
from wirelake.obligations.places import batches_in_raw
from wirelake.storage import Store, Stored
from wirelake.storage.digests import is_kept, known

TABLES = (
    *(layout.ARTICLES, layout.HISTORY, layout.REJECTED, layout.RUNS, layout.SOURCES),
    *(layout.STORIES, layout.STORY_ALIASES, layout.FREEZES, layout.EXPORTS),
)
BETWEEN = ("pending", "staging", "withdrawn", layout.BUILT, layout.CHANGES, "consumers")
PARSERS: dict[str, Callable[[bytes, str], Any]] = {
    ".parquet": parse_parquet,
    ".json": parse_any,
    ".arrow": staging.unpacked,
    ".jsonl": parse_entry,
}
OF_FOLDER: dict[str, Callable[[bytes, str], Any]] = {
    layout.FREEZES: frozen.parsed,
    layout.EXPORTS: record.parsed,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What is looked at: all sources or one, all capture days or one. articles/ belongs to all of them.

    ``share`` is a number and of how many, ``(3, 28)``: one of so many parts of it, each batch in one of them.
    """

    source: str | None = None
    day: date | None = None
    share: tuple[int, int] | None = None

    def holds(self, path: str) -> bool:
        """The object is one of these."""
        named = dict(part.split("=", 1) for part in path.split("/")[:-1] if "=" in part)
        source, day = named.get("source"), named.get("capture_date")
        if path.startswith(("pending/", f"{layout.BUILT}/")):
            day = path.rpartition("/")[2].removesuffix(".json")
        fits = self.source in (None, source) and (self.day is None or day == str(self.day))
        return fits and self.shares(f"{source}/{day}" if source and day else path)

    def shares(self, unit: str) -> bool:
        """The batch, or the path of an object that is of none, is in the share."""
        return self.share is None or crc32(unit.encode()) % self.share[1] == self.share[0]


@dataclass(kw_only=True)
class Inspection:
    """How many objects were read, and what is wrong with which; ``undigested`` can only be parsed."""

    objects: int = 0
    faults: list[Fault] = field(default_factory=list)
    undigested: list[str] = field(default_factory=list)


def inspect(scope: Scope, *, store: Store | None = None, progress: Progress = no_progress) -> Inspection:
    """Read every object of the scope."""
    store = store or lake()
    found = Inspection()
    batches = [batch for source in _sources(store, scope) for batch in batches_in_raw(store, source)]
    batches = [batch for batch in batches if scope.day in (None, batch.day) and scope.shares(str(batch))]
    listed = list(_listed(store, scope))
    total = len(listed) + len(batches)
    buckets = buckets_of(store)
    for done, stored in enumerate(listed, start=1):
        found.objects += 1
        found.faults += [*_faults_of(store, stored)] or _astray(store, stored.path, buckets)
        if is_kept(stored.path) and not known(store, stored.path):
            found.undigested.append(stored.path)
        progress("verify", done, total)
    for done, batch in enumerate(batches, start=len(listed) + 1):
        found.faults += check_raw(store, batch)
        progress("verify", done, total)
    return found


def _sources(store: Store, scope: Scope) -> list[str]:
    names = (name.partition("=")[2] for name in store.folders(layout.RAW) if name.startswith("source="))
    return [name for name in names if scope.source in (None, name)]


def _listed(store: Store, scope: Scope) -> Iterator[Stored]:
    for prefix in (*TABLES, *BETWEEN, layout.RAW):
        yield from (one for one in store.objects(prefix) if scope.holds(one.path))


def _astray(store: Store, path: str, buckets: Buckets) -> list[Fault]:
    """An object of articles/ in which no writer looks, while every reader does: an older wirelake has written
    it, or a backup brought it back."""
    number = number_in(path)
    if number in (0, buckets.number, *buckets.former):
        return []
    answer = store.read(path)
    if answer is None or not len(parse_parquet(answer[0], path, columns=["article_id"])):
        return []
    what = f"the lake has {buckets.number} buckets, and this is one of {number}: its articles may stand twice"
    return [Fault(path=path, what=what, repair=Repair.REBUILD)]


def _faults_of(store: Store, stored: Stored) -> Iterator[Fault]:
    """Of WARCs and their indexes ``check_raw`` tells."""
    path = stored.path
    ending = f".{path.rpartition('.')[2]}"
    if ending not in PARSERS or path.endswith(".index.parquet"):
        return
    parse = OF_FOLDER.get(path.partition("/")[0], PARSERS[ending])
    if "/events/" in path and path.startswith("raw/"):
        parse = parse_event
    try:
        answer = store.read(path)
        if answer is not None:  # else it went since it was listed
            parse(answer[0], path)
    except DamagedError as error:
        yield Fault(path=path, what=error.what, repair=repair_of(path))
    except FormatError as error:
        yield Fault(path=path, what=str(error))


def repair_of(path: str) -> Repair:
    """What makes a damaged object whole again."""
    if path.startswith(f"{layout.RAW}/"):
        folder = path.split("/")[2]
        of_raw = {
            "events": Repair.DECISION,
            "takedowns": Repair.MANIFEST,
            "review": Repair.ASIDE,
            "aliases.json": Repair.ASIDE,
        }
        return of_raw.get(folder, Repair.NONE)
    by_table = {
        layout.ARTICLES: Repair.REBUILD,
        layout.HISTORY: Repair.BUILD,
        layout.REJECTED: Repair.BUILD,
        layout.FREEZES: Repair.NONE,
        layout.EXPORTS: Repair.NONE,
    }
    return by_table.get(path.partition("/")[0], Repair.ASIDE)


def batch_of(path: str) -> Batch:
    """The batch whose object it is."""
    named = dict(part.split("=", 1) for part in path.split("/")[:-1] if "=" in part)
    return Batch(named["source"], date.fromisoformat(named["capture_date"]))
