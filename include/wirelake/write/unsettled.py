"""Which articles of a batch are settled anew where its history/ is replaced: not those of which nothing has
changed since the last build, and about which nobody has decided.

What is asked here is only whether the new rows could make another of articles/. What an earlier writer left,
and whose moment has come, stands in the touched sets (``lake.pending``) and is settled whatever changes.
"""

from collections import Counter
from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc

from wirelake.config import Batch
from wirelake.errors import DamagedError, FormatError
from wirelake.lake.built import Built, is_made_alike
from wirelake.lake.decisions.events import read_events
from wirelake.lake.files import conformed, parse_parquet
from wirelake.lake.versions import COMPUTED_FROM
from wirelake.storage import Store
from wirelake.write.standing import Standing

ALIGNED = [(name, "ascending") for name in ("article_id", "first_seen_at", "version", "raw_ref")]


def unsettled(
    store: Store, batch: Batch, stood: Standing, history: pa.Table, built: Built
) -> set[str] | None:
    """The articles to be settled where ``history`` comes instead of what ``stood``; None for all of them.

    All, unless built/ says that what stood was made by the same code and rules: else nobody knows that
    articles/ was computed from it as it would be now.
    """
    if not stood.etag or stood.rows is None or not is_made_alike(store, batch, built, stood.data):
        return None
    try:
        old = parse_parquet(stood.data, str(batch), schema=COMPUTED_FROM)
    except (DamagedError, FormatError):
        return None
    ids = {*stood.rows["article_id"].to_pylist(), *history["article_id"].to_pylist()}
    decided = {event.article_id for event in read_events(store, batch.source).every}
    return changed(old, conformed(history, COMPUTED_FROM)) | _held_without_end(history) | (decided & ids)


def changed(old: pa.Table, new: pa.Table) -> set[str]:
    """The articles of which a row came, went, or is another than it was."""
    counts = [Counter(table["article_id"].to_pylist()) for table in (old, new)]
    both = [id_ for id_, count in counts[0].items() if counts[1][id_] == count]
    mine = pa.array(both, pa.string())
    aligned = (
        one.filter(pc.is_in(one["article_id"], value_set=mine)).sort_by(ALIGNED).combine_chunks()
        for one in (old, new)
    )
    return ({*counts[0], *counts[1]} - {*both}) | {*_differing(*aligned)}


def _differing(old: pa.Table, new: pa.Table) -> Iterator[str]:
    """Whose rows differ, of two tables with the same articles in the same places."""
    if old.equals(new):
        return
    if len(old) == 1:
        yield old["article_id"][0].as_py()
        return
    half = len(old) // 2
    yield from _differing(old.slice(0, half), new.slice(0, half))
    yield from _differing(old.slice(half), new.slice(half))


def _held_without_end(history: pa.Table) -> set[str]:
    """What an embargo of which no end is known holds: each run of the batch tells of those."""
    told = history.select(["article_id", "signals", "embargoed_until"])
    endless = told.filter(pc.is_null(told["embargoed_until"])).to_pylist()
    return {row["article_id"] for row in endless if "embargoed" in (row["signals"] or ())}
