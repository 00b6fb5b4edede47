"""Which of the dates that were found is the article's: the choice, and what it rests on.

A date is never invented: a day stays a day, an instant keeps its zone, and what is refused says why.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from importlib.metadata import version
from zoneinfo import ZoneInfo

from wirelake.config import SourceConfig
from wirelake.evidence.offsets import proven
from wirelake.evidence.url_dates import url_day, url_month
from wirelake.records import Article, DateCandidate, with_changes

AGREE = timedelta(days=1)
ZONE_EDITION = version("tzdata")  # of every process: wirelake/__init__.py
YEARS = range(1900, 2201)
EPOCH = date(1970, 1, 1)  # what a page states whose own date is broken
HAS_A_SAY = 0.5
EARTH = (-11, 14)  # the last and the first zone that a day reaches
STATED = 0.8  # the page, the feed or the wire says it for machines; below that it was read off the page
CONTRADICTS = 0.6  # the least weight that contradicts what is stated: a label, or a day in the address
FUTURE, OTHER_MONTH = "published_in_future", "not_the_month_of_its_address"
MODIFIED = "modified"  # the origin of a date of the last change: it counts only where nothing else stands


def dated(article: Article, source: SourceConfig) -> Article:
    """The article with its published date, instant, precision and origin, and all candidates judged."""
    judged = _judged(article, source)
    voters = [one for one in judged if _votes(one)]
    article = with_changes(article, date_candidates=tuple(judged))
    if not voters:
        changed = [one for one in judged if one.origin == MODIFIED and not one.refused]
        return _stating(article, changed[0], source) if changed else article
    best = voters[0]
    agreeing = [one for one in voters if abs(utc_day(one) - utc_day(best)) <= AGREE]
    refuted = any(one.refused in (FUTURE, OTHER_MONTH) and one.weight >= CONTRADICTS for one in judged)
    others = [one for one in voters if one not in agreeing and _contradicts(one, best, judged)]
    if refuted or others or not _within(best, _month(article)):
        article = with_changes(article, quality_flags=(*article.quality_flags, "dates_contradict"))
    return _stating(article, _timed(best, agreeing, source), source)


def utc_day(candidate: DateCandidate) -> date:
    """The stated day, or the day of the stated instant in UTC."""
    if candidate.precision == "day":
        return date.fromisoformat(candidate.value)
    return datetime.fromisoformat(candidate.value).astimezone(UTC).date()


def _contradicts(candidate: DateCandidate, best: DateCandidate, judged: Sequence[DateCandidate]) -> bool:
    """Whether a voter of another day contradicts the best, not merely differs from it.

    What is read off the page may be of something else where nothing says what it is, and it may be the day
    of the last change, where the page states that too.
    """
    if best.weight >= STATED and candidate.weight < CONTRADICTS:
        return False
    changes = [utc_day(one) for one in judged if one.origin == MODIFIED and not one.refused]
    return candidate.weight >= STATED or all(abs(utc_day(candidate) - day) > AGREE for day in changes)


def local_date(instant: datetime | None, day: date, zone: ZoneInfo) -> date:
    """The date in the source's zone; where no instant is known, the day that was stated."""
    return instant.astimezone(zone).date() if instant else day


def _stating(article: Article, best: DateCandidate, source: SourceConfig) -> Article:
    instant = None if best.precision == "day" else datetime.fromisoformat(best.value).astimezone(UTC)
    best_day = utc_day(best)
    return with_changes(
        article,
        published_at=instant,
        published_date=best_day,
        published_precision=best.precision,
        local_date=local_date(instant, best_day, source.zone),
        zone_edition=ZONE_EDITION if instant else None,
        date_source=best.origin,
        date_confidence=best.weight,
    )


def _timed(best: DateCandidate, agreeing: Sequence[DateCandidate], source: SourceConfig) -> DateCandidate:
    """The candidate itself, or where it states a day alone an instant of that day, a zoned one first.

    A stated midnight is how software writes a day, so it yields to another time of that day too.
    """
    if not _is_day(best):
        return best
    instants = [one for one in agreeing if not _is_day(one)]
    exact = [one for one in instants if _of_day(one, best, source)] or [
        one for one in instants if _of_day_somewhere(one, best)
    ]
    return min(exact, key=lambda one: one.zone_assumed is not None, default=best)


