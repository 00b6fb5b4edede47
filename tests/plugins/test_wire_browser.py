"""The desk in a real browser, inside Airflow's own navigation and under its sandbox."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, FrameLocator, Page, expect
from tests.plugins import rows
from tests.plugins.conftest import signed_in

from wirelake_local.stack import Stack

TODAY = f"/plugin/wire/wire/?end={rows.LAST}"
DAY = f"/plugin/wire/wire/sources/coastal/{rows.LAST}"


@pytest.fixture
def page(browser: Browser, stack: Stack, request: pytest.FixtureRequest) -> Iterator[Page]:
    """Airflow's UI as a viewer; in dark mode where the test's parameter says so."""
    page = signed_in(browser, stack, "viewer", color_scheme=getattr(request, "param", "light"))
    yield page
    page.context.close()


def frame(page: Page) -> FrameLocator:
    return page.frame_locator('iframe[title="Wire"]')


def cell(source: str, day: object) -> str:
    return f'.cell[aria-label^="{source}, {day}"]'


def test_from_the_navigation_to_a_day_and_its_rejections(page: Page, stack: Stack) -> None:
    asked: set[str | None] = set()
    troubles: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error" and "/wire/" in message.location.get("url", ""):
            troubles.append(message.text)

    page.on("request", lambda request: asked.add(urlsplit(request.url).hostname))
    page.on("console", note)
    page.get_by_role("link", name="Wire", exact=True).click()
    inside = frame(page)
    expect(inside.get_by_role("heading", name="Today")).to_be_visible()
    page.goto(stack.url + TODAY)  # the rows of these tests are of an older day
    # Not by the source's own link: that leads to its newest day, which its Dag may have run by now.
    inside.locator(cell("coastal", rows.LAST)).click()
    expect(inside.get_by_role("heading", name=f"coastal · {rows.LAST}")).to_be_visible()
    expect(inside.locator("main")).to_contain_text("41 articles, 230 rejected")
    expect(inside.locator(".rejections tbody tr")).to_have_count(50)
    inside.get_by_role("link", name="http_404").click()
    expect(inside.locator(".rejections")).not_to_contain_text("body_missing")
    inside.get_by_role("navigation", name="Pages of rejections").get_by_role("link", name="Next").click()
    expect(inside.get_by_role("navigation", name="Pages of rejections")).to_contain_text("2 of 2")
    inside.get_by_text("All expectations").click()
    failed = inside.get_by_role("region", name="List of expectations").get_by_role("row", name="body_missing")
    expect(failed).to_contain_text("body_length is at least 1")
    expect(failed).to_contain_text("is rejected")
    assert asked <= {urlsplit(stack.url).hostname, None}
    assert troubles == []


def test_the_address_that_airflow_shows_leads_back(page: Page, stack: Stack) -> None:
    page.goto(stack.url + TODAY)
    frame(page).locator(cell("coastal", rows.LAST)).click()
    page.wait_for_url(stack.url + DAY)
    page.reload()
    expect(frame(page).get_by_role("heading", name=f"coastal · {rows.LAST}")).to_be_visible()


def test_a_hostile_headline_is_text(page: Page, stack: Stack) -> None:
    page.goto(stack.url + DAY)
    inside = frame(page)
    expect(inside.locator(".articles a").first).to_have_text(rows.HOSTILE)
    expect(inside.locator(".rejections strong bdi").first).to_have_text(rows.HOSTILE)
    assert inside.locator(":is(.articles, .rejections) :is(img, script)").count() == 0
    assert "owned" not in {found.title() for found in page.frames}
    right = inside.locator(".articles bdi").filter(has_text=rows.FROM_THE_RIGHT)
    expect(right).to_have_css("direction", "rtl")


def test_by_keyboard_alone(page: Page, stack: Stack) -> None:
    page.goto(stack.url + TODAY)
    inside = frame(page)
    first = inside.locator(cell("coastal", rows.LAST))
    first.focus()
    for key in ("Home", "End", "ArrowDown", "ArrowLeft"):
        page.keyboard.press(key)
    opened = inside.locator(cell("island", rows.MIDDLE))
    expect(opened).to_be_focused()
    expect(inside.locator('.cell[tabindex="0"]')).to_have_count(1)
    page.keyboard.press("Enter")
    expect(inside.get_by_role("heading", name=f"island · {rows.MIDDLE}")).to_be_visible()


def test_two_stops_lead_past_the_navigation(page: Page, stack: Stack) -> None:
    page.goto(stack.url + TODAY)
    inside = frame(page)
    inside.locator(".skip").first.focus()
    expect(inside.locator(".skip").first).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(inside.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(inside.get_by_role("link", name="Skip to the days")).to_be_focused()


def test_a_day_leads_to_its_runs(page: Page, stack: Stack) -> None:
    page.goto(stack.url + DAY)
    frame(page).get_by_role("link", name="Its runs in Airflow").click()
    page.wait_for_url(f"{stack.url}/dags/coastal/runs?partition_key_pattern={rows.LAST}")


def test_a_polled_day_leads_to_the_polls_runs(page: Page, stack: Stack) -> None:
    page.goto(f"{stack.url}/plugin/wire/wire/sources/island/{rows.FIRST}")
    inside = frame(page)
    expect(inside.locator("main")).to_contain_text("http_404")
    inside.get_by_role("link", name="Its runs in Airflow").click()
    page.wait_for_url(f"{stack.url}/dags/island_poll/runs*")


def test_a_dags_tab_shows_its_source_alone(page: Page, stack: Stack) -> None:
    page.goto(f"{stack.url}/dags/island/plugin/wire-source")
    expect(frame(page).locator(".standing tbody th")).to_contain_text(["island"])


def test_one_button_starts_a_replay_as_this_user(browser: Browser, stack: Stack) -> None:
    page = signed_in(browser, stack, "admin")
    page.goto(stack.url + DAY)
    inside = frame(page)
    inside.get_by_role("button", name="Replay these").click()
    expect(inside.get_by_role("status")).to_contain_text("replay")
    runs = stack.client().get("dags/wire_replay/dagRuns", order_by="-run_after")["dag_runs"]
    assert runs[0]["triggering_user_name"] == "admin"
    assert runs[0]["conf"]["sources"] == ["coastal"]
    assert (runs[0]["conf"]["from_day"], runs[0]["conf"]["to_day"]) == (str(rows.LAST), str(rows.LAST))
    page.context.close()


def test_a_viewer_has_no_such_button(page: Page, stack: Stack) -> None:
    page.goto(stack.url + DAY)
    expect(frame(page).get_by_role("heading", name="230 rejected")).to_be_visible()
    expect(frame(page).get_by_role("button", name="Replay these")).to_have_count(0)


def test_what_makes_no_sense_is_said(page: Page, stack: Stack) -> None:
    page.goto(f"{stack.url}/plugin/wire/wire/?end=soon")
    expect(frame(page).get_by_role("alert")).to_contain_text("not a day: 'soon'")


@pytest.mark.parametrize("width", [360, 1440, 3840])
def test_no_page_scrolls_sideways(page: Page, stack: Stack, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for path in (f"/?end={rows.LAST}", f"/sources/coastal/{rows.LAST}", "/find?q=Harbour"):
        page.goto(f"{stack.url}/wire{path}")
        expect(page.locator("h1")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_link_without_a_session_leads_to_the_sign_in(browser: Browser, stack: Stack) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{stack.url}/wire/sources/coastal/{rows.LAST}")
    page.get_by_role("link", name="Sign in to Airflow").click()
    page.fill('input[name="username"]', "viewer")
    page.fill('input[name="password"]', stack.password("viewer"))
    page.locator("button[type=submit]").click()
    page.wait_for_url(f"{stack.url}/wire/sources/coastal/{rows.LAST}")
    expect(page.get_by_role("heading", name=f"coastal · {rows.LAST}")).to_be_visible()
    context.close()


@pytest.mark.parametrize(("page", "shade"), [("light", 255), ("dark", 22)], indirect=["page"])
def test_the_desk_follows_airflows_mode(page: Page, stack: Stack, shade: int) -> None:
    page.goto(stack.url + TODAY)
    expect(frame(page).locator("body")).to_have_css("background-color", re.compile(rf"^rgb\({shade}, "))
