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


def attack(stage: Stage, seed: int, count: int) -> Report:
    """So many deeds, each killed within a third of the time that the first lasted, or spared."""
    chance = random.Random(seed)  # noqa: S311
    sent = Deliveries(chance, moving=True)
    for _ in range(6):
        sent.send(stage.store, new=True)
    started = time.monotonic()
    stage.do(deed("run", batch_of(0)))
    lasted = time.monotonic() - started
    tried: Counter[str] = Counter(deeds=0, killed=0)
    for _ in range(count):
        sent.send(stage.store)
        chosen = _chosen(sent)
        told = stage.do({**chosen, "seconds": max(0.001, chance.random() * lasted / 3)})
        tried.update(deeds=1, killed=told["killed"], **{str(chosen["what"]): 1})
    sent.complete(stage)
    tried.update(articles=len(sent.texts))
    return sent.faults(stage).report("killer", tried)


def _chosen(sent: Deliveries) -> Deed:
    takedown = sent.kill() if sent.chance.random() < KILLS else None
    what = sent.chance.choice(("run", "run", "poll", "replay"))
    return takedown or deed(what, batch_of(sent.chance.choice(sorted(sent.texts))))
