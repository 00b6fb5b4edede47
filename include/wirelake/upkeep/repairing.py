"""What ``wirelake verify --repair`` does: every damaged object that something else can give is made again."""

from collections.abc import Callable

from wirelake import config
from wirelake.archive import index_again
from wirelake.archive.checking import index_of
from wirelake.archive.segment import WARC
from wirelake.batches.journal import Clock
from wirelake.batches.lakes import lake, utc_now
from wirelake.config import Run
from wirelake.errors import DamagedError, WirelakeError
from wirelake.fetch.failures import FAILURES
from wirelake.lake import layout, pending
from wirelake.lake.aside import move_aside, set_aside
from wirelake.lake.buckets import day_in
from wirelake.lake.changes import feed
from wirelake.lake.decisions.events import Cause, Event, What, path_of, record
from wirelake.lake.decisions.manifests import read_manifests
from wirelake.lake.exchanges import Row, index_files, read_index_files
from wirelake.lake.faults import Fault, Repair
from wirelake.obligations.carrying_out import begin_lost
from wirelake.obligations.places import batches_in_raw
from wirelake.pipeline.building import build_batch
from wirelake.storage import Store
from wirelake.storage.digests import announce
from wirelake.upkeep.inspection import Inspection, batch_of
from wirelake.write import rebuild_day, touch_all

# What others need comes first: decisions before builds, raw/ before history/, that before articles/.
ORDER = (Repair.DECISION, Repair.MANIFEST, Repair.INDEX, Repair.ASIDE, Repair.BUILD, Repair.REBUILD)


def repair(found: Inspection, *, store: Store | None = None, clock: Clock = utc_now) -> list[str]:
    """Repair what can be; returns in words what was done, and what failed.

    An object without a digest that could be parsed is given one: from then on a change of it is seen.
    """
    store = store or lake()
    told: list[str] = []
    faulty = {fault.path for fault in found.faults}
    for kind in ORDER:
        # Of one day history/ and rejected/ are one build.
        todo = {_unit(fault): fault for fault in found.faults if fault.repair is kind}
        for fault in todo.values():
            try:
                told.append(f"{fault.path}: {REPAIRS[kind](store, fault, clock)}")
            except WirelakeError as error:
                told.append(f"{fault.path}: not repaired: {error}")
    for path in found.undigested:
        if path not in faulty:
            with store.local_copy(path) as local:
                announce(store, path, local)
    return told


def _unit(fault: Fault) -> str:
    return str(batch_of(fault.path)) if fault.repair is Repair.BUILD else fault.path


def _build(store: Store, fault: Fault, clock: Clock) -> str:
    run = Run.new(batch_of(fault.path), "replay")
    return build_batch(run, accept=True, store=store, clock=clock).summary


def _rebuild(store: Store, fault: Fault, clock: Clock) -> str:
    rebuild_day(store, day_in(fault.path), clock(), path=fault.path)
    return "made again from history/"


def _index(store: Store, fault: Fault, _: Clock) -> str:
    batch = batch_of(fault.path)
    warcs = [one.path for one in store.objects(layout.raw(batch)) if one.path.endswith(WARC)]
    index = fault.path if fault.path not in warcs else index_of(fault.path)
    mine = [warc for warc in warcs if index_of(warc) == index]
    latest = max(mine, key=lambda warc: (len(warc), warc))  # a redaction's number stands at the end
    count = index_again(store, batch, latest, _known(store, batch.source), FAILURES)
    return f"{count} records of {latest} indexed again"


def _known(store: Store, source: str) -> dict[str, Row]:
    """Rows of the source's whole indexes, by address: the newest of each."""
    found: dict[str, Row] = {}
    for batch in batches_in_raw(store, source):
        for path in index_files(store, batch):
            try:
                found |= {row["url"]: row for _, row in read_index_files(store, [path])}
            except DamagedError:  # it is among the faults itself
                continue
    return found


def _decision(store: Store, fault: Fault, _: Clock) -> str:
    source = fault.path.split("/")[1].partition("=")[2]
    for manifest in read_manifests(store, source).values():
        event = Event(
            what=What.TAKEDOWN,
            article_id=manifest.article_id,
            at=manifest.at,
            cause=Cause(manifest.cause),
            reason=manifest.reason,
            raw_ref=manifest.raw_ref,
        )
        if path_of(event) == fault.path:
            move_aside(store, DamagedError(fault.path, fault.what))
            record(store, event)
            return f"taken from the manifest of {manifest.article_id}"
    raise DamagedError(fault.path, f"{fault.what}; no manifest says what it was, so restore it from a backup")


def _manifest(store: Store, fault: Fault, clock: Clock) -> str:
    source = config.load_named(fault.path.split("/")[1].partition("=")[2]).name
    begin_lost(store, source, clock())
    return "begun anew"


def _aside(store: Store, fault: Fault, clock: Clock) -> str:
    if fault.path.startswith(f"{layout.CHANGES}/"):  # its number must not be given to another entry
        set_aside(store, DamagedError(fault.path, fault.what))
        feed.replace_damaged(store, fault.path, clock())
        return "set aside; readers who come to it are told to begin anew"
    if layout.is_announced_change(fault.path):
        return "left to the next writer of the source, whose readers are told to begin anew"
    move_aside(store, DamagedError(fault.path, fault.what))
    if fault.path.startswith("pending/"):
        touch_all(store, pending.batch_of(fault.path))
    return "set aside"


REPAIRS: dict[Repair, Callable[[Store, Fault, Clock], str]] = {
    Repair.BUILD: _build,
    Repair.REBUILD: _rebuild,
    Repair.INDEX: _index,
    Repair.DECISION: _decision,
    Repair.MANIFEST: _manifest,
    Repair.ASIDE: _aside,
}
