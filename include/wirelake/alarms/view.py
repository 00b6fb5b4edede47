"""What a check looks at: one source's capture days, as its runs told of them, its YAML, and the time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from statistics import median

from wirelake.config import SourceConfig

LIKE = 8  # like weekdays; fewer say nothing
URGENT = frozenset({"kills", "store"})  # checks of which people hear every hour, as what is critical
SPREAD = 1.4826  # × the median deviation: the standard deviation, where values are spread normally


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What history/ of a capture day holds: articles, their median length in words, fields that they lack."""

    articles: int
    words: float
    missing: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A capture day, by the newest run that built or tried it; the counts are those of its last success.

    ``news_at`` is when something new came last under this day; None where nothing did. ``published`` is the
    newest published date that was written. ``measure`` is None where nobody has measured it. ``lived`` says
    that its first run looked while it lasted, or just after; a backfill finds much under one day, and nothing
    under another. ``runs`` is how many runs tell of it. ``listed`` links stood in its lists, of which
    ``matched`` fit what the YAML asks for; ``lost`` is what may be missing, in the run's words. Where it
    ``holds``, embargoes kept articles back when it ended.
    """

    day: date
    status: str = "success"  # success, skipped or failed
    failure: str | None = None
    summary: str = ""
    mode: str = "run"
    began: datetime
    ended: datetime
    lived: bool = True
    news_at: datetime | None = None
    published: date | None = None
    items: int = 0  # articles, media and packages
    known: int = 0  # links that raw/ held already
    rejected: int = 0
    captured: int = 0
    reasons: Mapping[str, int] = field(default_factory=dict)
    flags: Mapping[str, int] = field(default_factory=dict)
    failures: Mapping[str, int] = field(default_factory=dict)
    gaps: tuple[str, ...] = ()  # those that speak of lists and the quota
    measure: Measure | None = None
    runs: int = 1
    listed: int = 0
    matched: int = 0
    lost: Sequence[str] = ()
    holds: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """A disk that wirelake writes to: what lies there, bytes and the share of its inodes that are free."""

    of: str
    free: int
    total: int
    inodes: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What the lake says beside its runs.

    Attributes:
        refused: why the lake cannot be written; "" where it can, or nobody tried.
        rooms: the disks of the lake and of this host's temporary files.
        killed: articles that articles/ still shows, with the instant at which their takedown was received.
        unread: since when something received waits to be built; None: nothing does.
        held: articles that embargoes keep back, with since when, and their end; None where none can be read.
    """

    refused: str = ""
    rooms: Sequence[Room] = ()
    killed: Mapping[str, datetime] = field(default_factory=dict)
    unread: datetime | None = None
    held: Mapping[str, tuple[datetime, datetime | None]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """One cause. ``check`` and ``about``, such as a class of failures, say whether two are of one cause.

    ``shared`` causes, such as the network, are one incident where several sources have them.
    """

    check: str
    about: str = ""
    message: str
    cure: str
    shared: bool = False

    @property
    def is_urgent(self) -> bool:
        """People hear of it every hour."""
        return self.check in URGENT


@dataclass(frozen=True)
class View:
    """A source's ``days``, oldest first, at ``now``, which has a zone, and how it stands in the lake."""

    source: SourceConfig
    days: Sequence[Day]
    now: datetime
    standing: Standing = Standing()

    @cached_property
    def today(self) -> date:
        """The open day, in the source's zone."""
        return self.now.astimezone(self.source.zone).date()

    @cached_property
    def closed(self) -> list[Day]:
        """Days that are over and were built; of the open one nothing is concluded."""
        return [one for one in self.days if one.day < self.today and one.status == "success"]

    @property
    def judged(self) -> Day | None:
        """The newest day that is over, where it was built and is one of the last three."""
        newest = self.closed[-1] if self.closed else None
        return newest if newest and self.today - newest.day <= timedelta(days=3) else None

    @property
    def newest(self) -> Day | None:
        """The newest day that any run told of."""
        return self.days[-1] if self.days else None

    def before(self, day: Day) -> list[Day]:
        """The built days before that one."""
        return [one for one in self.closed if one.day < day.day]


def band(values: Sequence[float]) -> tuple[float, float] | None:
    """Median and spread of them; None of fewer than LIKE."""
    if len(values) < LIKE:
        return None
    middle = median(values)
    return middle, SPREAD * median(abs(one - middle) for one in values)


def is_beyond(count: int, total: int, usual: float) -> bool:
    """So many of all are far more than the usual share would give by chance."""
    expected = usual * total
    chance: float = (expected * (1 - usual)) ** 0.5
    return count > expected + 5 * chance + 3
