"""One function per task: load the batch, call the stages, save the batch.

The Dags and the command call these same functions. A name is loaded where it is first used: a Dag file
imports this package at parse, and the command at its start, and neither needs by then what the tasks need
(pyarrow, trafilatura). So modules below this face import at their heads what they use.
"""

from typing import TYPE_CHECKING

from wirelake.faces import lazily

if TYPE_CHECKING:
    from wirelake.pipeline.accounts.failures import failure_note
    from wirelake.pipeline.airflow_pools import WRITE_POOL, fetch_pools, pool_complaints, pools
    from wirelake.pipeline.building import build_batch
    from wirelake.pipeline.capture import Captured, fetch_batch
    from wirelake.pipeline.discovery.searches import Search, search, search_json
    from wirelake.pipeline.extraction import extract_batch
    from wirelake.pipeline.learn import Learned, learn_source, learned_json, write_learned
    from wirelake.pipeline.previews import preview, raw_of
    from wirelake.pipeline.publication import Written, write_batch
    from wirelake.pipeline.validation import validate_batch

__all__ = [
    "WRITE_POOL",
    "Captured",
    "Learned",
    "Search",
    "Written",
    "build_batch",
    "extract_batch",
    "failure_note",
    "fetch_batch",
    "fetch_pools",
    "learn_source",
    "learned_json",
    "pool_complaints",
    "pools",
    "preview",
    "raw_of",
    "search",
    "search_json",
    "validate_batch",
    "write_batch",
    "write_learned",
]

__getattr__ = lazily(
    __name__,
    {
        "building": ("build_batch",),
        "capture": ("Captured", "fetch_batch"),
        "extraction": ("extract_batch",),
        "accounts.failures": ("failure_note",),
        "learn": ("Learned", "learn_source", "learned_json", "write_learned"),
        "airflow_pools": ("WRITE_POOL", "fetch_pools", "pool_complaints", "pools"),
        "previews": ("preview", "raw_of"),
        "publication": ("Written", "write_batch"),
        "discovery.searches": ("Search", "search", "search_json"),
        "validation": ("validate_batch",),
    },
)
