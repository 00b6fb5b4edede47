"""Touched sets: which articles write has still to settle, and where they may stand. They survive a crash.

One object per batch below ``pending/``. It is stored before the batch's history is replaced, and it is let
go by whoever has settled articles/ from the very history that it announces: a writer that came too early,
between the two, leaves it to the next. Articles under an embargo stay in it until the embargo is over, and
those that expire until they have; ``moments`` says when the latter are to be looked at again.
"""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from wirelake.config import Batch
from wirelake.errors import DamagedError
from wirelake.lake import layout
from wirelake.storage import ABSENT, Store

Touched = dict[str, set[date]]  # article_id → published dates at which it stood or will stand


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """One batch's touched set, as it stands under ``path`` with ``etag``.

    ``announced`` is the SHA-256 of the history object to come, "" where it leaves. ``resumed`` says that an
    earlier writer of this batch died on its way: it may have rewritten articles/ already.
    """

    path: str
    history: str
    etag: str = ABSENT
    announced: str = ""
    touched: Touched
    held: Touched
    moments: dict[str, datetime] = field(default_factory=dict)  # of held articles; others are always due
    resumed: bool = False

    @property
    def all(self) -> Touched:
        """The touched articles, and those that are held."""
        return merged([self.touched, self.held])

    def due(self, now: datetime) -> Touched:
        """The touched articles, and the held ones whose moment has come, or which have none."""
        held = {id_: days for id_, days in self.held.items() if self.moments.get(id_, now) <= now}
        return merged([self.touched, held])


def announce(store: Store, batch: Batch, touched: Touched, history: bytes | None) -> None:
    """Store what the batch's new ``history`` will touch, with what is left of earlier attempts.

    Raises:
        ConflictError: another writer of the same batch announced its own meanwhile.
    """
    path = layout.pending(batch)
    stood = _read(store, path)
    if stood is None:
        stood = Pending(path=path, history=layout.history(batch), touched={}, held={})
    announced = replace(
        stood,
        announced=_digest(history),
        touched=merged([touched, stood.touched]),
        resumed=bool(stood.touched),
    )
    if announced.touched:
        store.write(path, _encoded(announced), if_etag=stood.etag)


def add(
    store: Store, batch: Batch, touched: Touched, history: bytes, *, instead_of: Iterable[bytes] = ()
) -> None:
    """Have these settled too from the batch's ``history`` as it stands, which stays.

    A writer that has announced another one, and is on its way, still waits for its own; but for those that
    we announced ourselves, and are replaced.

    Raises:
        ConflictError: another writer of the same batch announced its own meanwhile.
    """
    path = layout.pending(batch)
    stood = _read(store, path)
    if stood is None or not stood.touched or stood.announced in map(_digest, instead_of):
        announce(store, batch, touched, history)
    elif (both := merged([touched, stood.touched])) != stood.touched:
        store.write(path, _encoded(replace(stood, touched=both, resumed=True)), if_etag=stood.etag)


def waiting(store: Store, source: str, paths: Collection[str] | None = None) -> list[Pending]:
    """Every batch's set of the source that is not acknowledged, and its articles under embargo.

    ``paths`` are the objects of its folder, where that is listed already.
    """
    if paths is None:
        paths = [one.path for one in store.objects(layout.pending_of(source))]
    found = (_read(store, path) for path in paths if not layout.is_announced_change(path))
    return [one for one in found if one is not None]


def sources_waiting(store: Store) -> set[str]:
    """The sources that have sets, by one list: no other has an article under an embargo."""
    paths = (one.path for one in store.objects(layout.PENDING) if not layout.is_announced_change(one.path))
    return {path.partition("source=")[2].partition("/")[0] for path in paths}


def acknowledge(
    store: Store, one: Pending, looked: Collection[str], held: Mapping[str, datetime | None]
) -> None:
    """Let go of those articles of the set that were ``looked`` at, but for those ``held``: until the moment
    that is said, or, by None, to be looked at each time.

    Raises:
        ConflictError: another writer changed the set meanwhile: it is theirs to settle.
    """
    kept = {id_: days for id_, days in one.all.items() if id_ in held or id_ not in looked}
    known = {**one.moments, **held}
    moments = {id_: at for id_ in kept if (at := known.get(id_))}
    if not kept:
        store.delete(one.path, if_etag=one.etag)
    elif kept != one.held or moments != one.moments or one.touched:
        left = replace(one, touched={}, held=kept, moments=moments, resumed=False)
        store.write(one.path, _encoded(left), if_etag=one.etag)


def is_announced(one: Pending, history: bytes | None) -> bool:
    """These bytes are the history that the set waits for; one that waits for no more is always served."""
    return not one.touched or one.announced == _digest(history)


def batch_of(path: str) -> Batch:
    """The batch whose set stands at the path."""
    folder, _, name = path.rpartition("/")
    return Batch(folder.partition("source=")[2], date.fromisoformat(name.removesuffix(".json")))


def merged(sets: Iterable[Touched]) -> Touched:
    """All articles of these sets with all their days."""
    whole: Touched = {}
    for one in sets:
        for id_, days in one.items():
            whole.setdefault(id_, set()).update(days)
    return whole


def _digest(history: bytes | None) -> str:
    return "" if history is None else hashlib.sha256(history).hexdigest()


def _read(store: Store, path: str) -> Pending | None:
    answer = store.read(path)
    if answer is None:
        return None
    try:
        stored: dict[str, Any] = json.loads(answer[0])
        touched, held = _decoded(stored.pop("touched")), _decoded(stored.pop("held"))
        moments = {id_: datetime.fromisoformat(at) for id_, at in stored.pop("moments", {}).items()}
        return Pending(path=path, etag=answer[1], touched=touched, held=held, moments=moments, **stored)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DamagedError(path, f"it is no touched set: {error!r}") from error


def _decoded(stored: dict[str, list[str]]) -> Touched:
    return {id_: {date.fromisoformat(day) for day in days} for id_, days in stored.items()}


def _encoded(one: Pending) -> bytes:
    def plain(touched: Touched) -> dict[str, list[str]]:
        return {id_: sorted(map(str, days)) for id_, days in touched.items()}

    return json.dumps(
        {
            "history": one.history,
            "announced": one.announced,
            "resumed": one.resumed,
            "touched": plain(one.touched),
            "held": plain(one.held),
            "moments": {id_: at.isoformat() for id_, at in one.moments.items()},
        },
        sort_keys=True,
    ).encode()
