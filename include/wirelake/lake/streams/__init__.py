"""Reading a table of the lake, as a whole or as a stream of record batches."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from wirelake.config import lake_uri, parse_day
from wirelake.errors import ConfigError, ConflictError
from wirelake.lake.marker import open_lake
from wirelake.lake.reading import COMPUTED, LISTS, SCHEMAS, UNDATED, full_schema, picked
from wirelake.lake.sources import read_sources
from wirelake.storage import Store

ORDER = ("published_date", "source", "published_at", "article_id")
ORDERS = {
    "articles": ORDER,
    "media": ORDER,
    "packages": ORDER,
    "versions": ("source", "article_id", "version_seq"),
}


def read(
    table: str = "articles",
    *,
    source: str | None = None,
    start: date | str | None = None,
    end: date | str | None = None,
    columns: list[str] | None = None,
    as_of: datetime | str | None = None,
    lake: str | None = None,
    pandas: bool = False,
) -> Any:
    """A table of the lake, as an Arrow table, or as a pandas data frame where ``pandas`` is true.

    Args:
        table: articles (what may be read now), history (every version that each capture day showed, with
            all evidence), versions (of each article each version once, with valid_from, valid_to, is_current
            and changed), media and packages (what may be read now of pictures, graphics, films and sounds,
            and of ordered lists of items), rejected, runs, or sources (what their YAML says, and since when).
        source: this source only.
        start, end: the first and last published date (articles, media, packages) or capture date, both
            included; sources have no days.
        columns: these columns only, in this order.
        as_of: an instant with its zone, as datetime or ISO 8601. All but rejected and runs are then as they
            would have been at that instant, by ``first_seen_at``: captures that came later do not leak
            into it, backfills of older days included. What a takedown took is gone from the past too.
        lake: a folder or ``s3://bucket/prefix``; ``WIRELAKE_LAKE`` by default.

    The day stands in a column of type date32: ``published_date`` or ``capture_date``. Instants are UTC.

    Raises:
        ConfigError: no lake stands there; no such table or column; an ``as_of`` without zone, or for a table
            that knows none; days of a table that has none.
        StorageError: the lake cannot be read, or changed too often meanwhile.

    Parquet files that are not of wirelake's making are left out, with a ``ForeignFileWarning``.
    """
    query = _Query.of(table, source, start, end, columns, as_of, lake)
    found = query.whole()
    return found.to_pandas() if pandas else found


def stream(
    table: str = "articles",
    *,
    source: str | None = None,
    start: date | str | None = None,
    end: date | str | None = None,
    columns: list[str] | None = None,
    as_of: datetime | str | None = None,
    lake: str | None = None,
) -> pa.RecordBatchReader:
    """The rows of ``read`` as a stream of record batches of at most a thousand rows, for tables of any size.

    They come day by day: of articles by published date; with ``as_of``, and of versions, media and packages,
    by source and capture date; none is sorted further. What is in memory at once does not grow with their
    texts: a hundred bytes a row, and two or three KB for each article that a later day shows again.

    Raises:
        ConfigError: as ``read`` does, before the first batch.
        ConflictError: rows were replaced while they were read, by a build, a kill or a takedown: what came
            is not to be used, ask again.
        StorageError: the lake cannot be read.
    """
    query = _Query.of(table, source, start, end, columns, as_of, lake)
    return pa.RecordBatchReader.from_batches(query.wanted, query.batches(query.wanted))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Query:
    """What is asked for, checked."""

    store: Store
    table: str
    wanted: pa.Schema
    source: str | None
    start: date | None
    end: date | None
    as_of: datetime | None  # None: as it stands

    @classmethod
    def of(
        cls,
        table: str,
        source: str | None,
        start: date | str | None,
        end: date | str | None,
        columns: list[str] | None,
        as_of: datetime | str | None,
        lake: str | None,
    ) -> "_Query":
        known = {**SCHEMAS, **COMPUTED, **UNDATED}
        if table not in known:
            raise ConfigError(f"no table {table!r}; there are {', '.join(known)}")
        store = open_lake(lake or lake_uri())
        wanted = full_schema(table) if columns is None else picked(table, columns)
        if table in UNDATED and (start is not None or end is not None):
            raise ConfigError(f"start, end: {table} has no days")
        if as_of is not None and table in ("rejected", "runs"):
            kept = ", ".join(name for name in known if name not in ("rejected", "runs"))
            raise ConfigError(f"as_of: {table} is not kept by instant; {kept} are")
        at = None if as_of is None else _instant(as_of)
        return cls(
            store=store, table=table, wanted=wanted, source=source, start=_day(start), end=_day(end), as_of=at
        )  # fmt: skip

    @property
    def _is_computed(self) -> bool:
        return self.table in COMPUTED or (self.table == "articles" and self.as_of is not None)

    def whole(self) -> pa.Table:
        """The table, made of the stream; of what is computed in the order of ``ORDERS``."""
        order = ORDERS[self.table] if self._is_computed else ()
        full = full_schema(self.table)
        columns = pa.schema(
            [*self.wanted, *(full.field(one) for one in order if one not in self.wanted.names)]
        )
        for left in reversed(range(LISTS)):
            try:
                found = pa.Table.from_batches(self.batches(columns), columns)
                break
            except ConflictError:  # such as a day that was brought into other buckets
                if not left:
                    raise
        if order:
            found = found.sort_by([(name, "ascending") for name in order])
        return found.select(self.wanted.names)

    def batches(self, columns: pa.Schema) -> Iterator[pa.RecordBatch]:
        """The rows, with these columns."""
        if self.table in UNDATED:
            return self._sources(columns)
        if self._is_computed:
            return self._computed(columns)
        from wirelake.lake.streams.stored import stored

        of = {"source": self.source, "start": self.start, "end": self.end, "as_of": self.as_of}
        return stored(self.store, self.table, columns, **of)  # type: ignore[arg-type]

    def _computed(self, columns: pa.Schema) -> Iterator[pa.RecordBatch]:
        from wirelake.lake.versions.items import media_at, packages_at
        from wirelake.lake.versions.past import Asked, articles_at, versions_at

        kinds = {"articles": articles_at, "media": media_at, "packages": packages_at, "versions": versions_at}
        as_of = self.as_of or datetime.now(UTC)
        asked = Asked(as_of=as_of, source=self.source, start=self.start, end=self.end)
        return kinds[self.table](self.store, columns, asked)

    def _sources(self, columns: pa.Schema) -> Iterator[pa.RecordBatch]:
        found = read_sources(self.store)
        if self.source is not None:
            found = found.filter(pc.equal(found["source"], self.source))
        if self.as_of:
            found = found.filter(pc.less_equal(found["since"], pa.scalar(self.as_of)))
        return iter(found.select(columns.names).to_batches())


def _instant(as_of: datetime | str) -> datetime:
    try:
        found = datetime.fromisoformat(as_of) if isinstance(as_of, str) else as_of
    except ValueError as error:
        raise ConfigError(f"as_of: {as_of!r}: write an instant such as 2026-03-04T12:00:00Z") from error
    if found.tzinfo is None:
        raise ConfigError(f"as_of: {as_of}: without a zone it is no instant; write 2026-03-04T12:00:00Z")
    return found.astimezone(UTC)


def _day(value: date | str | None) -> date | None:
    if isinstance(value, datetime):  # a pandas Timestamp is one too
        return value.date()
    return parse_day(value) if isinstance(value, str) else value
