"""What a source's feed has not yet told: announced before articles/ is touched, gone once it is told.

An object a try of a writer, beside the touched sets. A writer that dies between articles/ and its entry
leaves it, and whoever settles next tells it. ``said`` is what the feed had said of each article when the
entry ``number`` was to come; entries from that number on may say it anew. ``is_anew``: what articles/ showed
is not known, so the feed is to begin anew.
"""

import json
import secrets
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from wirelake.errors import DamagedError
from wirelake.lake import layout
from wirelake.lake.changes import feed
from wirelake.lake.changes.change import State, state_in
from wirelake.lake.pending import Touched
from wirelake.storage import Store

Said = dict[str, State | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced:
    """``at`` are the published dates where each of the articles may stand."""

    number: int = 0
    said: Said = field(default_factory=dict)
    at: Touched = field(default_factory=dict)
    is_anew: bool = False


def left(store: Store, paths: Collection[str]) -> dict[str, Announced]:
    """What is announced under those of the paths that are of such a name. One that cannot be read has the
    feed begin anew."""
    found = {}
    for path in paths:
        if layout.is_announced_change(path) and (answer := store.read(path)):
            found[path] = _decoded(answer[0])
    return found


def put(store: Store, source: str, new: Announced, path: str = "") -> str:
    """Announce it, there or under a name of its own; returns the path at which it stands."""
    stated = {
        "number": new.number,
        "said": {id_: one and one.stated() for id_, one in new.said.items()},
        "at": {id_: sorted(map(str, days)) for id_, days in new.at.items()},
        "is_anew": new.is_anew,
    }
    path = path or layout.announced_changes(source, secrets.token_hex(8))
    store.write(path, json.dumps(stated, sort_keys=True).encode())
    return path


def last_said(store: Store, source: str, one: Announced) -> Said | None:
    """What the feed says by now of the announced articles; None where that is not known any more."""
    if one.is_anew:
        return None
    said: Said = dict(one.said)
    for expected, number in enumerate(feed.numbers(store, source, one.number - 1), start=one.number):
        try:
            found = feed.entry(store, source, number)
            if found is None or found.is_anew or number != expected:
                return None
            said |= {
                change["article_id"]: state_in(change)
                for change in found.changes
                if change["article_id"] in said
            }
        except (DamagedError, ValueError, KeyError, TypeError):
            return None
    return said


def _decoded(data: bytes) -> Announced:
    try:
        stated: dict[str, Any] = json.loads(data)
        return Announced(
            number=stated["number"],
            said={id_: one and state_in(one) for id_, one in stated["said"].items()},
            at={id_: {date.fromisoformat(day) for day in days} for id_, days in stated["at"].items()},
            is_anew=stated["is_anew"],
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return Announced(is_anew=True)
