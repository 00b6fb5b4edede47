"""Every page of the desk, in light and dark: no serious finding of axe-core, no error, no other host."""

from typing import Literal
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser
from tests.plugins import rows
from tests.plugins.conftest import signed_in

from wirelake_local.stack import Stack

DAY = f"sources/coastal/{rows.LAST}"
PAGES = ("", "sources/coastal/about", DAY, "articles/coastal/coastal%3A2", "obligations", "find?q=harbour")
GRAVE = {"serious", "critical"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_grave(browser: Browser, stack: Stack, scheme: Literal["light", "dark"]) -> None:
    page = signed_in(browser, stack, "admin", color_scheme=scheme)
    errors: list[str] = []
    hosts: set[str] = set()
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    # The browser also tells of requests that no host sees, such as data: and about:blank.
    page.on("request", lambda sent: hosts.add(urlsplit(sent.url).netloc))
    found: list[str] = []
    for path in PAGES:
        answer = page.goto(f"{stack.url}/wire/{path}")
        assert answer is not None
        assert answer.status == 200, path
        for one in Axe().run(page).response["violations"]:
            if one["impact"] in GRAVE:
                found += [f"{path}: {one['id']}: {node['html'][:200]}" for node in one["nodes"][:3]]
    page.context.close()
    assert found == []
    assert errors == []
    assert hosts - {""} == {urlsplit(stack.url).netloc}
