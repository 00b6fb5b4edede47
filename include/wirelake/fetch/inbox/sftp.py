"""An inbox on an SFTP server, by asyncssh. With ``access`` the only importer of it.

No key of a host is trusted but the one that the YAML or the connection states, and nothing of this user's
own ~/.ssh or agent is used. Every question ends within its time.
"""

import asyncio
import stat
import time
from collections.abc import Coroutine, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

import asyncssh

from wirelake.config import Inbox
from wirelake.errors import AccessError, FetchError
from wirelake.fetch.credentials import MIN_HIDDEN
from wirelake.fetch.inbox.access import CONNECT_SECONDS, login, trust
from wirelake.fetch.inbox.place import FOLDER, LINK, MAX_ENTRIES, OTHER, etag_of, moment
from wirelake.fetch.spellings import Spellings
from wirelake.records import HIDDEN, Lying

IDLE_SECONDS = 60  # after these a server may have hung up: it is asked anew
LIST_SECONDS = 120
FILE_SECONDS = 300
KINDS = {stat.S_IFREG: "", stat.S_IFDIR: FOLDER, stat.S_IFLNK: LINK}
T = TypeVar("T")


class Sftp:
    """A folder of an SFTP server. No link in it is followed by us; a server may do so by itself."""

    def __init__(self, part: Inbox, parts: Mapping[str, Any], where: str) -> None:
        self.url = part.url
        self._folder = part.folder
        self._options = {"host": part.host, "port": part.port, **login(part, parts, where)}
        self._options |= trust(part, parts, where)
        hidden = (parts.get("password"), parts["extra"].get("private_key_passphrase"))
        self._secrets = Spellings(str(one) for one in hidden if one and len(str(one)) >= MIN_HIDDEN)
        self._made: set[str] = set()  # folders that are there
        self._used = time.monotonic()
        self._runner: asyncio.Runner | None = None
        self._connection: asyncssh.SSHClientConnection | None = None
        self._client: asyncssh.SFTPClient | None = None

    def look(self) -> list[Lying]:
        return self._ask("list it", self._look(), LIST_SECONDS)

    def read(self, lying: Lying) -> bytes | None:
        return self._ask(f"read {lying.name!r}", self._read(lying), FILE_SECONDS)

    def put_away(self, lying: Lying, folder: str | None) -> bool:
        return self._ask(f"put away {lying.name!r}", self._put_away(lying, folder), FILE_SECONDS)

    def close(self) -> None:
        runner, self._runner, self._client = self._runner, None, None
        if runner is not None:
            with suppress(Exception):
                runner.run(self._disconnect())
            runner.close()

    async def _look(self) -> list[Lying]:
        client, found = await self._connected(), []
        async for entry in client.scandir(self._folder):
            name = str(entry.filename)
            if name not in (".", ".."):
                found.append(_lying(name, entry.attrs))
            if len(found) > MAX_ENTRIES:
                break
        return sorted(found, key=lambda one: one.name)

    async def _read(self, lying: Lying) -> bytes | None:
        client = await self._connected()
        try:
            async with client.open(self._path(lying.name), "rb", encoding=None) as file:
                data: Any = await file.read(lying.size)  # bytes: no encoding is named
            after = await client.lstat(self._path(lying.name))
        except asyncssh.SFTPNoSuchFile:
            return None
        is_it = _is_file(after) and _etag(after) == lying.etag and len(data) == lying.size
        return data if is_it else None

    async def _put_away(self, lying: Lying, folder: str | None) -> bool:
        client, place = await self._connected(), self._path(lying.name)
        try:
            stands = await client.lstat(place)
            if _etag(stands) != lying.etag or not _is_file(stands):
                return False
            if folder is None:
                await client.remove(place)
                return True
            if folder not in self._made:
                await client.makedirs(self._path(folder), exist_ok=True)
                self._made.add(folder)
            target = self._path(f"{folder}/{lying.name}")
            try:
                await client.posix_rename(place, target)
            except asyncssh.SFTPOpUnsupported:  # the older rename replaces nothing
                with suppress(asyncssh.SFTPNoSuchFile):
                    await client.remove(target)
                await client.rename(place, target)
        except asyncssh.SFTPNoSuchFile:
            return False
        return True

    async def _connected(self) -> asyncssh.SFTPClient:
        idle, self._used = time.monotonic() - self._used, time.monotonic()
        if self._client is not None and idle > IDLE_SECONDS:
            await self._disconnect()
            self._client = None
        if self._client is None:
            self._connection = await asyncssh.connect(**self._options)
            self._client = await self._connection.start_sftp_client(path_errors="surrogateescape")
        return self._client

    async def _disconnect(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.abort()
            async with asyncio.timeout(CONNECT_SECONDS):
                await connection.wait_closed()

    def _path(self, name: str) -> str:
        return f"{self._folder.rstrip('/')}/{name}"

    def _ask(self, doing: str, answer: Coroutine[Any, Any, T], seconds: float) -> T:
        async def within() -> T:
            async with asyncio.timeout(seconds):
                return await answer

        self._runner = self._runner or asyncio.Runner()
        with self._translated(doing):
            return self._runner.run(within())

    @contextmanager
    def _translated(self, doing: str) -> Iterator[None]:
        told = f"{self.url}: cannot {doing}"
        try:
            yield
        except asyncssh.HostKeyNotVerifiable:
            cure = "if the agency changed it, write the new one into host_key"
            raise AccessError(f"{told}: the host shows another key: {cure}", failure="access") from None
        except (asyncssh.PermissionDenied, asyncssh.SFTPPermissionDenied) as error:
            raise AccessError(f"{told}: refused: {self._brief(error)}", failure="access") from None
        except asyncssh.SFTPNoSuchFile:
            raise AccessError(f"{told}: no such folder: correct the path in url", failure="access") from None
        except TimeoutError:
            self.close()
            raise FetchError(f"{told}: no answer in time") from None
        except (asyncssh.Error, OSError) as error:
            self.close()
            raise FetchError(f"{told}: {self._brief(error)}") from None

    def _brief(self, error: Exception) -> str:
        said = (str(error).strip() or type(error).__name__).splitlines()[0][:300]
        return self._secrets.masked(said, HIDDEN)


def _lying(name: str, about: asyncssh.SFTPAttrs) -> Lying:
    mode = stat.S_IFMT(about.permissions) if about.permissions is not None else stat.S_IFREG
    what = KINDS.get(mode, OTHER)
    return Lying(
        name=name,
        size=about.size or 0,
        modified=None if about.mtime is None else moment(about.mtime),
        etag=_etag(about),
        is_file=not what,
        what=what,
    )


def _is_file(about: asyncssh.SFTPAttrs) -> bool:
    return about.permissions is None or stat.S_ISREG(about.permissions)


def _etag(about: asyncssh.SFTPAttrs) -> str:
    return etag_of(about.mtime or 0, about.size or 0)