def _is_day(candidate: DateCandidate) -> bool:
    return candidate.precision == "day" or datetime.fromisoformat(candidate.value).time() == time()


def _of_day(candidate: DateCandidate, day: DateCandidate, source: SourceConfig) -> bool:
    """Whether an instant is of a day: in UTC, in its own zone or in the source's."""
    moment = datetime.fromisoformat(candidate.value)
    days = (utc_day(candidate), moment.date(), moment.astimezone(source.zone).date())
    return datetime.fromisoformat(day.value).date() in days


def _of_day_somewhere(candidate: DateCandidate, day: DateCandidate) -> bool:
    """Whether it was that day anywhere when what is stated for machines says that the article was published.

    A page that states 2018-12-20 and 2018-12-21T02:40:26Z was published on an evening in America.
    """
    moment = datetime.fromisoformat(candidate.value).astimezone(UTC)
    anywhere = [(moment + timedelta(hours=hours)).date() for hours in EARTH]
    return candidate.weight >= STATED and datetime.fromisoformat(day.value).date() in anywhere


def _judged(article: Article, source: SourceConfig) -> list[DateCandidate]:
    """All candidates, each once, the weightiest first, with zones settled and refusals noted."""
    found = list(article.date_candidates)
    addresses = [one for one in (article.canonical_url, article.url) if one]
    found += [stated for one in addresses if (stated := url_day(one))][:1]
    unique: dict[tuple[str, str, str], DateCandidate] = {}
    for one in map(_plausible, found):
        unique.setdefault((one.origin, one.value, one.raw), one)
    ordered = sorted(unique.values(), key=lambda one: -one.weight)
    told = [_refuted(_zoned(one, source), article) for one in proven(ordered)]
    late = [one for one in told if _votes(one) and _ahead(one, article)]
    if len(late) == sum(map(_votes, told)):  # nothing else stands: the expectations reject the record
        return told
    return [replace(one, refused=FUTURE) if one in late else one for one in told]


def _votes(candidate: DateCandidate) -> bool:
    return not candidate.refused and candidate.weight >= HAS_A_SAY and candidate.origin != MODIFIED


def _plausible(candidate: DateCandidate) -> DateCandidate:
    day = datetime.fromisoformat(candidate.value).date()
    if candidate.refused or (day.year in YEARS and abs(day - EPOCH) > AGREE):
        return candidate
    return replace(candidate, refused="implausible_date")


def _zoned(candidate: DateCandidate, source: SourceConfig) -> DateCandidate:
    """Local time without a zone is the source's local time, and says that this was assumed.

    A midnight without a zone is a day.
    """
    if candidate.precision == "day":
        return candidate
    moment = datetime.fromisoformat(candidate.value)
    if moment.tzinfo is not None:
        return candidate
    if moment.time() == time():
        return replace(candidate, value=moment.date().isoformat(), precision="day")
    return replace(
        candidate, value=moment.replace(tzinfo=source.zone).isoformat(), zone_assumed=source.timezone
    )


def _refuted(candidate: DateCandidate, article: Article) -> DateCandidate:
    """What was read off the page has no say against the month in the address: /2026/03/slug."""
    if (
        candidate.weight >= STATED
        or candidate.origin == MODIFIED
        or candidate.refused
        or _within(candidate, _month(article))
    ):
        return candidate
    return replace(candidate, refused=OTHER_MONTH)


def _month(article: Article) -> tuple[int, int] | None:
    return url_month(article.canonical_url or article.url or "")


def _within(candidate: DateCandidate, month: tuple[int, int] | None) -> bool:
    day = utc_day(candidate)
    return month is None or any((one.year, one.month) == month for one in (day, day - AGREE, day + AGREE))


def _ahead(candidate: DateCandidate, article: Article) -> bool:
    """Beyond a day after the article was first seen; the expectations reject a record of such a date."""
    return utc_day(candidate) - article.first_seen_at.astimezone(UTC).date() > AGREE
