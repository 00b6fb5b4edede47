"""Taken-down articles out of a source's raw/ and drop folders: each batch is read once for all of them."""

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime

from wirelake.archive import Redacted, redacting
from wirelake.batches.journal import Clock
from wirelake.batches.lakes import Progress
from wirelake.bounded.pool import bounded
from wirelake.config import Batch, SourceConfig
from wirelake.lake.decisions.events import Event
from wirelake.lake.decisions.manifests import Change, Manifest, Sight
from wirelake.lake.exchanges import read_index
from wirelake.obligations.erasing.killed_text import KilledText, kills, refs_of
from wirelake.obligations.places import batches_in_raw, dropped
from wirelake.obligations.withdrawing.withdrawal import note, planned
from wirelake.records import Kind
from wirelake.storage import Store

EMPTY = hashlib.sha256(b"").hexdigest()


def redact_raw(
    store: Store,
    source: SourceConfig,
    by_id: Mapping[str, Event],
    texts: list[tuple[Manifest, KilledText]],
    clock: Clock,
    progress: Progress,
) -> dict[str, list[Sight]]:
    """Redact every batch of the source; last those that alone hold words which are looked for elsewhere.

    Returns the sights that raw/ held and nobody had read, by article.
    """

    last = {day for _, text in texts for day in text.only_in_raw}
    batches = sorted(batches_in_raw(store, source.name), key=lambda batch: (batch.day in last, batch.day))
    redacted: dict[str, list[Redacted]] = defaultdict(list)
    with redacting(store, kills(store, source, texts)) as redactor, bounded() as pool:
        for done, batch in enumerate(batches, start=1):
            by_article: dict[str, list[Redacted]] = defaultdict(list)
            for one in redactor.redact(batch, each=pool.map).redacted:
                by_article[one.article_id].append(one)
            for id_, mine in by_article.items():
                redacted[id_] += mine
                # a redaction that is repeated tells of what an earlier one has done
                note(store, by_id[id_], clock, [_change(one, clock()) for one in mine])
            _empty_drop_folder(store, source, by_id, batch.day, redacted, clock)
            progress("redact", done, len(batches))
    return _unread_sights(store, [one for one, _ in texts], redacted)


def _change(one: Redacted, at: datetime) -> Change:
    return Change(
        path=f"{one.path_before}#{one.raw_ref.partition('#')[2]}",
        path_after=one.path_after,
        sha256_before=one.digest_before,
        sha256_after=one.digest_after,
        at=at,
    )


def _unread_sights(
    store: Store, manifests: list[Manifest], redacted: Mapping[str, list[Redacted]]
) -> dict[str, list[Sight]]:
    """Sights of records that showed an article alone, and that no build has read: none will by now."""

    emptied: dict[str, set[str]] = defaultdict(set)
    for manifest in manifests:
        known = refs_of(manifest.sights)
        for one in redacted.get(manifest.article_id, ()):
            if one.digest_after == EMPTY and one.raw_ref not in known:
                emptied[one.raw_ref].add(manifest.article_id)
    found: dict[str, list[Sight]] = defaultdict(list)
    for batch in sorted({Batch.parse(ref.partition("#")[0]) for ref in emptied}, key=str):
        for row in read_index(store, batch):
            ref = f"{batch}#{row['record_id']}"
            if ref in emptied and row["record_type"] != "revisit" and row["kind"] == Kind.ARTICLE:
                sight = Sight(
                    capture_date=batch.day,
                    raw_ref=ref,
                    version="",
                    first_seen_at=row["fetched_at"],
                    raw_sha256=row["payload_sha256"],
                    url=row["url"],
                )
                for article_id in emptied[ref]:
                    found[article_id].append(sight)
    return found


def _empty_drop_folder(
    store: Store,
    source: SourceConfig,
    by_id: Mapping[str, Event],
    day: date,
    redacted: Mapping[str, list[Redacted]],
    clock: Clock,
) -> None:
    """Dropped files that raw/ held as they are, and does no more, go; what else they held stands in raw/.

    A death after the redaction leaves files whose digests are told again by the next one.
    """

    held: dict[str, set[str]] = defaultdict(set)
    paths = dropped(store, source, day)
    for id_, mine in redacted.items() if paths else ():
        for one in mine:
            held[one.digest_before].add(id_)
    for path in paths:
        stood = store.read(path)
        ids = held.get(hashlib.sha256(stood[0]).hexdigest(), ()) if stood else ()
        for id_ in sorted(ids):
            planned(store, by_id[id_], clock, path, stood[0] if stood else b"", None)
        if ids:
            store.delete(path)
