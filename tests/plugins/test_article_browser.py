"""The desk's pages of an article and of obligations in a real browser: by keys, and in Airflow's frame."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.plugins import articles
from tests.plugins.conftest import signed_in

from wirelake.lake.decisions.review import read_review
from wirelake.storage import LocalStore
from wirelake_local.stack import Stack


@pytest.fixture(scope="module")
def lake(stack: Stack) -> Iterator[LocalStore]:
    """The stack's lake with the articles; as it was before at the end."""
    store = LocalStore(Path(stack.lake))
    before = {one.path: (store.read(one.path) or (b"", ""))[0] for one in store.objects("")}
    with pytest.MonkeyPatch.context() as patch:
        for name, value in stack.environment().items():
            if name.startswith("WIRELAKE_"):
                patch.setenv(name, value)
        articles.fill(store)
        yield store
    for one in store.objects(""):
        if one.path in before:
            store.write(one.path, before[one.path])
        else:
            store.delete(one.path)


@pytest.fixture
def page(browser: Browser, stack: Stack) -> Iterator[Page]:
    """Airflow's UI as an admin who has signed in."""
    page = signed_in(browser, stack, "admin", viewport={"width": 360, "height": 800})
    yield page
    page.context.close()


def opened(page: Page, stack: Stack, article_id: str) -> list[str]:
    """Go to the article's page; what the browser says on its console meanwhile and later."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{stack.url}/wire/articles/coastal/{quote(article_id, safe='')}")
    return said


def test_from_a_passage_to_its_rule_and_back_by_keys(page: Page, stack: Stack, lake: LocalStore) -> None:
    said = opened(page, stack, articles.ids(lake)["page"])
    passage = page.locator(".passage", has_text="All rights reserved")
    passage.focus()
    page.keyboard.press("Enter")
    card = page.locator(".rule:target")
    expect(card).to_contain_text("copyright_notice")
    expect(card).to_contain_text("Takes out whose the article is")
    card.get_by_role("link", name="passage").first.click()
    expect(page.locator(".passage:target")).to_contain_text("All rights reserved")
    assert said == []


def test_markup_is_text_and_nothing_runs(page: Page, stack: Stack, lake: LocalStore) -> None:
    said = opened(page, stack, articles.ids(lake)["page"])
    expect(page.get_by_role("heading", level=1)).to_have_text(articles.HOSTILE)
    assert page.locator("main :is(img, script, iframe)").count() == 0
    assert page.title() != "owned"
    assert said == []


def test_why_a_field_was_chosen_is_in_sight(page: Page, stack: Stack, lake: LocalStore) -> None:
    opened(page, stack, articles.ids(lake)["page"])
    found = page.get_by_role("list", name="What states headline")
    expect(found.locator(".is-chosen")).to_contain_text("h1")
    expect(found.locator(".is-lost")).to_contain_text("it says otherwise, 0.50 against")
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide == 0


def test_an_advisory_is_closed_in_airflows_frame(page: Page, stack: Stack, lake: LocalStore) -> None:
    page.set_viewport_size({"width": 1600, "height": 1000})
    page.goto(f"{stack.url}/plugin/wire")
    inside = page.frame_locator('iframe[title="Wire"]')
    inside.get_by_role("link", name="Obligations").click()
    card = inside.locator(".card", has_text=articles.ADVISORY)
    card.get_by_text("Decide").click()
    form = card.get_by_role("form", name=re.compile("^Close "))
    form.get_by_role("button", name="Close").click()
    assert not any(one.closed for one in read_review(lake, "coastal"))  # it asks for a reason first
    form.get_by_label("Why").fill("the mill is not ours")
    form.get_by_role("button", name="Close").click()
    expect(inside.get_by_role("status")).to_contain_text("The advisory is closed.")
    (entry,) = read_review(lake, "coastal")
    assert entry.closed == "the mill is not ours (by admin)"
