"""Units of systemd as the tests read them back: words of a command line, and a file of variables."""

import re
import shutil
import subprocess
from configparser import ConfigParser
from pathlib import Path

import pytest

WORD = re.compile(r'"((?:[^"\\]|\\.)*)"')


def parsed(path: Path) -> ConfigParser:
    """The unit; of a key that stands several times the last."""
    found = ConfigParser(interpolation=None, strict=False)
    found.optionxform = str  # type: ignore[assignment,method-assign]
    found.read_string(path.read_text(encoding="utf-8"))
    return found


def command(path: Path) -> list[str]:
    """The words of ExecStart."""
    words = WORD.findall(parsed(path)["Service"]["ExecStart"])
    return [re.sub(r"\\(.)", r"\1", one).replace("$$", "$").replace("%%", "%") for one in words]


def variables(path: Path) -> dict[str, str]:
    """What an EnvironmentFile sets."""
    lines = (line for line in path.read_text(encoding="utf-8").splitlines() if line[:1] not in ("", "#"))
    pairs = (line.split("=", 1) for line in lines)
    return {name: re.sub(r"\\(.)", r"\1", value[1:-1]) for name, value in pairs}


def complaints(*units: Path) -> str:
    """What systemd has against them."""
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("systemd-analyze is not installed (on Debian: apt-get install systemd)")
    asked = subprocess.run([program, "verify", *map(str, units)], capture_output=True, text=True, timeout=60)
    return asked.stderr + asked.stdout
