"""Takedowns that are not at their end, of all sources: one listing says which sources have rows set aside.

From its withdrawal to its erasure the rows of an article stand below ``withdrawn/``. So the manifests of
these sources alone are read, each again where it changed. A damaged one is left for a build to move aside.
"""

from collections.abc import Collection
from contextlib import suppress
from datetime import datetime

from wirelake.errors import ConfigError, FormatError
from wirelake.lake import layout
from wirelake.lake.decisions.events import read_events
from wirelake.lake.decisions.manifests import Manifest, parse_manifest
from wirelake.lake.decisions.unchanged import unchanged
from wirelake.storage import Store, Stored

FOLDER = "withdrawn"


def unfinished(store: Store, sources: Collection[str], now: datetime) -> dict[str, tuple[str, bool]]:
    """Source → what is left in words, and whether that is overdue; of sources with something left alone."""
    started = {one.path.split("source=", 1)[1].partition("/")[0] for one in _rows(store)}
    found = {}
    for source in sorted(started & set(sources)):
        left = [one for one in _manifests(store, source) if not (one.done_at or one.revoked_at)]
        if left:
            found[source] = _told(store, source, left, now)
    return found


def _rows(store: Store) -> list[Stored]:
    return [one for one in store.objects(FOLDER) if "source=" in one.path]


def _manifests(store: Store, source: str) -> list[Manifest]:
    found = []
    for stored in store.objects(layout.takedowns(source)):
        with suppress(FormatError):
            if one := unchanged(store, stored, parse_manifest):
                found.append(one)
    return found


def _told(store: Store, source: str, left: list[Manifest], now: datetime) -> tuple[str, bool]:
    from wirelake.obligations import erase_at

    open_ = sum(not one.withdrawn_at for one in left)
    late = 0
    ends: list[datetime] = []
    with suppress(ConfigError, FormatError):  # of a YAML that is wrong another need tells
        events = read_events(store, source)
        ends = [at for one in left if one.withdrawn_at and (at := erase_at(one, events))]
        late = sum(at <= now for at in ends)
    said = [f"{open_} not withdrawn yet"] if open_ else []
    said += [f"{late} whose bytes should be erased by now"] if late else []
    if later := [at for at in ends if at > now]:
        said.append(f"{len(later)} whose bytes wait, the first until {min(later):%Y-%m-%d %H:%M} UTC")
    if held := len(left) - open_ - len(ends):
        said.append(f"{held} on hold")
    return f"{'; '.join(said)}: wirelake takedown {left[0].article_id} --verify", bool(open_ or late)
