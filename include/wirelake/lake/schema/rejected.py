"""The columns of rejected/."""

import pyarrow as pa

from wirelake.lake.schema.columns import INSTANT, TEXTS, Column, column

REJECTION_COLUMNS: tuple[Column, ...] = (
    column("stage", pa.string(), "fetch, extract, clean, validate or write", "!"),
    column("reason", pa.string(), "the first reason: id of an expectation, a rule or a failure", "!"),
    column("reasons", TEXTS, "all reasons", "!"),
    column("detail", pa.string(), "the evidence, in words", "!"),
    column("raw_ref", pa.string(), "<source>/<capture day>#<WARC-Record-ID> of the bytes", "!"),
    column("rejected_at", INSTANT, "when the rejected bytes were received", "!"),
    column("url", pa.string(), "where the article was fetched"),
    column("article_id", pa.string(), "the id, where one was found"),
    column("headline", pa.string(), "the headline, where one was found"),
    column("published_date", pa.date32(), "the published day, where one was found"),
    column("body_excerpt", pa.string(), "the start of the text, where there is one"),
    column("duplicate_refs", TEXTS, "other raw_refs of the day that showed the same version"),
)
