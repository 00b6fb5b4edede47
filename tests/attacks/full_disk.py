"""The full disk: runs meet its end at any write. They say so, and lose nothing; with room they go on."""

import random
import shutil
from collections import Counter

from tests.attacks.deeds import do
from tests.attacks.deliveries import Deliveries, batch_of
from tests.attacks.report import Report
from tests.attacks.stage import Stage

from wirelake.errors import StorageError
from wirelake.lake.streams import read
from wirelake.storage import LocalStore

MOST = 150_000  # bytes that are left as a run begins


def attack(stage: Stage, seed: int, count: int) -> Report:
    """So many runs, of a lake that lies on a small file system of its own, with less room than they want."""
    chance = random.Random(seed)  # noqa: S311
    sent = Deliveries(chance)
    store = stage.store
    assert isinstance(store, LocalStore)
    filler = store.root / "filler"
    tried: Counter[str] = Counter(runs=0, full=0)
    unread = []
    for _ in range(count):
        number = sent.send(store)
        free = shutil.disk_usage(store.root).free
        filler.write_bytes(bytes(max(0, free - chance.randrange(MOST))))
        try:
            do(stage.uri, chance.choice(("run", "poll")), str(batch_of(number)))
        except StorageError:
            tried.update(full=1)
        tried.update(runs=1)
        try:
            read(lake=stage.uri)
        except StorageError as error:
            unread.append(error)
        filler.unlink()
    sent.complete(stage)
    faults = sent.faults(stage)
    faults.note("unread", unread)
    return faults.report("full disk", tried)
