"""``python -m wirelake_demo.pictures``: the wire desk in a browser, of the lake that ``make demo`` filled."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated
from urllib.parse import quote

import typer

import wirelake
from wirelake_local import Stack, StackError
from wirelake_local.terminal import run, step

CHROMIUM = Path("/usr/bin/chromium")
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
WIDE, HIGH = 1280, 900
SOURCE, DAY, LAST = "demo_gulf", "2026-03-04", "2026-03-09"

app = typer.Typer(add_completion=False, help=__doc__, pretty_exceptions_enable=False)


@app.command()
def pictures(
    folder: Annotated[Path, typer.Option(help="Where they go.")] = Path("docs"),
    state: Annotated[Path, typer.Option(help="The folder that holds all the stack keeps.")] = Path(
        ".wirelake"
    ),
) -> None:
    """Sign in to the Airflow of ``make up``, and picture four pages: two in light mode, two in dark."""
    from playwright.sync_api import sync_playwright

    if not CHROMIUM.exists():
        raise StackError(f"{CHROMIUM} is not installed: on Debian, apt-get install chromium")
    stack = Stack(state, dags=Path("dags"), plugins=Path("plugins"), step=step)
    stack.check()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=SWITCHES)
        for name, path, scheme in _shots(Path(stack.lake)):
            with step(f"{folder / name}.png"):
                context = browser.new_context(
                    color_scheme="dark" if scheme == "dark" else "light",
                    viewport={"width": WIDE, "height": HIGH},
                )
                page = context.new_page()
                page.goto(stack.url)
                page.fill('input[name="username"]', "admin")
                page.fill('input[name="password"]', stack.password("admin"))
                page.locator("button[type=submit]").click()
                page.wait_for_url(lambda address: "login" not in address)
                page.goto(f"{stack.url}/wire/{path}")
                page.locator("main").wait_for()
                # Where the lake stands on this machine is nobody's.
                page.locator(".headline code").evaluate_all("found => found.forEach(one => one.remove())")
                page.screenshot(
                    path=folder / f"{name}.png", clip={"x": 0, "y": 0, "width": WIDE, "height": HIGH}
                )
                context.close()
        browser.close()


def _shots(lake: Path) -> Iterator[tuple[str, str, str]]:
    """Name, address below the desk's mount, and colour scheme of each picture."""
    rows = wirelake.read("history", source=SOURCE, start=DAY, end=DAY, lake=str(lake)).to_pylist()
    article = max(rows, key=lambda row: (len(row["removed"] or ()), row["article_id"]))["article_id"]
    yield "desk-today", f"?end={LAST}", "light"
    yield "desk-source", f"sources/demo_harbour/about?end={LAST}", "dark"
    yield "desk-day", f"sources/{SOURCE}/{DAY}", "dark"
    yield "desk-article", f"articles/{SOURCE}/{quote(article, safe='')}", "light"


if __name__ == "__main__":
    run(app)
