"""What a build by today's code and YAML would change in the lake, without touching the lake.

The days are replayed on an overlay, by the very functions that replay them for good; then what stands is
compared with what would stand: history/ and rejected/ a day at a time, articles/ after all the days, as
days that follow each other may give an article's newest version back and forth.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import lru_cache, partial

import pyarrow as pa

from wirelake.batches.journal import Clock, runs_of
from wirelake.batches.lakes import Progress, lake, no_progress, utc_now
from wirelake.config import Batch, Run
from wirelake.diff.batches import EXAMPLES, BatchDifference
from wirelake.diff.crossings import crossings, noted, reasoned
from wirelake.diff.difference import Difference, Load, difference
from wirelake.diff.removals import RuleDifference, by_rule
from wirelake.errors import ConfigError, QualityError
from wirelake.lake import layout, pending
from wirelake.lake.buckets import day_in
from wirelake.lake.built import raw_version, read_built
from wirelake.lake.reading import full_schema, read_days
from wirelake.pipeline.building import build_batch
from wirelake.rules import RULES
from wirelake.storage import Store, on_this_host
from wirelake.storage.overlay import Overlay

BUILT = ("history", "rejected")
DAYS_AT_HAND = 4  # tables of articles/ kept while their neighbours are compared
WAITED = "left by an earlier build that died, or its embargo is over"


@contextmanager
def beside(store: Store | None = None) -> Iterator[Overlay]:
    """An overlay of the lake, in a temporary folder beside it that is deleted at the end."""
    store = store or lake()
    with on_this_host(store.uri).folder() as folder:
        yield Overlay(store, folder)


def checked_column(name: str) -> str:
    """The name, which is that of a column of history/, rejected/ or articles/.

    Raises:
        ConfigError: it is not.
    """

    known = [column for table in ("history", "articles", "rejected") for column in full_schema(table).names]
    if name not in known:
        raise ConfigError(f"no column {name!r}; there are {', '.join(dict.fromkeys(known))}")
    return name


def diff_batch(
    batch: Batch,
    overlay: Overlay,
    *,
    accept: bool = False,
    limit: int | None = EXAMPLES,
    column: str | None = None,
    clock: Clock = utc_now,
    progress: Progress = no_progress,
) -> BatchDifference:
    """Build the batch on the overlay and compare its history/ and rejected/ with those of the lake.

    Args:
        accept: as in a replay: publish although the gate is closed.
        limit: examples a column, all where None; of ``column`` always all.

    Raises:
        MissingError: raw/ holds nothing for the batch.
    """

    closed = ""
    try:
        run = Run.new(batch, "replay")
        build_batch(run, accept=accept, store=overlay, clock=clock, progress=progress)
    except QualityError as error:
        closed = error.closed
    tables = {name: (_day(overlay.lake, name, batch), _day(overlay, name, batch)) for name in BUILT}
    found = {
        name: difference(name, _only(old), _only(new), [batch.day], limit=limit, name=column)
        for name, (old, new) in tables.items()
    }
    runs = [run for run in runs_of(overlay.lake, batch) if run["status"] == "success"]
    standing = read_built(overlay.lake, batch)
    last = runs[-1]["raw_version"] if runs else None  # null in a row that is older than the column
    known = standing.raw_version if standing else last
    history, rejected = found["history"], found["rejected"]
    history.changes = noted(history.changes, *tables["history"])
    rejected.changes = reasoned(rejected.changes, *tables["rejected"])
    return BatchDifference(
        batch=batch,
        built=bool(runs or history.before or rejected.before),
        grown=bool(known) and known != raw_version(overlay.lake, batch),
        closed=closed,
        history=history,
        rejected=rejected,
        to_rejection=crossings(history.vanishing, tables["rejected"][1]),
        to_article=crossings(history.appearing, tables["rejected"][0]),
        rules=_rules(history, *tables["history"]),
    )


def diff_articles(
    source: str, overlay: Overlay, *, limit: int | None = EXAMPLES, column: str | None = None
) -> Difference:
    """How articles/ would change by all that was built on the overlay; one published date at a time.

    That includes what any build of the source does: it finishes those that died, and lets go what an
    embargo kept back.
    """

    def rows(store: Store, day: date) -> pa.Table:
        return read_days(store, "articles", day, day, source=source)

    before, after = (lru_cache(DAYS_AT_HAND)(partial(rows, store)) for store in (overlay.lake, overlay))
    paths = overlay.touched(layout.ARTICLES)
    days = sorted({day_in(path) for path in paths})
    found = difference("articles", before, after, days, limit=limit, name=column)
    waiting = pending.merged(one.all for one in pending.waiting(overlay.lake, source))
    found.changes = [
        replace(one, note=WAITED) if one.key.article_id in waiting else one for one in found.changes
    ]
    return found


def _day(store: Store, table: str, batch: Batch) -> pa.Table:

    return read_days(store, table, batch.day, batch.day, source=batch.source)


def _only(table: pa.Table) -> Load:
    return lambda _: table


def _rules(history: Difference, old: pa.Table, new: pa.Table) -> tuple[RuleDifference, ...]:

    pairs = [
        (one.old.place, one.new.place)
        for one in history.changing
        if one.old and one.new and "removed" in one.columns
    ]
    return tuple(by_rule(old, new, pairs, [rule.__name__ for rule in RULES]))
