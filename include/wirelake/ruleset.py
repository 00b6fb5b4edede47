"""What a build is made of: one hash of the code, the facts and what was learned, on which a row depends."""

import hashlib
import os
import re
import sys
from functools import cache, lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from wirelake.config import SourceConfig

# Formats are found by name, so no import leads to them.
ROOTS = ("extract", "clean", "validate", "formats")
READING = (
    "bounded.reading",
    "lake.kept.extracts",
)  # what runs them on a payload, and the form of what is kept
# What extract and clean import of others', and what that imports; tests/test_structure.py looks.
LIBRARIES = (
    "ada-url", "babel", "cffi", "charset-normalizer", "courlan", "cssselect", "dateparser", "feedparser",
    "feedparser-sgmllib", "htmldate", "justext", "lxml", "lxml-html-clean", "numpy", "py3langid", "pyarrow",
    "pydantic", "pydantic-core", "python-dateutil", "pytz", "pyyaml", "regex", "tld", "trafilatura", "tzdata",
    "tzlocal", "urllib3", "webencodings",
)  # fmt: skip
IMPORTED = re.compile(
    r"^[ \t]*(?:from (wirelake[\w.]*) import (\([^)]*\)|[^\n]*)|import (wirelake[\w.]*))", re.M
)
PACKAGE = Path(__file__).parent
# No row of a build depends on when the bytes of another article go, nor on who hears of what and when.
BESIDE = {"erase_after_days", "cadence", "owner", "severity", "country", "kind", "collections"}


@lru_cache(maxsize=64)
def ruleset_version(source: SourceConfig) -> str:
    """A short hash of all modules that extract, clean and validate import, and of the source's facts."""
    digest = hashlib.sha256(source.model_dump_json(exclude=BESIDE).encode())
    digest.update(code_digest().encode())
    return digest.hexdigest()[:12]


@lru_cache(maxsize=64)
def build_version(source: SourceConfig) -> str:
    """A hash of all on which it depends what a payload is read as.

    That is what ``ruleset_version`` covers, what runs it, and Python and the libraries beneath it, the
    edition of the zones among them.
    """
    told = [source.model_dump_json(exclude=BESIDE), code_digest(), *_beneath()]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()


@cache
def _beneath() -> tuple[str, ...]:
    return _digest_of(covered(READING)), sys.version, *(f"{name} {_version(name)}" for name in LIBRARIES)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:  # of another edition of what needs it
        return ""


def covered(roots: tuple[str, ...] = ROOTS) -> dict[str, Path]:
    """The modules that the hash covers, by name: the imports of a build followed, from its stages on."""
    modules = {_name(path): path for path in PACKAGE.rglob("*.py")}
    found: set[str] = set()
    waiting = [one for one in modules for root in roots if f"{one}.".startswith(f"{PACKAGE.name}.{root}.")]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            text = modules[name].read_text(encoding="utf-8")
            waiting += [home for module in _imported(text) for home in _homes(module) if home in modules]
    return {name: modules[name] for name in sorted(found)}


@cache
def code_digest() -> str:
    """A hash of all that ``covered`` names; read once a process."""
    return _digest_of(covered())


def _digest_of(modules: dict[str, Path]) -> str:
    digest = hashlib.sha256()
    for name, path in modules.items():
        digest.update(f"{name}\n{path.read_text(encoding='utf-8')}".encode())
    return digest.hexdigest()


def _imported(text: str) -> set[str]:
    """What the text may import: ``from wirelake.a import b`` names wirelake.a and perhaps wirelake.a.b."""
    found = set()
    for module, names, plain in IMPORTED.findall(text):
        found.add(module or plain)
        found |= {f"{module}.{name}" for name in re.findall(r"\w+", names)}
    return found


def _homes(module: str) -> list[str]:
    """The module and the packages that hold it, but for the package of all: its face imports everything."""
    parts = module.split(".")
    return [".".join(parts[:depth]) for depth in range(2, len(parts) + 1)]


def _name(path: Path) -> str:
    name = str(path)[len(str(PACKAGE.parent)) + 1 : -len(".py")].replace(os.sep, ".")
    return name.removesuffix(".__init__")
