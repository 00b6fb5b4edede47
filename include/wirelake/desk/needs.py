"""What needs a person, of all sources that one may read: alarms, closed gates, failures, reviews."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from wirelake.alarms.book import Book
from wirelake.desk.judging import FAILURES, Judged, State
from wirelake.desk.takedowns import unfinished
from wirelake.errors import FormatError
from wirelake.lake.decisions.review import read_review
from wirelake.legible import one_line
from wirelake.storage import Store

MOST = 8  # sources that one line names
LONGEST = 300  # characters of what is said of one
MOST_REVIEWED = 50  # sources whose review list is read
SOON = timedelta(days=1)
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Concern:
    """One source that a need is about.

    Attributes:
        source: its name.
        day: the capture day that shows it; None: no single day does.
        why: in a few words.
    """

    source: str
    day: date | None
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """Something that needs a person.

    Attributes:
        title: what it is.
        tone: bad or warn: how it is coloured.
        cure: what to do.
        page: the page below the desk's mount that goes on from here; "" where the days do.
        count: how many sources it is about.
        concerns: some of them.
    """

    title: str
    tone: str
    cure: str
    page: str
    count: int
    concerns: tuple[Concern, ...]


def needs(store: Store, sources: list[Judged], now: datetime) -> tuple[Need, ...]:
    """All of them, the most urgent first."""
    found = [*_stopped(sources), *_alarms(store, sources), *_failures(sources)]
    found += _takedowns(store, sources, now)
    return (*found, *_broken(sources), *_embargoes(sources, now), *_reviews(store, sources))


def _need(title: str, concerns: list[Concern], *, cure: str, tone: str = "bad", page: str = "") -> list[Need]:
    if not concerns:
        return []
    some = tuple(concerns[:MOST])
    return [Need(title=title, tone=tone, cure=cure, page=page, count=len(concerns), concerns=some)]


def _stopped(sources: list[Judged]) -> Iterable[Need]:
    stopped = _concerns(sources, State.STOPPED)
    ran = [one for one in sources if one.latest and one.state is not State.OFF]
    if len(stopped) > 1 and len(stopped) == len(ran):
        cure = "Is the scheduler alive, and are the Dags unpaused? Then backfill the days that are missing."
        return _need("No source has run: the scheduler seems to have stopped", stopped, cure=cure)
    cure = "Unpause the Dag, or look at its last run; then backfill the days that are missing."
    return _need("Days without a run", stopped, cure=cure)


def _alarms(store: Store, sources: list[Judged]) -> Iterable[Need]:
    book = Book(store)
    found: list[Concern] = []
    for one in sources:
        name = one.facts.name
        open_ = sorted(check for check in book.checks(name) if book.state(name, check).is_open)
        if open_:
            day = one.latest.day if one.latest else None
            named = len(found) < MOST  # of the others nobody reads the words
            told = (f"{check}: {book.said(name, check)}" if named else check for check in open_)
            found.append(Concern(source=name, day=day, why=one_line("; ".join(told))[:LONGEST]))
    return _need("Open alarms", found, cure="wirelake alarms tells of each what to do.")


def _failures(sources: list[Judged]) -> Iterable[Need]:
    gate = "Read the day's rejections. Mend the rule or the YAML and replay, or accept the day."
    found = _need("Closed gates", _concerns(sources, State.CLOSED), cure=gate)
    failed = [one for one in sources if one.state is State.FAILED]
    for kind, words in FAILURES.items():
        mine = [one for one in failed if _failure(one) == kind]
        cure = "The run's log in Airflow says what happened; clear the run once it is mended."
        found += _need(f"Failed runs: {words}", _concerns(mine, State.FAILED), cure=cure)
    damaged = _concerns(sources, State.DAMAGED)
    return [*found, *_need("Damaged records of runs", damaged, cure="Run wirelake verify.")]


def _broken(sources: list[Judged]) -> Iterable[Need]:
    cure = "The message names the file, the field and the cure; Airflow shows it as an import error."
    return _need("Sources whose YAML is wrong", _concerns(sources, State.BROKEN), cure=cure)


def _takedowns(store: Store, sources: list[Judged], now: datetime) -> Iterable[Need]:
    """Those that are not at their end, what is overdue first."""
    left = unfinished(store, {one.facts.name for one in sources}, now)
    ranked = sorted(left.items(), key=lambda one: (not one[1][1], one[0]))
    concerns = [Concern(source=name, day=None, why=one_line(why)[:LONGEST]) for name, (why, _) in ranked]
    is_late = any(late for _, late in left.values())
    cure = (
        "The Dag wire_due carries them out within the hour they are due: does it run? The command proves it."
    )
    tone = "bad" if is_late else "warn"
    return _need("Takedowns not finished", concerns, cure=cure, tone=tone, page="/obligations")


def _embargoes(sources: list[Judged], now: datetime) -> Iterable[Need]:
    """Those that end within a day; what ended by now, the hour's round lets go."""
    found = []
    for one in sources:
        newest = one.days[max(one.days)] if one.days else None
        if newest and newest.held_until and now < newest.held_until <= now + SOON:
            why = f"{newest.held} held, the first until {newest.held_until:%Y-%m-%d %H:%M} UTC"
            found.append(Concern(source=one.facts.name, day=newest.day, why=why))
    cure = "The source's next run, or the Dag wire_due within the hour, publishes what was held."
    return _need("Embargoes that end within a day", found, cure=cure, tone="warn", page="/obligations")


def _reviews(store: Store, sources: list[Judged]) -> Iterable[Need]:
    """Of sources whose runs left something for a person."""
    found = []
    for one in [one for one in sources if one.reviewed][:MOST_REVIEWED]:
        day = one.reviewed or date.min
        try:
            open_ = sum(not entry.closed for entry in read_review(store, one.facts.name))
        except FormatError:
            open_ = 0
        if open_ or (one.latest and one.latest.day - day <= WEEK):
            why = f"{open_} on the review list" if open_ else "its run left something for a person"
            found.append(Concern(source=one.facts.name, day=day, why=why))
    cure = "Bind each advisory to its article, or close it with a reason."
    return _need(
        "Kill advisories and writethrus in doubt", found, cure=cure, tone="warn", page="/obligations"
    )


def _concerns(sources: list[Judged], state: State) -> list[Concern]:
    return [
        Concern(source=one.facts.name, day=one.latest.day if one.latest else None, why=one.why)
        for one in sources
        if one.state is state
    ]


def _failure(one: Judged) -> str:
    newest = one.days[max(one.days)]
    told = newest if newest.status == "failed" else one.latest
    return told.failure if told and told.failure in FAILURES else "unexpected"
