"""The columns of the index that stands beside each WARC file of raw/."""

import pyarrow as pa

from wirelake.lake.schema.columns import INSTANT, TEXTS, Column, column

INDEX_COLUMNS: tuple[Column, ...] = (
    column("record_id", pa.string(), "WARC-Record-ID", "!"),
    column("record_type", pa.string(), "response, resource, revisit, or metadata for a failure", "!"),
    column(
        "refers_to",
        pa.string(),
        "of a revisit: the record with the payload, or its raw_ref if another day holds it",
    ),
    column("follows", pa.string(), "of another answer than before: the raw_ref of what stood there"),
    column(
        "kind",
        pa.string(),
        "article, a later page of one, or what lists links: feed, sitemap, archive_page, link_page, inbox",
        "!",
    ),
    column("url", pa.string(), "the link's address", "!"),
    column("canonical_url", pa.string(), "the address that stands for all its spellings"),
    column("host", pa.string(), "the host that was asked first"),
    column("origin", pa.string(), "the kind of discovery that found the link", "!"),
    column("guid", pa.string(), "the link's guid; of a page its article's address and its number"),
    column("link_title", pa.string(), "the title that the link carried"),
    column("link_published", pa.string(), "the date that the link carried, ISO 8601"),
    column("link_updated", pa.string(), "the date of change that the link carried, ISO 8601"),
    column("final_url", pa.string(), "the address after redirects"),
    column("redirects", TEXTS, "every address of the way, where it moved"),
    column("ip", pa.string(), "the address that answered"),
    column("fetched_at", INSTANT, "when the bytes were received", "!"),
    column("status", pa.int16(), "HTTP status"),
    column("failure", pa.string(), "the failure's class, where there was one"),
    column("failure_detail", pa.string(), "the failure in words"),
    column("media_type", pa.string(), "the declared media type"),
    column("charset", pa.string(), "the declared charset"),
    column("etag", pa.string(), "the ETag, for asking again; of a dropped file the store's"),
    column("last_modified", pa.string(), "the Last-Modified, for asking again"),
    column("robots_allowed", pa.bool_(), "what robots.txt says of the address"),
    column("tdm_reservation", pa.int8(), "1: text and data mining is reserved (TDMRep), by header or file"),
    column("tdm_policy", pa.string(), "the TDM policy's address"),
    column("robots_meta", TEXTS, "directives of X-Robots-Tag"),
    column("rsl_license", pa.string(), "the licence that robots.txt points to (RSL)"),
    column("rights_evidence", TEXTS, "each of these signals with its place"),
    column("payload_sha256", pa.string(), "SHA-256 of the bytes as received", "!"),
    column("payload_bytes", pa.int64(), "their number", "!"),
    column(
        "redacted_sha256", pa.string(), "SHA-256 of what a takedown left of the bytes, where there was one"
    ),
    column("warc_file", pa.string(), "the WARC's path in the lake", "!"),
    column("offset", pa.int64(), "where the record starts in it", "!"),
    column("length", pa.int64(), "how many bytes it takes there"),
)
