"""Where an article's text stands in the lake, and taking it out: raw/, history/, rejected/ and staging/."""

import hashlib
from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from wirelake.config import Batch, SourceConfig
from wirelake.pipeline.lakes import Progress

if TYPE_CHECKING:
    import pyarrow as pa

    from wirelake.lake.manifests import Change, Manifest, Sight
    from wirelake.pipeline.journal import Clock
    from wirelake.pipeline.killed_text import KilledText
    from wirelake.storage import Store

EMPTY = hashlib.sha256(b"").hexdigest()
UNREAD = ("unread", "rejected")  # tables of staging/ with the columns of rejected/
READ = ("extracted", "unread")  # those that validate has still to judge


def days_of(store: "Store", source: str, article_id: str) -> list[date]:
    """The capture days whose history/ or rejected/ knows the article."""
    from wirelake.lake.reading import picked, read_days

    found: set[date] = set()
    for table in ("history", "rejected"):
        wanted = picked(table, ["capture_date", "article_id"])
        rows = read_days(store, table, None, None, source=source, article_id=article_id, wanted=wanted)
        found.update(rows["capture_date"].to_pylist())
    return sorted(found)


def days_at(store: "Store", source: str, urls: set[str]) -> list[date]:
    """The capture days whose rejected/ says something of these addresses."""
    from wirelake.lake.reading import picked, read_days

    wanted = picked("rejected", ["capture_date", "url", "headline", "body_excerpt"])
    rows = read_days(store, "rejected", None, None, source=source, wanted=wanted).to_pylist()
    return [
        row["capture_date"] for row in rows if row["url"] in urls and (row["headline"] or row["body_excerpt"])
    ]


def addresses(manifest: "Manifest") -> set[str]:
    """Where the article was seen."""
    return {one for sight in manifest.sights for one in (sight.url, sight.canonical_url) if one}


def read_day(store: "Store", batch: Batch) -> "tuple[pa.Table, pa.Table]":
    """The batch's history/ and rejected/, with the columns that stand in the files."""
    from wirelake.lake import layout
    from wirelake.lake.reading import parse_parquet
    from wirelake.lake.schema import HISTORY, REJECTED

    tables = []
    for path, schema in ((layout.history(batch), HISTORY), (layout.rejected(batch), REJECTED)):
        stood = store.read(path)
        tables.append(parse_parquet(stood[0], path, schema=schema) if stood else schema.empty_table())
    return tables[0], tables[1]


def staged_of(store: "Store", source: str, article_id: str) -> "Iterator[tuple[date, pa.Table, pa.Table]]":
    """Days, rows of history/ and of rejected/ that tasks have left for others, where they show the article.

    A day on which the gate closed stands there alone.
    """
    from wirelake.pipeline import staging

    judged = {(batch, mode) for batch, mode, name in staging.tables(store, source) if name == "passed"}
    none = staging.articles_table([]), staging.rejections_table([])
    for batch, mode, name, rows in staging.left(store, source):
        # What was extracted says no more than what was judged of it, and may have been rejected since.
        is_judged = (batch, mode) in judged and name in READ
        if not is_judged and article_id in rows["article_id"].to_pylist():
            yield (batch.day, none[0], rows) if name in UNREAD else (batch.day, rows, none[1])


def redact_raw(
    store: "Store",
    source: SourceConfig,
    manifest: "Manifest",
    text: "KilledText",
    clock: "Clock",
    progress: Progress,
) -> "list[Change]":
    """Redact every batch of the source; last those that alone hold words which are looked for elsewhere."""
    from wirelake.archive import redact
    from wirelake.lake.manifests import Change
    from wirelake.pipeline.bounded import Bounded
    from wirelake.pipeline.verification import batches_in_raw

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


def unread_sights(store: "Store", manifest: "Manifest", changed: "list[Change]") -> "list[Sight]":
    """Sights of records that showed the article alone, and that no build has read: none will by now."""
    from wirelake.lake.exchanges import read_index
    from wirelake.lake.manifests import Sight
    from wirelake.records import Kind

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


def dropped(store: "Store", source: SourceConfig, day: date) -> list[str]:
    """The files that lie in the source's drop folders for the day."""
    from wirelake.config import DropFolder, filled_in

    folders = [filled_in(part.prefix, day) for part in source.discover if isinstance(part, DropFolder)]
    return [one.path for folder in folders for one in store.objects(folder)]


def _empty_drop_folder(
    store: "Store", source: SourceConfig, day: date, digests: set[str], clock: "Clock"
) -> "list[Change]":
    """Dropped files that raw/ held as they are, and does no more, go; what else they held stands in raw/."""
    from wirelake.lake.manifests import Change

    changed = []
    for path in dropped(store, source, day):
        digest = _digest(store, path)
        if digest in digests:
            store.delete(path)
            changed.append(
                Change(path=path, path_after="", sha256_before=digest, sha256_after="", at=clock())
            )
    return changed


def withdraw_days(store: "Store", manifest: "Manifest", clock: "Clock") -> "list[Change]":
    """The article's rows of every built day replaced by what is left of them; articles/ has let it go."""
    from wirelake.lake import layout
    from wirelake.write import change_history, change_rejected

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


def _history_without(manifest: "Manifest", day: date, history: "pa.Table") -> "pa.Table":
    from wirelake.lake.schema import REJECTED
    from wirelake.lake.tombstones import withdrawn

    return withdrawn(history, REJECTED.empty_table(), day, [manifest])[0]


def _rejected_without(manifest: "Manifest", day: date, rejected: "pa.Table") -> "pa.Table":
    from wirelake.lake.schema import HISTORY
    from wirelake.lake.tombstones import withdrawn

    return withdrawn(HISTORY.empty_table(), rejected, day, [manifest])[1]


def withdraw_staged(store: "Store", manifest: "Manifest") -> None:
    """Rows that tasks have left for others: the sights are noted, so a build that goes on finds them so."""
    from wirelake.lake.tombstones import withdrawn
    from wirelake.pipeline import staging

    for batch, mode, name, table in staging.left(store, manifest.source):
        if name in UNREAD:
            _, kept = withdrawn(staging.articles_table([]), table, batch.day, [manifest])
        else:
            kept, _ = withdrawn(table, staging.rejections_table([]), batch.day, [manifest])
        if not kept.equals(table):
            staging.put(store, batch, mode, name, kept)


def _changes(store: "Store", paths: tuple[str, ...], before: list[str], clock: "Clock") -> "list[Change]":
    from wirelake.lake.manifests import Change

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


def _digest(store: "Store", path: str) -> str:
    stood = store.read(path)
    return hashlib.sha256(stood[0]).hexdigest() if stood else ""
