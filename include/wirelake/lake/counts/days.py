"""A capture day in numbers, and the days of a month as they are kept."""

from datetime import date, datetime

from pydantic import BaseModel, ConfigDict


class DayCounts(BaseModel):
    """A source's capture day. ``status`` and ``failure`` are of its newest run, counts of its last success.

    Attributes:
        run_id: the newest run's.
        mode: the newest run's: run, poll or replay.
        status: success, skipped, failed, or unreadable where its row is damaged.
        failure: of a failed run, what failed, in the words of ``runs.failure``.
        began: when the newest run began.
        ended: when it ended.
        runs: how many the day has had.
        articles: versions of articles in history/.
        others: pictures and packages.
        rejected: rows of rejected/, but for what was taken down, or is not wanted (``keep``, ``drop``).
        captured: exchanges of raw/.
        duplicates: of those, which repeated another.
        gaps: what may be missing, as many as the newest run tells.
        review: what the newest run left for a person, embargoes aside.
        held: articles that embargoes held as it ended.
        held_until: when the first of these ends; None where no end is known.
        newest_at: the newest instant of publication in the day; None where none is known.
        latency: seconds from publication to our having it, the median; None of a day that was backfilled.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    day: date
    run_id: str
    mode: str = "run"
    status: str
    failure: str | None = None
    began: datetime
    ended: datetime
    runs: int = 1
    articles: int = 0
    others: int = 0
    rejected: int = 0
    captured: int = 0
    duplicates: int = 0
    gaps: int = 0
    review: int = 0
    held: int = 0
    held_until: datetime | None = None
    newest_at: datetime | None = None
    latency: float | None = None

    @property
    def share_rejected(self) -> float | None:
        """Of all that was read, None where nothing was."""
        total = self.articles + self.others + self.rejected
        return self.rejected / total if total else None


class Month(BaseModel):
    """The days of one source in one month."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    days: dict[date, DayCounts] = {}
