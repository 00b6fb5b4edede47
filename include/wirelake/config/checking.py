"""What is to be said of a source's YAML, without network: for `wirelake check` and the desk."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from wirelake.config.files import load_named
from wirelake.errors import ConfigError


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """The outcome for one source.

    Attributes:
        source: its name; None of what is no source's.
        outcome: right, wrong, or ended where its licence has.
        told: how it finds articles; or what is wrong, a line a mistake.
    """

    source: str | None
    outcome: Literal["right", "wrong", "ended"]
    told: str


def checked(name: str, now: datetime) -> Checked:
    """What is to be said of the YAML of the source of this name."""
    try:
        source = load_named(name)
    except ConfigError as error:
        return Checked(source=name, outcome="wrong", told=str(error))
    if source.licence_ends and source.licence_ends <= now:
        ended = (
            f"{name}: licence_until: {source.licence_until}: its articles are withdrawn; where the licence "
            "was extended, write its new end and replay its days"
        )
        return Checked(source=name, outcome="ended", told=ended)
    return Checked(source=name, outcome="right", told="; ".join(part.describe() for part in source.discover))
