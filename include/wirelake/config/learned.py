"""``<source>.learned.yaml``, beside the source's YAML: the furniture and the layouts that its history taught.

It is part of the source's facts, and so of what a build depends on; its evidence, which is there for whoever
reviews the file, is not.
"""

from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from wirelake.config.fields import Facts, Text
from wirelake.config.layouts import MAX_LAYOUTS, LearnedLayout
from wirelake.shapes import MAX_CHARACTERS, shape, words

SUFFIX = ".learned"
MAX_YAML_BYTES = 256_000


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
    layouts: tuple[LearnedLayout, ...] = Field(default=(), max_length=MAX_LAYOUTS)

    @model_validator(mode="after")
    def _each_once(self) -> "LearnedFile":
        seen: set[str] = set()
        for one in self.furniture:
            if one.shape in seen:
                raise ValueError(f"furniture: {one.shape!r} stands twice: delete one")
            seen.add(one.shape)
        stood: set[tuple[str, str]] = set()
        for layout in self.layouts:
            if layout.key in stood:
                raise ValueError(f"layouts: {layout.text!r} stands twice with that headline: delete one")
            stood.add(layout.key)
        return self


def learned_path(source: Path) -> Path:
    """Where the learned file of a source stands: ``quay.learned.yaml`` beside ``quay.yaml``."""
    return source.with_name(f"{source.stem}{SUFFIX}.yaml")
