"""A source's YAML, and what was learned of it: found, read and checked; nothing unknown allowed.

The file's stem is the source's name; ``<name>.learned.yaml`` beside it belongs to the same source. Folders
are searched in the order of ``WIRELAKE_SOURCES`` (a list parted like ``PATH``); by default that is this
package's ``sources/``.
"""

import os
from contextlib import suppress
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from wirelake.config.complaints import Lines, complaints
from wirelake.config.days import NAME
from wirelake.config.learned import MAX_YAML_BYTES, SUFFIX, LearnedFile, learned_path
from wirelake.config.plain_yaml import plainly
from wirelake.config.source import SourceConfig
from wirelake.errors import ConfigError

# Dags of wirelake's own; a source's poll is a Dag named <source>_poll.
RESERVED = frozenset(
    {"wire_alarms", "wire_due", "wire_maintenance", "wire_release", "wire_replay", "wire_takedown"}
)
POLL = "_poll"
DEFAULT_LAKE = "lake"
Model = TypeVar("Model", bound=BaseModel)


def source_folders() -> tuple[Path, ...]:
    """The folders that hold the sources' YAML files."""
    listed = os.environ.get("WIRELAKE_SOURCES")
    if not listed:
        return (Path(__file__).parent.parent / "sources",)
    return tuple(Path(part) for part in listed.split(os.pathsep) if part)


def source_files(folders: tuple[Path, ...] | None = None) -> dict[str, Path]:
    """Name → YAML file, by name; where two folders hold one name, the first folder's file counts."""
    found: dict[str, Path] = {}
    for folder in folders or source_folders():
        for path in sorted(folder.glob("*.y*ml")):
            # An editor's own file; or what was learned of a source, unless its source is not there.
            if not path.name.startswith(".") and not _is_learned(path):
                found.setdefault(path.stem, path)
    return dict(sorted(found.items()))


def load_source(path: Path) -> SourceConfig:
    """Read one source's YAML, and its learned file where there is one.

    Raises:
        ConfigError: naming the file, the field, the value and the cure.
    """
    if path.suffix not in (".yaml", ".yml"):
        raise ConfigError(f"{path}: a source is a .yaml file")
    if path.stem.endswith(SUFFIX):
        source = path.stem.removesuffix(SUFFIX)
        raise ConfigError(f"{path}: there is no {source}.yaml beside it: rename or delete it")
    if not NAME.fullmatch(path.stem):
        raise ConfigError(
            f"{path}: the file's name is the source's name: 2 to 40 of a-z, 0-9 and _, a letter first"
        )
    if path.stem in RESERVED or path.stem.endswith(POLL):
        raise ConfigError(f"{path}: a Dag of wirelake has this name: choose another for the file")
    facts, lines = _facts(path, "title: My Wire")
    if "name" in facts:
        raise ConfigError(
            f"{path}:{lines['name',]}: name: {facts['name']!r}: leave it out, the file's name is the name"
        )
    for field in ("learned", "layouts"):
        if field in facts:
            raise ConfigError(
                f"{path}:{lines[field,]}: {field}: leave it out, it stands in {learned_path(path).name}"
            )
    known = load_learned(path)
    own = {"name": path.stem, "learned": known.furniture, "layouts": known.layouts}
    return _checked(SourceConfig, path, {**facts, **own}, lines)


def load_sources() -> list[SourceConfig]:
    """All sources whose YAML is right, by name; what is wrong is reported by dags/broken_sources.py."""
    found = []
    for path in source_files().values():
        with suppress(ConfigError):
            found.append(load_source(path))
    return found


def load_learned(source: Path) -> LearnedFile:
    """What was learned of the source with that YAML file; nothing where it has no learned file.

    Raises:
        ConfigError: naming the file, the field, the value and the cure.
    """
    path = learned_path(source)
    if (misnamed := path.with_suffix(".yml")).exists():
        raise ConfigError(f"{misnamed}: call it {path.name}")
    if not path.exists():
        return LearnedFile(furniture=())
    return _checked(LearnedFile, path, *_facts(path, "furniture: []"))


def load_named(name: str) -> SourceConfig:
    """The source of that name.

    Raises:
        ConfigError: no such source, or its YAML is wrong.
    """
    files = source_files()
    if name not in files:
        known = ", ".join(files) or "none"
        near = get_close_matches(name, files, 1)
        meant = f"did you mean {near[0]}? " if near else ""
        folders = os.pathsep.join(map(str, source_folders()))
        raise ConfigError(f"no source {name!r}; {meant}known: {known} (in {folders})")
    return load_source(files[name])


def lake_uri() -> str:
    """Where the lake lives: ``WIRELAKE_LAKE``, a folder or ``s3://bucket/prefix``."""
    return os.environ.get("WIRELAKE_LAKE") or DEFAULT_LAKE


def _is_learned(path: Path) -> bool:
    """A learned file whose source stands beside it."""
    source = path.stem.removesuffix(SUFFIX)
    return source != path.stem and any(path.with_name(source + end).is_file() for end in (".yaml", ".yml"))


def _facts(path: Path, such_as: str) -> tuple[dict[str, Any], Lines]:
    """The file's top-level fields, bounded, and as plain YAML; and the line of each field in it."""
    try:
        if path.stat().st_size > MAX_YAML_BYTES:
            raise ConfigError(f"{path}: larger than {MAX_YAML_BYTES} bytes: is this a source's YAML?")
        facts, lines = plainly(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from error
    except yaml.MarkedYAMLError as error:
        line = f":{error.problem_mark.line + 1}" if error.problem_mark else ""
        told = " ".join(f"{error.context or ''} {error.problem or ''}".split())
        raise ConfigError(f"{path}{line}: not YAML: {told}") from error
    # PyYAML lets its constructors' own errors out: "!!bool x" is a KeyError.
    except (yaml.YAMLError, ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
        raise ConfigError(f"{path}: not YAML: {' '.join(str(error).split())}") from error
    if not isinstance(facts, dict):
        raise ConfigError(f"{path}: write fields at the top level, such as '{such_as}'")
    return facts, lines


def _checked(model: type[Model], path: Path, facts: dict[str, Any], lines: Lines) -> Model:
    try:
        return model.model_validate(facts)
    except ValidationError as error:
        raise ConfigError("\n".join(complaints(path, error, model, lines))) from error
