"""What a batch's history/ was built from: which captures of raw/, by which rules, in which run.

One object per batch below ``built/``, written after the history that it speaks of. It names that history by
its hash, so one that a dead writer left behind, or that another writer's history has outrun, says nothing:
then what history/ rests on is unknown, and the day is to be built.
"""

import hashlib
import json
from dataclasses import asdict, dataclass, replace

from wirelake.config import Batch
from wirelake.errors import DamagedError
from wirelake.lake import layout
from wirelake.lake.aside import move_aside
from wirelake.lake.conflicts import again_after_conflict
from wirelake.storage import ABSENT, Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What a build was made of. ``history`` is the SHA-256 of the object that it made, "" for none."""

    raw_version: str
    ruleset_version: str
    wirelake_version: str
    run_id: str
    history: str = ""


def raw_version(store: Store, batch: Batch) -> str:
    """A hash of which captures stand in raw/ for the batch: the same while nothing was added."""
    names = [one.path for one in store.objects(layout.raw(batch)) if one.path.endswith(".index.parquet")]
    return hashlib.sha256("\n".join(names).encode()).hexdigest()[:16] if names else ""


def newest_capture(store: Store, batch: Batch) -> str:
    """When the newest of those captures began (``layout.run_began``); "" where there is none."""
    return max((layout.run_began(one.path) for one in store.objects(layout.raw(batch))), default="")


def read_built(store: Store, batch: Batch) -> Built | None:
    """What the batch's history/ as it stands was built from; None where that is not known."""
    answer = _stated(store, batch)
    built = _decoded(answer[0]) if answer else None
    return built if built and built.history == _standing(store, batch) else None


def is_made_alike(store: Store, batch: Batch, built: Built, history: bytes) -> bool:
    """``history`` of the batch was made by the code and rules of ``built``, from whichever captures."""
    answer = _stated(store, batch)
    stated = _decoded(answer[0]) if answer else None
    if stated is None or stated.history != digest(history):
        return False
    made = (stated.ruleset_version, stated.wirelake_version)
    return made == (built.ruleset_version, built.wirelake_version)


@again_after_conflict
def note_built(store: Store, batch: Batch, built: Built, history: bytes | None) -> None:
    """State what this ``history`` was built from, if it still stands.

    Raises:
        ConflictError: other writers were faster, many times over.
    """
    path, stood = layout.built(batch), _stated(store, batch)
    noted = replace(built, history=digest(history))
    # Read after the object: whoever replaced history meanwhile states what theirs rests on, and we give way.
    if _standing(store, batch) != noted.history:
        return
    data = json.dumps(asdict(noted), sort_keys=True).encode()
    if stood is None or stood[0] != data:
        store.write(path, data, if_etag=stood[1] if stood else ABSENT)


def carry_over(store: Store, batch: Batch, before: bytes, after: bytes | None) -> None:
    """State of a history that a takedown changed what the one before it was built from."""
    answer = _stated(store, batch)
    built = _decoded(answer[0]) if answer else None
    if built and built.history == digest(before):
        note_built(store, batch, built, after)


def digest(history: bytes | None) -> str:
    """The hash by which a history object is known, "" where there is none."""
    return "" if history is None else hashlib.sha256(history).hexdigest()


def _stated(store: Store, batch: Batch) -> tuple[bytes, str] | None:
    try:
        return store.read(layout.built(batch))
    except DamagedError as error:  # the next build states it anew
        move_aside(store, error)
        return None


def _standing(store: Store, batch: Batch) -> str:
    try:
        answer = store.read(layout.history(batch))
    except DamagedError:
        return "damaged"
    return digest(answer[0] if answer else None)


def _decoded(data: bytes) -> Built | None:
    try:
        stated = json.loads(data)
        return Built(**{name: str(value) for name, value in stated.items()})
    except (ValueError, TypeError, AttributeError):  # another version's, or a damaged one
        return None
