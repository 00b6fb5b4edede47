"""What a check looks at, read from runs/: of each capture day the newest run and the last success."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pyarrow as pa

from wirelake.alarms.kept import Kept, keep, listing, read_kept
from wirelake.alarms.measuring import measured
from wirelake.alarms.view import Day, View
from wirelake.batches.lists import of_lists
from wirelake.batches.usual import NIGHT
from wirelake.config import MODES, Batch, SourceConfig
from wirelake.errors import FormatError
from wirelake.lake import layout
from wirelake.lake.counts.counting import FAULTLESS, HELD
from wirelake.lake.files import days_of, parse_parquet
from wirelake.lake.reading import READERS
from wirelake.lake.schema import RUNS
from wirelake.storage import Store, Stored

LOOK_BACK = timedelta(days=84)  # twelve of each weekday
OPEN = 2  # newest days of which every run is read: of the others the last success says enough
MOST_RUNS = 8  # of a day without a success
MOST_MEASURED = 30  # days of a source that one round measures
MOST_TOLD = 500  # characters of why a run failed
MOST_LOST, LOST_TOLD = 20, 300  # of what may be missing: how many, and characters of each
LIVED = timedelta(days=2)  # from the end of a day to its first run
BEGAN = "%Y%m%dT%H%M%SZ"
LOOKS = {*MODES} - {"import"}  # an archive's items say nothing of how the wire stands
BROUGHT = ("articles", "media", "packages")
COLUMNS = (
    *("mode", "status", "failure", "summary", "started_at", "ended_at", "added", "known", *BROUGHT),
    *("captured", "rejected", "rejected_by_reason", "warnings_by_flag", "failures_by_class"),
    *("published_dates", "listed", "matched", "gaps", "review"),
)
ASKED = pa.schema([RUNS.field(name) for name in COLUMNS])
Row = dict[str, Any]
Runs = dict[Batch, list[Stored]]


def views(store: Store, sources: Iterable[SourceConfig], now: datetime, *, keeps: bool) -> list[View]:
    """A view a source, of the last twelve weeks; of a source that never ran, one without days.

    Where it ``keeps`` what it read, the next one reads what is new, and articles are measured.
    """
    runs = _runs(store, now)
    return [View(source, _days(store, source, runs, keeps=keeps), now) for source in sources]


def _runs(store: Store, now: datetime) -> Runs:
    """The runs of each batch, the newest first; an operator's decisions stand there too, and are none."""
    first = (now - LOOK_BACK).date()
    found: Runs = {}
    for day in (one for one in days_of(store, layout.RUNS) if one >= first):
        for stored in store.objects(f"{layout.RUNS}/capture_date={day}"):
            *_, folder, name = stored.path.split("/")
            is_run = layout.BEGAN.match(name) and name.endswith(".parquet")
            if is_run and folder.startswith("source="):
                found.setdefault(Batch(folder.removeprefix("source="), day), []).append(stored)
    return {
        batch: sorted(some, key=lambda one: layout.run_began(one.path), reverse=True)
        for batch, some in found.items()
    }


def _days(store: Store, source: SourceConfig, runs: Runs, *, keeps: bool) -> list[Day]:
    stood = read_kept(store, source.name)
    found = _read(store, source, runs, stood)
    if keeps:
        found = _measured(store, source, found)
        if found != stood:
            keep(store, source.name, found)
    return _with_neighbours(source, [one.day for one in found.values()])


def _read(store: Store, source: SourceConfig, runs: Runs, stood: dict[date, Kept]) -> dict[date, Kept]:
    """The source's days, oldest first: as they are kept, where their runs are those that were read then."""
    mine = sorted(batch for batch in runs if batch.source == source.name)
    listed = {batch.day: listing(runs[batch], batch in mine[-OPEN:], source.timezone) for batch in mine}
    found = {day: one for day, one in stood.items() if one.listed == listed.get(day)}
    new = [batch for batch in mine if batch.day not in found]
    with ThreadPoolExecutor(READERS) as pool:
        read = pool.map(lambda one: _rows(store, runs[one], every=one in mine[-OPEN:]), new)
        for batch, rows in zip(new, read, strict=True):
            if rows:
                day = _day(source, batch.day, rows, runs[batch])
                found[batch.day] = Kept(listed=listed[batch.day], day=day)
    return dict(sorted(found.items()))


