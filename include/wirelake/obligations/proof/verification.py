"""Proof of a takedown: everything that the lake holds of the source is decoded and searched for the text.

The text itself is kept nowhere; the manifest's prints are what its sentences are known by.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from wirelake import config
from wirelake.archive import check_raw
from wirelake.batches import staging
from wirelake.batches.lakes import Progress, lake, no_progress
from wirelake.config import SourceConfig
from wirelake.errors import DamagedError
from wirelake.excision import readable
from wirelake.lake import layout
from wirelake.lake.aside import FOLDER
from wirelake.lake.decisions.events import Cause, read_events
from wirelake.lake.decisions.manifests import Manifest, read_manifests
from wirelake.lake.exchanges import read_index
from wirelake.lake.freezes import frozen
from wirelake.lake.reading import read_days
from wirelake.obligations.places import batches_in_raw, dropped
from wirelake.obligations.proof import on_this_host
from wirelake.obligations.proof.decoded import kept_in, record_text, refs_in, rows_of, strings
from wirelake.obligations.proof.exported import exported
from wirelake.records import Kind
from wirelake.sentences import Prints
from wirelake.storage import Store
from wirelake.warc import records

TABLES = ("history", "rejected", "articles")


@dataclass(kw_only=True)
class Verification:
    """What was searched, and where a sentence of the text stands: in what is the article's or nobody's
    (``left``), or in other articles (``copies``), which no takedown touches. ``unread`` is what is damaged:
    nobody knows what it says, so nothing is proven."""

    manifest: Manifest
    is_foretold: bool = False  # said to be of an article that nobody had seen
    left: list[str] = field(default_factory=list)
    copies: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    searched: dict[str, int] = field(default_factory=dict)
    unreached: list[str] = field(default_factory=list)  # what was not searched to its end, and why

    @property
    def is_proven(self) -> bool:
        """It is finished, there was something to look for, all was read, and nothing was found."""
        looked = bool(self.manifest.prints) or self.is_foretold
        return self.manifest.done_at is not None and looked and not self.left and not self.unread

    def note(self, kind: str, where: str, found: bool, *, is_copy: bool = False) -> None:
        self.searched[kind] = self.searched.get(kind, 0) + 1
        if found:
            (self.copies if is_copy else self.left).append(where)


def manifests(source: str, *, store: Store | None = None) -> list[Manifest]:
    """The source's takedowns, by article_id."""

    return [one for _, one in sorted(read_manifests(store or lake(), source).items())]


def verify(
    manifest: Manifest, *, store: Store | None = None, progress: Progress = no_progress
) -> Verification:
    """Search raw/, all tables, what stands between tasks, is kept to save time or set aside, drop folders,
    the learned file, and what lies beside the lake on this host."""

    store = store or lake()
    source = config.load_named(manifest.source)
    prints = Prints.kept(manifest.prints)
    kills = read_events(store, source.name).kills.get(manifest.article_id, ())
    # A wire may cancel what it never sent.
    is_foretold = any(one.in_advance or one.cause is Cause.CANCELED for one in kills)
    verification = Verification(manifest=manifest, is_foretold=is_foretold)
    parts = (
        *(_search_raw, _search_tables, _search_staging, _search_kept),
        *(_search_aside, _search_dropped, _search_citations, _search_host),
    )
    for done, part in enumerate(parts, start=1):
        try:
            for kind, where, text, is_copy in part(store, source, manifest):
                verification.note(kind, where, bool(prints.found_in(text)), is_copy=is_copy)
        except DamagedError as error:
            verification.unread.append(str(error))
        progress("verify", done, len(parts))
    for batch in batches_in_raw(store, source.name):
        faults = check_raw(store, batch)
        verification.unread += [f"{fault.path}: {fault.what}" for fault in faults]
    aside = (one.path for one in store.objects(FOLDER) if not one.path.startswith(f"{FOLDER}/raw/"))
    verification.unread += [f"{path}: was set aside as damaged; delete it" for path in aside]
    verification.unreached += on_this_host.unreached(store)
    verification.unreached += exported(store, [manifest.article_id])[manifest.article_id]
    for one in source.learned:
        told = "\n".join([one.shape, *(example.text for example in one.examples)])
        verification.note("learned shapes", f"learned shape {one.shape[:40]!r}", bool(prints.found_in(told)))
    return verification


