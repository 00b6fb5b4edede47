"""A poll of the agency, and what stands in its lake after it."""

import json
from datetime import datetime, timedelta

from tests.wirelake.quay import DAY, NOON

from wirelake import pipeline
from wirelake.config import Batch, Run
from wirelake.lake.streams import read
from wirelake.pipeline import Captured
from wirelake.storage import Store

BATCH = Batch("pier", DAY)


def poll(
    store: Store, minute: int = 0, *, build: bool = True, connection: str | None = None, batch: Batch = BATCH
) -> Captured:
    """One poll, and its build."""
    run, at = Run.named(batch, "poll", f"poll {minute}"), NOON + timedelta(minutes=minute)

    def clock() -> datetime:
        return at

    captured = pipeline.fetch_batch(run, store=store, clock=clock, connection=connection)
    if build and not captured.nothing and not captured.closed:
        pipeline.extract_batch(run, store=store, clock=clock)
        pipeline.validate_batch(run, store=store, clock=clock)
        pipeline.write_batch(run, store=store, clock=clock)
    return captured


def ids(store: Store) -> list[str]:
    """The articles that may be read now."""
    rows = read("articles", lake=store.uri, columns=["article_id"])
    return sorted(rows["article_id"].to_pylist())


def cursor(store: Store) -> str:
    """The address that the only cursor holds; "" where there is none."""
    found = store.objects("cursors")
    answer = store.read(found[0].path) if found else None
    return str(json.loads(answer[0])["address"]) if answer else ""
