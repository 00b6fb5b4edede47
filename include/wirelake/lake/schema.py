"""The lake's columns: name, Arrow type, meaning. The one place where they stand.

Names follow IPTC ninjs 3, NewsML-G2 and schema.org. Instants are UTC, in microseconds; offsets count
code points. ``articles/`` holds the columns marked flat; ``history/`` holds them all.
"""

from dataclasses import dataclass

import pyarrow as pa

INSTANT = pa.timestamp("us", tz="UTC")
TEXTS = pa.list_(pa.string())


def _rows(**columns: pa.DataType) -> pa.DataType:
    return pa.list_(pa.struct([pa.field(name, type_) for name, type_ in columns.items()]))


SUBJECTS = _rows(name=pa.string(), qcode=pa.string(), uri=pa.string(), scheme=pa.string(), role=pa.string())


@dataclass(frozen=True, slots=True)
class Column:
    """One column: ``flat`` columns stand in articles/ too, ``required`` ones are never null."""

    name: str
    type: pa.DataType
    meaning: str
    flat: bool = False
    required: bool = False


def _c(name: str, type_: pa.DataType, meaning: str, marks: str = "") -> Column:
    return Column(name, type_, meaning, flat="•" in marks, required="!" in marks)


ARTICLE_COLUMNS: tuple[Column, ...] = (
    # identity
    _c("article_id", pa.string(), "source, a colon, and the wire's id, guid or hash of the URL", "•!"),
    _c(
        "version",
        pa.string(),
        "the wire's version; of a page without one, a hash of headline, text and date",
        "•!",
    ),
    _c(
        "alt_ids",
        _rows(role=pa.string(), value=pa.string()),
        "other ids: wire, guid, url, file, transref, and those that a wire names itself",
    ),
    _c("wire_id", pa.string(), "the wire's own stamp or id, as it wrote it", "•"),
    _c("url", pa.string(), "where the article was fetched", "•"),
    _c("canonical_url", pa.string(), "the address that the page itself names"),
    _c("type", pa.string(), "IPTC item class: text"),
    _c("profile", pa.string(), "the wire's own name for the kind of item"),
    # status
    _c("record_kind", pa.string(), "article, or control: a message about another article"),
    _c("pub_status", pa.string(), "usable, withheld or canceled (IPTC pubStatus)", "•!"),
    _c("signals", TEXTS, "update, correction and other IPTC signals; kill, taken_down"),
    _c(
        "refers_to",
        _rows(role=pa.string(), value=pa.string()),
        "of a kill advisory: what it names the article by (roles of alt_ids, slugline, headline)",
    ),
    _c("is_correction", pa.bool_(), "this version corrects an earlier one", "•"),
    _c("correction_note", pa.string(), "what the wire says was corrected", "•"),
    _c("embargoed_until", INSTANT, "not to be read before this instant"),
    _c("expires", INSTANT, "not to be used after this instant"),
    _c("urgency", pa.int8(), "1 to 9, 1 the highest (IPTC urgency)", "•"),
    _c("ed_notes", _rows(role=pa.string(), text=pa.string(), publishable=pa.bool_()), "notes to editors"),
    # text
    _c("headline", pa.string(), "the headline, freed of prefixes and the site's name", "•!"),
    _c("headline_prefix", pa.string(), "UPDATE 2, CORRECTED and the like, as they stood"),
    _c("slugline", pa.string(), "the wire's slugline", "•"),
    _c("description", pa.string(), "standfirst or summary", "•"),
    _c("extracted_text", pa.string(), "the text before cleaning; removed counts its offsets in it"),
    _c("body_text", pa.string(), "the article, a line a paragraph, NFC", "•!"),
    _c("paragraphs", _rows(role=pa.string(), text=pa.string()), "the same paragraphs with their roles"),
    _c(
        "word_count",
        pa.int32(),
        "words of body_text; letters, in scripts that put no blanks between words",
        "•!",
    ),
    _c("word_count_stated", pa.int32(), "words that the wire states"),
    _c("is_truncated", pa.bool_(), "the wire gave a part of the article only", "•"),
    _c("language", pa.string(), "BCP 47 tag", "•"),
    # place and people
    _c("dateline_place", pa.string(), "the place that the dateline names", "•"),
    _c("dateline_text", pa.string(), "the dateline as it stood"),
    _c("located", pa.string(), "where the content was created"),
    _c("source", pa.string(), "the wire service that we read", "•!"),
    _c("provider", pa.string(), "who supplied the article to the wire (IPTC provider)", "•"),
    _c("provider_id", pa.string(), "the provider's id at the wire"),
    _c("credit_line", pa.string(), "the credit line as it stood", "•"),
    _c("byline", pa.string(), "the byline as it stood", "•"),
    _c("authors", _rows(name=pa.string(), role=pa.string()), "the people named as authors", "•"),
    _c("contacts", TEXTS, "contacts that the wire names"),
    _c("is_syndicated", pa.bool_(), "the wire says that its staff did not edit the article"),
    _c(
        "candidates",
        _rows(
            field=pa.string(), value=pa.string(), origin=pa.string(), weight=pa.float32(), refused=pa.string()
        ),
        "what was found for headline, authors, language and description, and why it has no say where refused",
    ),
    # time
    _c("published_date", pa.date32(), "UTC date of published_at, else the day that the wire states"),
    _c("published_at", INSTANT, "instant of publication; null where only a day is known", "•"),
    _c("published_precision", pa.string(), "instant, minute or day; null of a control record alone", "•"),
    _c("date_source", pa.string(), "origin of the chosen date candidate"),
    _c("date_confidence", pa.float32(), "weight of the chosen date candidate, 0 to 1"),
    _c(
        "date_candidates",
        _rows(
            value=pa.string(),
            raw=pa.string(),
            origin=pa.string(),
            precision=pa.string(),
            zone_assumed=pa.string(),
            weight=pa.float32(),
            refused=pa.string(),
        ),
        "every date that was found, with its origin, and why it has no say where refused",
    ),
    _c("first_created", INSTANT, "when the wire created the first version"),
    _c("version_created", INSTANT, "when the wire created this version"),
    _c("fetched_at", INSTANT, "when the bytes of this record were received"),
    _c("first_seen_at", INSTANT, "when this version's bytes were first received", "•!"),
    # rights
    _c("copyright_notice", pa.string(), "copyright line as it stood", "•"),
    _c("usage_terms", pa.string(), "what the wire allows", "•"),
    _c("copyright_holder", pa.string(), "who holds the copyright"),
    _c("rights_reserved", pa.bool_(), "text and data mining is reserved by the page", "•"),
    _c(
        "rights",
        pa.struct(
            [
                pa.field("tdm_reservation", pa.int8()),
                pa.field("tdm_policy", pa.string()),
                pa.field("robots_allowed", pa.bool_()),
                pa.field("robots_meta", TEXTS),
                pa.field("rsl_license", pa.string()),
                pa.field("evidence", TEXTS),
            ]
        ),
        "the signals behind rights_reserved",
    ),
    # subjects
    _c("subjects", TEXTS, "names of subjects", "•"),
    _c("subjects_detail", SUBJECTS, "subjects with their codes"),
    _c("places", SUBJECTS, "places with their codes"),
    _c("people", SUBJECTS, "people with their codes"),
    _c("organisations", SUBJECTS, "organisations with their codes"),
    _c("instruments", SUBJECTS, "financial instruments with their codes"),
    _c("genres", SUBJECTS, "genres with their codes"),
    # media
    _c(
        "associations",
        _rows(
            rel=pa.string(),
            type=pa.string(),
            uri=pa.string(),
            href=pa.string(),
            caption=pa.string(),
            credit=pa.string(),
        ),
        "pictures and other items that belong to the article",
    ),
    # provenance
    _c(
        "source_format",
        pa.string(),
        "the format that was read: html, text, rss, newsml_g2, newsml_1, nitf",
        "•!",
    ),
    _c("raw_ref", pa.string(), "<source>/<capture day>#<WARC-Record-ID> of the bytes", "•!"),
    _c("raw_sha256", pa.string(), "SHA-256 of the bytes as received", "!"),
    _c("duplicate_refs", TEXTS, "other raw_refs of the day that showed the same version"),
    _c(
        "http",
        pa.struct(
            [
                pa.field("status", pa.int16()),
                pa.field("etag", pa.string()),
                pa.field("last_modified", pa.string()),
                pa.field("final_url", pa.string()),
            ]
        ),
        "the HTTP answer",
    ),
    _c("extractor", pa.string(), "the engine that found the text"),
    _c("extractor_version", pa.string(), "its version"),
    _c("ruleset_version", pa.string(), "hash of the cleaning rules and the source's facts"),
    _c("rule_hits", TEXTS, "ids of the cleaning rules that acted"),
    _c(
        "removed",
        _rows(kind=pa.string(), text=pa.string(), start=pa.int32(), end=pa.int32(), rule=pa.string()),
        "what cleaning took out of extracted_text: kind strip is noise, lift became a field",
    ),
    _c("quality_flags", TEXTS, "ids of the warnings that hold for this article", "•"),
    _c("extra", pa.map_(pa.string(), pa.string()), "fields of the wire that have no column here"),
    _c("content_sha256", pa.string(), "SHA-256 of headline and body_text", "!"),
)

