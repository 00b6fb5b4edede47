"""What a build is made of: one hash of the code, the facts and what was learned, on which a row depends."""

import hashlib
import re
from functools import cache, lru_cache
from pathlib import Path

from wirelake.config import SourceConfig

# Formats are found by name, so no import leads to them.
ROOTS = ("extract", "clean", "validate", "formats")
IMPORTED = re.compile(
    r"^[ \t]*(?:from (wirelake[\w.]*) import (\([^)]*\)|[^\n]*)|import (wirelake[\w.]*))", re.M
)
PACKAGE = Path(__file__).parent
BESIDE = {"erase_after_days"}  # no row of a build depends on when the bytes of another article go


@lru_cache(maxsize=64)
def ruleset_version(source: SourceConfig) -> str:
    """A short hash of all modules that extract, clean and validate import, and of the source's facts."""
    digest = hashlib.sha256(source.model_dump_json(exclude=BESIDE).encode())
    digest.update(code_digest().encode())
    return digest.hexdigest()[:12]


def covered() -> dict[str, Path]:
    """The modules that the hash covers, by name: the imports of a build followed, from its stages on."""
    found: dict[str, Path] = {}
    waiting = [path for root in ROOTS for path in _files(root)]
    while waiting:
        path = waiting.pop()
        name = _name(path)
        if name in found:
            continue
        found[name] = path
        for module in _imported(path.read_text(encoding="utf-8")):
            waiting += [one for one in _homes(module) if _name(one) not in found]
    return dict(sorted(found.items()))


@cache
def code_digest() -> str:
    """A hash of all that ``covered`` names; read once a process."""
    digest = hashlib.sha256()
    for name, path in covered().items():
        digest.update(f"{name}\n{path.read_text(encoding='utf-8')}".encode())
    return digest.hexdigest()


def _imported(text: str) -> set[str]:
    """What the text may import: ``from wirelake.a import b`` names wirelake.a and perhaps wirelake.a.b."""
    found = set()
    for module, names, plain in IMPORTED.findall(text):
        found.add(module or plain)
        found |= {f"{module}.{name}" for name in re.findall(r"\w+", names)}
    return found


def _homes(module: str) -> list[Path]:
    """The file of the module, where there is one, and the packages that hold it."""
    parts = module.split(".")[1:]
    packages = [PACKAGE.joinpath(*parts[:depth], "__init__.py") for depth in range(1, len(parts) + 1)]
    return [path for path in (*packages, PACKAGE.joinpath(*parts).with_suffix(".py")) if path.is_file()]


def _files(root: str) -> list[Path]:
    path = PACKAGE / root
    return sorted(path.rglob("*.py")) if path.is_dir() else [path.with_suffix(".py")]


def _name(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(("wirelake", *(part for part in parts if part != "__init__")))
