"""The failing network: one request in six to S3 is refused, broken off, or done while its answer is lost."""

import random
from collections import Counter

from tests.attacks.deliveries import Deliveries, batch_of
from tests.attacks.report import Report
from tests.attacks.stage import Stage, deed, endpoint
from tests.wirelake.storage.failing_proxy import FAILURES, PASS, proxied

RATE = 1 / 6


def attack(stage: Stage, seed: int, count: int, *, server: str) -> Report:
    """So many deeds through a proxy before the S3 ``server``; the lake is judged without it."""
    chance, fates = random.Random(seed), random.Random(seed + 1)  # noqa: S311
    sent = Deliveries(chance)
    for _ in range(4):
        sent.send(stage.store, new=True)
    tried: Counter[str] = Counter(deeds=0)
    met: Counter[str] = Counter()

    def fate(_: str, __: int) -> str:
        met[chosen := fates.choice(FAILURES) if fates.random() < RATE else PASS] += 1
        return chosen

    with proxied(server, fate) as proxy, endpoint(proxy.address):
        stage.race([deed("run", batch) for batch in sent.batches()])  # so that each can be replayed
        for number in range(count):
            takedown = sent.kill() if number % 4 == 3 else None
            what = chance.choice(("run", "poll", "replay"))
            stage.do(takedown or deed(what, batch_of(chance.choice(sorted(sent.texts)))))
            with endpoint(server):
                sent.send(stage.store)
            tried.update(deeds=1)
    requests, failed = sum(met.values()), sum(count for fate, count in met.items() if fate != PASS)
    tried.update(requests=requests, failed=failed)
    sent.complete(stage)
    return sent.faults(stage).report("failing S3", tried)
