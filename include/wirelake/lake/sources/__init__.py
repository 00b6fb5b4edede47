"""sources/: what the sources' YAML files said, and since when."""

import re

import pyarrow as pa

from wirelake.lake import layout
from wirelake.lake.files import PATH_FIELDS, parse_parquet
from wirelake.lake.schema.tables import SOURCES
from wirelake.storage import Store

PLACE = re.compile(r"sources/source=([^/]+)/sources\.parquet")


def read_sources(store: Store) -> pa.Table:
    """A row a source and change of its YAML, by source and ``since``.

    Raises:
        DamagedError: an object is damaged; the next build of its source begins it anew.
    """
    schema = pa.schema([PATH_FIELDS["source"], *SOURCES])
    found = [schema.empty_table()]
    for one in store.objects(layout.SOURCES):
        place, answer = PLACE.fullmatch(one.path), store.read(one.path)
        if place and answer:
            rows = parse_parquet(answer[0], one.path, schema=SOURCES)
            named = rows.append_column(schema.field("source"), pa.repeat(pa.scalar(place[1]), len(rows)))
            found.append(named.select(schema.names).cast(schema))
    return pa.concat_tables(found)
