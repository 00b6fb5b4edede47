"""Whether a wire's article may be published: the IPTC's status words as the record has them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from wirelake.statements.moments import moment

FARTHEST_WEST = timezone(timedelta(hours=-12))
STATUSES = {
    "usable": "usable",
    "withheld": "withheld",
    "embargoed": "withheld",
    "canceled": "canceled",
    "cancelled": "canceled",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Embargo:
    """Until when; ``is_open`` where an embargo stands without a time that can be read.

    ``local`` are all its ends, without zone where none is stated, if one of them is so: ``until`` is then the
    latest that they may mean, and ``wirelake.evidence`` says what they mean of this source's item.
    """

    until: datetime | None = None
    is_open: bool = False
    local: tuple[datetime, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """The fields of an article's record that tell its status."""

    pub_status: str
    signals: tuple[str, ...] = ()
    embargoed_until: datetime | None = None
    embargo_ends: tuple[datetime, ...] = ()
    extra: tuple[tuple[str, str], ...] = field(default=())


def embargo(stated: Iterable[Any]) -> Embargo:
    """The embargo that these elements' texts or members state; an empty one is an embargo without an end.

    Of several the last end counts: what holds longest holds all.
    """
    ends = [moment(one) for one in stated]
    known = tuple(one for one in ends if one)
    until = max(map(latest, known), default=None)
    is_local = any(one.tzinfo is None for one in known)
    return Embargo(until=until, is_open=len(known) < len(ends), local=known if is_local else ())


def latest(end: datetime) -> datetime:
    """The instant, of a local time the latest that it may mean: the clock of UTC-12 shows it last."""
    try:
        return end if end.tzinfo else end.replace(tzinfo=FARTHEST_WEST).astimezone(UTC)
    except OverflowError:  # the year 9999
        return datetime.max.replace(tzinfo=UTC)


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
        embargo_ends=held.local,
        extra=(("pub_status", word),) if word and plain != found else (),
    )
