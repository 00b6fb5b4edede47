"""Fixtures that tests of several packages share, and how the tests are dealt out to several processes."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
from tests.reaper import Reaper
from xdist.scheduler import LoadFileScheduling

from wirelake_local import Stack
from wirelake_local.ports import claimed_port

# What starts an Airflow or a PostgreSQL: one process runs all of it. Two at once want twice the memory, and
# may look for the same free port.
IN_AIRFLOW = (
    "tests/plugins/",
    "tests/test_airflow.py",
    "tests/test_airflow_backfills.py",
    "tests/test_many_workers.py",
    "tests/test_obligations.py",
    "tests/test_wire_kinds.py",
    "tests/wirelake_demo/test_backfill.py",
    "tests/wirelake_local/test_postgres.py",
    "tests/wirelake_local/test_stack.py",
)


# Rooms above the store, of which nothing knows what it is: half of their tests run on a folder, half on S3.
DEALT = ("tests/wirelake/desk/", "tests/wirelake/obligations/", "tests/wirelake/pipeline/")
STORES = ("local", "s3")
os.environ["WIRELAKE_SETTINGS"] = ""  # those of the checkout are its user's, and no test's


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add our own option."""
    parser.addoption("--every-store", action="store_true", help="run every test on a folder and on S3")
    parser.addoption("--fortnight", action="store_true", help="on many workers, five sources of 14 days")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put first what runs in an Airflow: nothing takes longer, and the other processes do the rest meanwhile.

    Raises:
        UsageError: a test asks for a stack, and its file is not among those of one process.
    """
    if not config.getoption("--every-store"):
        deal_stores(items)
    for item in items:
        if "start_stack" in getattr(item, "fixturenames", ()) and not item.nodeid.startswith(IN_AIRFLOW):
            raise pytest.UsageError(f"{item.nodeid} starts an Airflow: name its file in IN_AIRFLOW")
    items.sort(key=lambda item: not item.nodeid.startswith(IN_AIRFLOW))  # a stable sort


def deal_stores(items: list[pytest.Item]) -> None:
    """Keep of a test of DEALT that would run on both stores the one that its name deals it.

    Not of those marked ``both_stores``, nor with ``--every-store``.
    """
    both: dict[str, list[pytest.Item]] = {}
    for item in items:
        if item.nodeid.startswith(DEALT) and _store(item) and "both_stores" not in item.keywords:
            both.setdefault(item.nodeid.replace(_store(item), ""), []).append(item)
    spared = {
        item
        for name, twins in both.items()
        for item in twins
        if len(twins) == len(STORES) and _store(item) != STORES[crc32(name.encode()) % len(STORES)]
    }
    items[:] = [item for item in items if item not in spared]


def _store(item: pytest.Item) -> str:
    call = getattr(item, "callspec", None)
    return str(call.params.get("lake_uri", "")) if call else ""


class OneAirflow(LoadFileScheduling):  # type: ignore[misc]
    """A file's tests to one process, and to one those of all files that run in an Airflow.

    pytest-xdist's own groups would say the same, but 3.8.0 writes them where pytest 9.2.0 does not read.
    """

    def _split_scope(self, nodeid: str) -> str:
        return IN_AIRFLOW[0] if nodeid.startswith(IN_AIRFLOW) else str(super()._split_scope(nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One process more than cores: many tests wait for others, an Airflow's above all."""
    return len(os.sched_getaffinity(0)) + 1


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> OneAirflow:
    """Deal the tests out, where there are several processes."""
    return OneAirflow(config, log)


@pytest.fixture(scope="session")
def start_stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Stack]]:
    """Starts a real PostgreSQL and Airflow of their own: ``start_stack(dags=…, sources=[…])``.

    Before these may stand another class of stacks, such as ``wirelake_local.distributed``'s.
    Arguments are those of ``wirelake_local.Stack``; the state folder is a temporary one (its name has a
    space, as a checkout's may). A start takes some 15 s of two cores: share one per module, and clean it
    after that. What is left is removed at the end of the session, even of one that is killed.
    """
    with Reaper() as reaper, ExitStack() as at_the_end:

        def start(kind: type[Stack] = Stack, *, dags: Path, **arguments: Any) -> Stack:
            with claimed_port() as port:  # a stack of the checkout may be taking the usual one
                arguments.setdefault("port", port)
            stack = kind(tmp_path_factory.mktemp("one stack") / "state", dags=dags, **arguments)
            reaper.watch(stack.state)
            at_the_end.callback(stack.clean)
            stack.up()
            return stack

        yield start
