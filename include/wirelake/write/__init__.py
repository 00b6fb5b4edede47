"""Writing the lake's tables: sorted, deterministic, replaced whole, under compare-and-swap."""

from wirelake.write.articles import Changes, acknowledge, write_articles
from wirelake.write.days import change_day, rebuild_day
from wirelake.write.generation import advance
from wirelake.write.history import (
    amend_history,
    change_history,
    change_rejected,
    touch,
    touch_all,
    write_history,
    write_rejected,
)
from wirelake.write.moving import move_day, moves_announced
from wirelake.write.objects import parquet
from wirelake.write.runs import write_run
from wirelake.write.sources import write_source

__all__ = [
    "Changes",
    "acknowledge",
    "advance",
    "amend_history",
    "change_day",
    "change_history",
    "change_rejected",
    "move_day",
    "moves_announced",
    "parquet",
    "rebuild_day",
    "touch",
    "touch_all",
    "write_articles",
    "write_history",
    "write_rejected",
    "write_run",
    "write_source",
]
