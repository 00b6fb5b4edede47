"""The page in a real browser, inside Airflow's own navigation and under its sandbox."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect, sync_playwright
from tests.plugins import rows

from wirelake_local.stack import Stack

CHROMIUM = Path("/usr/bin/chromium")
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
MILLISECONDS = 60_000
expect.set_options(timeout=MILLISECONDS)
RANGE = f"/plugin/wire/wire/?start={rows.FIRST}&end={rows.LAST}"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is not installed: on Debian, apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=SWITCHES)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, stack: Stack, request: pytest.FixtureRequest) -> Iterator[Page]:
    """Airflow's UI as a viewer who has signed in; in dark mode where the test's parameter says so."""
    context = browser.new_context(color_scheme=getattr(request, "param", "light"))
    context.set_default_timeout(MILLISECONDS)
    page = context.new_page()
    page.goto(stack.url)
    page.fill('input[name="username"]', "viewer")
    page.fill('input[name="password"]', stack.password("viewer"))
    page.locator("button[type=submit]").click()
    page.wait_for_url(lambda address: "login" not in address)
    yield page
    context.close()


def frame(page: Page) -> FrameLocator:
    return page.frame_locator('iframe[title="Wire"]')


def cell_label(source: str, day: object) -> str:
    return f'.cell[aria-label^="{source}, {day}"]'


def test_from_the_navigation_to_the_rejections(page: Page, stack: Stack) -> None:
    asked: set[str | None] = set()
    page.on("request", lambda request: asked.add(urlsplit(request.url).hostname))
    page.get_by_role("link", name="Wire", exact=True).click()
    inside = frame(page)
    inside.locator(cell_label("coastal", rows.LAST)).click()
    panel = inside.locator("#detail")
    expect(panel.get_by_role("heading")).to_have_text(f"coastal · {rows.LAST}")
    expect(panel).to_contain_text("41 articles, 230 rejected")
    expect(panel.locator(".rejections tbody tr")).to_have_count(100)
    panel.get_by_role("button", name="Next").click()
    expect(panel).to_contain_text("101 to 200 of 230")
    panel.get_by_role("button", name="http_404 100").click()
    expect(panel.locator(".rejections tbody tr")).to_have_count(100)
    expect(panel.locator(".rejections")).not_to_contain_text("body_missing")
    assert asked <= {urlsplit(stack.url).hostname, None}


def test_a_hostile_headline_is_text(page: Page, stack: Stack) -> None:
    page.goto(stack.url + RANGE)
    inside = frame(page)
    inside.locator(cell_label("coastal", rows.LAST)).click()
    expect(inside.locator(".rejections strong").first).to_have_text(rows.HOSTILE)
    assert inside.locator(".rejections :is(img, script, a)").count() == 0
    assert "owned" not in {found.title() for found in page.frames}


def test_by_keyboard_alone(page: Page, stack: Stack) -> None:
    page.goto(stack.url + RANGE)
    inside = frame(page)
    inside.locator(cell_label("coastal", rows.FIRST)).focus()
    expect(inside.get_by_role("tooltip")).to_contain_text("12 articles, 0 rejected")
    for key in ("End", "ArrowDown"):
        page.keyboard.press(key)
    opened = inside.locator(cell_label("island", rows.LAST))
    expect(opened).to_be_focused()
    page.keyboard.press("Enter")
    expect(inside.locator("#detail")).to_contain_text("gate closed")
    page.keyboard.press("Escape")
    expect(inside.locator("#detail")).to_be_hidden()
    expect(opened).to_be_focused()


def test_a_day_leads_to_its_runs(page: Page, stack: Stack) -> None:
    page.goto(stack.url + RANGE)
    inside = frame(page)
    inside.locator(cell_label("coastal", rows.LAST)).click()
    inside.get_by_role("link", name="Its runs in Airflow").click()
    page.wait_for_url(f"{stack.url}/dags/coastal/runs?partition_key_pattern={rows.LAST}")


def test_what_a_poll_missed(page: Page, stack: Stack) -> None:
    page.goto(stack.url + RANGE)
    inside = frame(page)
    inside.locator(cell_label("island", rows.FIRST)).click()
    panel = inside.locator("#detail")
    expect(panel).to_contain_text("failed exchanges1 dns, 2 http_404")
    gaps, review = panel.locator(".listed").first, panel.locator(".listed").last
    expect(gaps.locator("li")).to_have_count(21)
    expect(gaps).to_contain_text(f"{rows.GAPS[19]}and 2 more, in runs/")
    expect(review).to_have_text(rows.REVIEW[0])
    inside.get_by_role("link", name="Its runs in Airflow").click()
    page.wait_for_url(f"{stack.url}/dags/island_poll/runs*")


def test_a_dags_tab_shows_its_source_alone(page: Page, stack: Stack) -> None:
    page.goto(f"{stack.url}/dags/island/plugin/wire-source")
    inside = frame(page)
    expect(inside.locator("tbody th")).to_have_text(["island"])


def test_what_makes_no_sense_is_said(page: Page, stack: Stack) -> None:
    page.goto(f"{stack.url}/plugin/wire/wire/?start=soon")
    expect(frame(page).get_by_role("status")).to_contain_text("not a day: 'soon'")


@pytest.mark.parametrize(("page", "shade"), [("light", 255), ("dark", 22)], indirect=["page"])
def test_the_page_follows_airflows_mode(page: Page, stack: Stack, shade: int) -> None:
    page.goto(stack.url + RANGE)
    expect(frame(page).locator("body")).to_have_css("background-color", re.compile(rf"^rgb\({shade}, "))
