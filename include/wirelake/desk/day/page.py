"""Page of a day of a source."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from wirelake.config import Batch, ExpectFacts
from wirelake.desk.configured import configured
from wirelake.desk.day import articles, rejections
from wirelake.desk.day.articles import ArticleLine, day_articles
from wirelake.desk.day.expectations import Expected, day_expectations
from wirelake.desk.day.rejections import Reason, RejectionLine, day_rejections
from wirelake.desk.day.run import RunTold, newest_run
from wirelake.lake.counts import months_of, read_months
from wirelake.storage import Store

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayPage:
    """Page of a day of a source.

    Attributes:
        source: the source.
        title: what its YAML calls it.
        day: the capture day.
        zone: the source's time zone.
        before: the day before it.
        after: the day after it; None: that has not begun.
        run: the day's newest run; None: it has none.
        articles: a page of its articles, the newest first.
        articles_total: how many it has.
        articles_page: the page's number.
        articles_pages: how many pages there are.
        reasons: for which it kept articles out, the most frequent first.
        reason: the one reason that is shown; "": all.
        rejections: a page of what was kept out.
        rejections_total: how many of these there are.
        rejections_page: the page's number.
        rejections_pages: how many pages there are.
        expectations: what is expected of its rows, and of how many it did not hold.
        may_replay: this user may build the day again.
        told: what was just done, "" where nothing was.
    """

    source: str
    title: str
    day: date
    zone: str
    before: date
    after: date | None
    run: RunTold | None
    articles: tuple[ArticleLine, ...]
    articles_total: int
    articles_page: int
    articles_pages: int
    reasons: tuple[Reason, ...]
    reason: str
    rejections: tuple[RejectionLine, ...]
    rejections_total: int
    rejections_page: int
    rejections_pages: int
    expectations: tuple[Expected, ...]
    may_replay: bool
    told: str


def read_day(
    store: Store,
    batch: Batch,
    now: datetime,
    *,
    page: int = 1,
    rejected_page: int = 1,
    reason: str = "",
    may_replay: bool = False,
    told: str = "",
) -> DayPage:
    """The day, with a page of its articles and of its rejections.

    Raises:
        DamagedError, FormatError: its history/ or rejected/ cannot be read.
    """
    facts = configured().get(batch.source)
    zone = facts.zone if facts else ZoneInfo("UTC")
    lines, total = day_articles(store, batch, zone, now, page)
    refused, run = day_rejections(store, batch, reason, rejected_page), newest_run(store, batch)
    expect = facts.expect if facts else ExpectFacts()
    after = batch.day + DAY
    return DayPage(
        source=batch.source,
        title=facts.title if facts else batch.source,
        day=batch.day,
        zone=zone.key,
        before=batch.day - DAY,
        after=after if after <= now.astimezone(zone).date() else None,
        run=run,
        articles=lines,
        articles_total=total,
        articles_page=page,
        articles_pages=max(1, -(-total // articles.SIZE)),
        reasons=refused.reasons,
        reason=reason,
        rejections=refused.lines,
        rejections_total=refused.total,
        rejections_page=rejected_page,
        rejections_pages=max(1, -(-refused.total // rejections.SIZE)),
        expectations=day_expectations(expect, refused.each, dict(run.warnings) if run else {}),
        may_replay=may_replay,
        told=told,
    )


def latest_day(store: Store, source: str, now: datetime) -> date | None:
    """The source's newest counted day of the last three months; None where it has none."""
    months = read_months(store, months_of(now.date() - 90 * DAY, now.date() + DAY)).get(source, ())
    return max((day for month in months for day in month.days), default=None)
