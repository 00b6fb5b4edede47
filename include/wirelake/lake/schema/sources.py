"""The columns of sources/: what a source's YAML says of the wire, as it was when a build wrote it."""

import pyarrow as pa

from wirelake.lake.schema.columns import INSTANT, TEXTS, Column, column

SOURCE_COLUMNS: tuple[Column, ...] = (
    column("since", INSTANT, "when a build first found these facts in the source's YAML", "!"),
    column("title", pa.string(), "the wire's name, as readers know it", "!"),
    column("description", pa.string(), "what it carries"),
    column("homepage", pa.string(), "its address"),
    column("country", pa.string(), "where the wire is seated, ISO 3166-1 alpha-2"),
    column("kind", pa.string(), "agency, distributor, publisher, broadcaster, authority or organisation"),
    column("languages", TEXTS, "BCP 47 tags: the YAML's language, then those that it expects"),
    column("timezone", pa.string(), "the zone of local_date and of capture days", "!"),
    column("owner", pa.string(), "whom its alarms concern"),
    column("licence", pa.string(), "what may be done, in a sentence", "!"),
    column("licence_until", pa.string(), "its last day, or the instant of its end, ISO 8601"),
    column("terms_url", pa.string(), "where its terms stand"),
    column("collections", TEXTS, "the collections of yours that the source is in"),
)
