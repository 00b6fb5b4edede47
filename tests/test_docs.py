"""What README and docs say is run or compared."""

import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import wirelake
from wirelake import config
from wirelake.fetch.failures import FAILURES
from wirelake.lake.marker import begin
from wirelake.lake.schema.page import markdown
from wirelake.lake.schema.stories import ALIAS_COLUMNS, STORY_COLUMNS
from wirelake.storage import open_store
from wirelake.upkeep import build_stories
from wirelake_demo.wire import serve, write_sources

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
ASKED = (ROOT / "docs" / "questions.md").read_text(encoding="utf-8")
QUESTIONS = list(enumerate(re.findall(r"```sql\n(.*?)```", ASKED, re.DOTALL), start=1))
STORIES = re.findall(
    r"```sql\n(.*?)```", (ROOT / "docs" / "stories.md").read_text(encoding="utf-8"), re.DOTALL
)
OF_OTHER_WIRES = {3, 6, 8, 10}  # questions to which two days of the demo, captured today, answer nothing
LISTS_ALONE = {"sitemaps", "feeds"}  # which hold links, and the choice among feeds
SNIPPETS = re.findall(r"```python\n# (\w+)[^\n]*\n(.*?)```", README, re.DOTALL)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with a lake of two sources and two days, made by the command."""
    folder = tmp_path_factory.mktemp("readme")
    with serve() as wire:
        write_sources(folder / "sources", wire.url)
        settings = os.environ | {"WIRELAKE_SOURCES": str(folder / "sources"), "WIRELAKE_LAKE": "lake"}
        begin(open_store(str(folder / "lake")))
        for source in ("demo_harbour", "demo_gulf"):
            days = ("2026-03-04", "--to", "2026-03-05")
            command = (sys.executable, "-m", "wirelake", "run", source, *days)
            subprocess.run(command, cwd=folder, env=settings, check=True, timeout=120)
    yield folder


@pytest.mark.parametrize("code", [pytest.param(body, id=name) for name, body in SNIPPETS])
def test_snippet_runs_and_shows_the_lake(code: str, folder: Path) -> None:
    answer = subprocess.run(
        (sys.executable, "-c", code), cwd=folder, check=True, capture_output=True, text=True, timeout=120
    )
    assert re.search(r"2026-03-0[45]|body_missing", answer.stdout)


@pytest.mark.parametrize(("number", "query"), QUESTIONS)
def test_a_question_is_answered(number: int, query: str, folder: Path) -> None:
    answer = wirelake.sql(query, lake=str(folder / "lake"))
    assert bool(len(answer)) == (number not in OF_OTHER_WIRES)


def test_the_stories_of_a_day_are_asked_for_in_three_ways(folder: Path) -> None:
    """The demo's third day has one text in two wires."""
    build_stories(date(2026, 3, 4), date(2026, 3, 5), store=open_store(str(folder / "lake")))
    most, once, takers = (wirelake.sql(query, lake=str(folder / "lake")).to_pylist() for query in STORIES)
    assert [(row["articles"], row["sources"]) for row in most] == [(2, 2)]
    ids = wirelake.sql("SELECT DISTINCT story_id FROM stories", lake=str(folder / "lake"))
    assert len(once) == len(ids) > 20
    assert [(row["relation"], row["articles"], row["share"]) for row in takers] == [("same", 1, 1.0)]


def test_every_column_of_a_story_is_explained() -> None:
    page = (ROOT / "docs" / "stories.md").read_text(encoding="utf-8")
    assert {one.name for one in (*STORY_COLUMNS, *ALIAS_COLUMNS) if f"`{one.name}`" not in page} == set()


def test_there_are_ten_questions() -> None:
    assert len(QUESTIONS) == 10


def test_four_ways_of_reading_are_shown() -> None:
    assert [name for name, _ in SNIPPETS] == ["pandas", "DuckDB", "Polars", "Ours"]


def test_the_source_in_the_readme_is_right(tmp_path: Path) -> None:
    yaml = re.search(r"```yaml\n# \S+?(\w+\.yaml)\n(.*?)```", README, re.DOTALL)
    assert yaml
    (tmp_path / yaml[1]).write_text(yaml[2], encoding="utf-8")
    assert config.load_source(tmp_path / yaml[1]).discover[0].kind == "feed"


def test_every_make_target_that_is_named_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"make ([a-z]+)\b", README)) <= targets


def test_every_path_that_the_architecture_names_exists() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    below = ROOT / "include" / "wirelake"
    named = set(re.findall(r"`([\w/]+(?:/|\.py|\.md|\.toml))`", page))
    assert len(named) > 50
    assert {name for name in named if not (ROOT / name).exists() and not (below / name).exists()} == set()


def test_every_format_has_its_page_and_every_link_between_pages_leads_somewhere() -> None:
    wires = ROOT / "docs" / "wires"
    table = (wires / "README.md").read_text(encoding="utf-8")
    formats = {path.stem for path in (ROOT / "include/wirelake/formats").iterdir() if path.stem[0] != "_"}
    assert {name for name in formats - LISTS_ALONE if f"`{name}`" not in table} == set()
    reading = (ROOT / "docs" / "reading").glob("*.md")
    for page in [*(ROOT / "docs").glob("*.md"), *wires.glob("*.md"), *reading, ROOT / "README.md"]:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_the_architectures_floors_are_those_that_are_checked() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    floors = re.search(r"```text\n(.*?)```", page, re.DOTALL)
    assert floors
    drawn = [re.split(r" {3,}", line)[0] for line in floors[1].splitlines()]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert drawn == project["tool"]["importlinter"]["contracts"][0]["layers"]


def test_schema_page_is_the_schema() -> None:
    assert (ROOT / "docs" / "schema.md").read_text(encoding="utf-8") == markdown(), "run: make docs"


def test_every_class_of_failure_stands_in_the_table() -> None:
    table = (ROOT / "docs/fetching.md").read_text(encoding="utf-8")
    for name, failure in FAILURES.items():
        assert f"| `{name}` | {failure.meaning} | {'yes' if failure.passing else 'no'} |" in table
