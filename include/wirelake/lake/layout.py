"""Where each table stands below the lake's root.

A partition column stands in the path only: with it inside the file as well, pandas cannot read the folder.
"""

import re
from datetime import date

from wirelake.config import Batch, Run

ARTICLES = "articles"
HISTORY = "history"
PENDING = "pending"
REJECTED = "rejected"
RUNS = "runs"
RAW = "raw"
BUILT = "built"
ALARMS = "alarms"
CHANGES = "changes"
STORIES = "stories"
STORY_ALIASES = "story_aliases"
SOURCES = "sources"
FREEZES = "freezes"
EXPORTS = "exports"
GENERATIONS = "generations"
BEGAN = re.compile(r"\d{8}T\d{6}Z")


def articles(published: date, bucket: int = 0, of: int = 1) -> str:
    """The published date's object, or one ``of`` several: which holds a source, ``lake.buckets`` tells."""
    return f"{articles_on(published)}/{articles_name(bucket, of)}"


def articles_name(bucket: int, of: int) -> str:
    """The name of such an object."""
    return "articles.parquet" if of == 1 else f"articles-{bucket:0{len(str(of - 1))}}-of-{of}.parquet"


def articles_on(published: date) -> str:
    """The folder of the published date's objects."""
    return f"{ARTICLES}/published_date={published}"


def history(batch: Batch) -> str:
    return f"{HISTORY}/capture_date={batch.day}/source={batch.source}/history.parquet"


def stories(published: date) -> str:
    return f"{STORIES}/published_date={published}/stories.parquet"


def story_aliases(published: date) -> str:
    return f"{STORY_ALIASES}/published_date={published}/story_aliases.parquet"


def sources(source: str) -> str:
    return f"{SOURCES}/source={source}/sources.parquet"


def stories_made_of(published: date) -> str:
    """What the day's stories were made of, so that they are not made again of the same."""
    return f"derived/stories/{published}.json"


def rejected(batch: Batch) -> str:
    return f"{REJECTED}/capture_date={batch.day}/source={batch.source}/rejected.parquet"


def runs(batch: Batch) -> str:
    """The folder of the batch's runs: an object a run."""
    return f"{RUNS}/capture_date={batch.day}/source={batch.source}"


def run(batch: Batch, run_id: str) -> str:
    return f"{runs(batch)}/{run_id}.parquet"


def run_began(path: str) -> str:
    """When the run of that object began, to the second of UTC: ``20260304T041500Z``; "" of a foreign name.

    Both ``20260304T041500Z-5f2b8c1d`` and ``takedown-20260304T041500Z-5f2b8c1d`` say so.
    """
    found = BEGAN.search(path)
    return found.group() if found else ""


def raw_of(source: str) -> str:
    """The folder of all that raw/ has of the source."""
    return f"{RAW}/source={source}"


def raw_day(day: date) -> str:
    """The name of a day's folder in it."""
    return f"capture_date={day}"


def raw(batch: Batch) -> str:
    """The folder of a batch's captures: per segment one .warc.gz and one .index.parquet."""
    return f"{raw_of(batch.source)}/{raw_day(batch.day)}"


def events(source: str) -> str:
    """The folder of what was decided about the source's articles: an object an event."""
    return f"{RAW}/source={source}/events"


def requests(source: str) -> str:
    """The folder of who asked for takedowns; for operators alone, as it names persons."""
    return f"{RAW}/source={source}/requests"


def aliases(source: str) -> str:
    """What else the source's articles are called than by the ids that they were given."""
    return f"{RAW}/source={source}/aliases.json"


def takedowns(source: str) -> str:
    """The folder of takedown manifests: an object a taken-down article."""
    return f"{RAW}/source={source}/takedowns"


def review(source: str) -> str:
    """The folder of kill advisories that name no article which is known: an object an advisory."""
    return f"{RAW}/source={source}/review"


def withdrawn_of(source: str) -> str:
    """The folder of rows that takedowns took out of tables, until they are erased or restored."""
    return f"withdrawn/source={source}"


def withdrawn(batch: Batch, name: str, table: str) -> str:
    """The rows of one article; not .parquet, so no reader's glob finds it."""
    return f"{withdrawn_of(batch.source)}/{name}/capture_date={batch.day}/{table}.arrow"


def built_of(source: str) -> str:
    """The folder of what the source's history/ was built from: an object a batch."""
    return f"{BUILT}/source={source}"


