"""A process that runs tasks in children of its own which die where they are told to.

Their orders name ``tasks`` of ``run`` in the lake, or ``archives`` to import into it, with a clock that
stands at ``now``; a child is killed after its change number ``change`` to the store, or right before or after
it puts away the file of an inbox of number ``away``, counted in halves. It counts its ``changes``.
"""

import gc
import itertools
import os
import signal
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import obstore.store  # noqa: F401
from tests.wirelake.mortality import serve
from tests.wirelake.quay import BATCH, DAY, frozen, page

from wirelake import pipeline
from wirelake.config import Run
from wirelake.fetch.inbox.local import LocalFolder
from wirelake.formats import html  # noqa: F401
from wirelake.importing import import_archives
from wirelake.storage import LocalStore, Store, open_store

WARM = Run.new(BATCH)
TASKS: dict[str, Callable[..., object]] = {
    "fetch": pipeline.fetch_batch,
    "extract": pipeline.extract_batch,
    "validate": pipeline.validate_batch,
    "write": pipeline.write_batch,
}
TOLD = os.memfd_create("changes")  # a file that the children share with their parent


class MortalStore:
    """A store whose process dies right after its change of that number; 0 lets it live.

    Between two changes the lake stands as it stood, so these are all states that a death can leave behind,
    but for those inside of a change, where a store has to be whole by itself.
    """

    def __init__(self, store: Store, last: int) -> None:
        self.uri = store.uri
        self.read = store.read
        self.objects = store.objects
        self.read_range = store.read_range
        self.etag = store.etag
        self.folders = store.folders
        self.in_each = store.in_each
        self.passed_over = store.passed_over
        self.local_copy = store.local_copy
        self.spool = store.spool
        self.temporary = store.temporary
        self._store = store
        self._last = last
        self._count = 0

    def write(self, path: str, data: bytes | Path, *, if_etag: str | None = None) -> None:
        self._store.write(path, data, if_etag=if_etag)
        self._changed()

    def delete(self, path: str, *, if_etag: str | None = None) -> None:
        self._store.delete(path, if_etag=if_etag)
        self._changed()

    def _changed(self) -> None:
        self._count += 1
        os.pwrite(TOLD, f"{self._count:8}".encode(), 0)
        if self._count == self._last:
            os.kill(os.getpid(), signal.SIGKILL)


def die_putting_away(last: int) -> None:
    """Die before (an odd number) or after (an even one) a file of an inbox is put away."""
    put_away, count = LocalFolder.put_away, itertools.count(1)

    def mortal(self: LocalFolder, *args: Any) -> bool:
        for step in ("before", "after"):
            if step == "after":
                done = put_away(self, *args)
            if next(count) == last:
                os.kill(os.getpid(), signal.SIGKILL)
        return done

    LocalFolder.put_away = mortal  # type: ignore[method-assign, assignment]


def live(order: dict[str, Any]) -> None:
    """What the child does."""
    die_putting_away(order.get("away", 0))
    now = datetime.fromisoformat(order["now"])
    store = MortalStore(open_store(order["lake"]), order["change"])
    if archives := [Path(one) for one in order.get("archives", ())]:
        import_archives("quay", archives, store=store, clock=lambda: now)
    for name in order["tasks"]:
        TASKS[name](Run.parse(order["run"]), store=store, clock=lambda: now)


def warm_up() -> None:
    """Run a day, so that the children start with all that is slow behind them."""
    with TemporaryDirectory() as folder:
        store = LocalStore(Path(folder))
        store.write(f"drop/quay/{DAY}/1.txt", page(1))
        for task in TASKS.values():
            task(WARM, store=store, clock=frozen())
    gc.freeze()


def counts() -> dict[str, int]:
    """What the last child has counted; the next begins at 0."""
    changes = int(os.pread(TOLD, 8, 0) or 0)
    os.pwrite(TOLD, b"       0", 0)
    return {"changes": changes}


if __name__ == "__main__":
    warm_up()
    serve(live, counts)
