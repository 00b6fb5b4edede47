"""``<source>.learned.yaml``, beside the source's YAML: the furniture that its history taught.

It is part of the source's facts, and so of what a build depends on; of its entries the shape and ``refused``
alone, for the evidence is there for whoever reviews the file.
"""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import AfterValidator, Field, StringConstraints, model_validator

from wirelake.config.fields import Facts, Text
from wirelake.shapes import MAX_CHARACTERS, shape, words

SUFFIX = ".learned"
HEADER = """\
# Furniture of {name}, learned from its history/ by: wirelake learn {name} --write
# A paragraph of one of these shapes is cut from every article. Read each entry before you commit the file,
# and add `refused: true` to one that belongs to the articles: it stays in them, and is never proposed again.
"""


def _canonical(value: str) -> str:
    if shape(value) != value:
        raise ValueError(f"not a shape: write {shape(value)!r}")
    if not words(value):
        raise ValueError("a shape without a word would cut every number: put such a line into furniture")
    return value


Shape = Annotated[str, StringConstraints(min_length=1, max_length=MAX_CHARACTERS), AfterValidator(_canonical)]


# In YAML's eyes more than \n ends a line: U+0085 in a page would come back as a blank.
OneLine = Annotated[
    str, StringConstraints(min_length=1), AfterValidator(lambda value: " ".join(value.split()))
]


class LearnedExample(Facts):
    """The furniture's own words in one article, and where they came from; no text of the article."""

    text: OneLine
    raw_ref: Text | None = None


class LearnedFurniture(Facts):
    """A shape, and what was counted of it when it was learned last."""

    shape: Shape
    refused: bool = False
    # Left out where a source's facts are hashed: counting again changes no build.
    articles: int | None = Field(default=None, ge=1, exclude=True)
    share: float | None = Field(default=None, ge=0, le=1, exclude=True)
    days: int | None = Field(default=None, ge=1, exclude=True)
    first_seen: date | None = Field(default=None, exclude=True)
    last_seen: date | None = Field(default=None, exclude=True)
    place: Literal["head", "middle", "tail"] | None = Field(default=None, exclude=True)
    examples: tuple[LearnedExample, ...] = Field(default=(), exclude=True)


class LearnedFile(Facts):
    """The whole file."""

    furniture: tuple[LearnedFurniture, ...]

    @model_validator(mode="after")
    def _each_once(self) -> "LearnedFile":
        seen: set[str] = set()
        for one in self.furniture:
            if one.shape in seen:
                raise ValueError(f"furniture: {one.shape!r} stands twice: delete one")
            seen.add(one.shape)
        return self


class _Dumper(yaml.SafeDumper):
    """YAML without aliases, which the sources' loader refuses, and with lists indented below their name."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002  PyYAML's signature
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        return super().increase_indent(flow, False)


def learned_path(source: Path) -> Path:
    """Where the learned file of a source stands: ``quay.learned.yaml`` beside ``quay.yaml``."""
    return source.with_name(f"{source.stem}{SUFFIX}.yaml")


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
