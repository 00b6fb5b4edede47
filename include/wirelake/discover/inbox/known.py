"""What raw/ holds of an inbox already: files by name and ETag, so that none is taken twice."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from wirelake.config import Batch
from wirelake.discover.inbox.days import Days
from wirelake.discover.inbox.passing import quoted
from wirelake.discover.search import Search
from wirelake.lake import layout
from wirelake.lake.exchanges import read_indexes
from wirelake.records import Lying

WINDOW = timedelta(days=14)  # what a capture knows of earlier days without a further look
COLUMNS = ("url", "etag", "failure")


class Known:
    """By what earlier captures know of the source's files, within the days that they look back."""

    def __init__(self, search: Search) -> None:
        self._search = search
        self._start = f"drop:{search.source.name}/"
        self._held: set[tuple[str, str | None]] = set()
        for url, seen in search.seen.items():
            self._add(url, seen.etag)

    def holds(self, one: Lying) -> bool:
        """raw/ has the bytes that lie there under this name."""
        return (quoted(one.name), one.etag) in self._held

    def learn(self, due: Iterable[Lying], days: Days) -> None:
        """Look into raw/ of the days that a run of this day does not look back to.

        A file of a day past may have been taken by a later run, and an older one by the run of its day.
        """
        new = {days.of(one) for one in due if not self.holds(one)}
        day = self._search.day
        wanted = {one for one in new if one < day - WINDOW}
        if new and day < min(self._search.source.open_days(self._search.now)):
            wanted |= {day + timedelta(days=ahead) for ahead in range(1, WINDOW.days + 1)}
        for one in sorted(wanted & self._captured()) if wanted else ():
            for row in read_indexes(
                self._search.store, Batch(self._search.source.name, one), COLUMNS, fold=False
            ):
                self._learn(row)

    def _captured(self) -> set[date]:
        names = self._search.store.folders(f"{layout.RAW}/source={self._search.source.name}")
        return {
            date.fromisoformat(name.partition("=")[2]) for name in names if name.startswith("capture_date=")
        }

    def _learn(self, row: Mapping[str, Any]) -> None:
        if row["failure"] is None:
            self._add(row["url"], row["etag"])

    def _add(self, url: str, etag: str | None) -> None:
        if url.startswith(self._start):
            self._held.add((url.split("/", 2)[2], etag))
