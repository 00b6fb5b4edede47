"""Where bytes live: a local folder or S3, behind the verbs of ``protocol.Store``.

``s3`` and what it imports are loaded by ``open_store`` alone, where a lake is on S3: obstore costs every
other command its time.
"""

from pathlib import Path

from wirelake.errors import ConfigError
from wirelake.storage.disk import on_disk
from wirelake.storage.local import LocalStore
from wirelake.storage.protocol import ABSENT, Store, Stored
from wirelake.storage.sweeping import sweep, temporary_files
from wirelake.storage.temporary import Temporaries, TemporaryFile, is_held, on_this_host

__all__ = [
    "ABSENT",
    "LocalStore",
    "Store",
    "Stored",
    "Temporaries",
    "TemporaryFile",
    "is_held",
    "on_disk",
    "on_this_host",
    "open_store",
    "sweep",
    "temporary_files",
]


def open_store(uri: str) -> Store:
    """The store at a folder or at ``s3://bucket/prefix``.

    Raises:
        ConfigError: neither of the two.
    """
    if uri.startswith("s3://"):
        from wirelake.storage.s3 import S3Store

        return S3Store(uri)
    if "://" in uri:
        raise ConfigError(f"WIRELAKE_LAKE: {uri!r}: write a folder or s3://bucket/prefix")
    return LocalStore(Path(uri))
