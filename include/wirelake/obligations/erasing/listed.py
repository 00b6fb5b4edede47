"""Lists that name an article after it was taken down: feeds show for days what they showed once."""

from datetime import datetime, timedelta

from wirelake import config
from wirelake.archive import Kill, redacting
from wirelake.bounded.pool import bounded
from wirelake.config import Batch
from wirelake.lake import kept
from wirelake.lake.decisions.manifests import read_manifests
from wirelake.lake.exchanges import Row, read_index
from wirelake.obligations.erasing.killed_text import KilledText, kills
from wirelake.records import Kind
from wirelake.sentences import Sentences
from wirelake.storage import Store

WORDLESS = KilledText(sentences=Sentences())
LISTED = timedelta(days=30)  # no list shows an article for longer, or so we say


def free_lists(store: Store, batch: Batch, now: datetime) -> None:
    """What the batch's lists say of articles whose takedown is done: received later, they name them still.

    Their words are kept nowhere by then: an entry goes by the id or the address that it states.
    """

    manifests = read_manifests(store, batch.source).values()
    recent = [one for one in manifests if one.erased_at and not one.revoked_at and now - one.at < LISTED]
    rows = read_index(store, batch) if recent else []
    source = config.load_named(batch.source)
    due = [kill for kill in kills(store, source, [(one, WORDLESS) for one in recent]) if _names(kill, rows)]
    if due:
        is_freed = False

        def before() -> None:  # should this run die, no other comes back for what is kept of them
            nonlocal is_freed
            is_freed = True
            kept.forget(store, batch.source)

        with redacting(store, due, before=before) as redactor, bounded() as pool:
            redactor.redact(batch, each=pool.map)
        if is_freed:
            kept.forget(store, batch.source)  # what was read meanwhile


def _names(kill: Kill, rows: list[Row]) -> bool:
    """A list that was received after the takedown may name the article."""
    late = (row for row in rows if row["fetched_at"] > kill.at and not row["redacted_sha256"])
    return any(row["kind"] != Kind.ARTICLE or (row["link_title"] and row["url"] in kill.urls) for row in late)
