"""What a run and a round of alarms are in numbers, for whoever draws and watches them over time.

``listed`` is the list of all metrics, which docs/operations.md and the dashboard are held to; ``measuring``
makes them of a run's row in runs/ and of what it wrote. plugins/run_metrics.py sends them as Airflow its own.
"""

from typing import TYPE_CHECKING

from wirelake.faces import lazily

if TYPE_CHECKING:
    from wirelake.metrics.listed import METRICS, Kind, Metric
    from wirelake.metrics.measuring import of_alarms, of_run

__all__ = ["METRICS", "Kind", "Metric", "of_alarms", "of_run"]

__getattr__ = lazily(
    __name__, {"listed": ("METRICS", "Kind", "Metric"), "measuring": ("of_alarms", "of_run")}
)
