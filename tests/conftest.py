"""Fixtures that tests of several packages share."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from wirelake_local import Stack
from wirelake_local.ports import free_port


@pytest.fixture(scope="session")
def start_stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Stack]]:
    """Starts a real PostgreSQL and Airflow of their own: ``start_stack(dags=…, sources=[…])``.

    Arguments are those of ``wirelake_local.Stack``; the state folder is a temporary one (its name has a
    space, as a checkout's may). A start takes some 15 s of two cores: share one per module. All are removed
    at the end of the session.
    """
    with ExitStack() as at_the_end:

        def start(*, dags: Path, **arguments: Any) -> Stack:
            arguments.setdefault("port", free_port())  # a stack of the checkout may be taking the usual one
            stack = Stack(tmp_path_factory.mktemp("one stack") / "state", dags=dags, **arguments)
            at_the_end.callback(stack.clean)
            stack.up()
            return stack

        yield start