UPDATED_AT = _c(
    "updated_at",
    INSTANT,
    "since when this version is the one to be read: later than your last look is new to you",
    "•!",
)
CHANGED = _c("changed", TEXTS, "headline, text, date: what is another than in the version before", "•")
VERSION_SEQ = _c("version_seq", pa.int32(), "1 for the first version that we saw, 2 for the next, …", "•!")

VERSION_COLUMNS: tuple[Column, ...] = (
    VERSION_SEQ,
    _c("valid_from", INSTANT, "since when this version was the one to be read; null where it never was"),
    _c("valid_to", INSTANT, "until when: another version came, or a kill; null while it stands"),
    _c("is_current", pa.bool_(), "it is the version to be read at the instant that was asked for", "!"),
    CHANGED,
)

REJECTION_COLUMNS: tuple[Column, ...] = (
    _c("stage", pa.string(), "fetch, extract, clean, validate or write", "!"),
    _c("reason", pa.string(), "the first reason: id of an expectation, a rule or a failure", "!"),
    _c("reasons", TEXTS, "all reasons", "!"),
    _c("detail", pa.string(), "the evidence, in words", "!"),
    _c("raw_ref", pa.string(), "<source>/<capture day>#<WARC-Record-ID> of the bytes", "!"),
    _c("rejected_at", INSTANT, "when the rejected bytes were received", "!"),
    _c("url", pa.string(), "where the article was fetched"),
    _c("article_id", pa.string(), "the id, where one was found"),
    _c("headline", pa.string(), "the headline, where one was found"),
    _c("published_date", pa.date32(), "the published day, where one was found"),
    _c("body_excerpt", pa.string(), "the start of the text, where there is one"),
    _c("duplicate_refs", TEXTS, "other raw_refs of the day that showed the same version"),
)

