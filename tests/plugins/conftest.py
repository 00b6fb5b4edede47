"""A real Airflow with our Dags and plugins, two invented wires, and a lake that holds known rows."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from tests.plugins import rows

from wirelake.storage import LocalStore
from wirelake_local.errors import StackError
from wirelake_local.stack import Stack

ROOT = Path(__file__).parents[2]
CHROMIUM = Path("/usr/bin/chromium")
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
MILLISECONDS = 60_000
expect.set_options(timeout=MILLISECONDS)
SECONDS = 180.0  # that a loaded machine may need for one step
YAML = """
title: The {name} wire
description: An invented wire of the tests.
homepage: https://{name}.example/
contact: https://{name}.example/desk
language: en
discover:
  - kind: drop_folder
    prefix: drop/{name}/{{day}}
gate:
  min_articles_for_share: 1
"""


STARTED: list[Stack] = []


@pytest.fixture(scope="session")  # "package" would be the same: this folder is none to Python
def stack(start_stack: Callable[..., Stack], tmp_path_factory: pytest.TempPathFactory) -> Stack:
    """Airflow with the wires coastal and island, over a lake with the rows of ``rows.fill``."""
    sources = tmp_path_factory.mktemp("sources")
    for name in ("coastal", "island"):
        (sources / f"{name}.yaml").write_text(YAML.format(name=name), encoding="utf-8")
    started = start_stack(dags=ROOT / "dags", plugins=ROOT / "plugins", sources=[sources])
    rows.fill(LocalStore(Path(started.lake)))
    eventually(lambda: has_dags(started, {"coastal", "island", "wire_replay"}))
    STARTED.append(started)
    return started


@pytest.hookimpl(trylast=True)  # fixtures of a module may still ask the stack as they end
def pytest_runtest_teardown(nextitem: pytest.Item | None) -> None:
    """Remove the stack after the last test of this folder: the tests that come next want its memory."""
    if nextitem is None or Path(__file__).parent not in nextitem.path.parents:
        while STARTED:
            STARTED.pop().clean()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; the test is skipped where it is not installed."""
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is not installed: on Debian, apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=SWITCHES)
        yield browser
        browser.close()


def signed_in(browser: Browser, stack: Stack, user: str, **context: Any) -> Page:
    """Airflow's UI as this user, in a context of its own with these settings."""
    made = browser.new_context(**context)
    made.set_default_timeout(MILLISECONDS)
    page = made.new_page()
    page.goto(stack.url)
    page.fill('input[name="username"]', user)
    page.fill('input[name="password"]', stack.password(user))
    page.locator("button[type=submit]").click()
    page.wait_for_url(lambda address: "login" not in address)
    return page


def has_dags(stack: Stack, names: set[str]) -> bool:
    """Whether Airflow has read these Dags."""
    return names <= {dag["dag_id"] for dag in stack.client().get("dags", limit=100)["dags"]}


def eventually(look: Callable[[], Any]) -> Any:
    """What ``look`` gives as soon as that is true; a failure where it is not in time."""
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        try:
            if found := look():
                return found
        except StackError:
            pass
        time.sleep(0.3)
    raise AssertionError(f"not within {SECONDS:.0f} s")
