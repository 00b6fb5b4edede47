"""One function per task: load the batch, call the stages, save the batch.

The Dags and the command call these same functions. Nothing heavy is imported before they run.
"""

from typing import TYPE_CHECKING

from wirelake.pipeline.capture import Captured, fetch_batch
from wirelake.pipeline.diff import (
    EXAMPLES,
    WAITED,
    BatchDifference,
    beside,
    checked_column,
    diff_articles,
    diff_batch,
)
from wirelake.pipeline.lakes import lake
from wirelake.pipeline.learn import Learned, learn_source, learned_json, write_learned
from wirelake.pipeline.pools import WRITE_POOL, fetch_pools, pool_complaints, pools
from wirelake.pipeline.preview import preview, raw_of
from wirelake.pipeline.release import release
from wirelake.pipeline.review import close_advisory, open_advisories
from wirelake.pipeline.takedown import checked_source, take_down
from wirelake.pipeline.tasks import (
    Written,
    build_batch,
    extract_batch,
    validate_batch,
    write_batch,
)
from wirelake.pipeline.verification import Verification, manifests, verify

if TYPE_CHECKING:
    from wirelake.lake.manifests import Manifest

__all__ = [
    "EXAMPLES",
    "WAITED",
    "WRITE_POOL",
    "BatchDifference",
    "Captured",
    "Learned",
    "Manifest",
    "Verification",
    "Written",
    "beside",
    "build_batch",
    "checked_column",
    "checked_source",
    "close_advisory",
    "diff_articles",
    "diff_batch",
    "extract_batch",
    "fetch_batch",
    "fetch_pools",
    "lake",
    "learn_source",
    "learned_json",
    "manifests",
    "open_advisories",
    "pool_complaints",
    "pools",
    "preview",
    "raw_of",
    "release",
    "take_down",
    "validate_batch",
    "verify",
    "write_batch",
    "write_learned",
]
