"""docs/changing-rules.md shows what diff prints."""

import os
import re
import subprocess
import sys
from pathlib import Path

from wirelake_demo.wire import serve, write_sources

DOC = (Path(__file__).parents[1] / "docs" / "changing-rules.md").read_text(encoding="utf-8")
VERSIONS = re.compile("“[0-9a-f]{12}”")


def test_its_example_is_what_diff_prints(tmp_path: Path) -> None:
    yaml = tmp_path / "sources" / "demo_gulf.yaml"
    settings = os.environ | {"WIRELAKE_SOURCES": str(yaml.parent), "WIRELAKE_LAKE": str(tmp_path / "lake")}
    command, shown = re.findall(
        r"```(?:sh\nwirelake (diff [^\n]*--limit[^\n]*)|text\n(.*?))\n```", DOC, re.DOTALL
    )

    def wirelake(*words: str) -> subprocess.CompletedProcess[str]:
        line = (sys.executable, "-m", "wirelake", *words)
        return subprocess.run(line, env=settings, capture_output=True, text=True, timeout=120, check=False)

    with serve() as wire:
        write_sources(yaml.parent, wire.url)
        facts = yaml.read_text(encoding="utf-8")
        yaml.write_text(re.sub("(?m)^provider: .*\n", "", facts), encoding="utf-8")
        assert wirelake("run", "demo_gulf", "2026-03-05", "--new-lake").returncode == 0
        yaml.write_text(facts, encoding="utf-8")
    answer = wirelake(*command[0].split())
    printed = "\n".join(line.rstrip() for line in answer.stdout.splitlines())
    assert VERSIONS.sub("", printed) == VERSIONS.sub("", shown[1])
    assert answer.returncode == 5
