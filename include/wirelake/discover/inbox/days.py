"""Of which day a file of an inbox is, and which run takes it."""

from datetime import date

from wirelake.discover.search import Search
from wirelake.lake.reading import picked, read_days
from wirelake.records import Lying


class Days:
    """A file's day is that of its receipt, in the source's zone.

    A run takes its day's files. That of an open day (today's or yesterday's) takes besides what is of an
    earlier day whose own run will not come for it any more: it came late, or with an old time.
    """

    def __init__(self, search: Search) -> None:
        self._search = search
        self._open = search.source.open_days(search.now)
        self._over: dict[date, bool] = {}

    def of(self, one: Lying) -> date:
        """Its day; of what has no time the run's. A time in a day to come is of a clock ahead of ours."""
        if one.modified is None:
            return self._search.day
        return min(one.modified.astimezone(self._search.source.zone).date(), max(self._open))

    def is_told(self, one: Lying) -> bool:
        """This is the run that names it, where it is passed over."""
        return self.of(one) == self._search.day

    def is_due(self, one: Lying) -> bool:
        """This run takes it."""
        day = self.of(one)
        if day >= self._search.day or self._search.day not in self._open:
            return day == self._search.day
        return self._is_over(day)

    def _is_over(self, day: date) -> bool:
        """The day is open no more, or its daily run has ended."""
        if day not in self._open:
            return True
        if day not in self._over:
            source = self._search.source.name
            wanted = picked("runs", ["mode"])
            rows = read_days(self._search.store, "runs", day, day, source=source, wanted=wanted)
            self._over[day] = "run" in rows["mode"].to_pylist()
        return self._over[day]
