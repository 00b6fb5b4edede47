"""The bit flipper: one bit of an object is another, and none of our readers believes it in silence.

What is flipped: articles/, history/, and of raw/ the WARC and its index; footers more often than by chance.
"""

import random
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.attacks.report import Faults, Report
from tests.attacks.stage import Stage
from tests.wirelake.quay import BATCH, DAY, NOON, capture, page, received, version
from tests.wirelake.storage.rot import rot

from wirelake.archive import read_batch
from wirelake.batches.staging import articles_table
from wirelake.errors import DamagedError
from wirelake.lake.exchanges import read_index
from wirelake.lake.streams import read
from wirelake.storage import Store
from wirelake.write import acknowledge, write_articles, write_history

ARTICLES = 40
FOOTER = 0.4  # of the flips hit the last bytes, where statistics and schema stand
TABLES = ("articles", "history", "raw")
READS: dict[str, Callable[[Store], Any]] = {
    "articles": lambda store: read(lake=store.uri),
    "articles of a source": lambda store: read(lake=store.uri, source="quay", columns=["article_id"]),
    "history": lambda store: read("history", lake=store.uri),
    "raw index": lambda store: read_index(store, BATCH),
    "raw": lambda store: [one for one in read_batch(store, BATCH) if one.failure != "raw_damaged"],
}


def attack(stage: Stage, seed: int, count: int) -> Report:
    """So many flipped bits, one at a time, each looked at by all readers of its table."""
    chance = random.Random(seed)  # noqa: S311
    store, faults = stage.store, Faults()
    fill(store)
    whole = {name: look(store) for name, look in READS.items()}
    paths = [one.path for table in TABLES for one in store.objects(table)]
    tried: Counter[str] = Counter(flips=0, named=0)
    faults.note("believed", ())
    for _ in range(count):
        path = chance.choice(paths)
        kept = (store.read(path) or (b"",))[0]
        rot(store, path, flipped(kept, chance))
        tried.update(flips=1)
        for name, look in READS.items():
            if not name.startswith(path.partition("/")[0]):
                continue
            try:
                found = look(store)
            except DamagedError as error:
                faults.note("named wrongly", [] if path in str(error) else [f"{path}: {error}"])
                tried.update(named=1)
                continue
            tried.update({"not met": 1})
            if not is_same(name, found, whole[name]):
                faults.note("believed", [f"{name}: {path}"])
        rot(store, path, kept)
    return faults.report("bit flipper", tried)


def fill(store: Store) -> None:
    """A capture of one day, and its articles of three."""
    capture(store, BATCH, [received(n, page(n, text=f"{n} {'green ' * 40}")) for n in range(ARTICLES)])
    days = [DAY - timedelta(days=n % 3) for n in range(ARTICLES)]
    instants = [datetime(day.year, day.month, day.day, n % 24, tzinfo=UTC) for n, day in enumerate(days)]
    versions = [
        version(n, days[n], published_at=instants[n], published_precision="instant", body_text=f"{n} " * 80)
        for n in range(ARTICLES)
    ]
    write_history(store, BATCH, articles_table(versions))
    acknowledge(store, write_articles(store, BATCH, NOON))


def flipped(data: bytes, chance: random.Random) -> bytes:
    """One bit of it is another."""
    first = max(0, len(data) - 4_000) if chance.random() < FOOTER else 0
    changed = bytearray(data)
    changed[chance.randrange(first, len(data))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def is_same(name: str, found: Any, whole: Any) -> bool:
    """Of raw/ a damaged record may be missing: it is named as ``raw_damaged``."""
    if name == "raw":
        return len(whole) - len(found) <= 1 and set(found) <= set(whole)
    return bool(found.equals(whole)) if hasattr(found, "equals") else bool(found == whole)
