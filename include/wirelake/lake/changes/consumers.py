"""What each consumer acknowledged: one object a consumer, in the lake itself."""

import json
import re
from datetime import datetime

from wirelake.errors import ConfigError, DamagedError
from wirelake.lake import layout
from wirelake.lake.changes import cursors
from wirelake.lake.changes.cursors import Cursor
from wirelake.lake.conflicts import again_after_conflict
from wirelake.storage import ABSENT, Store

NAMED = re.compile(r"[a-z][a-z0-9_-]{0,39}")


def acknowledged(store: Store, name: str) -> Cursor:
    """How far the consumer has acknowledged; nowhere where it never did.

    Raises:
        ConfigError: no consumer is named so.
        DamagedError: it cannot be read; acknowledge a cursor anew.
    """
    return _read(store, name)[0]


@again_after_conflict
def acknowledge(store: Store, name: str, cursor: Cursor, now: datetime) -> Cursor:
    """Have the consumer go on from there, of each source that the cursor names, and return all of it.

    A damaged one is replaced.
    """
    try:
        known, etag = _read(store, name)
    except DamagedError:
        known, etag = {}, store.etag(layout.consumer(name))
    stands = {**known, **cursor}
    told = {"cursor": cursors.stated(stands), "acknowledged_at": now.isoformat()}
    store.write(layout.consumer(name), json.dumps(told).encode(), if_etag=etag)
    return stands


def _read(store: Store, name: str) -> tuple[Cursor, str]:
    if not NAMED.fullmatch(name):
        raise ConfigError(f"consumer {name!r}: write a name of a-z, 0-9, - and _, such as desk")
    path = layout.consumer(name)
    answer = store.read(path)
    if answer is None:
        return {}, ABSENT
    try:
        return cursors.parse(json.loads(answer[0])["cursor"]), answer[1]
    except (ValueError, KeyError, TypeError, ConfigError) as error:
        raise DamagedError(path, f"it holds no cursor: {error}") from error
