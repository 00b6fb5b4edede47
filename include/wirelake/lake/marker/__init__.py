"""The lake's marker, ``wirelake.json`` at its root: it tells a lake from a place where none is.

A mistyped address or a disk that is not mounted looks like an empty lake. Without the marker nothing is read
as empty, and nothing is written as if it were new.
"""

from collections.abc import Collection
from contextlib import suppress
from datetime import UTC, datetime
from functools import lru_cache
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from wirelake.config import DAY, NAME
from wirelake.errors import ConfigError, ConflictError, FormatError
from wirelake.lake import layout
from wirelake.lake.conflicts import again_after_conflict
from wirelake.lake.schema.version import SCHEMA_VERSION
from wirelake.storage import ABSENT, Store, open_store

BUCKETS = 1  # of a lake that a command begins
MOST_BUCKETS = 256  # of a published date of articles/: each is a file that a reader has to open
MARKER = "wirelake.json"  # no reader of a table looks here: they stand in folders
# Folders that an old lake has at least one of, and what the names below them start with.
SIGNS = {
    layout.RAW: "source=",
    layout.HISTORY: "capture_date=",
    layout.ARTICLES: "published_date=",
    layout.REJECTED: "capture_date=",
    layout.RUNS: "capture_date=",
}


class Marker(BaseModel):
    """What the marker says. A later version may say more. What buckets are, ``lake.buckets`` says."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    schema_version: int
    created_at: datetime
    buckets: int = Field(default=1, ge=1, le=MOST_BUCKETS)
    former_buckets: tuple[Annotated[int, Field(ge=1, le=MOST_BUCKETS)], ...] = ()
    buckets_since: datetime | None = None


def open_lake(uri: str, *, to_write: bool = False) -> Store:
    """The lake at this address. Its marker is read once a process.

    Raises:
        ConfigError: there is no lake, or one that has to be migrated before it is read or written.
        FormatError: its marker cannot be read, or a later version of wirelake wrote it.
    """
    store = open_store(uri)
    _check(_version(uri), store, to_write=to_write)
    return store


def checked(store: Store) -> Store:
    """The same store, whose marker is read now: for processes that outlive a mount.

    Raises:
        ConfigError, FormatError: as ``open_lake``.
    """
    _check(_stated(store), store, to_write=False)
    return store


def begin(store: Store, buckets: int = 1) -> bool:
    """Make a new lake of a place that holds none; False where it is one already.

    Args:
        buckets: in how many objects a published date of articles/ stands.

    Raises:
        ConfigError: an older lake stands there, without a marker; there cannot be so many buckets.
    """
    check_number(buckets)
    if read_marker(store) is not None:
        return False
    if signs(store):
        raise ConfigError(_older(store), failure="lake")
    put_marker(store, buckets)
    return True


def put_marker(store: Store, buckets: int = 1) -> None:
    """Write the marker, or raise the version that it states; where another process is faster, let it.

    Args:
        buckets: those of a lake that has no marker yet.
    """
    stood = store.read(MARKER)
    marker = _parsed(store, stood) or Marker(
        schema_version=SCHEMA_VERSION, created_at=datetime.now(UTC), buckets=buckets
    )
    marker = marker.model_copy(update={"schema_version": max(marker.schema_version, SCHEMA_VERSION)})
    with suppress(ConflictError):
        _put(store, marker, stood)


@again_after_conflict
def set_buckets(store: Store, number: int) -> None:
    """State the lake's buckets anew; those that it had are the former ones from now on.

    Raises:
        ConfigError: there cannot be so many; there is no lake.
    """
    check_number(number)
    stood = store.read(MARKER)
    marker = _parsed(store, stood)
    if marker is None:
        raise ConfigError(_nowhere(store), failure="lake")
    former = sorted({*marker.former_buckets, marker.buckets} - {number})
    if number != marker.buckets:
        since = datetime.now(UTC)
        told = {"buckets": number, "former_buckets": tuple(former), "buckets_since": since}
        _put(store, marker.model_copy(update=told), stood)


@again_after_conflict
def forget_buckets(store: Store, gone: Collection[int]) -> None:
    """Name these former buckets no more: nothing of them stands."""
    stood = store.read(MARKER)
    marker = _parsed(store, stood)
    if marker and set(gone) & set(marker.former_buckets):
        kept = tuple(one for one in marker.former_buckets if one not in gone)
        _put(store, marker.model_copy(update={"former_buckets": kept}), stood)


def check_number(buckets: int) -> None:
    """Refuse what is no number of buckets.

    Raises:
        ConfigError: it is none.
    """
    if not 1 <= buckets <= MOST_BUCKETS:
        raise ConfigError(f"--buckets {buckets}: from 1 to {MOST_BUCKETS}")


def _put(store: Store, marker: Marker, stood: tuple[bytes, str] | None) -> None:
    data = (marker.model_dump_json(indent=1, exclude_defaults=True) + "\n").encode()
    store.write(MARKER, data, if_etag=stood[1] if stood else ABSENT)


def read_marker(store: Store) -> Marker | None:
    """What the lake's marker says; None where there is none.

    Raises:
        FormatError: it cannot be read.
    """
    return _parsed(store, store.read(MARKER))


def _parsed(store: Store, stood: tuple[bytes, str] | None) -> Marker | None:
    try:
        return Marker.model_validate_json(stood[0]) if stood else None
    except ValidationError as error:
        raise FormatError(f"{store.uri}: {MARKER} is no marker of a lake: {error}") from error


def signs(store: Store) -> list[str]:
    """The tables that stand in the layout of wirelake, by name."""
    return [
        table for table, start in SIGNS.items() if any(_is_ours(name, start) for name in store.folders(table))
    ]


def _is_ours(name: str, start: str) -> bool:
    value = name.removeprefix(start)
    return name.startswith(start) and bool((NAME if start == "source=" else DAY).fullmatch(value))


@lru_cache(maxsize=64)
def _version(uri: str) -> int:
    return _stated(open_store(uri))  # what it raises is not kept


def _stated(store: Store) -> int:
    marker = read_marker(store)
    if marker is not None:
        return marker.schema_version
    if signs(store):
        raise ConfigError(_older(store), failure="lake")
    raise ConfigError(_nowhere(store), failure="lake")


def _check(version: int, store: Store, *, to_write: bool) -> None:
    if version > SCHEMA_VERSION:
        raise FormatError(
            f"{store.uri}: its schema is of version {version}, and this wirelake knows "
            f"{SCHEMA_VERSION}: install a later one"
        )
    if to_write and version < SCHEMA_VERSION:
        raise ConfigError(
            f"{store.uri}: its schema is of version {version}, and this wirelake writes {SCHEMA_VERSION}: "
            "run wirelake migrate",
            failure="lake",
        )


def _nowhere(store: Store) -> str:
    return (
        f"{store.uri}: there is no lake here. Is the address (WIRELAKE_LAKE) right, and the disk mounted? "
        "To begin a new lake here: wirelake init"
    )


def _older(store: Store) -> str:
    return (
        f"{store.uri}: a lake of an earlier wirelake stands here, without its marker {MARKER}: "
        "run wirelake migrate"
    )
