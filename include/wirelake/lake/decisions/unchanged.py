"""Small objects that a build asks for again and again: each is read again only where it is not what it was.

A source of a thousand takedowns has some three thousand of them, and a build asks for all at twenty places.
"""

from collections import OrderedDict
from collections.abc import Callable
from typing import Any, TypeVar

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
    key = (store.uri, stored.path)
    etag, known = _kept.get(key, ("", None))
    if etag == stored.etag:
        found: T = known
        return found
    answer = store.read(stored.path)
    if answer is None:
        return None
    parsed = parse(answer[0], stored.path)
    _kept[key] = (answer[1], parsed)
    while len(_kept) > MOST:
        _kept.popitem(last=False)
    return parsed
