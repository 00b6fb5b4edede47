"""The house: no circle, rooms of a size that a reader takes in at once, and a hash that covers a build."""

import re
import subprocess
import sys
from importlib import import_module
from importlib.metadata import packages_distributions, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from tests.structure.modules import Graph, below, circles, graph_of, reached

import wirelake
from wirelake.ruleset import LIBRARIES, READING, ROOTS, covered

PACKAGE = Path(wirelake.__file__).parent
MOST_FILES = 15
MANY = {"rules"}  # people add to it, a file a rule
# Of no say in what is read: for the network, polls' times and APIs' pages, and what only states types.
NO_READERS = {
    "certifi",
    "croniter",
    "python-jsonpath",
    "typing-extensions",
    "typing-inspection",
    "annotated-types",
    "pycparser",
}
FACES = ("pipeline", "obligations", "desk", "diff", "upkeep", "inquiry", "proposals")


@pytest.fixture(scope="module")
def graph() -> Graph:
    return graph_of("wirelake")


def test_no_module_leads_back_to_itself(graph: Graph) -> None:
    assert circles(graph) == []


def test_a_circle_is_found_also_through_a_packages_face_and_inside_a_function(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "ring"
    (package / "hall").mkdir(parents=True)
    (package / "__init__.py").write_text("")
    (package / "hall" / "__init__.py").write_text("from ring.hall.stair import up\n")
    (package / "hall" / "stair.py").write_text("from ring.roof import top\n\n\ndef up() -> None: ...\n")
    (package / "roof.py").write_text("def top() -> None:\n    from ring.hall import up\n\n    up()\n")
    monkeypatch.syspath_prepend(tmp_path)
    assert circles(graph_of("ring")) == [["ring.hall", "ring.hall.stair", "ring.roof"]]


def test_types_alone_make_no_circle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "arch"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "left.py").write_text("from arch.right import Right\n")
    (package / "right.py").write_text(
        "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    from arch.left import Left\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    assert circles(graph_of("arch")) == []


def test_a_rooms_files_are_taken_in_at_once() -> None:
    rooms = [PACKAGE, *(folder for folder in PACKAGE.rglob("*") if folder.is_dir())]
    counts = {
        room.relative_to(PACKAGE).as_posix(): len([*room.glob("*.py")])
        for room in rooms
        if room.name not in MANY
    }
    assert {room: count for room, count in counts.items() if count > MOST_FILES} == {}


def test_the_hash_of_a_build_covers_all_that_extract_and_clean_import(graph: Graph) -> None:
    roots = [name for root in ROOTS for name in below(graph, f"wirelake.{root}")]
    assert reached(graph, roots) - covered().keys() == set()
    for stage in ("wirelake.extract", "wirelake.clean"):
        assert stage in covered()


@pytest.mark.parametrize("name", FACES)
def test_a_face_gives_every_name_that_it_lists(name: str) -> None:
    face = import_module(f"wirelake.{name}")
    for listed in face.__all__:
        assert getattr(face, listed) is not None
    # A module of a listed name would take its place on the face as soon as anybody imports it.
    assert not {path.stem for path in (PACKAGE / name).glob("*.py")} & {*face.__all__}
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = face.nothing


def test_the_command_starts_without_heavy_libraries() -> None:
    heavy = "('pyarrow', 'pandas', 'trafilatura', 'great_expectations', 'requests', 'obstore')"
    code = f"import sys, wirelake.__main__; print([name for name in {heavy} if name in sys.modules])"
    asked = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert asked.stdout.strip() == "[]"


def test_the_version_of_a_build_names_every_library_beneath_it() -> None:
    homes = packages_distributions()
    text = "\n".join(
        path.read_text() for path in covered(("extract", "clean", "formats", READING[0])).values()
    )
    imported = {*re.findall(r"^[ ]*(?:from|import) (\w+)", text, re.M)} - {
        *sys.stdlib_module_names,
        "wirelake",
    }
    waiting = [name for module in imported for name in homes.get(module, ()) if name not in NO_READERS]
    found: set[str] = set()
    while waiting:
        name = canonicalize_name(waiting.pop())
        if name not in found and name not in NO_READERS:
            found.add(name)
            needed = map(Requirement, requires(name) or ())
            waiting += [
                one.name for one in needed if one.marker is None or one.marker.evaluate({"extra": ""})
            ]
    assert found >= {"trafilatura", "lxml", "feedparser", "tzdata"}
    assert found - {*LIBRARIES} == set()
