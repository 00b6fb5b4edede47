"""Whether a wire's article may be published: the IPTC's status words as the record has them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from wirelake.statements.moments import instant

STATUSES = {
    "usable": "usable",
    "withheld": "withheld",
    "embargoed": "withheld",
    "canceled": "canceled",
    "cancelled": "canceled",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Embargo:
    """Until when; ``is_open`` where an embargo stands without a time that can be read."""

    until: datetime | None = None
    is_open: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """The fields of an article's record that tell its status."""

    pub_status: str
    signals: tuple[str, ...] = ()
    embargoed_until: datetime | None = None
    extra: tuple[tuple[str, str], ...] = field(default=())


def embargo(stated: Iterable[Any]) -> Embargo:
    """The embargo that these elements' texts or members state; an empty one is an embargo without an end.

    Of several the last end counts: what holds longest holds all.
    """
    ends = [instant(one) for one in stated]
    known = [one for one in ends if one]
    return Embargo(until=max(known, default=None), is_open=len(known) < len(ends))


def status(word: str | None, held: Embargo) -> Status:
    """The record's status. A word that no standard has is held, and kept as it came; none means usable.

    A blank word and a prefix alone, ``stat:``, are words that no standard has.

    An embargo with an end leaves a usable article usable: it waits until then. One without an end withholds.
    """
    plain = (word or "usable").rpartition(":")[2].strip().lower()
    found = STATUSES.get(plain, "withheld")
    if plain == "embargoed" and held.until:
        found = "usable"  # the embargo itself holds it, and lets it go
    if held.is_open and found == "usable":
        found = "withheld"
    is_embargoed = plain == "embargoed" or held.until is not None or held.is_open
    return Status(
        pub_status=found,
        signals=("embargoed",) if is_embargoed else (),
        embargoed_until=held.until,
        extra=(("pub_status", word),) if word and plain != found else (),
    )
