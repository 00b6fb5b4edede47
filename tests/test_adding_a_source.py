"""docs/adding-a-source.md: its practice is done step by step, and its tables are the models' fields."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from pydantic import BaseModel

from wirelake.config import (
    Api,
    ArchivePage,
    DropFolder,
    Feed,
    FetchFacts,
    Gate,
    Inbox,
    LinkPage,
    RightsFacts,
    Sitemap,
    SourceConfig,
    WarcFiles,
    load_learned,
    load_source,
)
from wirelake.learn.criteria import CRITERIA
from wirelake_demo.wire import serve

ROOT = Path(__file__).parents[1]
DOC = (ROOT / "docs" / "adding-a-source.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)
PARTS: dict[str, type[BaseModel]] = {
    "feed": Feed,
    "sitemap": Sitemap,
    "archive_page": ArchivePage,
    "link_page": LinkPage,
    "api": Api,
    "drop_folder": DropFolder,
    "inbox": Inbox,
    "warc": WarcFiles,
}
SECTIONS: dict[str, type[BaseModel]] = {
    "The source": SourceConfig,
    "fetch": FetchFacts,
    "rights": RightsFacts,
    "gate": Gate,
}
ELSEWHERE = {"name", "learned", "layouts"}  # the file's name; and what stands in a file of its own
APART = {"name", "kind", "enabled"}  # the file's name; stated once for every part of discover


class Practice(NamedTuple):
    said: list[str]  # what each command of the page printed, in its order
    expected: list[tuple[int, str]]  # the command's number, and a line that it should print


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Practice]:
    """Everything that the page says, done: its YAML written, its commands run, its output kept."""
    folder = tmp_path_factory.mktemp("practice")
    sources = folder / "mysources"
    sources.mkdir()
    practising = {"WIRELAKE_SOURCES": str(sources), "WIRELAKE_LAKE": str(folder / "mylake")}
    done = Practice([], [])
    with serve() as wire:
        for kind, body in BLOCK.findall(DOC.replace("http://127.0.0.1:8900", wire.url)):
            if kind == "yaml" and body.startswith("# mysources/practice.yaml"):
                with (sources / "practice.yaml").open("a", encoding="utf-8") as file:
                    file.write(body)
            elif kind == "sh":
                settings = {} if "tests/samples/" in body else practising
                done.said.extend(run(line, settings) for line in body.splitlines() if line[:9] == "wirelake ")
            elif kind == "text":
                done.expected.extend((len(done.said) - 1, line) for line in body.splitlines())
        yield done


def run(line: str, settings: dict[str, str]) -> str:
    """What the command prints; it must succeed."""
    command = (sys.executable, "-m", *line.split())
    answer = subprocess.run(
        command, cwd=ROOT, env=os.environ | settings, capture_output=True, text=True, timeout=120
    )
    assert answer.returncode == 0, f"{line}: {answer.stdout}{answer.stderr}"
    return answer.stdout


def test_its_commands_print_what_it_shows(practice: Practice) -> None:
    assert len(practice.said) == 9
    assert len(practice.expected) == 2
    for number, line in practice.expected:
        assert line in practice.said[number].splitlines()


def test_its_yaml_takes_away_what_the_first_preview_showed(practice: Practice) -> None:
    before, after = practice.said[1:3]
    assert "(GULFWIRE- Port Desk) A new quay" in before
    assert "(GULFWIRE- Port Desk) A new quay" not in after
    assert re.search(r"^ provider +Port Desk *$", after, re.MULTILINE)
    for shown in (before, after):  # by the source's title, without a word in its YAML
        assert re.search(r"source_name +│ strip │ GULFWIRE ", shown)
        assert "\nGULFWIRE\n" not in shown
    assert "page_clock_above_headline" in before
    assert "credit_line" in after


def test_its_example_of_a_record_is_a_record(practice: Practice) -> None:
    (record,) = yaml.safe_load(practice.said[-1])
    assert record["article_id"] == "presseportal:9990001"


def rows(heading: str) -> list[list[str]]:
    """The cells of the table below that heading, without marks of code."""
    section = re.search(rf"^### {heading}\n(.*?)(?=^##|\Z)", DOC, re.DOTALL | re.MULTILINE)
    assert section, heading
    lines = [line for line in section[1].splitlines() if line.startswith("| `")]
    return [[cell.strip().strip("`") for cell in line.strip("|").split("|")] for line in lines]


def default(model: type[BaseModel], name: str) -> Any:
    """As the page writes it."""
    field = model.model_fields[name]
    if field.is_required():
        return "required"
    if isinstance(field.default, BaseModel):
        return "see below"
    return "none" if field.default in (None, ()) else field.default


def read(cell: str) -> Any:
    value = cell if cell.startswith("unknown:") else yaml.safe_load(cell)
    return tuple(value) if isinstance(value, list) else value


@pytest.mark.parametrize(("heading", "model"), SECTIONS.items())
def test_every_field_stands_in_its_table(heading: str, model: type[BaseModel]) -> None:
    told = {name: read(value) for name, value, _ in rows(heading)}
    assert told == {name: default(model, name) for name in model.model_fields if name not in ELSEWHERE}


def test_every_field_of_every_kind_of_discovery_stands_in_the_table() -> None:
    told = {(kind, name): read(value) for kind, name, value, _ in rows("discover")}
    fields = ((kind, model, name) for kind, model in PARTS.items() for name in model.model_fields)
    assert told == {(kind, name): default(model, name) for kind, model, name in fields if name not in APART}
    assert all(default(model, "enabled") is True for model in PARTS.values())


def test_its_way_of_naming_a_connection_is_right(tmp_path: Path) -> None:
    least, named = (body for kind, body in BLOCK.findall(DOC) if kind == "yaml" and "fetch:" in body)
    path = tmp_path / "harbour.yaml"
    path.write_text(least.partition("fetch:")[0] + named, encoding="utf-8")
    assert load_source(path).fetch.connection == "harbour_wire"
    assert "AIRFLOW_CONN_HARBOUR_WIRE=" in DOC


def test_its_learned_file_is_right(tmp_path: Path) -> None:
    (body,) = (body for kind, body in BLOCK.findall(DOC) if kind == "yaml" and "harbour.learned.yaml" in body)
    (tmp_path / "harbour.learned.yaml").write_text(body, encoding="utf-8")
    learned = load_learned(tmp_path / "harbour.yaml")
    assert [(one.shape, one.refused) for one in learned.furniture] == [
        ("updated on <date> at <time>", False),
        ("around the strait", True),
    ]


def test_every_criterion_of_learning_stands_in_its_table() -> None:
    section = DOC.partition("## Learn its furniture")[2].partition("\n## ")[0]
    told = re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)
    assert told == [criterion.__name__ for criterion in CRITERIA]
