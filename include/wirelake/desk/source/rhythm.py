"""When a source publishes, over the week, and how much it brought on its last days."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from zoneinfo import ZoneInfo

from wirelake.desk.charts import bars, width
from wirelake.desk.grid import days_shown
from wirelake.desk.judging import Judged
from wirelake.desk.source.days import DayActs

SHOWN = 90  # days of its past
NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
HOURS = range(24)


@dataclass(frozen=True, slots=True, kw_only=True)
class Weekday:
    """A day of the week.

    Attributes:
        name: as Monday.
        usual: the median of articles on it, of the days that are counted; None: none is.
        hours: the path of a chart of its articles by the hour of publication, in the source's zone.
        busiest: the hour that has most of them; None: of none an hour is known.
    """

    name: str
    usual: float | None
    hours: str
    busiest: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """The last days of a source.

    Attributes:
        first: the first of them.
        last: the last.
        width: of both charts.
        volume: the path of a chart of articles a day.
        rejected: the path of a chart of the share that was rejected.
        articles: of all of them.
        refused: how many were rejected.
        share: of all that was read, rejected; None where nothing was.
        failed: days whose newest run failed.
        missing: days after its first run that have none.
    """

    first: date
    last: date
    width: int
    volume: str
    rejected: str
    articles: int
    refused: int
    share: float | None
    failed: int
    missing: int


def week_of(one: Judged, acts: Sequence[DayActs], zone: ZoneInfo) -> tuple[Weekday, ...]:
    """Monday to Sunday: what is usual by the counts, the hours by the last capture days."""
    built = [day for day in one.days.values() if day.status == "success"]
    hours: Counter[tuple[int, int]] = Counter()
    for day in acts:
        for at, count in day.quarters.items():
            here = at.astimezone(zone)
            hours[here.weekday(), here.hour] += count
    most = max(hours.values(), default=0)
    found = []
    for number, name in enumerate(NAMES):
        volumes = [day.articles for day in built if day.day.weekday() == number]
        values = [hours[number, hour] for hour in HOURS]
        found.append(
            Weekday(
                name=name,
                usual=float(median(volumes)) if volumes else None,
                hours=bars(values, most),
                busiest=values.index(max(values)) if any(values) else None,
            )
        )
    return tuple(found)


def past_of(one: Judged, last: date) -> Past:
    """The days up to and with the last."""
    days = days_shown(last, SHOWN)
    known = [one.days.get(day) for day in days]
    ran = [day for day in known if day]
    articles, refused = sum(day.articles for day in ran), sum(day.rejected for day in ran)
    total = articles + refused + sum(day.others for day in ran)
    first = min(one.days, default=last)
    return Past(
        first=days[0],
        last=days[-1],
        width=width(SHOWN),
        volume=bars([day.articles if day else None for day in known]),
        rejected=bars([day.share_rejected if day else None for day in known], 1.0),
        articles=articles,
        refused=refused,
        share=refused / total if total else None,
        failed=sum(day.status == "failed" for day in ran),
        missing=sum(day >= first and day not in one.days for day in days[:-1]),
    )
