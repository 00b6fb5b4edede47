"""A process that does deeds in a lake, several at once, and of which any is killed where it is told to.

Its orders name the ``lake`` and the ``lanes``: each is a process, and all run at once. A lane's deeds follow
one another: what to do (of ``DEEDS``), ``on`` which batch or article, and after how many ``seconds`` kill -9
comes; 0 lets it live. The answer is how many lanes were ``killed``, and how many ended at a ``closed`` gate.
"""

import faulthandler
import gc
import json
import os
import signal
import threading
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

import obstore.store  # noqa: F401
from tests.wirelake.mortality import HANGS, serve
from tests.wirelake.quay import BATCH, DAY, page, write_sources

from wirelake import obligations, pipeline
from wirelake.config import Batch, Mode, Run
from wirelake.errors import QualityError, TransientError
from wirelake.lake.marker import begin
from wirelake.storage import Store, open_store

RETRIES = 8
CLOSED = 3  # the exit code of a deed whose gate closed
COUNTS = os.memfd_create("counts")  # a file that the children share with their parent
SIZE = 100


def run(store: Store, batch: str, key: str) -> None:
    """Capture and build, as the daily run does."""
    one = _run(batch, "run", key)
    if not pipeline.fetch_batch(one, store=store).closed:
        pipeline.build_batch(one, store=store)


def poll(store: Store, batch: str, key: str) -> None:
    """Capture and build, as a poll between two daily runs does."""
    one = _run(batch, "poll", key)
    captured = pipeline.fetch_batch(one, store=store)
    if captured.total and not captured.closed:
        pipeline.build_batch(one, store=store)


def replay(store: Store, batch: str, key: str) -> None:
    """Build from raw/ alone."""
    pipeline.build_batch(_run(batch, "replay", key), store=store)


def _run(batch: str, mode: Mode, key: str) -> Run:
    """What is tried again is the same run, as a retry of Airflow's is."""
    return Run.named(Batch.parse(batch), mode, key)


def take_down(store: Store, article_id: str, _: str) -> None:
    """By an operator's word, with its bytes; whether it was built yet or not."""
    obligations.take_down(article_id, "by order", erase=True, in_advance=True, store=store)


DEEDS: dict[str, Callable[[Store, str, str], None]] = {
    "run": run,
    "poll": poll,
    "replay": replay,
    "take_down": take_down,
}


def do(lake: str, what: str, on: str) -> None:
    """Do it, a run of its own, again and again as Airflow does where a retry may help."""
    key = uuid4().hex
    for left in range(RETRIES, -1, -1):
        try:
            DEEDS[what](open_store(lake), on, key)
            return
        except TransientError:
            if not left:
                raise


def live(order: dict[str, Any]) -> None:
    """Fork a process for each lane, and wait for all: each of their deeds is bounded."""
    faulthandler.cancel_dump_traceback_later()
    children = {_forked(order["lake"], lane): lane for lane in order["lanes"]}
    killers = [
        threading.Timer(lane[0]["seconds"], os.kill, (child, signal.SIGKILL))
        for child, lane in children.items()
        if lane[0]["seconds"]
    ]
    for killer in killers:
        killer.start()
    ended = Counter({child: os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children})
    for killer in killers:
        killer.cancel()
    codes = Counter(ended.values())
    told = {"killed": codes[-signal.SIGKILL], "closed": codes[CLOSED]}
    os.pwrite(COUNTS, json.dumps(told).ljust(SIZE).encode(), 0)
    wrong = [children[child] for child, code in ended.items() if code not in (0, CLOSED, -signal.SIGKILL)]
    if wrong:
        raise RuntimeError(f"failed: {wrong}")


def _forked(lake: str, lane: list[dict[str, Any]]) -> int:
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        for deed in lane:
            faulthandler.dump_traceback_later(HANGS, exit=True)
            do(lake, deed["what"], deed["on"])
        code = 0
    except QualityError:
        code = CLOSED
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


def counts() -> dict[str, int]:
    """How the last order's deeds ended."""
    told: dict[str, int] = json.loads(os.pread(COUNTS, SIZE, 0) or "{}")
    return told


def warm_up() -> None:
    """Run a day, so that the children start with all that is slow behind them."""
    with TemporaryDirectory() as folder:
        write_sources(Path(folder, "sources"), "quay")
        os.environ["WIRELAKE_SOURCES"] = f"{folder}/sources"
        store = open_store(f"{folder}/lake")
        begin(store)
        store.write(f"drop/quay/{DAY}/1.txt", page(1))
        for what in ("run", "replay"):
            do(store.uri, what, str(BATCH))
    gc.freeze()


if __name__ == "__main__":
    warm_up()
    serve(live, counts)
