"""Writing the lake's tables: sorted, deterministic, replaced whole, under compare-and-swap."""

from wirelake.write.articles import Changes, acknowledge, write_articles
from wirelake.write.history import change_history, change_rejected, touch, write_history, write_rejected
from wirelake.write.objects import parquet
from wirelake.write.runs import write_run

__all__ = [
    "Changes",
    "acknowledge",
    "change_history",
    "change_rejected",
    "parquet",
    "touch",
    "write_articles",
    "write_history",
    "write_rejected",
    "write_run",
]
