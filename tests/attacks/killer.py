"""The killer: runs, polls, replays and takedowns die by kill -9 anywhere, and whoever comes next goes on.

Only at the end is each tried once undisturbed. Then nothing is lost, twofold, stale, damaged, left over in a
temporary file, or back after it was taken down.
"""

import random
import time
from collections import Counter

from tests.attacks.deliveries import Deliveries, batch_of
from tests.attacks.report import Report
from tests.attacks.stage import Deed, Stage, deed

KILLS = 0.15  # of the deeds are takedowns
GROWS = 1.3  # the time within which a deed of its kind dies, with each that died: some are spared


def attack(stage: Stage, seed: int, count: int) -> Report:
    """So many deeds, each killed within the time that one of its kind lasts now, or spared."""
    chance = random.Random(seed)  # noqa: S311
    sent = Deliveries(chance, moving=True)
    for _ in range(6):
        sent.send(stage.store, new=True)
    started = time.monotonic()
    stage.race([deed("run", batch) for batch in sent.batches()])  # so that each can be replayed
    first = (time.monotonic() - started) / 3
    lasts: dict[str, float] = {}
    tried: Counter[str] = Counter(deeds=0, killed=0)
    for _ in range(count):
        sent.send(stage.store)
        chosen = _chosen(sent)
        what = str(chosen["what"])
        within = lasts.get(what, first / 3)
        started = time.monotonic()
        told = stage.do({**chosen, "seconds": max(0.001, chance.random() * within)})
        lasts[what] = within * GROWS if told["killed"] else time.monotonic() - started
        tried.update(deeds=1, killed=told["killed"], **{what: 1})
    sent.complete(stage)
    tried.update(articles=len(sent.texts))
    return sent.faults(stage).report("killer", tried)


def _chosen(sent: Deliveries) -> Deed:
    takedown = sent.kill() if sent.chance.random() < KILLS else None
    what = sent.chance.choice(("run", "run", "poll", "replay"))
    return takedown or deed(what, batch_of(sent.chance.choice(sorted(sent.texts))))
