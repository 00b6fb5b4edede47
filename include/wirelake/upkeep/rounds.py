"""The daily round of upkeep: what nobody needs any more goes, and a share of the lake is read whole."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from wirelake import config
from wirelake.batches import staging
from wirelake.batches.journal import Clock
from wirelake.batches.lakes import Progress, lake, no_progress, utc_now
from wirelake.errors import WirelakeError
from wirelake.lake import layout
from wirelake.lake.decisions.manifests import read_manifests
from wirelake.obligations.falling_due import carry_out
from wirelake.storage import Store
from wirelake.upkeep.inspection import Inspection, Scope, inspect
from wirelake.upkeep.repairing import repair as repair_all
from wirelake.upkeep.sweeping import Swept, sweep

SHARES = 28  # after so many days each object was read
MOST = 5  # articles that are named


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """What a round did: what it swept, and what it found in the ``share`` of the lake that it read."""

    share: int
    swept: Swept
    runs: int
    found: Inspection
    repaired: tuple[str, ...] = ()

    def __str__(self) -> str:
        read = f"{self.found.objects} objects read (share {self.share + 1} of {SHARES})"
        return f"{self.swept}, what {self.runs} runs left; {read}, {len(self.found.faults)} faults"


def maintain(
    *,
    repair: bool = False,
    store: Store | None = None,
    now: datetime | None = None,
    progress: Progress = no_progress,
) -> Round:
    """Sweep, and read the share of the day; with ``repair`` mend what can be, and read it again."""
    store, now = store or lake(), now or datetime.now(UTC)
    share = now.toordinal() % SHARES
    scope = Scope(share=(share, SHARES))
    runs = sum(staging.sweep(store, name, now) for name in _folders(store, "staging"))
    swept = sweep(store=store, now=now)
    found = inspect(scope, store=store, progress=progress)
    repaired: tuple[str, ...] = ()
    if repair and (found.faults or found.undigested):
        repaired = tuple(repair_all(found, store=store))
        found = inspect(scope, store=store, progress=progress)
    return Round(share=share, swept=swept, runs=runs, found=found, repaired=repaired)


def carry_out_all(*, store: Store | None = None, clock: Clock = utc_now) -> Iterator[tuple[str, str, bool]]:
    """What is due of each source that has raw/: its name, what was done or what was wrong, and whether it is.

    One source that cannot be served keeps no other from being. Of one whose YAML was taken away nothing is
    due but what was begun.
    """
    store = store or lake()
    known = config.source_files()
    for source in _folders(store, layout.RAW):
        try:
            if source in known:
                yield source, str(carry_out(source, store=store, clock=clock)), False
            elif left := _unfinished(store, source):
                told = (
                    f"{source}: its YAML is gone, and takedowns are not finished: {', '.join(left[:MOST])}; "
                )
                yield source, f"{told}bring it back with enabled: false", True
        except WirelakeError as error:
            yield source, str(error), True


def _unfinished(store: Store, source: str) -> list[str]:
    known = read_manifests(store, source)
    return sorted(id_ for id_, one in known.items() if not (one.done_at or one.revoked_at))


def _folders(store: Store, table: str) -> list[str]:
    names = (name.partition("=")[2] for name in store.folders(table) if name.startswith("source="))
    return sorted(name for name in names if config.NAME.fullmatch(name))