Found = Iterator[tuple[str, str, str, bool]]  # kind, where, text, it is another article's


def _search_raw(store: Store, source: SourceConfig, manifest: Manifest) -> Found:
    """Every record of every WARC that stands in raw/, named by an index or not."""

    own = {ref for sight in manifest.sights for ref in (sight.raw_ref, *sight.duplicate_refs)}
    for batch in batches_in_raw(store, source.name):
        rows = {row["record_id"]: row for row in read_index(store, batch)}
        for row in rows.values():
            told = "\n".join(filter(None, (row["link_title"], row["failure_detail"])))
            yield "rows of an index", f"{batch}#{row['record_id']}: link_title", told, False
        for stored in store.objects(layout.raw(batch)):
            if not stored.path.endswith(".warc.gz"):
                continue
            with store.local_copy(stored.path) as local, local.open("rb") as file:
                for record in records(file):
                    id_ = record.header("WARC-Record-ID")
                    row = rows.get(id_ or "", {})
                    others = f"{batch}#{id_}" not in own and row.get("kind") == Kind.ARTICLE
                    yield "records of raw/", f"{stored.path}#{id_}", record_text(record), others


def _search_tables(store: Store, source: SourceConfig, manifest: Manifest) -> Found:

    for table in TABLES:
        rows = read_days(store, table, None, None, source=source.name)
        for row in rows_of(rows):
            id_ = row["article_id"]
            where = f"{table} {row.get('capture_date') or row.get('published_date')} {id_ or row['raw_ref']}"
            yield f"rows of {table}/", where, strings(row), id_ not in (None, manifest.article_id)


def _search_staging(store: Store, source: SourceConfig, manifest: Manifest) -> Found:

    for run, name, table in staging.left(store, source.name):
        for row in rows_of(table):
            others = row["article_id"] not in (None, manifest.article_id)
            yield "rows of staging/", f"staging {run} {name}", strings(row), others


def _search_kept(store: Store, source: SourceConfig, manifest: Manifest) -> Found:
    """What is kept of raw/ to save time, whole or not; an entry is of the records that it names."""

    own = {ref for sight in manifest.sights for ref in (sight.raw_ref, *sight.duplicate_refs)}
    for stored in store.objects(layout.kept_of(source.name)):
        answer = store.read(stored.path)
        for told in kept_in(answer[0]) if answer else ():
            others = bool(refs := refs_in(told)) and own.isdisjoint(refs)
            yield "records kept", stored.path, strings(told), others


def _search_aside(store: Store, source: SourceConfig, manifest: Manifest) -> Found:

    for stored in store.objects(layout.withdrawn_of(source.name)):
        answer = store.read(stored.path)
        for row in rows_of(staging.unpacked(answer[0], stored.path)) if answer else ():
            others = row["article_id"] not in (None, manifest.article_id)
            yield "rows set aside", stored.path, strings(row), others


def _search_dropped(store: Store, source: SourceConfig, manifest: Manifest) -> Found:

    for day in sorted({sight.capture_date for sight in manifest.sights}):
        for path in dropped(store, source, day):
            answer = store.read(path)
            if answer:
                yield "dropped files", path, readable(answer[0]), False


def _search_citations(store: Store, source: SourceConfig, manifest: Manifest) -> Found:  # noqa: ARG001  as _search_host
    """What people wrote into freezes: a query may quote an article."""
    for name in frozen.names(store):
        head = frozen.read(store, name).head
        said = "\n".join((head.query, head.title, *head.authors))
        yield "freezes", f"{layout.freeze(name)}: its query, or how it is called", said, False


def _search_host(store: Store, source: SourceConfig, manifest: Manifest) -> Found:  # noqa: ARG001  as the others

    yield from on_this_host.searched(store)
