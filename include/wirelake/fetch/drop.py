"""Files of a drop folder or an inbox as RawArticles."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from wirelake.records import Kind, Link, RawArticle
from wirelake.storage import Stored

MAX_DROPPED_BYTES = 50_000_000


class Reads(Protocol):
    """What gives the bytes of a file and their ETag: the lake, or an inbox."""

    def read(self, path: str) -> tuple[bytes, str] | None:
        """None where there is no such file."""


def read_dropped(store: Reads, stored: Stored, link: Link, clock: Callable[[], datetime]) -> RawArticle:
    """A file of a drop folder or an inbox as a RawArticle; a failure where it went away since it was listed.

    A file of more than 50 MB is not read at all; one that grew to more meanwhile is not kept. It is dated to
    when it was read, by ``clock``: by when the capture began, it would be older than what another capture
    read before.
    """
    path = stored.path
    answer = store.read(path) if stored.size <= MAX_DROPPED_BYTES else (b"", "")
    fetched_at = clock()
    if answer is None:
        # Renamed by the job that is still writing it: the next capture finds it under its name.
        return _failed(link, fetched_at, "vanished", f"{path} went away or changed while it was read")
    if max(stored.size, len(answer[0])) > MAX_DROPPED_BYTES:
        return _failed(link, fetched_at, "too_large", f"{path}: more than {MAX_DROPPED_BYTES} bytes")
    headers = (("ETag", answer[1]),)  # the store's: by it a later capture knows the file unread
    return RawArticle(link=link, kind=Kind.ARTICLE, fetched_at=fetched_at, body=answer[0], headers=headers)


def _failed(link: Link, fetched_at: datetime, failure: str, detail: str) -> RawArticle:
    return RawArticle(
        link=link, kind=Kind.ARTICLE, fetched_at=fetched_at, failure=failure, failure_detail=detail
    )
