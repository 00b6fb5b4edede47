"""The hash of a build: what changes it, and what does not."""

import shutil
from pathlib import Path

import pytest

import wirelake
from wirelake import config, ruleset
from wirelake.ruleset import covered, ruleset_version

PACKAGE = Path(wirelake.__file__).parent


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package whose files a test may change, in the place of the real one."""
    package = tmp_path / "wirelake"
    shutil.copytree(PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(ruleset, "PACKAGE", package)
    return package


def version() -> str:
    """As of a process that starts now."""
    ruleset.code_digest.cache_clear()
    ruleset_version.cache_clear()
    try:
        return ruleset_version(config.load_named("menafn"))
    finally:
        ruleset.code_digest.cache_clear()
        ruleset_version.cache_clear()


def test_it_follows_the_sources_facts() -> None:
    menafn = config.load_named("menafn")
    other = menafn.model_copy(update={"furniture": ("Search this",)})
    assert ruleset_version(menafn) == ruleset_version(menafn.model_copy())
    assert ruleset_version(menafn) != ruleset_version(other)


@pytest.mark.parametrize(
    ("changed", "another"),
    [
        ("shapes.py", True),  # what a learned entry means
        ("clean.py", True),
        ("validate/expectations.py", True),
        ("rules/learned_furniture.py", True),
        ("evidence/__init__.py", True),
        ("markup/paragraphs.py", True),
        ("payloads/encoding.py", True),
        ("statements/moments.py", True),
        ("records/articles.py", True),
        ("formats/ninjs/texts.py", True),  # found by name, imported by nobody
        ("learn/criteria.py", False),  # learning proposes; what it wrote is among the source's facts
        ("lake/layout.py", False),
        ("fetch/http.py", False),
    ],
)
def test_it_follows_the_code_that_decides_a_row(copy: Path, changed: str, another: bool) -> None:
    before = version()
    with (copy / changed).open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    assert (version() != before) is another


def test_a_module_that_moves_stays_in_it(copy: Path) -> None:
    (copy / "elsewhere").mkdir()
    (copy / "elsewhere" / "__init__.py").write_text("")
    (copy / "language.py").rename(copy / "elsewhere" / "language.py")
    clean = copy / "clean.py"
    told = clean.read_text().replace("from wirelake.language ", "from wirelake.elsewhere.language ")
    clean.write_text(told)
    assert "wirelake.elsewhere.language" in covered()
    assert "wirelake.language" not in covered()
