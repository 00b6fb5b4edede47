"""Where an article's text stands in the lake, and taking it out: raw/, history/, rejected/ and staging/."""

import hashlib
from datetime import date
from functools import partial

import pyarrow as pa

from wirelake.archive import redact
from wirelake.batches import staging
from wirelake.batches.journal import Clock
from wirelake.batches.lakes import Progress
from wirelake.bounded.pool import Bounded
from wirelake.config import Batch, SourceConfig
from wirelake.lake import layout
from wirelake.lake.exchanges import read_index
from wirelake.lake.manifests import Change, Manifest, Sight
from wirelake.lake.schema import HISTORY, REJECTED
from wirelake.lake.tombstones import withdrawn
from wirelake.obligations.killed_text import KilledText
from wirelake.obligations.places import UNREAD, addresses, batches_in_raw, days_at, days_of, dropped
from wirelake.records import Kind
from wirelake.storage import Store
from wirelake.write import change_history, change_rejected

EMPTY = hashlib.sha256(b"").hexdigest()


def redact_raw(
    store: Store,
    source: SourceConfig,
    manifest: Manifest,
    text: KilledText,
    clock: Clock,
    progress: Progress,
) -> list[Change]:
    """Redact every batch of the source; last those that alone hold words which are looked for elsewhere."""

    kill = text.kill(store, source, manifest)
    last = set(text.only_in_raw)
    batches = sorted(batches_in_raw(store, source.name), key=lambda batch: (batch.day in last, batch.day))
    changed: list[Change] = []
    with Bounded() as bounded:
        for done, batch in enumerate(batches, start=1):
            found = redact(store, batch, kill, each=bounded.map)
            changed += [
                Change(
                    path=f"{one.path_before}#{one.raw_ref.partition('#')[2]}",
                    path_after=one.path_after,
                    sha256_before=one.digest_before,
                    sha256_after=one.digest_after,
                    at=clock(),
                )
                for one in found.redacted
            ]
            changed += _empty_drop_folder(
                store, source, batch.day, {one.sha256_before for one in changed}, clock
            )
            progress("redact", done, len(batches))
    return changed


def unread_sights(store: Store, manifest: Manifest, changed: list[Change]) -> list[Sight]:
    """Sights of records that showed the article alone, and that no build has read: none will by now."""

    known = {ref.rpartition("#")[2] for one in manifest.sights for ref in (one.raw_ref, *one.duplicate_refs)}
    emptied = {
        one.path.rpartition("#")[2]: one.path
        for one in changed
        if "#" in one.path and one.sha256_after == EMPTY
    }
    days = {path.split("/")[2].partition("=")[2] for id_, path in emptied.items() if id_ not in known}
    found = []
    for batch in (Batch.parse(f"{manifest.source}/{day}") for day in sorted(days)):
        for row in read_index(store, batch):
            is_mine = row["record_id"] in emptied.keys() - known and row["record_type"] != "revisit"
            if is_mine and row["kind"] == Kind.ARTICLE:
                found.append(
                    Sight(
                        capture_date=batch.day,
                        raw_ref=f"{batch}#{row['record_id']}",
                        version="",
                        first_seen_at=row["fetched_at"],
                        raw_sha256=row["payload_sha256"],
                        url=row["url"],
                    )
                )
    return found


def _empty_drop_folder(
    store: Store, source: SourceConfig, day: date, digests: set[str], clock: Clock
) -> list[Change]:
    """Dropped files that raw/ held as they are, and does no more, go; what else they held stands in raw/."""

    changed = []
    for path in dropped(store, source, day):
        digest = _digest(store, path)
        if digest in digests:
            store.delete(path)
            changed.append(
                Change(path=path, path_after="", sha256_before=digest, sha256_after="", at=clock())
            )
    return changed


def withdraw_days(store: Store, manifest: Manifest, clock: Clock) -> list[Change]:
    """The article's rows of every built day replaced by what is left of them; articles/ has let it go."""

    changed: list[Change] = []
    days = days_of(store, manifest.source, manifest.article_id)
    days += days_at(store, manifest.source, addresses(manifest))
    for day in sorted({*days, *(one.capture_date for one in manifest.sights)}):
        batch = Batch(manifest.source, day)
        paths = (layout.history(batch), layout.rejected(batch))
        before = [_digest(store, path) for path in paths]
        if not any(before):
            continue  # not built yet: the build will ask the manifest
        change_history(store, batch, partial(_history_without, manifest, day))
        change_rejected(store, batch, partial(_rejected_without, manifest, day))
        changed += _changes(store, paths, before, clock)
    return changed


def _history_without(manifest: Manifest, day: date, history: pa.Table) -> pa.Table:

    return withdrawn(history, REJECTED.empty_table(), day, [manifest])[0]


def _rejected_without(manifest: Manifest, day: date, rejected: pa.Table) -> pa.Table:

    return withdrawn(HISTORY.empty_table(), rejected, day, [manifest])[1]


def withdraw_staged(store: Store, manifest: Manifest) -> None:
    """Rows that tasks have left for others: the sights are noted, so a build that goes on finds them so."""

    for batch, mode, name, table in staging.left(store, manifest.source):
        if name in UNREAD:
            _, kept = withdrawn(staging.articles_table([]), table, batch.day, [manifest])
        else:
            kept, _ = withdrawn(table, staging.rejections_table([]), batch.day, [manifest])
        if not kept.equals(table):
            staging.put(store, batch, mode, name, kept)


def _changes(store: Store, paths: tuple[str, ...], before: list[str], clock: Clock) -> list[Change]:

    found = []
    for path, old in zip(paths, before, strict=True):
        new = _digest(store, path)
        if old and new != old:
            found.append(
                Change(
                    path=path, path_after=path if new else "", sha256_before=old, sha256_after=new, at=clock()
                )
            )
    return found


def _digest(store: Store, path: str) -> str:
    stood = store.read(path)
    return hashlib.sha256(stood[0]).hexdigest() if stood else ""
