"""Writing ``<source>.learned.yaml``: its text, and its replacement whole or not at all."""

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from wirelake.config.learned import MAX_YAML_BYTES, LearnedFurniture
from wirelake.errors import ConfigError

FILE_MODE = 0o644
HEADER = """\
# Furniture of {name}, learned from its history/ by: wirelake learn {name} --write
# A paragraph of one of these shapes is cut from every article. Read each entry before you commit the file,
# and add `refused: true` to one that belongs to the articles: it stays in them, and is never proposed again.
"""


class _Dumper(yaml.SafeDumper):
    """YAML without aliases, which the sources' loader refuses, and with lists indented below their name."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002  PyYAML's signature
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        return super().increase_indent(flow, False)


def learned_text(name: str, entries: Iterable[LearnedFurniture]) -> str:
    """The learned file of that source, by shape; the same entries give the same text."""
    ordered = sorted(entries, key=lambda one: one.shape)
    plain = [_plain(one) for one in ordered]
    body = yaml.dump({"furniture": plain}, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)
    return HEADER.format(name=name) + body


def _plain(entry: LearnedFurniture) -> dict[str, Any]:
    fields: dict[str, Any] = {name: getattr(entry, name) for name in type(entry).model_fields}
    fields["examples"] = [
        {"text": one.text, **({"raw_ref": one.raw_ref} if one.raw_ref else {})} for one in entry.examples
    ]
    return {
        name: value
        for name, value in fields.items()
        if value is not None and value is not False and value != []
    }


def replace_learned(source: str, path: Path, entries: Iterable[LearnedFurniture]) -> None:
    """Replace the source's learned file whole.

    Raises:
        ConfigError: the file cannot be written, or would be too large to be read.
    """
    data = learned_text(source, entries).encode()
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
