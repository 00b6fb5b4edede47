"""What was known at an instant: the versions of articles, and articles/ as it would have stood.

By ``first_seen_at`` alone: a backfill made later does not leak into the past. What a takedown took is gone
from the past too.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from wirelake.lake.decisions.events import Events, read_events
from wirelake.lake.schema import ARTICLES, VERSIONS
from wirelake.lake.versions import COMPUTED_FROM, shown, versions
from wirelake.lake.versions.sights import NEEDED, Sight
from wirelake.storage import Store

ORDER = [(name, "ascending") for name in ("published_date", "source", "published_at", "article_id")]
SEEN_ORDER = [(name, "ascending") for name in ("source", "article_id", "version_seq")]


def articles_at(store: Store, history: pa.Table, as_of: datetime) -> pa.Table:
    """The rows of articles/, with published_date, as they would have stood at ``as_of``.

    ``history`` has the columns COMPUTED_FROM, capture_date and source, of all days.
    """
    history = history.filter(pc.less_equal(history["first_seen_at"], pa.scalar(as_of)))
    found = [
        sight
        for events, articles in by_article(store, history, as_of)
        for sights in articles
        if (sight := shown(sights, as_of, events)) is not None and sight.row["record_kind"] == "article"
    ]
    rows = rows_of(history, found, ("updated_at", *COMPUTED), ARTICLES)
    rows = rows.append_column(ARTICLES.field("published_day"), rows["published_date"])
    return rows.select(["published_date", *ARTICLES.names]).sort_by(ORDER)


def versions_at(store: Store, history: pa.Table, as_of: datetime) -> pa.Table:
    """Every version that was known at ``as_of``, once, with the columns of ``VERSION_COLUMNS``.

    ``history`` is all of history/, of all days, with capture_date and source.
    """
    history = history.filter(pc.less_equal(history["first_seen_at"], pa.scalar(as_of)))
    found: list[Sight] = []
    standing: list[bool] = []
    for events, articles in by_article(store, history, as_of):
        for sights in articles:
            one = shown(sights, as_of, events)
            found += sights
            standing += [sight is one for sight in sights]
    rows = rows_of(history, found, ("valid_from", "valid_to", "recleaned", *COMPUTED), VERSIONS)
    rows = rows.append_column(VERSIONS.field("is_current"), pa.array(standing, pa.bool_()))
    return rows.select(["capture_date", "source", *VERSIONS.names]).sort_by(SEEN_ORDER)


def by_article(
    store: Store, history: pa.Table, as_of: datetime
) -> Iterator[tuple[Events, Iterator[list[Sight]]]]:
    """By source, in the order of their names: its decisions until then, and its articles' versions."""
    rows = _light(history)
    by_source: dict[str, list[dict[str, Any]]] = {}
    for row, source in zip(rows, history["source"].to_pylist(), strict=True):
        by_source.setdefault(source, []).append(row)
    for source, mine in sorted(by_source.items()):
        events = read_events(store, source).until(as_of)
        yield events, iter(versions(mine, events))


def _light(history: pa.Table) -> list[dict[str, Any]]:
    """The rows with their place in the table; of the text only a hash, to tell whether it changed."""
    wanted = [name for name in COMPUTED_FROM.names if name in LIGHT]
    rows: list[dict[str, Any]] = history.select([*wanted, "capture_date"]).to_pylist()
    texts = (hash(text.as_py()) for text in history["body_text"])
    return [
        row | {"place": place, "body_text": text}
        for place, (row, text) in enumerate(zip(rows, texts, strict=True))
    ]


LIGHT = NEEDED - {"body_text"}
COMPUTED = ("version_seq", "changed", "quality_flags")


def rows_of(history: pa.Table, sights: list[Sight], names: tuple[str, ...], schema: pa.Schema) -> pa.Table:
    """The rows of these sights, with what was computed under these names."""
    rows = history.take(pa.array([sight.row["place"] for sight in sights], pa.int64()))
    computed = [sight.as_row() for sight in sights]
    for name in names:
        field = schema.field(name)
        values = pa.array([one[name] for one in computed], field.type)
        place = rows.schema.get_field_index(name)  # flags stand there, and gain one
        rows = rows.append_column(field, values) if place < 0 else rows.set_column(place, field, values)
    return rows
