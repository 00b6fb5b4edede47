"""Writing ``<source>.learned.yaml``: its text, and its replacement whole or not at all."""

import os
import tempfile
from pathlib import Path
from typing import Any

import yaml

from wirelake.config.layouts import LearnedLayout
from wirelake.config.learned import MAX_YAML_BYTES, LearnedFile, LearnedFurniture
from wirelake.errors import ConfigError

FILE_MODE = 0o644
HEADER = """\
# What was learned of {name} by: wirelake learn {name} --write
# A paragraph of a shape of furniture is cut from every article; a page that fits a layout is read by it.
# Read each entry before you commit the file, and add `refused: true` to one that is wrong, such as a shape
# that belongs to the articles: it is not applied, and never proposed again.
"""


class _Dumper(yaml.SafeDumper):
    """YAML without aliases, which the sources' loader refuses, and with lists indented below their name."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002  PyYAML's signature
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        return super().increase_indent(flow, False)


def learned_text(name: str, learned: LearnedFile) -> str:
    """The learned file of that source, furniture by shape, layouts in their order; the same for the same."""
    plain: dict[str, Any] = {
        "furniture": [_furniture(one) for one in sorted(learned.furniture, key=lambda one: one.shape)]
    }
    if learned.layouts:
        plain["layouts"] = [_fields(one) for one in learned.layouts]
    body = yaml.dump(plain, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)
    return HEADER.format(name=name) + body


def _furniture(entry: LearnedFurniture) -> dict[str, Any]:
    examples = [
        {"text": one.text, **({"raw_ref": one.raw_ref} if one.raw_ref else {})} for one in entry.examples
    ]
    return _fields(entry) | ({"examples": examples} if examples else {})


def _fields(entry: LearnedFurniture | LearnedLayout) -> dict[str, Any]:
    """Its fields as plain YAML, without those that are empty."""
    fields = ((name, getattr(entry, name)) for name in type(entry).model_fields)
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in fields
        if value is not None and value is not False and value != ()
    }


def replace_learned(source: str, path: Path, learned: LearnedFile) -> None:
    """Replace the source's learned file whole.

    Raises:
        ConfigError: the file cannot be written, or would be too large to be read.
    """
    data = learned_text(source, learned).encode()
    if len(data) > MAX_YAML_BYTES:
        raise ConfigError(f"{path}: would be larger than {MAX_YAML_BYTES} bytes; raise --min-articles")
    try:
        _replace(path, data)
    except OSError as error:
        raise ConfigError(
            f"{path}: cannot be written: {error.strerror}; copy the source's YAML into a folder of "
            "yours and name it in WIRELAKE_SOURCES"
        ) from error


def _replace(path: Path, data: bytes) -> None:
    """Whole or not at all; the temporary file's name begins with a dot, so nobody takes it for a source."""
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(path.stat().st_mode if path.exists() else FILE_MODE)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
