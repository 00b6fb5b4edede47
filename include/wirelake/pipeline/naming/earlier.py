"""Canonical addresses that pages of an earlier day share, and that its build did not look for."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

import pyarrow.compute as pc

from wirelake.config import Batch, SourceConfig
from wirelake.evidence.identity import PAGE, identify
from wirelake.lake.reading import picked, read_days
from wirelake.pipeline.naming.given import Key, Row, Rows, key_of, unflagged
from wirelake.pipeline.naming.meeting import meeting
from wirelake.records import Article
from wirelake.storage import Store


def met_before(store: Store, source: SourceConfig, rows: Rows) -> set[str]:
    """The ids that these addresses would have made, as ``meeting`` gives them of the rows' days.

    Texts are read of those days alone on which pages share an address.
    """
    met: set[str] = set()
    for batch, pages in _by_batch(rows):
        own = {key_of(row): replace(one, article_id=identify(one, source)) for row, one in pages}
        if not meeting([replace(one, body_text=one.raw_ref) for one in own.values()], source)[1]:
            continue
        texts = _texts(store, batch)
        met |= meeting([replace(one, body_text=texts.get(key, "")) for key, one in own.items()], source)[1]
    return met


def _by_batch(rows: Rows) -> Iterator[tuple[Batch, list[tuple[Row, Article]]]]:
    """The pages of each batch of which one at least is called otherwise than where it was fetched."""
    table = rows.table.filter(pc.equal(rows.table["source_format"], PAGE)).sort_by("raw_ref")
    for batch, mine in groupby(replace(rows, table=table), lambda row: str(row["raw_ref"]).partition("#")[0]):
        pages = [(row, unflagged(row)) for row in mine]
        if any(one.canonical_url not in (None, one.url) for _, one in pages):
            yield Batch.parse(batch), pages


def _texts(store: Store, batch: Batch) -> dict[Key, str]:
    wanted = picked("history", ["raw_ref", "article_id", "version", "content_sha256", "body_text"])
    table = read_days(store, "history", batch.day, batch.day, source=batch.source, wanted=wanted)
    return {key_of(row): row["body_text"] or "" for row in table.to_pylist()}
