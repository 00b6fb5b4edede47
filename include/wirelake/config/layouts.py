"""A layout: where a source's pages hold their article, as its history taught it.

A path leads from the page's body to an element, a step each, ``main.page > article > div.story-body``: the
tag, and the classes that it has at least. A place is what holds a paragraph within the element of the text:
``.`` directly, ``div.box`` in such a box, and with ``> a`` at its end where the paragraph is mostly links.
"""

import re
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from wirelake.config.fields import Facts

MAX_LAYOUTS = 8  # of a source: its sections' templates
MAX_STEPS = 60
MAX_CHARACTERS = 2_000  # of a path or a place
MAX_PLACES = 80
MAX_BESIDE = 6  # places of a byline, or of a date
JOINT = " > "
DIRECTLY = "."
CLASS = re.compile(r"[^\s.>]{1,60}")
MAX_CLASSES = 8  # of a step
TAG = re.compile(r"[a-z][a-z0-9-]{0,30}")
STEP = re.compile(rf"{TAG.pattern}(?:\.{CLASS.pattern}){{0,{MAX_CLASSES}}}")


def _path(value: str) -> str:
    steps = value.split(JOINT)
    if len(steps) > MAX_STEPS:
        raise ValueError(f"more than {MAX_STEPS} steps")
    for one in steps:
        if not STEP.fullmatch(one):
            cure = "write tags and classes, such as main.page > article > div.story-body"
            raise ValueError(f"{one[:40]!r} is no step: {cure}")
    return value


def _place(value: str) -> str:
    if value != DIRECTLY:
        _path(value.removeprefix(f"{DIRECTLY}{JOINT}"))
    return value


Path = Annotated[str, StringConstraints(max_length=MAX_CHARACTERS), AfterValidator(_path)]
Place = Annotated[str, StringConstraints(max_length=MAX_CHARACTERS), AfterValidator(_place)]


class LearnedLayout(Facts):
    """Where the text, the headline, bylines and dates stand, and which places in the text are the article's.

    ``shortest`` and ``longest`` are the characters of the texts from which it was learned.
    """

    text: Path
    headline: Path
    bylines: tuple[Path, ...] = Field(default=(), max_length=MAX_BESIDE)
    dates: tuple[Path, ...] = Field(default=(), max_length=MAX_BESIDE)
    keeps: tuple[Place, ...] = Field(min_length=1, max_length=MAX_PLACES)
    leaves: tuple[Place, ...] = Field(default=(), max_length=MAX_PLACES)
    shortest: int = Field(ge=1)
    longest: int = Field(ge=1)
    refused: bool = False
    # Left out where a source's facts are hashed: counting again changes no build.
    pages: int | None = Field(default=None, ge=1, exclude=True)
    share: float | None = Field(default=None, ge=0, le=1, exclude=True)  # of the source's pages
    fit: int | None = Field(default=None, ge=0, exclude=True)  # of the pages: read by it alone
    agreed: int | None = Field(default=None, ge=0, exclude=True)  # of those that fit: as the full way reads
    days: int | None = Field(default=None, ge=1, exclude=True)
    first_seen: date | None = Field(default=None, exclude=True)
    last_seen: date | None = Field(default=None, exclude=True)

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from the source's other layouts."""
        return self.text, self.headline

    @model_validator(mode="after")
    def _is_whole(self) -> "LearnedLayout":
        if both := sorted({*self.keeps} & {*self.leaves}):
            raise ValueError(f"{both[0]!r} stands in keeps and in leaves: delete one")
        if self.shortest > self.longest:
            raise ValueError(f"shortest {self.shortest} is more than longest {self.longest}")
        return self
