"""A lake in an S3 bucket. With ``conditional`` the only importer of obstore; loaded where a lake is on S3.

A reader never sees half an object: an object is one PutObject, or one multipart upload that is completed.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from itertools import chain, takewhile
from pathlib import Path
from typing import Any

import obstore
from obstore.exceptions import GenericError, PreconditionError
from obstore.store import S3Store as Bucket

from wirelake.errors import ConfigError, ConflictError, PermanentError, StorageError
from wirelake.storage import conditional, digests
from wirelake.storage.disk import on_disk
from wirelake.storage.in_each_prefix import in_each_prefix
from wirelake.storage.protocol import ABSENT, Stored
from wirelake.storage.temporary import CURE, Temporaries, host_folder, on_this_host

CHUNK = 4 * 1024 * 1024
LARGE = 64 * 1024 * 1024  # an object of more is uploaded in parts, unless under a condition


class S3Store:
    """A prefix of an S3 bucket; credentials and endpoint come from the AWS_* environment."""

    def __init__(self, uri: str) -> None:
        self.uri = uri.rstrip("/")
        options: dict[str, Any] = {"conditional_put": "etag"}
        if os.environ.get("AWS_ENDPOINT_URL", "").startswith("http://"):
            options["client_options"] = {"allow_http": True}
        try:
            self._bucket = Bucket.from_url(self.uri, **options)
        except Exception as error:
            raise ConfigError(f"WIRELAKE_LAKE: {uri!r}: {_brief(error)}") from error

    @cached_property
    def temporary(self) -> Temporaries:
        return on_this_host(self.uri)

    def read(self, path: str) -> tuple[bytes, str] | None:
        return digests.checked(self, path, self._read)

    def _read(self, path: str) -> tuple[bytes, str] | None:
        with self._translated(f"read {path}"):
            try:
                answer = obstore.get(self._bucket, path)
                return bytes(answer.bytes()), str(answer.meta["e_tag"])
            except FileNotFoundError:
                return None

    def read_range(
        self, path: str, start: int, length: int, *, if_etag: str | None = None
    ) -> tuple[bytes, str] | None:
        with self._translated(f"read {path}"):
            data, etag = self._range(path, start, length, if_etag)
        if if_etag is not None and etag != if_etag:
            raise ConflictError(f"{path} changed since it was read")
        return None if etag == ABSENT else (data, etag)

    def _range(self, path: str, start: int, length: int, if_etag: str | None) -> tuple[bytes, str]:
        options: Any = {"range": (start, start + length)}
        if if_etag:
            options["if_match"] = if_etag
        try:
            answer = obstore.get(self._bucket, path, options=options)
            return bytes(answer.bytes()), str(answer.meta["e_tag"])
        except FileNotFoundError:
            return b"", ABSENT
        except PreconditionError:
            raise ConflictError(f"{path} changed since it was read") from None
        except GenericError:  # "416 Range Not Satisfiable" among them: nothing of the object lies there
            meta = obstore.head(self._bucket, path)
            if length > 0 and start < int(meta["size"]):
                raise
            return b"", str(meta["e_tag"])

    def etag(self, path: str) -> str:
        with self._translated(f"read {path}"):
            return conditional.etag(self._bucket, path)

    def write(self, path: str, data: bytes | Path, *, if_etag: str | None = None) -> None:
        announced = digests.announce(self, path, data)
        with self._translated(f"write {path}"):
            if if_etag is not None:
                conditional.put(self._bucket, path, data, if_etag)
            else:
                size = data.stat().st_size if isinstance(data, Path) else len(data)
                obstore.put(self._bucket, path, data, use_multipart=size > LARGE)
        if announced:
            announced.written()

    def objects(self, prefix: str, *, since: str = "", until: str = "") -> list[Stored]:
        folder = prefix.rstrip("/") + "/"
        with self._translated(f"list {prefix}"):
            pages = obstore.list(self._bucket, folder, offset=_just_before(folder, since))
            listed = chain.from_iterable(pages)
            wanted = takewhile(lambda meta: not until or _below(folder, meta) <= until, listed)
            found = [
                Stored(path=str(meta["path"]), size=int(meta["size"]), etag=str(meta["e_tag"]))
                for meta in wanted
                if _below(folder, meta) >= since
            ]
        return sorted(found, key=lambda stored: stored.path)

    def in_each(self, prefix: str, name: str) -> list[Stored]:
        with self._translated(f"list {prefix}"):
            found = in_each_prefix(self._bucket, prefix, name)
        return sorted(found, key=lambda stored: stored.path)

    def passed_over(self, prefix: str) -> list[tuple[str, str]]:  # noqa: ARG002
        return []  # every key is an object

    def folders(self, prefix: str) -> list[str]:
        with self._translated(f"list {prefix}"):
            listed = obstore.list_with_delimiter(self._bucket, prefix.rstrip("/") + "/")
        return sorted(str(name).rstrip("/").rpartition("/")[2] for name in listed["common_prefixes"])

    def delete(self, path: str, *, if_etag: str | None = None) -> None:
        with self._translated(f"delete {path}"):
            if if_etag is not None:
                conditional.delete(self._bucket, path, if_etag)
                return
            try:
                obstore.delete(self._bucket, path)
            except FileNotFoundError:  # some stores say so
                return

    @contextmanager
    def local_copy(self, path: str) -> Iterator[Path]:
        with self.temporary.folder() as folder:
            copy = folder / "copy"
            with on_disk(f"copy {path} of {self.uri} to this host", folder), copy.open("wb") as file:
                for chunk in self._chunks(path):
                    file.write(chunk)
            yield copy

    def _chunks(self, path: str) -> Iterator[bytes]:
        with self._translated(f"read {path}"):
            yield from obstore.get(self._bucket, path).stream(min_chunk_size=CHUNK)

    def spool(self, name: str) -> Path:
        folder = host_folder(self.uri) / name
        with on_disk(f"make {folder} ({CURE})", folder):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return folder

    @contextmanager
    def _translated(self, doing: str) -> Iterator[None]:
        try:
            yield
        except (ConflictError, PermanentError):
            raise
        except Exception as error:
            raise StorageError(f"cannot {doing} in {self.uri}: {_brief(error)}") from error


def _brief(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0][:300]


def _below(folder: str, meta: Any) -> str:
    """The name directly below the folder."""
    return str(meta["path"]).removeprefix(folder).partition("/")[0]


def _just_before(folder: str, name: str) -> str | None:
    """A key before all that begin with the name; after the name itself SeaweedFS 4.48 omits its folder."""
    return f"{folder}{name[:-1]}{chr(ord(name[-1]) - 1)}~" if name else None
