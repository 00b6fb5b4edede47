"""Damaged objects that can be made again are set aside, so that the next build is not stopped by them.

They lie under ``damaged/`` by the path that they had, out of every reader's glob, for whoever wants to know
what happened. What nothing else can give, such as a WARC, is never moved.
"""

import logging
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from wirelake.errors import ConflictError, DamagedError
from wirelake.lake import layout
from wirelake.storage import Store
from wirelake.storage.digests import digest_of

FOLDER = "damaged"
T = TypeVar("T")
log = logging.getLogger(__name__)


def set_aside(store: Store, error: DamagedError) -> str:
    """Keep a copy of the damaged object, and return its ETag; it stays in its place, to be replaced."""
    path = error.path
    etag = store.etag(path)
    if etag:
        with store.local_copy(path) as copy:
            kept = f"{FOLDER}/{path}.{digest_of(copy)[:12]}"
            store.write(kept, copy)
        log.warning("%s; set aside as %s, to be made again", error, kept)
    return etag


def move_aside(store: Store, error: DamagedError) -> None:
    """Set the damaged object aside, and leave nothing in its place."""
    etag = set_aside(store, error)
    if etag:
        with suppress(ConflictError):  # somebody has put a whole one there meanwhile
            store.delete(error.path, if_etag=etag)


def unless_damaged(store: Store, path: str, parse: Callable[[bytes, str], T]) -> T | None:
    """What ``parse`` makes of the object; None where nothing stands, or it was damaged and is moved aside."""
    try:
        answer = store.read(path)
        return None if answer is None else parse(answer[0], path)
    except DamagedError as error:
        move_aside(store, error)
        return None


def was_set_aside(store: Store, path: str) -> bool:
    """An earlier state of the object was damaged: what it held is not known."""
    kept = f"{FOLDER}/{path}."
    return any(one.path.startswith(kept) for one in store.objects(kept.rpartition("/")[0]))


def clear(store: Store) -> None:
    """Let go of the tables that were set aside: they may hold what was taken down."""
    for one in store.objects(FOLDER):
        if not one.path.startswith(f"{FOLDER}/{layout.RAW}/"):  # of raw/ it is decisions, without any text
            store.delete(one.path)
