"""Files of a drop folder as RawArticles."""

from datetime import datetime

from wirelake.errors import StorageError
from wirelake.records import Kind, Link, RawArticle
from wirelake.storage import Store

MAX_DROPPED_BYTES = 50_000_000


def read_dropped(store: Store, path: str, link: Link, fetched_at: datetime) -> RawArticle:
    """A file of a drop folder as a RawArticle.

    Raises:
        StorageError: it went away since it was listed, or cannot be read.
    """
    answer = store.read(path)
    if answer is None:
        raise StorageError(f"{path} left the drop folder while it was read")
    body = answer[0]
    if len(body) > MAX_DROPPED_BYTES:
        return RawArticle(
            link=link,
            kind=Kind.ARTICLE,
            fetched_at=fetched_at,
            failure="too_large",
            failure_detail=f"{path}: {len(body)} bytes, more than {MAX_DROPPED_BYTES}",
        )
    return RawArticle(link=link, kind=Kind.ARTICLE, fetched_at=fetched_at, body=body)
