"""From where to go on in an API's list: an object a list, moved once what it has passed stands in raw/.

A cursor is an address without credentials. Whoever was faster has moved it as well: what either of both
passed stands in raw/, and what is asked for again is known by its bytes.
"""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from wirelake.config import Batch
from wirelake.config.discovery import Api
from wirelake.errors import ConflictError, FormatError
from wirelake.lake import layout
from wirelake.storage import ABSENT, Store

MAX_ADDRESS = 4_000  # characters


@dataclass(frozen=True, slots=True)
class Kept:
    """A cursor as it stands in the lake: where, its address ("" for none), and the object's ETag."""

    path: str
    address: str
    etag: str


@dataclass(frozen=True, slots=True)
class Step:
    """A page that was read: to what its list's cursor may move once ``links`` were asked for."""

    kept: Kept
    address: str
    links: tuple[str, ...]


def kept(store: Store, batch: Batch, part: Api) -> Kept:
    """The cursor of that list. Of one that can be asked for any day, each day has its own.

    Raises:
        FormatError: it cannot be read; without the object the list begins anew.
    """
    name = hashlib.sha256(f"{part.url} {part.cursor_parameter or ''}".encode()).hexdigest()[:16]
    path = layout.cursor(batch, name, dated=part.dated)
    answer = store.read(path)
    if answer is None:
        return Kept(path, "", ABSENT)
    try:
        address = json.loads(answer[0])["address"]
        if not isinstance(address, str) or not address.startswith(("http://", "https://")):
            raise ValueError(f"{address!r:.80} is no address")
    except (ValueError, KeyError, TypeError) as error:
        raise FormatError(
            f"{path}: it holds no cursor: {error}; delete the object, and the list begins anew"
        ) from error
    return Kept(path, address[:MAX_ADDRESS], answer[1])


def move(store: Store, steps: Iterable[Step], is_left: Callable[[str], bool]) -> int:
    """Move each list's cursor past its pages, up to the first with a link that ``is_left``.

    Returns how many pages are left to the next time. Only what stands in raw/ may be passed.
    """
    lists: dict[str, list[Step]] = {}
    for step in steps:
        lists.setdefault(step.kept.path, []).append(step)
    left = 0
    for mine in lists.values():
        done = next((at for at, step in enumerate(mine) if any(map(is_left, step.links))), len(mine))
        left += len(mine) - done
        if done and mine[done - 1].address != mine[0].kept.address:
            _write(store, mine[0].kept, mine[done - 1].address)
    return left


def _write(store: Store, kept: Kept, address: str) -> None:
    try:
        store.write(kept.path, json.dumps({"address": address}).encode(), if_etag=kept.etag)
    except ConflictError:  # another capture has moved it: to where it had brought everything
        return
