"""What the lake says beside its runs: room on its disks, kills that are late, embargoes, and their ends."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from wirelake.alarms.view import Room, Standing, View
from wirelake.batches import staging
from wirelake.batches.broken_off import is_broken_off
from wirelake.config import Batch
from wirelake.errors import FormatError, StorageError
from wirelake.lake import pending, whereabouts
from wirelake.lake.built import raw_version, read_built
from wirelake.lake.decisions import together
from wirelake.lake.decisions.events import read_events
from wirelake.lake.decisions.manifests import Manifest
from wirelake.lake.decisions.unchanged import listed, unchanged
from wirelake.lake.json_objects import parse_json
from wirelake.lake.reading import picked
from wirelake.obligations.embargoes import held_until
from wirelake.storage import Store

LATE = timedelta(hours=1)  # from a kill to articles/: a poll's build takes minutes, wire_due comes hourly
LATELY = 3  # days
ROUND = "derived/alarms_round.json"


def tried(store: Store, now: datetime) -> str:
    """Write when this round was, and return why that cannot be; "" where it can."""
    try:
        store.write(ROUND, f'{{"at": "{now.isoformat()}"}}\n'.encode())
    except StorageError as error:
        return str(error)
    return ""


def rooms(store: Store) -> tuple[Room, ...]:
    """The disks of the lake, where it is in a folder, and of what lies on this host for a while."""
    root = Path(store.uri)  # else an s3:// address, whose files of this host lie in a spool
    places = {root: "the lake"} if root.is_absolute() else {store.temporary.top: "this host's spool"}
    places[Path(tempfile.gettempdir())] = "temporary files"
    return tuple({one.of: one for one in _rooms(places)}.values())


def _rooms(places: dict[Path, str]) -> Iterator[Room]:
    known: set[int] = set()  # two places on one disk are told of once
    for place, of in places.items():
        with suppress(OSError, StopIteration):
            there = next(one for one in (place, *place.parents) if one.exists())
            device, about = there.stat().st_dev, os.statvfs(there)
            if device not in known and about.f_blocks:
                known.add(device)
                inodes = about.f_favail / about.f_files if about.f_files else 1.0
                free, total = about.f_bavail * about.f_frsize, about.f_blocks * about.f_frsize
                yield Room(of=f"{of} ({there})", free=free, total=total, inodes=inodes)


def standing(store: Store, view: View, disks: tuple[Room, ...], refused: str) -> Standing:
    """How the view's source stands. What is damaged says nothing here: ``wirelake verify`` tells of it."""
    killed: dict[str, datetime] = {}
    held: dict[str, tuple[datetime, datetime | None]] = {}
    name, lately = view.source.name, view.days[-LATELY:]  # the newest run may have failed, and told nothing
    days = (view.today, view.today - timedelta(days=1))
    with suppress(FormatError):
        killed = _killed(store, name, view.now)
    with suppress(FormatError):
        if any(
            one.holds for one in lately
        ):  # else no run told of an embargo, and history/ is not listed for it
            held = _held(store, name, view.now)
    unread = min(filter(None, (_unread(store, Batch(name, day), view.now) for day in days)), default=None)
    return Standing(refused=refused, rooms=disks, killed=killed, unread=unread, held=held)


def _unread(store: Store, batch: Batch, now: datetime) -> datetime | None:
    """Since when a capture stands in raw/ whose run went no further, and that no other run has built."""
    waiting = []
    for _, facts, _ in staging.open_runs(store, batch):
        began = datetime.fromisoformat(facts["tried_at"])
        captured = began + timedelta(seconds=facts["seconds"].get("fetch", 0.0))
        is_over = is_broken_off(facts) or facts.get("closed") or facts.get("passed_on_to")
        if facts.get("new") and not is_over and now - captured > LATE:
            waiting.append(captured)
    if not waiting:
        return None
    built = read_built(store, batch)
    return None if built and built.raw_version == raw_version(store, batch) else min(waiting)


def _killed(store: Store, source: str, now: datetime) -> dict[str, datetime]:
    """Articles that articles/ shows although a takedown of theirs was received ``LATE`` ago."""
    taken = read_events(store, source).takedowns
    due = {id_: one.at for id_, one in taken.items() if now - one.at > LATE}
    if not due:
        return {}
    for stored in listed(store, source, together.MANIFESTS, _manifest):
        with suppress(FormatError):
            one = unchanged(store, stored, _manifest)
            if one and one.withdrawn_at and not one.revoked_at:
                due.pop(one.article_id, None)
    if not due:
        return {}
    wanted = picked("history", ["article_id", "published_date"])
    rows = whereabouts.seen(store, source, due, wanted=wanted, renew=False)
    return {id_: at for id_, at in due.items() if len(whereabouts.standing(store, source, id_, rows))}


def _manifest(data: bytes, path: str) -> Manifest:
    return parse_json(Manifest, data, path)


def _held(store: Store, source: str, now: datetime) -> dict[str, tuple[datetime, datetime | None]]:
    """What embargoes hold, and what the writer still waits with although its embargo is over."""
    ends = held_until(source, store=store, clock=lambda: now)
    waits = {id_ for one in pending.waiting(store, source) for id_ in one.held if id_ not in one.moments}
    wanted = picked("history", ["article_id", "first_seen_at", "embargoed_until"])
    rows = whereabouts.seen(store, source, waits | ends.keys(), wanted=wanted, renew=False)
    found: dict[str, tuple[datetime, datetime | None]] = {}
    for row in rows.to_pylist():
        id_ = row["article_id"]
        since, over = found.get(id_, (row["first_seen_at"], None))
        stated = max(filter(None, (over, row["embargoed_until"])), default=None)
        found[id_] = min(since, row["first_seen_at"]), stated
    return {id_: (since, ends.get(id_, over)) for id_, (since, over) in found.items()}
