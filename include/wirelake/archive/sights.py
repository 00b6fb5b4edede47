"""What earlier captures know of a source's links: the seen-index, made from the indexes of raw/."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from itertools import takewhile

from wirelake.config import Batch
from wirelake.lake.exchanges import Row, Sight, indexes_of, link_of, read_indexes
from wirelake.lake.reading import READERS
from wirelake.records import GONE, Kind, Seen
from wirelake.storage import Store

DAYS = 14
MISSING = "http_404"
COLUMNS = (
    "record_id", "record_type", "refers_to", "kind", "url", "canonical_url", "origin", "guid", "link_title",
    "link_published", "link_updated", "fetched_at", "failure", "etag", "last_modified", "payload_sha256",
    "warc_file", "offset",
)  # fmt: skip


def seen(store: Store, source: str, day: date, days: int = DAYS) -> dict[str, Sight]:
    """Canonical URL (else url) → what the capture days from ``day - days`` to ``day`` know of that link.

    Only links that were received at least once; feeds, sitemaps and pages of links too, for their own
    validators.

    Raises:
        FormatError: an index cannot be read.
    """
    listed = indexes_of(store, source, day - timedelta(days=days), day)
    looks: dict[str, list[tuple[Batch, Row]]] = {}

    def read(day: date) -> tuple[Batch, list[Row]]:
        batch = Batch(source, day)
        return batch, read_indexes(store, batch, COLUMNS, listed=listed[day])

    with ThreadPoolExecutor(READERS) as pool:
        for batch, rows in pool.map(read, listed):
            for row in rows:
                looks.setdefault(row["canonical_url"] or row["url"], []).append((batch, row))
    found = {}
    for key, mine in looks.items():
        mine.sort(key=lambda look: (look[1]["fetched_at"], look[1]["warc_file"], look[1]["offset"]))
        good = [look for look in mine if look[1]["failure"] is None]
        if good:
            found[key] = _sight(*good[-1], [row for _, row in mine])
    return found


def _sight(batch: Batch, row: Row, looks: list[Row]) -> Sight:
    """Of these looks, the newest good one is ``row``."""
    ref = row["refers_to"] if row["record_type"] == "revisit" else row["record_id"]
    moments = tuple(look["fetched_at"] for look in looks)
    since = looks[looks.index(row) + 1 :]
    missing = takewhile(lambda look: look["failure"] == MISSING, reversed(since))
    return Sight(
        seen=Seen(
            raw_ref=ref if "#" in ref else f"{batch}#{ref}",
            fetched_at=row["fetched_at"],
            payload_sha256=row["payload_sha256"],
            etag=row["etag"],
            last_modified=row["last_modified"],
        ),
        link=link_of(row),
        kind=Kind(row["kind"]),
        first_at=moments[0],
        looks=moments,
        missing=tuple(look["fetched_at"] for look in missing)[::-1],
        is_gone=any(look["failure"] == GONE for look in since),
    )
