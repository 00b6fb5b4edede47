"""Fixtures that tests of several packages share, and how the tests are dealt out to several processes."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from tests.reaper import Reaper

from wirelake_local import Stack
from wirelake_local.ports import free_port


@pytest.hookimpl(tryfirst=True)  # before pytest-xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give to one process, and put first, what runs in an Airflow; to one process too what shares a module's.

    An Airflow wants memory, so that there is one at a time, and nothing takes longer than all these tests:
    they begin at once, and the other processes do the rest meanwhile.
    """
    for item in items:
        if group := _group(item):
            item.add_marker(pytest.mark.xdist_group(group))
    items.sort(key=lambda item: _group(item) != AIRFLOW)  # a stable sort


AIRFLOW = "airflow"


def _group(item: pytest.Item) -> str:
    """Which tests have to run in one process; empty where this one may run in any."""
    if not isinstance(item, pytest.Function):
        return ""
    if mark := item.get_closest_marker("xdist_group"):
        return str(mark.args[0])
    if "start_stack" in item.fixturenames:
        return AIRFLOW
    found = item._fixtureinfo.name2fixturedefs.values()
    scopes = {definition.scope for definitions in found for definition in definitions}
    return item.nodeid.partition("::")[0] if scopes & {"module", "package"} else ""


@pytest.fixture(scope="session")
def start_stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Stack]]:
    """Starts a real PostgreSQL and Airflow of their own: ``start_stack(dags=…, sources=[…])``.

    Arguments are those of ``wirelake_local.Stack``; the state folder is a temporary one (its name has a
    space, as a checkout's may). A start takes some 15 s of two cores: share one per module, and clean it
    after that. What is left is removed at the end of the session, even of one that is killed.
    """
    with Reaper() as reaper, ExitStack() as at_the_end:

        def start(*, dags: Path, **arguments: Any) -> Stack:
            arguments.setdefault("port", free_port())  # a stack of the checkout may be taking the usual one
            stack = Stack(tmp_path_factory.mktemp("one stack") / "state", dags=dags, **arguments)
            reaper.watch(stack.state)
            at_the_end.callback(stack.clean)
            stack.up()
            return stack

        yield start
