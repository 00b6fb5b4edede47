"""One function per task: load the batch, call the stages, save the batch.

The Dags and the command call these same functions. Nothing heavy is imported before they run.
"""

from wirelake.pipeline.pools import WRITE_POOL, fetch_pools, pools
from wirelake.pipeline.preview import preview
from wirelake.pipeline.tasks import (
    Captured,
    Written,
    build_batch,
    extract_batch,
    fetch_batch,
    lake,
    validate_batch,
    write_batch,
)

__all__ = [
    "WRITE_POOL",
    "Captured",
    "Written",
    "build_batch",
    "extract_batch",
    "fetch_batch",
    "fetch_pools",
    "lake",
    "pools",
    "preview",
    "validate_batch",
    "write_batch",
]
