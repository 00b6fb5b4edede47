"""The sources as their YAML states them; a file is read again where it changed."""

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from wirelake.config import ExpectFacts, load_source, source_files
from wirelake.errors import ConfigError

MOST = 4096  # files that a process keeps


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the desk needs of a source's YAML; ``wrong`` says why it cannot be read, "" where it can."""

    name: str
    title: str
    zone: ZoneInfo
    enabled: bool = True
    expect: ExpectFacts = field(default_factory=ExpectFacts)
    wrong: str = ""


def configured() -> dict[str, Facts]:
    """The sources that have a YAML, by name; those whose YAML is wrong too."""
    found = {}
    for name, path in source_files().items():
        about = path.stat()
        found[name] = _facts(name, str(path), about.st_mtime_ns, about.st_size)
    return found


@lru_cache(maxsize=MOST)
def _facts(name: str, path: str, _changed: int, _size: int) -> Facts:
    try:
        source = load_source(Path(path))
    except ConfigError as error:
        return Facts(name=name, title=name, zone=ZoneInfo("UTC"), wrong=str(error))
    return Facts(
        name=name, title=source.title, zone=source.zone, enabled=source.enabled, expect=source.expect
    )
