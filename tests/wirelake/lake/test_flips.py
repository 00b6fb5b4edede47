"""Single flipped bits of articles/, history/, raw/'s index and WARC: our readers believe none in silence.

``WIRELAKE_FLIPS`` says how many are tried; the default keeps the suite short.
"""

import os
import random
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.wirelake.quay import BATCH, DAY, NOON, capture, new_lake, page, received, version

from wirelake.archive import read_batch
from wirelake.batches.staging import articles_table
from wirelake.errors import DamagedError
from wirelake.lake.exchanges import read_index
from wirelake.lake.reading import read
from wirelake.storage import LocalStore
from wirelake.write import acknowledge, write_articles, write_history

FLIPS = int(os.environ.get("WIRELAKE_FLIPS", "60"))
ARTICLES = 40
FOOTER = 0.4  # of the flips hit the last bytes, where statistics and schema stand


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> LocalStore:
    """A lake of one day."""
    store = new_lake(tmp_path_factory.mktemp("flips") / "lake")
    capture(store, BATCH, [received(n, page(n, text=f"{n} {'green ' * 40}")) for n in range(ARTICLES)])
    days = [DAY - timedelta(days=n % 3) for n in range(ARTICLES)]
    instants = [datetime(day.year, day.month, day.day, n % 24, tzinfo=UTC) for n, day in enumerate(days)]
    versions = [
        version(n, days[n], published_at=instants[n], published_precision="instant", body_text=f"{n} " * 80)
        for n in range(ARTICLES)
    ]
    write_history(store, BATCH, articles_table(versions))
    acknowledge(store, write_articles(store, BATCH, NOON))
    return store


READS: dict[str, Callable[[LocalStore], Any]] = {
    "articles": lambda store: read(lake=store.uri),
    "articles of a source": lambda store: read(lake=store.uri, source="quay", columns=["article_id"]),
    "history": lambda store: read("history", lake=store.uri),
    "raw index": lambda store: read_index(store, BATCH),
    "raw": lambda store: [one for one in read_batch(store, BATCH) if one.failure != "raw_damaged"],
}


def flips(store: LocalStore) -> Iterator[tuple[Path, bytes]]:
    """Objects with one bit of them flipped, footers among them more often than by chance."""
    chance = random.Random(20)  # noqa: S311
    objects = [
        store.root / one.path for table in ("articles", "history", "raw") for one in store.objects(table)
    ]
    for _ in range(FLIPS):
        path = chance.choice(objects)
        data = bytearray(path.read_bytes())
        first = max(0, len(data) - 4_000) if chance.random() < FOOTER else 0
        data[chance.randrange(first, len(data))] ^= 1 << chance.randrange(8)
        yield path, bytes(data)


def test_no_flipped_bit_is_read_in_silence(store: LocalStore) -> None:
    whole = {name: look(store) for name, look in READS.items()}
    told: Counter[str] = Counter()
    for path, data in flips(store):
        kept = path.read_bytes()
        path.write_bytes(data)
        table = path.relative_to(store.root).parts[0]
        for name, look in READS.items():
            if not name.startswith(table):
                continue
            try:
                found = look(store)
            except DamagedError as error:
                assert str(path.relative_to(store.root)) in str(error)
                told["named"] += 1
                continue
            same = is_same(name, found, whole[name])
            assert same, f"{name} believed a flipped bit of {path.relative_to(store.root)}"
            told["not met"] += 1
        path.write_bytes(kept)
    assert told["named"] >= FLIPS * 3 / 4  # else the flips hit nothing; a WARC's are failures of one record


def is_same(name: str, found: Any, whole: Any) -> bool:
    """Of raw/ a damaged record may be missing: it is named as ``raw_damaged``."""
    if name == "raw":
        return len(whole) - len(found) <= 1 and set(found) <= set(whole)
    return bool(found.equals(whole)) if hasattr(found, "equals") else bool(found == whole)
