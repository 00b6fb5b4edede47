"""What was decided, or fell due, reaches articles/, and runs/ tells which published dates it rewrote."""

from wirelake import archive, config
from wirelake.batches.journal import Clock, Journal
from wirelake.config import Batch, Mode, Run
from wirelake.storage import Store
from wirelake.write import Changes, acknowledge, write_articles


def settled(store: Store, source: str, mode: Mode, summary: str, clock: Clock) -> Changes:
    """Bring articles/ up to date for all that was touched; a row of runs/ on the source's present day."""

    batch = present(source, clock)
    changes = write_articles(store, batch, clock())
    put_on_record(store, batch, mode, changes, summary, clock)
    return changes


def present(source: str, clock: Clock) -> Batch:
    """The source's present day."""
    return Batch(source, clock().astimezone(config.load_named(source).zone).date())


def put_on_record(
    store: Store, batch: Batch, mode: Mode, changes: Changes, summary: str, clock: Clock
) -> None:
    """The row of runs/ that tells of these changes, which then need no other look."""
    now = clock()
    facts = {
        "run_id": f"{mode}-{archive.new_run_id(now)}",
        "mode": mode,
        "started_at": now.isoformat(),
        "seconds": {},
    }
    told = {name: getattr(changes, name) for name in ("added", "changed", "removed")}
    days = sorted(map(str, changes.dates))
    Journal(store, Run.new(batch, mode), facts, clock).finish(
        status="success", summary=summary, published_dates=days, **told
    )
    acknowledge(store, changes)
