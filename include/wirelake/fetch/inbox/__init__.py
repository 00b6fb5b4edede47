"""Opens the inbox that a source's YAML names: a folder of this host, a foreign bucket, or an SFTP server.

``sftp`` and ``access`` are the only importers of asyncssh. They and ``bucket`` are loaded
where an inbox is of that kind.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from wirelake.config import Inbox, SourceConfig
from wirelake.errors import ConfigError
from wirelake.fetch.credentials import connection_parts
from wirelake.fetch.inbox.place import Place
from wirelake.storage import Store

__all__ = ["Place", "open_inbox"]


def open_inbox(source: SourceConfig, connection: str | None, store: Store) -> Place | None:
    """The source's inbox; None where it has none. Nobody is asked yet.

    ``connection`` is the text of the Airflow connection that the inbox names, ``store`` the lake.

    Raises:
        ConfigError: the connection is missing or cannot be used, or the inbox lies in the lake.
    """
    part = source.inbox
    if part is None:
        return None
    where = f"{source.name}.yaml: discover[{source.discover.index(part)}]"
    parts = _parts(part, connection, where)
    if part.scheme == "sftp":
        try:
            from wirelake.fetch.inbox.sftp import Sftp
        except ImportError as error:
            raise ConfigError(
                f"{where}.url: {part.url!r}: SFTP needs wirelake's extra sftp: pip install 'wirelake[sftp]'"
            ) from error
        return Sftp(part, parts or {}, where)
    if part.scheme == "s3":
        from wirelake.fetch.inbox.bucket import ForeignBucket

        _check_apart(part.url, store.uri, where)
        return ForeignBucket(part, parts, where)
    from wirelake.fetch.inbox.local import LocalFolder

    if "://" not in store.uri:
        _check_apart(str(Path(part.folder).resolve()), store.uri, where)
    return LocalFolder(part)


def _parts(part: Inbox, connection: str | None, where: str) -> Mapping[str, Any] | None:
    if part.connection is None:
        return None
    if not connection:
        raise ConfigError(
            f"{where}.connection: {part.connection!r}: no such connection: add it in Airflow, or set "
            f"AIRFLOW_CONN_{part.connection.upper()}"
        )
    return connection_parts(connection, f"connection {part.connection!r}")


def _check_apart(inbox: str, lake: str, where: str) -> None:
    one, other = f"{inbox.rstrip('/')}/", f"{lake.rstrip('/')}/"
    if one.startswith(other) or other.startswith(one):
        raise ConfigError(
            f"{where}.url: {inbox!r}: in one place with the lake {lake}: name a place of its own, or write "
            "kind: drop_folder for files that lie under the lake by day"
        )
