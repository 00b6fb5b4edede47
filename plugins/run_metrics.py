"""Sends wirelake's metrics the way Airflow sends its own: by StatsD or OpenTelemetry, as [metrics] says.

A task's process has Airflow's client ready. Where neither is switched on nothing is read and nothing sent;
and whatever goes wrong here, no task fails by it.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wirelake.config import Run
    from wirelake.metrics import Metric

WAYS = ("statsd_on", "otel_on", "statsd_datadog_enabled")
log = logging.getLogger(__name__)


@contextmanager
def measured(run: "Run") -> Iterator[None]:
    """Send the run's metrics at the end of what stands within, where the run has ended by it."""

    def made() -> "list[Metric]":
        from wirelake import metrics

        return metrics.of_run(run)

    try:
        yield
    finally:
        tell(made)


def tell(made: "Callable[[], Iterable[Metric]]") -> None:
    """Send what ``made`` gives, which is called only where anybody listens."""
    try:
        if _is_on():
            for metric in made():
                _send(metric)
    except Exception as error:
        log.warning("No metrics were sent: %s", error)


def _is_on() -> bool:
    from airflow.sdk.configuration import conf

    return any(conf.getboolean("metrics", one) for one in WAYS)


def _send(metric: "Metric") -> None:
    from airflow.sdk.observability import stats

    tags = dict(metric.tags)
    if metric.kind == "counter" and metric.value:
        stats.incr(metric.name, int(metric.value), tags=tags)
    elif metric.kind == "gauge":
        stats.gauge(metric.name, metric.value, tags=tags)
    elif metric.kind == "timing":
        stats.timing(metric.name, timedelta(seconds=metric.value), tags=tags)