RUN_COLUMNS: tuple[Column, ...] = (
    _c("run_id", pa.string(), "the run's id: start time and a random part", "!"),
    _c(
        "mode", pa.string(), "run or poll (capture and build), replay (build alone), takedown or release", "!"
    ),
    _c("status", pa.string(), "success, skipped, failed (the gate closed)", "!"),
    _c("started_at", INSTANT, "when the batch began", "!"),
    _c("ended_at", INSTANT, "when the batch ended", "!"),
    _c("seconds", pa.map_(pa.string(), pa.float32()), "seconds by stage"),
    _c("captured", pa.int32(), "exchanges that stand in raw/ for the batch", "!"),
    _c(
        "articles", pa.int32(), "versions of articles in history/ of this batch, without control records", "!"
    ),
    _c("rejected", pa.int32(), "rows in rejected/ of this batch", "!"),
    _c("duplicates", pa.int32(), "exchanges that repeated another", "!"),
    _c("rejected_by_reason", pa.map_(pa.string(), pa.int32()), "rejections by first reason"),
    _c("warnings_by_flag", pa.map_(pa.string(), pa.int32()), "articles by warning"),
    _c("failures_by_class", pa.map_(pa.string(), pa.int32()), "exchanges of raw/ that failed, by class"),
    _c("review", TEXTS, "kill advisories that name no article which is known: raw_ref and what they name"),
    _c("gaps", TEXTS, "what may be missing: feeds that rolled over, pages that list links and failed"),
    _c("added", pa.int32(), "rows that are new in articles/", "!"),
    _c("changed", pa.int32(), "rows of articles/ that changed", "!"),
    _c("removed", pa.int32(), "rows that left articles/", "!"),
    _c("published_dates", pa.list_(pa.date32()), "published dates of articles/ that were rewritten", "!"),
    _c("summary", pa.string(), "the same in one line", "!"),
    _c("wirelake_version", pa.string(), "version of wirelake", "!"),
    _c("ruleset_version", pa.string(), "hash of the cleaning rules and the source's facts", "!"),
    _c("raw_version", pa.string(), "hash of the captures that it was built from"),
)

