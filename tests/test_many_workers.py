"""A backfill on the distributed stack while its parts die: every run succeeds, and the lake is the same.

``make stack-test`` runs it with five sources of 14 days, ``make test`` with two of four.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import psutil
import pytest
from tests.airflow_ui import ask_for_backfill, signed_in
from tests.distributed.blows import Blow, endure, kill_worker, stop_broker, stop_postgres, stop_store
from tests.distributed.wire import ARTICLES, Wires, overlapping

import wirelake
from wirelake import pipeline
from wirelake.config import Batch, Run
from wirelake.lake.marker import begin
from wirelake.storage import open_store
from wirelake_demo.backfill import await_dag
from wirelake_local.__main__ import healthy
from wirelake_local.distributed import DistributedStack
from wirelake_local.processes import is_alive

pytestmark = pytest.mark.timeout(7_200)  # of the longer one; each waits for its runs no longer than it says
ROOT = Path(__file__).parents[1]
FIRST = date(2026, 3, 2)
TIMES = {"first_seen_at", "updated_at", "fetched_at"}  # all that differs between two captures


@dataclass(frozen=True, slots=True)
class Extent:
    """How much is backfilled, what happens meanwhile, and how long it may take."""

    sources: int
    days: int
    blows: tuple[int, ...]  # so many runs have succeeded before each
    seconds: float

    @property
    def last(self) -> date:
        return FIRST + timedelta(days=self.days - 1)


SHORT = Extent(2, 4, (0, 1, 2, 3), 1_500.0)
FORTNIGHT = Extent(5, 14, (3, 12, 24, 36, 48), 6_600.0)
BLOWS = (
    ("a worker is killed", kill_worker),
    ("the S3 store goes away", stop_store),
    ("the broker goes away", stop_broker),
    ("PostgreSQL goes away", stop_postgres),
    ("a worker is killed", kill_worker),
)


@pytest.fixture(scope="module")
def extent(request: pytest.FixtureRequest) -> Extent:
    return FORTNIGHT if request.config.getoption("--fortnight") else SHORT


@pytest.fixture(scope="module")
def wires(extent: Extent) -> Iterator[Wires]:
    with Wires(extent.sources) as found:
        yield found


@pytest.fixture(scope="module")
def sources(wires: Wires, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sources")
    wires.write_sources(folder)
    return folder


@pytest.fixture(scope="module")
def stack(start_stack: Callable[..., DistributedStack], sources: Path) -> Iterator[DistributedStack]:
    dags, plugins = ROOT / "dags", ROOT / "plugins"
    started = start_stack(DistributedStack, dags=dags, plugins=plugins, sources=[sources])
    yield started
    family = processes(started)
    started.clean()
    assert not started.state.exists()
    assert [process for process in family if is_alive(process)] == []


@pytest.fixture(scope="module")
def undisturbed(
    extent: Extent, wires: Wires, sources: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, list[dict[str, Any]]]:
    """The rows of a lake into which the same days came without Airflow, one after another."""
    lake = str(tmp_path_factory.mktemp("undisturbed"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WIRELAKE_SOURCES", str(sources))
        patch.setenv("WIRELAKE_LAKE", lake)
        store = open_store(lake)
        begin(store)
        for name in wires.names:
            for number in range(extent.days):
                run = Run.new(Batch(name, FIRST + timedelta(days=number)))
                pipeline.fetch_batch(run, store=store)
                pipeline.build_batch(run, store=store)
        return rows(lake)


def processes(stack: DistributedStack) -> list[psutil.Process]:
    """All that runs of the stack, with what it has forked."""
    leaders = [found for name in stack.status() if (found := stack.processes.running(name))]
    return [one for leader in leaders for one in (leader, *leader.children(recursive=True))]


def rows(lake: str) -> dict[str, list[dict[str, Any]]]:
    """What the tables of the lake hold, but for the times of capture, in an order of its own."""
    found = {table: wirelake.read(table, lake=lake) for table in ("articles", "history", "rejected")}
    return {
        name: sorted(table.drop_columns([*TIMES & {*table.column_names}]).to_pylist(), key=repr)
        for name, table in found.items()
    }


def test_every_run_ends_in_success_and_the_lake_is_the_same(
    stack: DistributedStack,
    wires: Wires,
    extent: Extent,
    undisturbed: dict[str, list[dict[str, Any]]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for host in wires.hosts.values():
        host.log.clear()
    with signed_in(stack) as page:
        for name in wires.names:
            await_dag(stack.client(), name)
            stack.client().request("PATCH", f"dags/{name}", json={"is_paused": False})
            ask_for_backfill(page, stack, name, f"{name.title()} Wire", FIRST, extent.last)
    blows = [Blow(after, *blow) for after, blow in zip(extent.blows, BLOWS, strict=False)]
    endure(stack, wires.names, extent.days, blows, extent.seconds)
    for name, value in stack.store.access.environment.items():
        monkeypatch.setenv(name, value)
    found = rows(stack.lake)
    assert len(found["articles"]) == extent.sources * extent.days * ARTICLES
    assert found == undisturbed


def test_no_host_was_ever_asked_by_two_workers_at_once(stack: DistributedStack, wires: Wires) -> None:
    """Of the same backfill: sources of one host share a pool of one slot, whichever worker runs them."""
    for host in wires.hosts.values():
        assert len({one.path.split("/")[1] for one in host.log if one.path != "/robots.txt"}) > 0
        assert overlapping(host.log) == []
    pools = {pool["name"]: pool["slots"] for pool in stack.client().listed("pools", "pools")}
    assert {pools[name] for name in pools if name.startswith("wirelake_fetch_127")} == {1}


def test_both_workers_had_their_share(stack: DistributedStack) -> None:
    for name in stack.workers:
        log = stack.processes.log(name).read_text(encoding="utf-8")
        assert "Executing workload in Celery" in log
        assert any((stack.state / name / "spool").iterdir())


def test_all_run_listen_on_loopback_alone_and_no_secret_is_an_argument(
    stack: DistributedStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    stack.await_workers()
    monkeypatch.setenv("AIRFLOW__CELERY__BROKER_URL", stack.broker.url)
    healthy("worker-2@localhost")  # as the container's health check asks
    assert all(stack.status().values())
    family = processes(stack)
    listening = {
        found.laddr.ip for one in family for found in one.net_connections() if found.status == "LISTEN"
    }
    assert listening == {"127.0.0.1"}
    secrets = {stack.store.access.secret, stack.broker.url.split("@")[0].rpartition(":")[2]}
    words = [word for one in family for word in one.cmdline()]
    assert not any(secret in word for secret in secrets for word in words)
    for name in ("broker/valkey.conf", "store/access.json", "store/identities.json", "lake.env"):
        assert (stack.state / name).stat().st_mode & 0o777 == 0o600
