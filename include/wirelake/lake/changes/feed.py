"""A source's feed: numbered entries, each put only where none stands, so all writers are in one order.

The first number is the instant at which the feed began, in milliseconds, and each entry has the next one. So
a number never comes twice, also where somebody has deleted the feed. Where nobody knows what articles/ did
show, or what an entry said, the entry ``is_anew``: whoever comes to it has to read articles/ anew.

An entry is JSON lines: a head, with the SHA-256 of what follows, then a line a change.
"""

import hashlib
import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from wirelake.errors import DamagedError
from wirelake.lake import layout
from wirelake.storage import ABSENT, Store

ENDING = ".jsonl"
KEPT = timedelta(days=30)  # for so long an entry stands; who has not read it by then begins anew


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What one settle told: when, and its changes under the names by which they stand.

    ``is_whole`` is said of a feed's first entry: before it the source had no article, so the feed alone makes
    a copy. One that ``is_anew`` does not follow from those before it.
    """

    number: int
    at: datetime
    is_whole: bool
    is_anew: bool
    changes: list[dict[str, Any]]


def newest(store: Store, source: str) -> int:
    """The number of the feed's last entry; 0 where it has not begun."""
    for folder in reversed(store.folders(layout.changes_of(source))):
        if found := _numbers(store, f"{layout.changes_of(source)}/{folder}"):
            return found[-1]
    return 0


def numbers(store: Store, source: str, after: int = 0) -> list[int]:
    """The numbers of the entries that stand after that one, in their order."""
    found: list[int] = []
    for folder in store.folders(layout.changes_of(source)):
        if folder.isdecimal() and int(folder) >= after // 1000:
            found += _numbers(store, f"{layout.changes_of(source)}/{folder}")
    return [number for number in found if number > after]


def beginning(at: datetime) -> int:
    """The number at which a feed begins."""
    return max(1, int(at.timestamp() * 1000))


def append(store: Store, source: str, new: Entry) -> None:
    """Put the entry; its changes under the names by which they stand.

    Raises:
        ConflictError: another writer's stands there.
    """
    store.write(layout.changes(source, new.number), _encoded(new), if_etag=ABSENT)


def replace_damaged(store: Store, path: str, at: datetime) -> None:
    """Put an entry without changes in the place of one that is damaged: whoever comes to it begins anew."""
    number = int(path.rpartition("/")[2].removesuffix(ENDING))
    empty = Entry(number=number, at=at, is_whole=False, is_anew=True, changes=[])
    store.write(path, _encoded(empty), if_etag=store.etag(path))


def _encoded(new: Entry) -> bytes:
    lines = b"".join(json.dumps(one, ensure_ascii=False).encode() + b"\n" for one in new.changes)
    head = {
        "number": new.number,
        "at": new.at.astimezone(UTC).isoformat(),
        "is_whole": new.is_whole,
        "is_anew": new.is_anew,
        "sha256": hashlib.sha256(lines).hexdigest(),
    }
    return json.dumps(head).encode() + b"\n" + lines


def entry(store: Store, source: str, number: int) -> Entry | None:
    """The entry of that number; None where it is not there any more.

    Raises:
        DamagedError: it is not what was written.
    """
    path = layout.changes(source, number)
    answer = store.read(path)
    if answer is None:
        return None
    return parse_entry(answer[0], path)


def parse_entry(data: bytes, path: str) -> Entry:
    """The entry that the object holds.

    Raises:
        DamagedError: it is not what was written there.
    """
    head, _, lines = data.partition(b"\n")
    try:
        stated = json.loads(head)
        number = int(path.rpartition("/")[2].removesuffix(ENDING))
        if (stated["number"], stated["sha256"]) != (number, hashlib.sha256(lines).hexdigest()):
            raise ValueError("its digest is another")
        return Entry(
            number=number,
            at=datetime.fromisoformat(stated["at"]),
            is_whole=stated["is_whole"],
            is_anew=stated["is_anew"],
            changes=[json.loads(line) for line in lines.splitlines()],
        )
    except (ValueError, KeyError, TypeError) as error:
        raise DamagedError(path, f"it is no entry of a feed: {error!r}") from error


def sweep(store: Store, source: str, now: datetime) -> int:
    """Remove the entries that stood for ``KEPT``, the oldest first; how many went.

    The last one stays, as the next number follows from it.
    """
    gone = 0
    for number in numbers(store, source)[:-1]:
        with suppress(DamagedError):  # `wirelake verify` tells of it
            found = entry(store, source, number)
            if found is not None and now - found.at < KEPT:
                break
            store.delete(layout.changes(source, number))
            gone += 1
    return gone


def begun(store: Store) -> list[str]:
    """The sources that have a feed, by name."""
    named = (name.partition("=") for name in store.folders(layout.CHANGES))
    return [source for key, _, source in named if key == "source"]


def _numbers(store: Store, folder: str) -> list[int]:
    names = (one.path.rpartition("/")[2].removesuffix(ENDING) for one in store.objects(folder))
    return sorted(int(name) for name in names if name.isdecimal())
