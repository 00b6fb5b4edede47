"""Where an article's text may stand: the days, rows, tables left between tasks, and dropped files."""

from collections.abc import Iterator
from datetime import date

import pyarrow as pa

from wirelake.batches import staging
from wirelake.config import Batch, DropFolder, SourceConfig, filled_in
from wirelake.lake import layout
from wirelake.lake.manifests import Manifest
from wirelake.lake.reading import parse_parquet, picked, read_days
from wirelake.lake.schema import HISTORY, REJECTED
from wirelake.storage import Store

UNREAD = ("unread", "rejected")  # tables of staging/ with the columns of rejected/
READ = ("extracted", "unread")  # those that validate has still to judge


def days_of(store: Store, source: str, article_id: str) -> list[date]:
    """The capture days whose history/ or rejected/ knows the article."""

    found: set[date] = set()
    for table in ("history", "rejected"):
        wanted = picked(table, ["capture_date", "article_id"])
        rows = read_days(store, table, None, None, source=source, article_id=article_id, wanted=wanted)
        found.update(rows["capture_date"].to_pylist())
    return sorted(found)


def days_at(store: Store, source: str, urls: set[str]) -> list[date]:
    """The capture days whose rejected/ says something of these addresses."""

    wanted = picked("rejected", ["capture_date", "url", "headline", "body_excerpt"])
    rows = read_days(store, "rejected", None, None, source=source, wanted=wanted).to_pylist()
    return [
        row["capture_date"] for row in rows if row["url"] in urls and (row["headline"] or row["body_excerpt"])
    ]


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


def staged_of(store: Store, source: str, article_id: str) -> Iterator[tuple[date, pa.Table, pa.Table]]:
    """Days, rows of history/ and of rejected/ that tasks have left for others, where they show the article.

    A day on which the gate closed stands there alone.
    """

    judged = {run for run, name in staging.tables(store, source) if name == "passed"}
    none = staging.articles_table([]), staging.rejections_table([])
    for run, name, rows in staging.left(store, source):
        # What was extracted says no more than what was judged of it, and may have been rejected since.
        is_judged = run in judged and name in READ
        if not is_judged and article_id in rows["article_id"].to_pylist():
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
