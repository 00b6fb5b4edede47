"""The days of a source as they were read: one object a source, so that a round reads what is new in runs/.

Never the truth: a day counts only while the list of its runs is the one that it was read from. The object
may be deleted; what is missing is read again.
"""

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from datetime import date

from pydantic import BaseModel, ConfigDict

from wirelake.alarms.view import Day
from wirelake.errors import FormatError
from wirelake.lake import layout
from wirelake.lake.json_objects import parse_json
from wirelake.storage import Store, Stored

FORM = "2"  # of what is kept, and of how it is read


class Kept(BaseModel):
    """A day, the list that it was read from, and whether its articles were measured."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    listed: str
    day: Day
    measured: bool = False


class _Object(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    days: dict[date, Kept] = {}


def listing(runs: Sequence[Stored], *facts: object) -> str:
    """A hash of the list of a day's runs, and of what else it depends on how they are read."""
    told = [FORM, *map(str, facts), *(f"{one.path} {one.etag}" for one in runs)]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]


def read_kept(store: Store, source: str) -> dict[date, Kept]:
    """What is kept of the source; nothing where it is damaged, or of another form."""
    path = layout.run_days(source)
    with suppress(FormatError):
        answer = store.read(path)
        return parse_json(_Object, answer[0], path).days if answer else {}
    return {}


def keep(store: Store, source: str, days: dict[date, Kept]) -> None:
    """Keep these days in the place of those before."""
    store.write(layout.run_days(source), (_Object(days=days).model_dump_json() + "\n").encode())
