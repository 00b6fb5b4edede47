"""An import: items read out of archives, sorted by the day that they state, archived and built day by day.

It can be broken off anywhere and begun again: what raw/ holds is not taken twice, and a day that is built is
not built again. Nothing of it is a poll or a run of Airflow, and no list of the source is asked for.
"""

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import partial
from hashlib import sha256
from os import fsencode
from pathlib import Path
from urllib.parse import quote

from wirelake import archive, config
from wirelake.batches.journal import Clock, Journal
from wirelake.batches.lakes import Progress, lake, no_progress, utc_now
from wirelake.bounded.pool import bounded
from wirelake.config import Batch, Run, SourceConfig
from wirelake.errors import ParseError, QualityError
from wirelake.importing.days import KnownDays, stated_day
from wirelake.importing.members import Member, members
from wirelake.importing.spool import Spool, Spooled
from wirelake.lake.built import raw_version, read_built
from wirelake.lake.exchanges import read_index
from wirelake.payloads.no_items import by_content, by_name
from wirelake.pipeline import build_batch
from wirelake.records import IMPORT, Kind, Link, RawArticle
from wirelake.ruleset import build_version
from wirelake.storage import Store

TICK = timedelta(microseconds=1)
SHOWN = 20


@dataclass(slots=True)
class Imported:
    """What came of it: items by day, how many were new to raw/, and what was passed over, by why.

    ``examples`` name some of the latter; ``closed`` are days at which the gate closed, with its reason.
    """

    days: Counter[date] = field(default_factory=Counter)
    new: int = 0
    passed_over: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)
    closed: dict[date, str] = field(default_factory=dict)

    def pass_over(self, name: str, why: str) -> None:
        self.passed_over[why] += 1
        if self.passed_over[why] <= SHOWN:
            self.examples.append(f"{quote(fsencode(name), safe='/ ')}: {why}")


def import_archives(
    source: str,
    paths: Sequence[Path],
    *,
    accept: bool = False,
    dry_run: bool = False,
    store: Store | None = None,
    clock: Clock = utc_now,
    progress: Progress = no_progress,
) -> Imported:
    """Bring all items of these archives into the lake, each under the day that it states.

    An item that states no day is of that which its archive gives it. What states neither, or a day to come,
    is passed over, as is what is no item. With ``dry_run`` nothing is written.

    Raises:
        ConfigError: no such source, or file.
        PermanentError: an archive is broken, or beyond bounds: what came before it in the list is not taken
            either.
    """
    store = store or lake()
    asked = config.load_named(source)
    done = Imported()
    known = KnownDays(store.spool(IMPORT), paths, build_version(asked), keeps=not dry_run)
    with store.temporary.folder() as folder:
        spool = Spool(folder)
        for day, one in _sorted(asked, paths, known, done, clock, progress):
            done.days[day] += 1
            if not dry_run:
                spool.add(day, one)
        known.save()
        days = [] if dry_run else spool.days()
        for number, day in enumerate(days, start=1):
            _bring(store, asked, day, spool, done, accept, clock)
            spool.done(day)
            progress("days", number, len(days))
    if not dry_run:
        known.forget()
    return done


def _sorted(
    source: SourceConfig,
    paths: Iterable[Path],
    known: KnownDays,
    done: Imported,
    clock: Clock,
    progress: Progress,
) -> Iterator[tuple[date, Spooled]]:
    """The items with their days, in the order of the archives."""
    items = _read(paths, done, clock)
    today = clock().astimezone(source.zone).date()
    for number, (day, member, spooled) in enumerate(_dated(source, items, known, today), start=1):
        progress("items", number, number)
        if day is None or day > today:
            done.pass_over(member.name, "undated" if day is None else "day_to_come")
        else:
            yield day, spooled


def _dated(
    source: SourceConfig, items: Iterator[tuple[Member, Spooled]], known: KnownDays, today: date
) -> Iterator[tuple[date | None, Member, Spooled]]:
    """Each with its day; those that an earlier try has looked at are not read again."""
    for number, (member, spooled) in zip(range(len(known)), items, strict=False):
        yield known.of(number), member, spooled
    under_way: deque[tuple[Member, Spooled]] = deque()

    def raws() -> Iterator[RawArticle]:
        for one in items:
            under_way.append(one)
            yield _raw(source.name, today, one[1])

    with bounded() as pool:
        for answer in pool.map(partial(stated_day, source, today), raws()):
            member, spooled = under_way.popleft()
            day = None if isinstance(answer, ParseError) else answer
            day = day or (member.at.astimezone(source.zone).date() if member.at else None)
            known.add(day)
            yield day, member, spooled


def _read(paths: Iterable[Path], done: Imported, clock: Clock) -> Iterator[tuple[Member, Spooled]]:
    """The items, each read a little later than the one before it: by that they are ordered for ever."""
    before = datetime.min.replace(tzinfo=UTC)
    for path in paths:
        for member in members(path):
            why = member.why_not or by_name(member.name.partition("/")[2]) or by_content(member.body)
            if why:
                done.pass_over(member.name, why)
                continue
            before = max(clock(), before + TICK)
            yield member, Spooled(name=member.name, body=member.body, read_at=before)


def _raw(source: str, day: date, one: Spooled) -> RawArticle:
    url = f"drop:{source}/{day}/{quote(fsencode(one.name))}"
    return RawArticle(
        link=Link(url=url, origin=IMPORT), kind=Kind.ARTICLE, fetched_at=one.read_at, body=one.body
    )


def _bring(
    store: Store, source: SourceConfig, day: date, spool: Spool, done: Imported, accept: bool, clock: Clock
) -> None:
    """Archive the day's items that raw/ does not hold, and build the day, unless it is built of them."""
    batch = Batch(source.name, day)
    run = Run.new(batch, "import")
    held = {(row["url"], row["payload_sha256"]) for row in read_index(store, batch)}
    raws = (_raw(source.name, day, one) for one in spool.of(day))
    news = (one for one in raws if (one.link.url, sha256(one.body).hexdigest()) not in held)
    journal = Journal.begin(store, run, archive.new_run_id(clock()), clock)
    with journal.timed("fetch"):
        new = archive.archive(store, batch, news, journal.capture_id)
    done.new += new
    built = read_built(store, batch)
    if not new and built and built.raw_version == raw_version(store, batch):
        journal.end()
        return
    journal.facts |= {"new": new, "capturing": False}
    journal.save()
    try:
        build_batch(run, accept=accept, store=store, clock=clock)
    except QualityError as error:
        done.closed[day] = str(error)
