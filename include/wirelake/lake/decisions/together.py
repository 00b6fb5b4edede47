"""A source's events, or its manifests, put together in one object: a new process reads that alone.

It decides nothing (``derived``): what it has of an object counts only where its ETag is the listed one.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

import pyarrow as pa

from wirelake.errors import PermanentError, StorageError
from wirelake.lake import derived, layout
from wirelake.storage import Store

FEW = 4  # that are read one by one, rather than put together anew
TOGETHER = pa.schema(
    [
        pa.field("path", pa.string(), nullable=False),
        pa.field("etag", pa.string(), nullable=False),
        pa.field("data", pa.binary(), nullable=False),
    ],
    metadata={derived.OF: "1 decisions"},
)
Objects = dict[str, tuple[str, bytes]]  # path → ETag and bytes
_known: dict[tuple[str, str, str], dict[str, str]] = {}  # store, source and kind: path → ETag, as read last


@dataclass(frozen=True, slots=True)
class Kind:
    """What is put together: under which name, and in which folder of a source it stands."""

    name: str
    folder: Callable[[str], str]


EVENTS = Kind("events", layout.events)
MANIFESTS = Kind("takedowns", layout.takedowns)


def read(store: Store, source: str, kind: Kind) -> Objects:
    """What was put together."""
    return _read(store, source, kind)[0]


def keep_up(store: Store, source: str) -> None:
    """Put events and manifests together, where more than a few are not yet."""
    for kind in (EVENTS, MANIFESTS):
        listed = {one.path: one.etag for one in store.objects(kind.folder(source))}
        known = _known.get((store.uri, source, kind.name), {})
        if len(listed.items() - known.items()) > FEW:
            _put_together(store, source, kind, listed)


def _put_together(store: Store, source: str, kind: Kind, listed: dict[str, str]) -> None:
    objects, etag = _read(store, source, kind)
    objects = {path: one for path, one in objects.items() if listed.get(path) == one[0]}
    left = sorted(listed.keys() - objects.keys())
    if len(left) <= FEW:
        return
    with suppress(StorageError, PermanentError):  # of a damaged one too: whoever asks for it says so
        for path in left:
            if answer := store.read(path):
                objects[path] = (answer[1], answer[0])
        rows = [{"path": path, "etag": of, "data": data} for path, (of, data) in sorted(objects.items())]
        derived.put(store, source, kind.name, pa.Table.from_pylist(rows, schema=TOGETHER), etag)
        _known[store.uri, source, kind.name] = {path: of for path, (of, _) in objects.items()}


def _read(store: Store, source: str, kind: Kind) -> tuple[Objects, str]:
    table, etag = derived.read(store, source, kind.name, TOGETHER)
    columns = [table[name].to_pylist() if table is not None else [] for name in TOGETHER.names]
    objects = {path: (of, data) for path, of, data in zip(*columns, strict=True)}
    _known[store.uri, source, kind.name] = {path: of for path, (of, _) in objects.items()}
    return objects, etag
