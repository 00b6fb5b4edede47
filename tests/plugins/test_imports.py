"""Plugins read the lake and act by obligations, and cost a task's process next to nothing."""

import ast
import subprocess
import sys
from pathlib import Path

PLUGINS = Path(__file__).parents[2] / "plugins"
ROOMS = ("config", "desk", "errors", "lake", "legible", "metrics", "obligations", "storage")
ALLOWED = tuple(f"wirelake.{room}" for room in ROOMS)
HEAVY = {"fastapi", "pyarrow", "obstore", "pandas", "wire_desk"}


def imported(path: Path) -> set[str]:
    """The modules that a file imports, anywhere in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and not node.level:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return found


def test_plugins_import_no_stage() -> None:
    files = sorted(PLUGINS.rglob("*.py"))
    assert len(files) >= 4
    for path in files:
        for name in imported(path):
            assert not name.startswith("wirelake") or name.startswith(ALLOWED), f"{path.name} imports {name}"


def test_what_every_task_imports_is_light() -> None:
    code = f"""
import sys
sys.path.insert(0, {str(PLUGINS)!r})
import airflow.plugins_manager
before = set(sys.modules)
import wire, run_notes, run_metrics, capture_days
print(*{{name.split(".")[0] for name in set(sys.modules) - before}})
"""
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(answer.stdout.split())
    assert {"wire", "run_notes", "run_metrics", "capture_days"} <= loaded
    assert not loaded & HEAVY
