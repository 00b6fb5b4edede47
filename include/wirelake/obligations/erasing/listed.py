"""Lists that name an article after it was taken down: feeds show for days what they showed once."""

from datetime import datetime, timedelta

from wirelake import config
from wirelake.archive import redact
from wirelake.bounded.pool import Bounded
from wirelake.config import Batch
from wirelake.lake.exchanges import read_index
from wirelake.lake.manifests import read_manifests
from wirelake.obligations.erasing.killed_text import KilledText
from wirelake.records import Kind
from wirelake.sentences import Sentences
from wirelake.storage import Store

LISTED = timedelta(days=30)  # no list shows an article for longer, or so we say


def free_lists(store: Store, batch: Batch, now: datetime) -> None:
    """What the batch's lists say of articles whose takedown is done: received later, they name them still.

    Their words are kept nowhere by then: an entry goes by the id or the address that it states.
    """

    manifests = read_manifests(store, batch.source).values()
    recent = [one for one in manifests if one.erased_at and not one.revoked_at and now - one.at < LISTED]
    rows = read_index(store, batch) if recent else []
    source = config.load_named(batch.source)
    for manifest in recent:
        kill = KilledText(sentences=Sentences(), only_in_raw=()).kill(store, source, manifest)
        late = (row for row in rows if row["fetched_at"] > manifest.at and not row["redacted_sha256"])
        if any(
            row["kind"] != Kind.ARTICLE or (row["link_title"] and row["url"] in kill.urls) for row in late
        ):
            with Bounded() as bounded:
                redact(store, batch, kill, each=bounded.map)
