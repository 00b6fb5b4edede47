"""Until when an embargo in local time holds: ``<embargoed>2012-05-04T06:00:00</embargoed>``.

Whose six o'clock that is decides whether the article goes out at the hour or hours too early. So of what the
words may mean the latest instant counts, and the record says that it was so read.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from wirelake.config import SourceConfig
from wirelake.records import Article

FARTHEST_WEST = timezone(timedelta(hours=-12))
STATED = 0.9  # the weight of what an item's own elements state, and not its text
A_DAY = timedelta(days=1)
ASSUMED = "embargo_zone_assumed"  # read in the zone of the source's YAML, or of the item's other times
UNKNOWN = "embargo_zone_unknown"  # nothing states a zone: held until the clock of UTC-12 shows the time
AMBIGUOUS = "embargo_ambiguous"  # a clock shows that time twice, or never: the later instant is taken
NEVER = datetime.max.replace(tzinfo=UTC)


def held(article: Article, source: SourceConfig) -> Article:
    """The article with the last instant that an end of its embargo may mean, where one is in local time.

    The zone is the source's where its YAML states one, else that of the item's other times, else UTC-12.
    A time in UTC names no zone: it is what machines write wherever they stand.
    """
    if not article.embargo_ends:
        return article
    ends, flags = [], dict.fromkeys(article.quality_flags)
    for end in article.embargo_ends:
        readings = {end} if end.tzinfo else set(_readings(end, article, source))
        if not end.tzinfo:
            flags[ASSUMED if readings else UNKNOWN] = None
        if len(readings) > 1:
            flags[AMBIGUOUS] = None
        ends.append(max(readings, default=_utc(end.replace(tzinfo=FARTHEST_WEST))))
    return replace(article, embargoed_until=max(ends), quality_flags=tuple(flags))


def _readings(end: datetime, article: Article, source: SourceConfig) -> Iterator[datetime]:
    """The instants that the local time may be; none where nothing states a zone."""
    if "timezone" in source.model_fields_set:
        yield from _at(end, source.zone)
    elif stamp := _zoned(article):
        if abs(end - stamp.replace(tzinfo=None)) <= A_DAY:
            yield _utc(end.replace(tzinfo=stamp.tzinfo))
        else:  # summer time may begin or end in between, in one zone of that offset and not in another
            yield from {one for zone in _zones_at(stamp) for one in _at(end, zone)}


def _at(end: datetime, zone: ZoneInfo) -> set[datetime]:
    return {_utc(end.replace(tzinfo=zone, fold=fold)) for fold in (0, 1)}


def _zoned(article: Article) -> datetime | None:
    """The item's weightiest time with an offset that is a zone's."""
    stated = (one for one in article.date_candidates if one.weight >= STATED and not one.refused)
    moments = (datetime.fromisoformat(one.value) for one in stated if one.precision != "day")
    return next((one for one in moments if one.utcoffset()), None)


@lru_cache(maxsize=256)
def _zones_at(stamp: datetime) -> tuple[ZoneInfo, ...]:
    """All zones whose clocks show this time with this offset at that instant."""
    zones = (ZoneInfo(name) for name in sorted(available_timezones()))
    return tuple(one for one in zones if stamp.astimezone(one).utcoffset() == stamp.utcoffset())


def _utc(moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC)
    except OverflowError:  # the year 9999
        return NEVER
