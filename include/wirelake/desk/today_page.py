"""Page Today: how every source stands, what needs a person, and the last days of each."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from wirelake.desk.charts import bars, width
from wirelake.desk.configured import Facts, configured
from wirelake.desk.grid import Cell, GridDay, GridMonth, cells, days_shown, head
from wirelake.desk.judging import LOOK_BACK, Judged, Judgements, State
from wirelake.desk.needs import Need, needs
from wirelake.lake.counts import months_of, read_months
from wirelake.storage import Store

DAY = timedelta(days=1)
SPARK = 30  # days of the small chart
MOST_CELLS = 1500  # of one page
MOST_SOURCES = 50
ORDER = ("bad", "warn", "good", "calm")
_judgements = Judgements()  # of this process; each holds by what it was made of


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """A source as it stands.

    Attributes:
        name: the source.
        title: what its YAML calls it.
        state: in one word.
        tone: good, warn, bad or calm: how the state is coloured.
        why: what is behind the word, "" where all is well.
        day: its latest day that is over; None: it has no run.
        last_at: when its newest article was published.
        last_ago: how long ago that is.
        rhythm: from one article to the next, on a usual day; None: not known.
        articles: of that day.
        usual: the median of articles on the same weekday; None of a new source.
        spark: the path of a chart of the last 30 days.
        spark_width: the chart's width.
        share_rejected: of all that was read on that day.
        latency: from publication to our having it, the median; None: not known.
        cells: its row of the grid.
    """

    name: str
    title: str
    state: str
    tone: str
    why: str
    day: date | None
    last_at: datetime | None
    last_ago: timedelta | None
    rhythm: timedelta | None
    articles: int | None
    usual: float | None
    spark: str
    spark_width: int
    share_rejected: float | None
    latency: timedelta | None
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StateCount:
    """How many sources are in one state.

    Attributes:
        state: the word.
        tone: good, warn, bad or calm.
        count: how many.
    """

    state: str
    tone: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """Page Today.

    Attributes:
        now: the instant of which it tells.
        lake: the lake's address.
        needs: what needs a person.
        states: how many sources are in each state, of those that the search finds.
        state: the one state that is shown; "": all.
        query: what was searched for in names and titles; "": nothing.
        source: the one source that is shown; "": all.
        rows: the sources of this page.
        months: the months above the grid.
        days: the days above the grid.
        last: the last day of the grid.
        earlier: the last day of the grid before this one.
        later: of the grid after this one; None: this one is the latest.
        count: how many days the grid has.
        total: how many sources are found.
        known: how many sources this user may read.
        page: this page's number, from 1 on.
        pages: how many there are.
    """

    now: datetime
    lake: str
    needs: tuple[Need, ...]
    states: tuple[StateCount, ...]
    state: str
    query: str
    source: str
    rows: tuple[SourceRow, ...]
    months: tuple[GridMonth, ...]
    days: tuple[GridDay, ...]
    last: date
    earlier: date
    later: date | None
    count: int
    total: int
    known: int
    page: int
    pages: int


def read_today(
    store: Store,
    readable: Collection[str],
    now: datetime,
    *,
    query: str = "",
    state: str = "",
    source: str | None = None,
    last: date | None = None,
    count: int = 30,
    page: int = 1,
) -> Today:
    """How the sources stand that are in ``readable``: of a page of them, those that are searched for.

    Args:
        query: a part of names or titles.
        state: one word of ``State``, to be shown alone.
        source: this source alone.
        last: the last day of the grid; None: today in UTC.
        count: days of the grid.
    """
    today = now.date()
    last = min(last or today, today + DAY)
    all_ = _judged(store, readable, now, min(last - DAY * count, today - LOOK_BACK), max(last, today))
    found = [one for one in all_ if _is_asked(one, query, source)]
    shown = [one for one in found if state in ("", one.state)]
    size = max(1, min(MOST_SOURCES, MOST_CELLS // count))
    pages = max(1, -(-len(shown) // size))
    page = min(page, pages)
    days = days_shown(last, count)
    months, heads = head(days)
    rows = [_row(one, days, now) for one in shown[(page - 1) * size : page * size]]
    return Today(
        now=now,
        lake=store.uri,
        needs=needs(store, found, now),
        states=_states(found),
        state=state,
        query=query,
        source=source or "",
        rows=tuple(rows),
        months=months,
        days=heads,
        last=last,
        earlier=last - DAY * count,
        later=min(last + DAY * count, today) if last < today else None,
        count=count,
        total=len(shown),
        known=len(all_),
        page=page,
        pages=pages,
    )


def _judged(store: Store, readable: Collection[str], now: datetime, first: date, last: date) -> list[Judged]:
    """The sources that have a YAML or a run, by name."""
    counted = read_months(store, months_of(first, last))
    facts = configured()
    names = sorted((facts.keys() | counted.keys()) & set(readable))
    known = {name: facts.get(name) or _unknown(name) for name in names}
    return [_judgements.judged(one, counted.get(name, ()), now) for name, one in known.items()]


def _unknown(name: str) -> Facts:
    """Of a source that has runs and, by now, no YAML."""
    return Facts(name=name, title=name, zone=ZoneInfo("UTC"), enabled=False)


def _is_asked(one: Judged, query: str, source: str | None) -> bool:
    if source is not None:
        return one.facts.name == source
    asked = query.casefold()
    return asked in one.facts.name or asked in one.facts.title.casefold()


def _states(found: list[Judged]) -> tuple[StateCount, ...]:
    counted = Counter(one.state for one in found)
    ranked = sorted(State, key=lambda one: ORDER.index(one.tone))
    return tuple(StateCount(state=one, tone=one.tone, count=counted[one]) for one in ranked if counted[one])


def _row(one: Judged, days: list[date], now: datetime) -> SourceRow:
    latest = one.latest
    newest = latest.day if latest else now.date()
    recent = [one.days.get(day) for day in days_shown(newest, SPARK)]
    latency = latest.latency if latest else None
    return SourceRow(
        name=one.facts.name,
        title=one.facts.title,
        state=one.state,
        tone=one.state.tone,
        why=one.why,
        day=latest.day if latest else None,
        last_at=one.last_at,
        last_ago=now - one.last_at if one.last_at else None,
        rhythm=DAY / one.daily if one.daily else None,
        articles=latest.articles if latest else None,
        usual=one.usual,
        spark=bars([day.articles if day else None for day in recent]),
        spark_width=width(SPARK),
        share_rejected=latest.share_rejected if latest else None,
        latency=timedelta(seconds=latency) if latency is not None else None,
        cells=cells(one, days, now),
    )
