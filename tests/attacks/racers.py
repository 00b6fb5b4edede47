"""The racers: runs, polls, replays and takedowns at the same time, on the same days, while others read.

Articles arrive and change meanwhile. No reader misses what was published and not taken down, sees it twice,
or sees an older text after a newer one. Afterwards history/ and articles/ are those that a build of raw/ in
an empty lake leaves, byte for byte.
"""

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from tests.attacks.deliveries import Deliveries
from tests.attacks.readers import reading
from tests.attacks.report import Report
from tests.attacks.stage import Deed, Stage, deed
from tests.wirelake.obligations.quaynews import replay
from tests.wirelake.quay import built, contents

from wirelake.lake.marker import begin
from wirelake.storage import LocalStore

KILLS = 0.1  # of the deeds are takedowns
PAUSE = 0.2  # seconds between two looks of who delivers


def attack(stage: Stage, seed: int, count: int, *, size: int = 8, laps: int = 5) -> Report:
    """So many races of ``size`` processes, each of which does so many deeds."""
    chance = random.Random(seed)  # noqa: S311
    sent, gone = Deliveries(random.Random(seed + 1)), set[int]()  # noqa: S311
    for _ in range(6):
        sent.send(stage.store, new=True)
    tried: Counter[str] = Counter(races=0, deeds=0)
    stage.race([deed("run", batch) for batch in sent.batches()])
    with reading(stage, sent, gone) as watches:
        for _ in range(count):
            lanes = [lane(sent, chance, laps) for _ in range(size)]
            with arriving(stage, sent):
                stage.race(*lanes)
            gone |= sent.killed
            tried.update(races=1, deeds=size * laps)
            tried.update(str(one["what"]) for deeds in lanes for one in deeds)
    sent.complete(stage)
    tried.update(articles=len(sent.texts), texts=sent.sent)
    faults = sent.faults(stage)
    faults.note("unlike a build of raw/", unlike(stage, sent))
    for watch in watches:
        faults.add(watch.faults)
        tried.update(watch.tried)
    return faults.report("racers", tried)


def lane(sent: Deliveries, chance: random.Random, laps: int) -> list[Deed]:
    """What one racer does; takedowns are of articles that may not be built yet."""
    deeds = []
    for _ in range(laps):
        takedown = sent.kill() if chance.random() < KILLS else None
        what = chance.choice(("run", "run", "poll", "replay"))
        deeds.append(takedown or deed(what, chance.choice(sent.batches())))
    return deeds


@contextmanager
def arriving(stage: Stage, sent: Deliveries) -> Iterator[None]:
    """Something is delivered for every run that ends, however fast the machine is."""
    over, store = Event(), stage.store

    def deliver() -> None:
        ended = sum(1 for _ in store.objects("runs"))
        while not over.wait(PAUSE):
            if sum(1 for _ in store.objects("runs")) > ended:
                ended += 1
                sent.send(store)

    courier = Thread(target=deliver)
    courier.start()
    try:
        yield
    finally:
        over.set()
        courier.join()


def unlike(stage: Stage, sent: Deliveries) -> list[str]:
    """The objects that a build of raw/ in an empty lake makes otherwise."""
    fresh = LocalStore(stage.folder / "fresh")
    begin(fresh)
    for path, data in contents(stage.store, "raw").items():
        fresh.write(path, data)
    replay(fresh, *sent.batches())
    stands, made = built(stage.store), built(fresh)
    return sorted(path for path in stands.keys() | made.keys() if stands.get(path) != made.get(path))
