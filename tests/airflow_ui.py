"""Airflow's own UI in Debian's chromium, as a person uses it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect, sync_playwright

from wirelake_local import Stack

CHROMIUM = Path("/usr/bin/chromium")
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@contextmanager
def signed_in(stack: Stack) -> Iterator[Page]:
    """The UI's first page, as the admin who has logged in; skips where there is no chromium."""
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is not installed: on Debian, apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=SWITCHES)
        page = browser.new_page(viewport={"width": 1400, "height": 1000}, timezone_id="UTC")
        page.set_default_timeout(90_000)
        page.goto(stack.url)
        page.fill('input[name="username"]', "admin")
        page.fill('input[name="password"]', stack.password("admin"))
        page.locator("button[type=submit]").click()
        page.wait_for_url(lambda address: "login" not in address)
        yield page
        browser.close()


def ask_for_backfill(page: Page, stack: Stack, dag: str, title: str, first: date, last: date) -> None:
    """Fill in the form for these days, send it, and see that Airflow took it; ``title`` is the Dag's."""
    page.goto(f"{stack.url}/dags/{dag}")
    page.get_by_test_id("trigger-dag-button").click()
    dialog = page.get_by_role("dialog").filter(has_text=title)
    dialog.get_by_text("Backfill", exact=True).first.click()
    _pick(page, dialog, 0, first)
    _pick(page, dialog, 1, last)
    dialog.get_by_role("button", name="Run Backfill").click()
    page.get_by_text("Backfill generated").first.wait_for()


def _pick(page: Page, dialog: Locator, place: int, day: date) -> None:
    """Choose a day and midnight in one of the dialog's two date fields."""
    dialog.get_by_test_id("datetime-input").nth(place).click()
    for placeholder, value in (("YYYY/MM/DD", f"{day:%Y/%m/%d}"), ("HH:mm", "00:00")):
        field = page.get_by_placeholder(placeholder)
        field.fill(value)
        field.press("Enter")
    page.keyboard.press("Tab")
    dialog.get_by_text("Date Range", exact=True).click()
    expect(page.get_by_placeholder("YYYY/MM/DD")).to_have_count(0)  # the calendar closes in its own time
