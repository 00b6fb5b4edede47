"""What a source's history taught: its furniture and its layouts, with what was counted of them."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from wirelake.config import load_learned
from wirelake.config.layouts import LearnedLayout
from wirelake.config.learned import LearnedFurniture
from wirelake.legible import one_line

MOST = 200  # lines of each
LONGEST = 300  # characters of one


@dataclass(frozen=True, slots=True, kw_only=True)
class Taught:
    """A shape of furniture, or a layout, from the learned file.

    Attributes:
        text: the shape; of a layout where its text stands.
        refused: a person refused it: it does nothing.
        counted: on how many articles or pages it stood; None where that is not written.
        share: of the source's.
        days: on how many capture days.
        first_seen: the first of these.
        last_seen: the last.
        also: of furniture where it stands; of a layout how many pages it reads as the full way does.
    """

    text: str
    refused: bool
    counted: int | None
    share: float | None
    days: int | None
    first_seen: date | None
    last_seen: date | None
    also: str


def furniture_of(path: Path) -> tuple[Taught, ...]:
    """The furniture that the learned file beside this YAML names; none where there is no such file.

    Raises:
        ConfigError: the learned file is wrong.
    """
    return tuple(
        _taught(one, str(one.shape), one.articles, one.place or "")
        for one in load_learned(path).furniture[:MOST]
    )


def layouts_of(path: Path) -> tuple[Taught, ...]:
    """The layouts that it names.

    Raises:
        ConfigError: the learned file is wrong.
    """
    return tuple(
        _taught(
            one,
            str(one.text),
            one.pages,
            f"{one.agreed} of {one.fit} read as the full way does" if one.fit else "",
        )
        for one in load_learned(path).layouts[:MOST]
    )


def _taught(one: LearnedFurniture | LearnedLayout, text: str, counted: int | None, also: str) -> Taught:
    return Taught(
        text=one_line(text)[:LONGEST],
        refused=one.refused,
        counted=counted,
        share=one.share,
        days=one.days,
        first_seen=one.first_seen,
        last_seen=one.last_seen,
        also=also,
    )