def built(batch: Batch) -> str:
    return f"{built_of(batch.source)}/{batch.day}.json"


def alarms(source: str) -> str:
    """The folder of what people heard of a source's alarms: an object an event."""
    return f"{ALARMS}/source={source}"


def run_days(source: str) -> str:
    """The source's days as its runs told of them, so that alarms read what is new."""
    return f"derived/source={source}/run_days.json"


def month_counts(month: str) -> str:
    """The folder of what the days of a month, such as 2026-03, came to: an object a source."""
    return f"derived/counts/month={month}"


def source_counts(month: str, source: str) -> str:
    return f"{month_counts(month)}/{source}.json"


def staging(run: Run, name: str) -> str:
    """What one task leaves for the next; not .parquet, so no reader's glob finds it.

    Each run has its own place: several may be at one batch at the same time.
    """
    own = f"{run.mode}-{run.key}" if run.key else run.mode  # older versions kept a place per mode
    return f"{staging_at(run.batch)}/{own}/{name}"


def staging_at(batch: Batch) -> str:
    """The folder of what the batch's runs have left."""
    return f"{staging_of(batch.source)}/capture_date={batch.day}"


def staging_of(source: str) -> str:
    """The folder of what the source's tasks have left."""
    return f"staging/source={source}"


def kept_of(source: str) -> str:
    """The folder of what only saves time (``lake.kept``)."""
    return f"kept/source={source}"


def kept(batch: Batch, name: str) -> str:
    """What is kept of a batch, by its kind; not .parquet, so no reader's glob finds it."""
    return f"{kept_of(batch.source)}/capture_date={batch.day}/{name}.arrow"


def pending_of(source: str) -> str:
    """The folder of touched sets that write has not acknowledged."""
    return f"{PENDING}/source={source}"


def pending(batch: Batch) -> str:
    return f"{pending_of(batch.source)}/{batch.day}.json"


def announced_changes(source: str, token: str) -> str:
    """What a writer is about to change, and the feed has not yet told: beside the touched sets."""
    return f"{pending_of(source)}/changes-{token}.json"


def announced_move(source: str, published: date) -> str:
    """Which articles of the source are on their way from one bucket of the published date to another."""
    return announced_changes(source, f"moving-{published}")


def is_announced_move(path: str) -> bool:
    """The object is such a one: it stays until the move is over, whoever settles the articles meanwhile."""
    return is_announced_change(path) and path.rpartition("/")[2].startswith("changes-moving-")


def is_announced_change(path: str) -> bool:
    """The object is such a one, and no touched set."""
    return path.startswith(f"{PENDING}/") and path.rpartition("/")[2].startswith("changes-")


def changes_of(source: str) -> str:
    """The folder of the source's feed of changes: a folder per thousand numbers."""
    return f"{CHANGES}/source={source}"


def changes_from(source: str, thousand: int) -> str:
    return f"{changes_of(source)}/{thousand:012}"


def changes(source: str, number: int) -> str:
    """One entry of the feed. Numbers are of one width, so they are listed in their order."""
    return f"{changes_from(source, number // 1000)}/{number:015}.jsonl"


def consumer(name: str) -> str:
    """How far a consumer has acknowledged the feeds."""
    return f"consumers/{name}.json"


def freeze(name: str) -> str:
    """A citable state: ids and digests of rows, put once under a name."""
    return f"{FREEZES}/name={name}/freeze.parquet"


def exports_of(name: str) -> str:
    """The folder of the exports of a freeze: an object an export that differs from the others."""
    return f"{EXPORTS}/name={name}"


def export(name: str, digest: str) -> str:
    """Which rows an export holds, by the digest of its files."""
    return f"{exports_of(name)}/{digest}.parquet"


def cursor(batch: Batch, name: str, *, dated: bool) -> str:
    """From where to go on in a list of the source's API; of a dated one, in that of the day."""
    day = f"capture_date={batch.day}/" if dated else ""
    return f"cursors/source={batch.source}/{day}{name}.json"


def quota(source: str, day: date) -> str:
    """How many requests of the source's quota for that day are taken."""
    return f"quotas/source={source}/{day}.json"


def generation(source: str) -> str:
    """By what those who bring the source's articles/ up to date see each other."""
    return f"{GENERATIONS}/source={source}/generation"


def derived(source: str, name: str) -> str:
    """What is made of other objects to answer sooner; not .parquet, so no reader's glob finds it."""
    return f"derived/source={source}/{name}.entries"
