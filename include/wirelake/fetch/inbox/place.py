"""What every place does in which files may lie: list them, give their bytes, put one away."""

from datetime import UTC, datetime
from typing import Protocol

from wirelake.records import Lying

MAX_ENTRIES = 100_000  # of one list; what lies behind them comes once these are moved or deleted
FOLDER, LINK, OTHER = "a folder", "a symbolic link", "not a file"


class Place(Protocol):
    """A flat folder of somebody else.

    Every method raises FetchError where the place cannot be had now, and AccessError where it refused us.
    """

    url: str

    def look(self) -> list[Lying]:
        """What lies there, by name; one more than MAX_ENTRIES where more does."""

    def read(self, lying: Lying) -> bytes | None:
        """The bytes of the file; None where it is not there any more, or another by now."""

    def put_away(self, lying: Lying, folder: str | None) -> bool:
        """Move the file into a folder below the inbox, or delete it; False where it is another by now."""

    def close(self) -> None:
        """Let go of the connection."""


def etag_of(modified: float, size: int) -> str:
    """The ETag of a file whose server knows none; ``modified`` in seconds since 1970, as exact as it is."""
    return f"{modified:.6f}-{size:x}"


def moment(seconds: float) -> datetime | None:
    """The time in UTC; None where no calendar has it."""
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None
