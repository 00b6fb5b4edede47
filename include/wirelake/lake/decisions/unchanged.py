"""Small objects that a build asks for again and again: each is read again only where it is not what it was.

A source of a thousand takedowns has some three thousand of them, and a build asks for all at several places.
So a process keeps what it has read, by ETag, and begins with what was put together (``together``).
"""

from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar

from wirelake.errors import FormatError
from wirelake.lake.decisions import together
from wirelake.storage import Store, Stored

T = TypeVar("T")
MOST = 50_000  # that a process keeps: a kilobyte or two each
_kept: OrderedDict[tuple[str, str], tuple[str, Any]] = OrderedDict()


def unchanged(store: Store, stored: Stored, parse: Callable[[bytes, str], T]) -> T | None:
    """What ``parse`` makes of a listed object, None where it is gone; by its ETag what it made of it before.

    Raises:
        DamagedError: its bytes are not those that were written, or none that ``parse`` can read.
        FormatError: of ``parse``.
    """
    if is_known(store, stored):
        found: T = _kept[store.uri, stored.path][1]
        return found
    answer = store.read(stored.path)
    if answer is None:
        return None
    return _keep(store, stored.path, answer[1], parse(answer[0], stored.path))


def listed(
    store: Store, source: str, kind: together.Kind, parse: Callable[[bytes, str], object]
) -> list[Stored]:
    """The source's objects of this kind; from now on the process knows those that were put together."""
    found = store.objects(kind.folder(source))
    new = {one.path: one.etag for one in found if not is_known(store, one)}
    if len(new) > together.FEW:
        for path, (etag, data) in together.read(store, source, kind).items():
            if new.get(path) == etag:
                with suppress(FormatError):  # whoever asks for it reads it, and says so
                    _keep(store, path, etag, parse(data, path))
    return found


def is_known(store: Store, one: Stored) -> bool:
    """The process has it as it stands."""
    return _kept.get((store.uri, one.path), ("", None))[0] == one.etag


def _keep(store: Store, path: str, etag: str, parsed: T) -> T:
    _kept[store.uri, path] = (etag, parsed)
    while len(_kept) > MOST:
        _kept.popitem(last=False)
    return parsed