def _measured(store: Store, source: SourceConfig, found: dict[date, Kept]) -> dict[date, Kept]:
    """The same days, the newest that nobody has measured yet with their measure."""
    left = [day for day, one in reversed(found.items()) if not one.measured][:MOST_MEASURED]
    new = {}
    for day in left:
        told = found[day].day
        measure = measured(store, Batch(source.name, day)) if told.status == "success" else None
        new[day] = Kept(listed=found[day].listed, day=replace(told, measure=measure), measured=True)
    return {**found, **new}


def _rows(store: Store, runs: list[Stored], *, every: bool) -> list[Row]:
    """The day's rows, newest first, up to its last success; a damaged one says nothing here."""
    rows: list[Row] = []
    for stored in runs:
        try:
            answer = store.read(stored.path)
            parsed = parse_parquet(answer[0], stored.path, schema=ASKED) if answer else ASKED.empty_table()
        except FormatError:  # `wirelake verify` and the next run of the source see to it
            continue
        told = parsed.to_pylist(maps_as_pydicts="lossy")
        rows += [row for row in told if row["mode"] in LOOKS]
        settled = any(row["status"] != "failed" for row in rows) or len(rows) >= MOST_RUNS
        if settled and not every:
            break
    return rows


def _day(source: SourceConfig, day: date, rows: list[Row], runs: list[Stored]) -> Day:
    """The day by its rows and by the objects of its runs, both the newest first."""
    newest = rows[0]
    told = next((row for row in rows if row["status"] != "failed"), newest)
    # A day that was skipped, as nothing is there, after one that was built, stands as it was built.
    built = next((row for row in rows if row["status"] == "success"), told)
    reasons = built["rejected_by_reason"] or {}
    looked = datetime.strptime(layout.run_began(runs[-1].path), BEGAN).replace(tzinfo=UTC)
    return Day(
        day=day,
        status="success" if newest["status"] == "skipped" and built is not newest else newest["status"],
        failure=newest["failure"],
        # Why it failed, and no more: what a run says else may name an article that is taken down later.
        summary=newest["summary"][:MOST_TOLD] if newest["status"] == "failed" else "",
        mode="run" if any(row["mode"] != "poll" for row in rows) else "poll",
        began=newest["started_at"],
        ended=newest["ended_at"],
        lived=looked - _end(source, day) < LIVED,
        news_at=_news_at(source, day, rows, built),
        published=max(built["published_dates"], default=None),
        items=sum(built[name] or 0 for name in BROUGHT),
        known=newest["known"] or 0,
        rejected=built["rejected"] - sum(reasons.get(one, 0) for one in FAULTLESS),
        captured=max(newest["captured"], built["captured"]),
        reasons={reason: count for reason, count in reasons.items() if reason not in FAULTLESS},
        flags=built["warnings_by_flag"] or {},
        failures=newest["failures_by_class"] or {},
        runs=len(runs),
        listed=newest["listed"] or 0,
        matched=newest["matched"] or 0,
        lost=_lost(rows),
        holds=any(HELD.match(one) for one in newest["review"] or ()),
        gaps=of_lists(newest["gaps"] or ()),
    )


def _lost(rows: list[Row]) -> list[str]:
    """What may be missing of the day, by any of these runs: a poll that lost something says so itself."""
    told = dict.fromkeys(gap[:LOST_TOLD] for row in rows for gap in row["gaps"] or ())
    return list(told)[:MOST_LOST]


def _news_at(source: SourceConfig, day: date, rows: list[Row], built: Row) -> datetime | None:
    """When something new came: of polls the last that added some, else the end of a day that has some.

    A backfill brings what is old: it counts as of its own day.
    """
    end = _end(source, day)
    polls: list[datetime] = [row["ended_at"] for row in rows if row["mode"] == "poll" and row["added"]]
    if polls:
        return min(end, max(polls))
    ended: datetime = built["ended_at"]
    return min(end, ended) if any(built[name] for name in BROUGHT) else None


def _with_neighbours(source: SourceConfig, days: list[Day]) -> list[Day]:
    """What another day's run of the same night brought is news of the days that know it.

    A first backfill finds all that a list holds by the first day that it looks for.
    """
    nights = [one.began for one in days if one.items]
    return [
        replace(one, news_at=min(_end(source, one.day), one.ended))
        if one.known
        and not one.news_at
        and one.status != "failed"
        and any(abs(one.began - night) <= NIGHT for night in nights)
        else one
        for one in days
    ]


def _end(source: SourceConfig, day: date) -> datetime:
    """When the day ends in the source's zone."""
    after = datetime.combine(day + timedelta(days=1), datetime.min.time(), source.zone)
    return after.astimezone(UTC)
