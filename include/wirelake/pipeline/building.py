"""Build: extract, validate and write one batch, from raw/ alone."""

from wirelake.batches.journal import Clock
from wirelake.batches.lakes import Progress, lake, no_progress, utc_now
from wirelake.config import Run
from wirelake.pipeline.extraction import extract_batch
from wirelake.pipeline.publication import Written, write_batch
from wirelake.pipeline.validation import validate_batch
from wirelake.storage import Store


def build_batch(
    run: Run,
    *,
    accept: bool = False,
    store: Store | None = None,
    clock: Clock = utc_now,
    progress: Progress = no_progress,
) -> Written:
    """Build: extract, validate and write the run's batch from raw/ alone."""
    store = store or lake()
    extract_batch(run, store=store, clock=clock, progress=progress)
    validate_batch(run, accept=accept, store=store, clock=clock)
    return write_batch(run, store=store, clock=clock)
