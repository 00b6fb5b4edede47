"""What a build by today's code and YAML would change in the lake, without touching the lake.

A name is loaded where it is first used, as in ``pipeline``.
"""

from typing import TYPE_CHECKING

from wirelake.faces import lazily

if TYPE_CHECKING:
    from wirelake.diff.batches import EXAMPLES, BatchDifference
    from wirelake.diff.building import WAITED, beside, checked_column, diff_articles, diff_batch

__all__ = [
    "EXAMPLES",
    "WAITED",
    "BatchDifference",
    "beside",
    "checked_column",
    "diff_articles",
    "diff_batch",
]

__getattr__ = lazily(
    __name__,
    {
        "batches": ("EXAMPLES", "BatchDifference"),
        "building": ("WAITED", "beside", "checked_column", "diff_articles", "diff_batch"),
    },
)
