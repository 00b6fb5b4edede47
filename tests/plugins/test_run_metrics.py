"""Metrics leave as Airflow's own do, over OpenTelemetry too; and no task fails by them.

What a real run sends by StatsD is read in tests/test_airflow.py.
"""

import importlib
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest

PLUGINS = Path(__file__).parents[2] / "plugins"
# The first lines are what Airflow does as a task's process begins.
SEND = f"""
import sys
from airflow.sdk.configuration import conf
from airflow.sdk.observability import stats
from airflow.sdk.observability.metrics import stats_utils
stats.initialize(factory=stats_utils.get_stats_factory(), export_legacy_names=True)
sys.path.insert(0, {str(PLUGINS)!r})
import run_metrics
from wirelake.metrics import Metric
tags = {{"source": "quay"}}
run_metrics.tell(lambda: [
    Metric(name="wirelake.articles", value=3, tags={{**tags, "change": "added"}}),
    Metric(name="wirelake.articles", value=0, tags={{**tags, "change": "removed"}}),
    Metric(name="wirelake.day.bytes", value=4096, tags=tags),
    Metric(name="wirelake.stage", value=1.5, tags={{**tags, "stage": "fetch"}}),
])
def fail():
    raise OSError("the lake is gone")
run_metrics.tell(fail)
print("alive")
"""


@pytest.fixture
def collector() -> Iterator[tuple[int, list[ExportMetricsServiceRequest]]]:
    """Something that takes OTLP over HTTP."""
    taken: list[ExportMetricsServiceRequest] = []

    class Ear(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            taken.append(ExportMetricsServiceRequest.FromString(body))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Ear) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield server.server_address[1], taken
        server.shutdown()


def ran(tmp_path: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("AIRFLOW", "OTEL"))}
    environment = kept | {"AIRFLOW_HOME": str(tmp_path), "NO_PROXY": "127.0.0.1", **settings}
    command = (sys.executable, "-c", SEND)
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=180)


def test_opentelemetry_gets_them_with_their_tags(
    tmp_path: Path, collector: tuple[int, list[ExportMetricsServiceRequest]]
) -> None:
    port, taken = collector
    told = {
        "OTEL_EXPORTER_OTLP_ENDPOINT": f"http://127.0.0.1:{port}",
        "OTEL_EXPORTER_OTLP_PROTOCOL": "http/protobuf",
    }
    answer = ran(tmp_path, AIRFLOW__METRICS__OTEL_ON="True", **told)
    assert answer.stdout.strip().endswith("alive"), answer.stderr
    assert "No metrics were sent: the lake is gone" in answer.stdout + answer.stderr
    found = {}
    for request in taken:
        for metric in request.resource_metrics[0].scope_metrics[0].metrics:
            kind = metric.WhichOneof("data")
            for point in getattr(metric, kind).data_points:
                tags = tuple(sorted((one.key, one.value.string_value) for one in point.attributes))
                value = point.sum if "histogram" in kind else point.as_double or point.as_int
                found[metric.name, tags] = value
    ours = {key: value for key, value in found.items() if key[0].startswith("airflow.wirelake.")}
    quay = ("source", "quay")
    assert ours == {
        ("airflow.wirelake.articles", (("change", "added"), quay)): 3,
        ("airflow.wirelake.day.bytes", (quay,)): 4096,
        ("airflow.wirelake.stage", (quay, ("stage", "fetch"))): 1500,
    }


def test_where_nobody_listens_nothing_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(PLUGINS)
    tell = importlib.import_module("run_metrics").tell
    asked: list[str] = []

    def made() -> list[object]:
        asked.append("made")
        return []

    tell(made)
    assert asked == []
    monkeypatch.setenv("AIRFLOW__METRICS__OTEL_ON", "True")
    tell(made)
    assert asked == ["made"]
