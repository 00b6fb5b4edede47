"""A key of one name below each of many prefixes: of 365 days with 300 sources each those of one source.

A bucket lists a thousand keys by a request, one request after another; to ask for a key by its name is a
request too, and many of these go at a time.
"""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import obstore
from obstore.store import S3Store as Bucket

from wirelake.storage.protocol import Stored

PAGE = 1000
MANY = 64  # keys below a prefix from which on asking is sooner than listing; so many are asked for at a time


def in_each_prefix(bucket: Bucket, prefix: str, name: str) -> list[Stored]:
    """The keys ``prefix/*/name``: of a list, or where its first page is full of others each by its name."""
    pages = iter(obstore.list(bucket, f"{prefix}/", chunk_size=PAGE))
    first = list(next(pages, []))
    folders = {_folder(str(meta["path"]), prefix) for meta in first}
    if len(first) < PAGE or len(first) < MANY * len(folders):
        listed = [*first, *(meta for page in pages for meta in page)]
        mine = (meta for meta in listed if _is_it(str(meta["path"]), prefix, name))
        return [_stored(meta) for meta in mine]
    below = obstore.list_with_delimiter(bucket, f"{prefix}/")["common_prefixes"]
    return [*_asked(bucket, [f"{str(one).rstrip('/')}/{name}" for one in below])]


def _asked(bucket: Bucket, paths: Iterable[str]) -> Iterator[Stored]:
    def head(path: str) -> Stored | None:
        with suppress(FileNotFoundError):
            return _stored(obstore.head(bucket, path))
        return None

    with ThreadPoolExecutor(MANY) as pool:
        yield from filter(None, pool.map(head, paths))


def _folder(path: str, prefix: str) -> str:
    return path.removeprefix(f"{prefix}/").partition("/")[0]


def _is_it(path: str, prefix: str, name: str) -> bool:
    return path == f"{prefix}/{_folder(path, prefix)}/{name}"


def _stored(meta: Any) -> Stored:
    return Stored(path=str(meta["path"]), size=int(meta["size"]), etag=str(meta["e_tag"]))
