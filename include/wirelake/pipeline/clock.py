"""The clock of a capture: by one that was set back, versions would be older than those they replace."""

import logging
from datetime import timedelta

from wirelake import archive
from wirelake.batches.journal import Clock, Journal
from wirelake.lake.exchanges import read_index
from wirelake.storage import Store

log = logging.getLogger(__name__)


def never_back(store: Store, journal: Journal, clock: Clock) -> Clock:
    """The clock, but after the newest record of the run's batch; where it is behind, the run says so."""

    batch = journal.run.batch
    archive.salvage(store, batch, store.spool(str(batch)))
    newest = max((row["fetched_at"] for row in read_index(store, batch)), default=None)
    now = clock()
    if newest is None or now >= newest:
        journal.facts.pop("clock_behind", None)
        return clock
    behind = f"the clock is {newest - now} behind the newest record of the day, {newest:%Y-%m-%dT%H:%M:%SZ}"
    journal.facts["clock_behind"] = f"{behind}: what this capture received is dated to just after that"
    log.warning("%s: %s", batch, journal.facts["clock_behind"])
    # Just after: of one moment, what the file's name says to be older would come first.
    earliest = newest + timedelta(microseconds=1)
    return lambda: max(clock(), earliest)
