"""The runner of findings/: what holds, what no longer does, and what does not end."""

import subprocess
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[1] / "findings"
SCRIPTS = sorted(path for path in FOLDER.glob("*.sh") if path.name != "run.sh")


@pytest.mark.parametrize(
    ("body", "said", "code"),
    [
        ('touch here && [ "$(ls)" = here ]', "holds", 0),
        ("exit 1", "holds no longer, or did not run (1)", 1),
        ("sleep 60", "not done within 1 s", 1),
    ],
)
def test_the_table_says_what_came_of_each(tmp_path: Path, body: str, said: str, code: int) -> None:
    script = tmp_path / "one.sh"
    script.write_text(body, encoding="utf-8")
    right = tmp_path / "right.sh"
    right.write_text("true", encoding="utf-8")
    asked = subprocess.run(
        ("bash", FOLDER / "run.sh", script, right),
        env={"PATH": "/usr/bin:/bin", "LIMIT": "1", "TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    table = [line.split(maxsplit=1) for line in asked.stdout.splitlines()[-2:]]
    assert table == [["one", said], ["right", "holds"]]
    assert asked.returncode == code
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one.sh", "right.sh"]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_a_finding_says_at_its_head_what_it_shows_and_pins_what_it_installs(script: Path) -> None:
    subprocess.run(("bash", "-n", script), check=True, timeout=10)
    lines = script.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "#!/usr/bin/env bash"
    assert lines[1].startswith("# ")
    assert "set -euo pipefail" in lines
    for line in lines:
        if "pip install" in line or line.startswith("npm install"):
            words = line.partition(" install ")[2].split()
            assert all(word.startswith("-") or "==" in word or "@" in word[1:] for word in words), line
