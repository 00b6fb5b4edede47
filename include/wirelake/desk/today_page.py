"""Page Today."""

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """Page Today: how every source stands, and what needs a person.

    Attributes:
        sources: the names of the sources.
    """

    sources: tuple[str, ...]


def read_today(sources: Collection[str]) -> Today:
    """How these sources stand."""
    return Today(sources=tuple(sorted(sources)))
