"""The day that an item states, in its source's zone; and what of that is kept between two tries."""

import hashlib
from array import array
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from wirelake.bounded.reading import cleaned
from wirelake.config import SourceConfig
from wirelake.errors import ConfigError
from wirelake.records import RawArticle, Rejection

EACH = 1_000  # days are kept after so many items


def stated_day(source: SourceConfig, today: date, raw: RawArticle) -> date | None:
    """The day on which the wire issued the first item that states one; runs in a bounded process.

    That is the day of its version, else that of its publication: a correction is of the day on which it came.
    """
    found = cleaned(source, raw)
    for article in [] if isinstance(found, Rejection) else found:
        instants = (at for at in (article.version_created, article.published_at) if at)
        stated = [at.astimezone(source.zone).date() for at in instants]
        stated += [article.published_date] if article.published_date else []
        if day := next((one for one in stated if one <= today), None):
            return day
    return None


class KnownDays:
    """The day of each item that an earlier try of the same import looked at, by its number; no text.

    Of folders nothing is kept: which files they held then is not known.

    Raises:
        ConfigError: there is no such file or folder, or it may not be read.
    """

    def __init__(self, folder: Path, paths: Sequence[Path], rules: str, *, keeps: bool = True) -> None:
        told = [rules]
        for path in paths:
            try:
                about = path.stat()
            except OSError as error:
                raise ConfigError(f"{path}: there is no such file or folder: {error.strerror}") from error
            told.append(f"{path.resolve()} {about.st_size} {about.st_mtime_ns}")
        self._keeps = keeps and not any(path.is_dir() for path in paths)
        self._path = folder / f"{hashlib.sha256(chr(10).join(told).encode()).hexdigest()[:16]}.days"
        self._days = array("l")
        if self._keeps and self._path.exists():
            data = self._path.read_bytes()
            self._days.frombytes(data[: len(data) // self._days.itemsize * self._days.itemsize])
        self._kept = len(self._days)

    def __len__(self) -> int:
        return len(self._days)

    def of(self, number: int) -> date | None:
        """The day of an item that was looked at; None where it states none."""
        return date.fromordinal(self._days[number]) if self._days[number] else None

    def add(self, day: date | None) -> None:
        """That of the next item."""
        self._days.append(day.toordinal() if day else 0)
        if len(self._days) - self._kept >= EACH:
            self.save()

    def save(self) -> None:
        if not self._keeps:
            return
        with self._path.open("r+b" if self._path.exists() else "wb") as file:
            file.seek(self._kept * self._days.itemsize)
            file.truncate()
            file.write(self._days[self._kept :].tobytes())
        self._kept = len(self._days)

    def forget(self) -> None:
        """The import has come to its end."""
        self._path.unlink(missing_ok=True)
