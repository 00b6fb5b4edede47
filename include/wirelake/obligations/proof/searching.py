"""What is searched for the text of takedowns: all that the lake holds of a source, decoded, once."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from wirelake.batches import staging
from wirelake.config import SourceConfig
from wirelake.excision import readable
from wirelake.lake import layout
from wirelake.lake.decisions.manifests import Manifest
from wirelake.lake.exchanges import read_index
from wirelake.lake.freezes import frozen
from wirelake.lake.reading import full_schema
from wirelake.lake.streams.stored import stored
from wirelake.obligations.places import batches_in_raw, dropped
from wirelake.obligations.proof import on_this_host
from wirelake.obligations.proof.decoded import kept_in, record_text, refs_in, rows_of, strings
from wirelake.records import Kind
from wirelake.storage import Store
from wirelake.warc import records

TABLES = ("history", "rejected", "articles")
Found = Iterator[tuple[str, str, str, Collection[str]]]  # kind, where, text, whose it is
Manifests = Sequence[Manifest]


def _search_raw(store: Store, source: SourceConfig, _: Manifests) -> Found:
    """Every record of every WARC that stands in raw/, named by an index or not."""
    for batch in batches_in_raw(store, source.name):
        rows = {row["record_id"]: row for row in read_index(store, batch)}
        for row in rows.values():
            told = "\n".join(filter(None, (row["link_title"], row["failure_detail"])))
            yield "rows of an index", f"{batch}#{row['record_id']}: link_title", told, ()
        for stored_ in store.objects(layout.raw(batch)):
            if not stored_.path.endswith(".warc.gz"):
                continue
            with store.local_copy(stored_.path) as local, local.open("rb") as file:
                for record in records(file):
                    id_ = record.header("WARC-Record-ID")
                    is_article = rows.get(id_ or "", {}).get("kind") == Kind.ARTICLE
                    whose = [f"{batch}#{id_}"] if is_article else []
                    yield "records of raw/", f"{stored_.path}#{id_}", record_text(record), whose


def _search_tables(store: Store, source: SourceConfig, _: Manifests) -> Found:
    for table in TABLES:
        for batch in stored(store, table, full_schema(table), source=source.name):
            for row in batch.to_pylist():
                id_ = row["article_id"]
                day = row.get("capture_date") or row.get("published_date")
                yield f"rows of {table}/", f"{table} {day} {id_ or row['raw_ref']}", strings(row), _whose(row)


def _search_staging(store: Store, source: SourceConfig, _: Manifests) -> Found:
    for run, name, table in staging.left(store, source.name):
        for row in rows_of(table):
            yield "rows of staging/", f"staging {run} {name}", strings(row), _whose(row)


def _search_kept(store: Store, source: SourceConfig, _: Manifests) -> Found:
    """What is kept of raw/ to save time, whole or not; an entry is of the records that it names."""
    for stored_ in store.objects(layout.kept_of(source.name)):
        answer = store.read(stored_.path)
        for told in kept_in(answer[0]) if answer else ():
            yield "records kept", stored_.path, strings(told), refs_in(told)


def _search_aside(store: Store, source: SourceConfig, _: Manifests) -> Found:
    for stored_ in store.objects(layout.withdrawn_of(source.name)):
        answer = store.read(stored_.path)
        for row in rows_of(staging.unpacked(answer[0], stored_.path)) if answer else ():
            yield "rows set aside", stored_.path, strings(row), _whose(row)


def _search_dropped(store: Store, source: SourceConfig, manifests: Manifests) -> Found:
    for day in sorted({sight.capture_date for one in manifests for sight in one.sights}):
        for path in dropped(store, source, day):
            answer = store.read(path)
            if answer:
                yield "dropped files", path, readable(answer[0]), ()


def _search_citations(store: Store, source: SourceConfig, _: Manifests) -> Found:  # noqa: ARG001  as the others
    """What people wrote into freezes: a query may quote an article."""
    for name in frozen.names(store):
        head = frozen.read(store, name).head
        said = "\n".join((head.query, head.title, *head.authors))
        yield "freezes", f"{layout.freeze(name)}: its query, or how it is called", said, ()


def _search_host(store: Store, source: SourceConfig, _: Manifests) -> Found:  # noqa: ARG001  as the others
    return ((kind, where, text, ()) for kind, where, text in on_this_host.searched(store))


def _search_learned(store: Store, source: SourceConfig, _: Manifests) -> Found:  # noqa: ARG001  as the others
    for one in source.learned:
        told = "\n".join([one.shape, *(example.text for example in one.examples)])
        yield "learned shapes", f"learned shape {one.shape[:40]!r}", told, ()


def _whose(row: dict[str, Any]) -> list[str]:
    return [row["article_id"]] if row["article_id"] is not None else []


SEARCHES = (
    *(_search_raw, _search_tables, _search_staging, _search_kept, _search_aside),
    *(_search_dropped, _search_citations, _search_host, _search_learned),
)
