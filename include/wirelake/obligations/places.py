"""Where an article's text may stand: the days, rows, tables left between tasks, and dropped files."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from wirelake.batches import staging
from wirelake.config import Batch, DropFolder, SourceConfig, filled_in
from wirelake.lake import layout, whereabouts
from wirelake.lake.decisions.manifests import Manifest
from wirelake.lake.files import parse_parquet
from wirelake.lake.reading import picked, read_objects
from wirelake.lake.schema import HISTORY, REJECTED
from wirelake.storage import Store

UNREAD = ("unread", "rejected")  # tables of staging/ with the columns of rejected/
READ = ("extracted", "unread")  # those that validate has still to judge


def days_of(store: Store, source: str, article_ids: Collection[str]) -> dict[date, set[str]]:
    """The capture days whose history/ or rejected/ knows some of the articles, and which; one look at all."""

    found: dict[date, set[str]] = defaultdict(set)
    ids = pa.array(sorted(article_ids), pa.string())
    for kind in (whereabouts.SEEN, whereabouts.REFUSED):
        paths = whereabouts.paths(store, kind, source, whereabouts.by_id(article_ids))
        wanted = picked(kind.table, ["capture_date", "article_id"])
        rows = read_objects(store, kind.table, paths, wanted=wanted)
        for row in rows.filter(pc.is_in(rows["article_id"], value_set=ids)).to_pylist():
            found[row["capture_date"]].add(row["article_id"])
    return dict(sorted(found.items()))


def days_at(store: Store, source: str, urls: Collection[str]) -> dict[date, set[str]]:
    """The capture days whose rejected/ says something of these addresses, and of which."""

    found: dict[date, set[str]] = defaultdict(set)
    wanted = picked("rejected", ["capture_date", "url", "headline", "body_excerpt"])
    paths = whereabouts.paths(store, whereabouts.REFUSED, source, whereabouts.by_url(urls))
    rows = read_objects(store, "rejected", paths, wanted=wanted)
    for row in rows.filter(pc.is_in(rows["url"], value_set=pa.array(sorted(urls), pa.string()))).to_pylist():
        if row["headline"] or row["body_excerpt"]:
            found[row["capture_date"]].add(row["url"])
    return dict(found)


def addresses(manifest: Manifest) -> set[str]:
    """Where the article was seen."""
    return {one for sight in manifest.sights for one in (sight.url, sight.canonical_url) if one}


def read_day(store: Store, batch: Batch) -> tuple[pa.Table, pa.Table]:
    """The batch's history/ and rejected/, with the columns that stand in the files."""

    tables = []
    for path, schema in ((layout.history(batch), HISTORY), (layout.rejected(batch), REJECTED)):
        stood = store.read(path)
        tables.append(parse_parquet(stood[0], path, schema=schema) if stood else schema.empty_table())
    return tables[0], tables[1]


def staged_of(
    store: Store, source: str, article_ids: Collection[str]
) -> Iterator[tuple[date, pa.Table, pa.Table]]:
    """Days, rows of history/ and of rejected/ that tasks have left for others, where they show the articles.

    A day on which the gate closed stands there alone.
    """

    judged = {run for run, name in staging.tables(store, source) if name == "passed"}
    none = staging.articles_table([]), staging.rejections_table([])
    for run, name, rows in staging.left(store, source):
        # What was extracted says no more than what was judged of it, and may have been rejected since.
        is_judged = run in judged and name in READ
        if not is_judged and not set(rows["article_id"].to_pylist()).isdisjoint(article_ids):
            yield (run.batch.day, none[0], rows) if name in UNREAD else (run.batch.day, rows, none[1])


def dropped(store: Store, source: SourceConfig, day: date) -> list[str]:
    """The files that lie in the source's drop folders for the day."""
    folders = [filled_in(part.prefix, day) for part in source.discover if isinstance(part, DropFolder)]
    return [one.path for folder in folders for one in store.objects(folder)]


def batches_in_raw(store: Store, source: str) -> list[Batch]:
    """The source's batches that raw/ holds something of, by day."""

    names = store.folders(f"{layout.RAW}/source={source}")
    days = (name.partition("=")[2] for name in names if name.startswith("capture_date="))
    return [Batch.parse(f"{source}/{day}") for day in days]
