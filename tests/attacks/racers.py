"""The racers: run, poll, replay and takedown at the same time, on the same days, while others read.

Afterwards the lake is that which a fresh build of all of raw/ leaves, byte for byte. No reader crashes, and
none misses what was published and not taken down.
"""

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from tests.attacks.deliveries import Deliveries, batch_of, number_of
from tests.attacks.report import Faults, Report
from tests.attacks.stage import Stage, deed
from tests.wirelake.obligations.quaynews import replay
from tests.wirelake.quay import built, contents

from wirelake.lake.marker import begin
from wirelake.lake.reading import read
from wirelake.storage import LocalStore

SECONDS = 120.0  # that a reader may need for its last look
RACERS = 4


def attack(stage: Stage, seed: int, count: int) -> Report:
    """So many races of four deeds; each is about what was delivered right before."""
    chance, faults = random.Random(seed), Faults()  # noqa: S311
    sent = Deliveries(chance)
    for _ in range(4):
        sent.send(stage.store, new=True)
    tried: Counter[str] = Counter(races=0, deeds=0, reads=0)
    with reading(stage, sent, tried, faults):
        for _ in range(count):
            for _ in range(3):
                sent.send(stage.store)
            batch = batch_of(chance.choice(sorted(sent.texts)))
            deeds = [deed(chance.choice(("run", "poll", "replay")), batch) for _ in range(RACERS - 1)]
            takedown = sent.kill() if chance.random() < 0.3 else None
            stage.do(deed("run", batch), *deeds[takedown is not None :], *([takedown] if takedown else []))
            tried.update(races=1, deeds=RACERS)
    sent.complete(stage)
    judged = sent.faults(stage)
    judged.found.update(faults.found)
    judged.told += faults.told
    judged.note("unlike a fresh build", unlike(stage, sent))
    return judged.report("racers", tried)


def unlike(stage: Stage, sent: Deliveries) -> list[str]:
    """The objects that a build of raw/ in an empty lake makes otherwise."""
    fresh = LocalStore(stage.folder / "fresh")
    begin(fresh)
    for path, data in contents(stage.store, "raw").items():
        fresh.write(path, data)
    replay(fresh, *sorted({batch_of(number) for number in sent.texts}))
    stands, made = built(stage.store), built(fresh)
    return sorted(path for path in stands.keys() | made.keys() if stands.get(path) != made.get(path))


@contextmanager
def reading(stage: Stage, sent: Deliveries, tried: Counter[str], faults: Faults) -> Iterator[None]:
    """Somebody reads articles/ over and over."""
    over = Event()
    faults.note("reader crashed", ())
    faults.note("missing for a reader", ())

    def watch() -> None:
        seen: set[int] = set()
        while not over.is_set():
            try:
                shown = {number_of(id_) for id_ in read(lake=stage.uri)["article_id"].to_pylist()}
            except Exception as error:
                faults.note("reader crashed", [repr(error)])
                continue
            faults.note("missing for a reader", sorted(seen - shown - sent.killed))
            seen = shown
            tried.update(reads=1)
            over.wait(0.02)

    thread = Thread(target=watch)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(SECONDS)
