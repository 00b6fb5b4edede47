"""What of wirelake itself goes into the stack: its sources, their pools, its code and the lake's address."""

import hashlib
import json
import os
import subprocess
import sys
import sysconfig
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

import wirelake
from wirelake_local.errors import StackError

PACKAGE = Path(wirelake.__file__).parent
ASK_POOLS = "import json; from wirelake.pipeline import pools; print(json.dumps(pools()))"


def lake_address(lake: str | Path) -> str:
    """Absolute where it is a folder: the components run in another one than we."""
    text = str(lake)
    return text if "://" in text else str(Path(text).absolute())


def source_folders(folders: Sequence[Path]) -> str:
    """These folders of sources' YAML and the one that ships with wirelake, for WIRELAKE_SOURCES."""
    return os.pathsep.join(dict.fromkeys(str(folder) for folder in (*folders, PACKAGE / "sources")))


def pools(environment: Mapping[str, str]) -> dict[str, int]:
    """The pools that the sources' Dags want, name → slots, as a process with this environment sees them.

    Raises:
        StackError: a source's YAML is wrong; the message is wirelake's own.
    """
    if find_spec("wirelake.pipeline") is None:
        return {"wirelake_write": 1}
    command = [sys.executable, "-c", ASK_POOLS]
    asked = subprocess.run(command, env=dict(environment), capture_output=True, text=True)  # noqa: S603 (our own commands, no shell)
    if asked.returncode != 0:
        raise StackError(f"the sources' pools are not known: {asked.stderr.strip().splitlines()[-1]}")
    found: dict[str, int] = json.loads(asked.stdout)
    return found


def begin_lake(environment: Mapping[str, str], begun: Path) -> None:
    """Begin the lake at this environment's address, once: ``begun`` keeps the addresses where it was done.

    A lake that is gone later, such as a disk that is not mounted, is not begun anew: its tasks say so.

    Raises:
        StackError: it cannot be begun, or an older lake has to be migrated first; the message is wirelake's.
    """
    address = environment.get("WIRELAKE_LAKE", "")
    known = begun.read_text(encoding="utf-8").splitlines() if begun.exists() else []
    if address in known:
        return
    command = [sys.executable, "-m", "wirelake", "init"]
    asked = subprocess.run(command, env=dict(environment), capture_output=True, text=True)  # noqa: S603 (our own commands, no shell)
    if asked.returncode != 0:
        raise StackError(asked.stderr.strip())
    begun.write_text("\n".join([*known, address, ""]), encoding="utf-8")


def fingerprint(*folders: Path) -> str:
    """Changes when code changes that processes hold in memory: in these folders, or by an installation."""
    installed = Path(sysconfig.get_path("purelib"))
    files = [installed, *sorted(path for folder in folders for path in folder.rglob("*.py"))]
    facts = [(str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in files]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()
