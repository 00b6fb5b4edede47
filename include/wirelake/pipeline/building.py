"""Build: extract, validate and write one batch, from raw/ alone."""

from wirelake.batches.journal import Clock, Mode
from wirelake.batches.lakes import Progress, lake, no_progress, utc_now
from wirelake.config import Batch
from wirelake.pipeline.extraction import extract_batch
from wirelake.pipeline.publication import Written, write_batch
from wirelake.pipeline.validation import validate_batch
from wirelake.storage import Store


def build_batch(
    batch: Batch,
    *,
    mode: "Mode" = "run",
    accept: bool = False,
    store: "Store | None" = None,
    clock: "Clock" = utc_now,
    progress: Progress = no_progress,
) -> Written:
    """Build: extract, validate and write one batch from raw/ alone."""
    store = store or lake()
    extract_batch(batch, mode=mode, store=store, clock=clock, progress=progress)
    validate_batch(batch, mode=mode, accept=accept, store=store, clock=clock)
    return write_batch(batch, mode=mode, store=store, clock=clock)
