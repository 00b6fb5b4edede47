"""The counts of days as objects: written as a run ends, read by the month."""

import logging
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

from wirelake.config import Batch, parse_day
from wirelake.errors import ConfigError, FormatError, WirelakeError
from wirelake.lake import layout
from wirelake.lake.conflicts import again_after_conflict
from wirelake.lake.counts.counting import Written, count_day
from wirelake.lake.counts.days import Month
from wirelake.lake.decisions.unchanged import is_known, unchanged
from wirelake.lake.json_objects import parse_json
from wirelake.storage import ABSENT, Store

log = logging.getLogger(__name__)
BEFORE = 2  # months that are counted again, too, where they are lost
READERS = 16


def note_day(store: Store, batch: Batch, written: Written) -> None:
    """Count the day anew, and keep it; ``written`` is the row of runs/ that was just put.

    A failure is logged: the truth stands in runs/.
    """
    try:
        _note(store, batch, written)
    except WirelakeError as error:
        log.warning("%s: its counts are not kept: %s", batch, error)


@again_after_conflict
def _note(store: Store, batch: Batch, written: Written) -> None:
    month = f"{batch.day:%Y-%m}"
    path = layout.source_counts(month, batch.source)
    answer = store.read(path)
    stood = _parsed(answer[0], path) if answer else None
    if stood is None:
        for earlier in _before(month):
            _restore(store, batch.source, earlier)
        stood = count_month(store, batch.source, month)
    else:
        counted = count_day(store, batch, written)
        days = {**stood.days, **({batch.day: counted} if counted else {})}
        if days == stood.days:
            return
        stood = Month(days=dict(sorted(days.items())))
    _put(store, path, stood, answer[1] if answer else ABSENT)


def count_month(store: Store, source: str, month: str) -> Month:
    """The source's days of that month, each counted from its runs."""
    counted = (count_day(store, Batch(source, day)) for day in _recorded(store, month))
    return Month(days={one.day: one for one in counted if one})


def _restore(store: Store, source: str, month: str) -> None:
    path = layout.source_counts(month, source)
    if store.etag(path) == ABSENT:
        counted = count_month(store, source, month)
        if counted.days:
            _put(store, path, counted, ABSENT)


def _put(store: Store, path: str, month: Month, etag: str) -> None:
    store.write(path, month.model_dump_json(exclude_defaults=True).encode(), if_etag=etag)


def read_months(store: Store, months: Iterable[str]) -> dict[str, tuple[Month, ...]]:
    """Source → what is kept of these months, in their order. A list a month; what changed is read.

    Of an object that did not change the very same ``Month`` comes again.
    """
    listed = [one for month in months for one in store.objects(layout.month_counts(month))]
    mine = [one for one in listed if one.path.endswith(".json")]
    with ThreadPoolExecutor(READERS) as pool:  # for those alone that changed: the others cost no thread
        list(
            pool.map(lambda one: unchanged(store, one, _parsed), [x for x in mine if not is_known(store, x)])
        )
    found: dict[str, tuple[Month, ...]] = {}
    for one in mine:
        source = one.path.rpartition("/")[2].removesuffix(".json")
        if kept := unchanged(store, one, _parsed):
            found[source] = (*found.get(source, ()), kept)
    return found


def months_of(first: date, last: date) -> list[str]:
    """The months of these days, as 2026-03, the first one first."""
    found = []
    while first <= last:
        found.append(f"{first:%Y-%m}")
        first = (first.replace(day=1) + timedelta(days=32)).replace(day=1)
    return found


def _before(month: str) -> Iterator[str]:
    first = parse_day(f"{month}-01")
    for _ in range(BEFORE):
        first = (first - timedelta(days=1)).replace(day=1)
        yield f"{first:%Y-%m}"


def _recorded(store: Store, month: str) -> Iterator[date]:
    """The days of the month on which any source has a run."""
    for name in store.folders(layout.RUNS):
        if name.startswith(f"capture_date={month}-"):
            try:
                yield parse_day(name.removeprefix("capture_date="))
            except ConfigError:  # somebody's folder, none of ours
                continue


def _parsed(data: bytes, path: str) -> Month | None:
    """None where it is damaged: the source's next run counts the days again."""
    try:
        return parse_json(Month, data, path)
    except FormatError:
        return None