INDEX_COLUMNS: tuple[Column, ...] = (
    _c("record_id", pa.string(), "WARC-Record-ID", "!"),
    _c("record_type", pa.string(), "response, resource, revisit, or metadata for a failure", "!"),
    _c(
        "refers_to",
        pa.string(),
        "of a revisit: the record with the payload, or its raw_ref if another day holds it",
    ),
    _c("kind", pa.string(), "article, or what lists links: feed, sitemap, archive_page, link_page", "!"),
    _c("url", pa.string(), "the link's address", "!"),
    _c("canonical_url", pa.string(), "the address that stands for all its spellings"),
    _c("host", pa.string(), "the host that was asked first"),
    _c("origin", pa.string(), "the kind of discovery that found the link", "!"),
    _c("guid", pa.string(), "the link's guid"),
    _c("link_title", pa.string(), "the title that the link carried"),
    _c("link_published", pa.string(), "the date that the link carried, ISO 8601"),
    _c("link_updated", pa.string(), "the date of change that the link carried, ISO 8601"),
    _c("final_url", pa.string(), "the address after redirects"),
    _c("redirects", TEXTS, "every address of the way, where it moved"),
    _c("ip", pa.string(), "the address that answered"),
    _c("fetched_at", INSTANT, "when the bytes were received", "!"),
    _c("status", pa.int16(), "HTTP status"),
    _c("failure", pa.string(), "the failure's class, where there was one"),
    _c("failure_detail", pa.string(), "the failure in words"),
    _c("media_type", pa.string(), "the declared media type"),
    _c("charset", pa.string(), "the declared charset"),
    _c("etag", pa.string(), "the ETag, for asking again"),
    _c("last_modified", pa.string(), "the Last-Modified, for asking again"),
    _c("robots_allowed", pa.bool_(), "what robots.txt says of the address"),
    _c("tdm_reservation", pa.int8(), "1: text and data mining is reserved (TDMRep), by header or file"),
    _c("tdm_policy", pa.string(), "the TDM policy's address"),
    _c("robots_meta", TEXTS, "directives of X-Robots-Tag"),
    _c("rsl_license", pa.string(), "the licence that robots.txt points to (RSL)"),
    _c("rights_evidence", TEXTS, "each of these signals with its place"),
    _c("payload_sha256", pa.string(), "SHA-256 of the bytes as received", "!"),
    _c("payload_bytes", pa.int64(), "their number", "!"),
    _c("redacted_sha256", pa.string(), "SHA-256 of what a takedown left of the bytes, where there was one"),
    _c("warc_file", pa.string(), "the WARC's path in the lake", "!"),
    _c("offset", pa.int64(), "where the record starts in it", "!"),
    _c("length", pa.int64(), "how many bytes it takes there"),
)


def schema(columns: tuple[Column, ...]) -> pa.Schema:
    """The Arrow schema of these columns; each field's metadata says what it means."""
    return pa.schema(
        [
            pa.field(c.name, c.type, nullable=not c.required, metadata={"description": c.meaning})
            for c in columns
        ]
    )


# What stands in the path stands there only: source and capture_date here, published_date in articles/.
HISTORY = schema(tuple(c for c in ARTICLE_COLUMNS if c.name != "source"))
ARTICLES = schema((*(c for c in ARTICLE_COLUMNS if c.flat), VERSION_SEQ, UPDATED_AT, CHANGED))
VERSIONS = schema((*(c for c in ARTICLE_COLUMNS if c.name != "source"), *VERSION_COLUMNS))
REJECTED = schema(REJECTION_COLUMNS)  # likewise
RUNS = schema(RUN_COLUMNS)
INDEX = schema(INDEX_COLUMNS)


def markdown() -> str:
    """docs/schema.md: every table's columns with type and meaning."""
    flat = (*(c for c in ARTICLE_COLUMNS if c.flat), VERSION_SEQ, UPDATED_AT, CHANGED)
    deep = tuple(c for c in ARTICLE_COLUMNS if c.name != "source")
    tables = {
        "articles": ("published_date", flat),
        "history": ("capture_date, source", deep),
        "versions (computed by wirelake.read)": ("history's, and these", VERSION_COLUMNS),
        "rejected": ("capture_date, source", REJECTION_COLUMNS),
        "runs": ("capture_date, source", RUN_COLUMNS),
        "raw (the index)": ("source, capture_date", INDEX_COLUMNS),
    }
    parts = [
        "# Columns\n\nBy `make docs` from `wirelake.lake.schema`. Instants are UTC; **bold** is never null.\n"
    ]
    for name, (path, columns) in tables.items():
        parts.append(f"\n## {name}\n\nIn the path: {path}.\n\n| column | type | meaning |\n|---|---|---|\n")
        for column in columns:
            shown = f"**{column.name}**" if column.required else column.name
            parts.append(f"| {shown} | {_shown(column.type)} | {column.meaning} |\n")
    return "".join(parts)


def _shown(type_: pa.DataType) -> str:
    if pa.types.is_list(type_):
        return f"list of {_shown(type_.value_type)}"
    if pa.types.is_struct(type_):
        return "{" + ", ".join(field.name for field in type_) + "}"
    if pa.types.is_map(type_):
        return f"map of {type_.key_type} to {type_.item_type}"
    return str(type_).replace("timestamp[us, tz=UTC]", "timestamp")
