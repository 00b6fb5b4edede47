"""The columns of articles/, history/ and the versions that are computed from it.

Names follow IPTC ninjs 3, NewsML-G2 and schema.org.
"""

import pyarrow as pa

from wirelake.lake.schema.columns import INSTANT, TEXTS, Column, column, rows_of

CODED = {one: pa.string() for one in ("scheme", "code", "iri", "name", "role", "origin")}
SUBJECTS = rows_of(name=pa.string(), qcode=pa.string(), uri=pa.string(), scheme=pa.string(), role=pa.string())

ARTICLE_COLUMNS: tuple[Column, ...] = (
    # identity
    column("article_id", pa.string(), "source, a colon, and the wire's id, guid or hash of the URL", "•!"),
    column(
        "version",
        pa.string(),
        "the wire's version; where it states none, the SHA-256 of the payload that showed it first",
        "•!",
    ),
    column(
        "row_id",
        pa.string(),
        "a hash of article_id, version and raw_ref: the row of history/, of which that of articles/ is made",
        "•",
    ),
    column(
        "alt_ids",
        rows_of(role=pa.string(), value=pa.string()),
        "other ids: wire, guid, url, file, transref, and those that a wire names itself",
    ),
    column("wire_id", pa.string(), "the wire's own stamp or id, as it wrote it", "•"),
    column("url", pa.string(), "where the article was fetched", "•"),
    column("canonical_url", pa.string(), "the address that the page itself names"),
    column("type", pa.string(), "IPTC item class: text, picture, graphic, video, audio, composite"),
    column("profile", pa.string(), "the wire's own name for the kind of item"),
    # status
    column(
        "record_kind",
        pa.string(),
        "article, media (a picture, graphic, film or sound), package, or control: a message about an item",
    ),
    column("pub_status", pa.string(), "usable, withheld or canceled (IPTC pubStatus)", "•!"),
    column("signals", TEXTS, "update, correction and other IPTC signals; kill, taken_down"),
    column(
        "refers_to",
        rows_of(role=pa.string(), value=pa.string()),
        "of a kill advisory: what it names the article by (roles of alt_ids, slugline, headline)",
    ),
    column("is_correction", pa.bool_(), "this version corrects an earlier one", "•"),
    column("correction_note", pa.string(), "what the wire says was corrected", "•"),
    column("embargoed_until", INSTANT, "not to be read before this instant"),
    column("expires", INSTANT, "not to be used after this instant"),
    column("urgency", pa.int8(), "1 to 9, 1 the highest (IPTC urgency)", "•"),
    column(
        "ed_notes", rows_of(role=pa.string(), text=pa.string(), publishable=pa.bool_()), "notes to editors"
    ),
    # text
    column("headline", pa.string(), "the headline, freed of prefixes and the site's name", "•!"),
    column("headline_prefix", pa.string(), "UPDATE 2, CORRECTED and the like, as they stood"),
    column("slugline", pa.string(), "the wire's slugline", "•"),
    column("description", pa.string(), "standfirst or summary; of media the caption", "•"),
    column("extracted_text", pa.string(), "the text before cleaning; removed counts its offsets in it"),
    column("body_text", pa.string(), "the article, a line a paragraph, NFC; empty but of articles", "•!"),
    column("paragraphs", rows_of(role=pa.string(), text=pa.string()), "the same paragraphs with their roles"),
    column(
        "word_count",
        pa.int32(),
        "words of body_text; letters, in scripts that put no blanks between words",
        "•!",
    ),
    column("word_count_stated", pa.int32(), "words that the wire states"),
    column("is_truncated", pa.bool_(), "the wire gave a part of the article only", "•"),
    column("language", pa.string(), "BCP 47 tag", "•"),
    # place and people
    column("dateline_place", pa.string(), "the place that the dateline names", "•"),
    column("dateline_text", pa.string(), "the dateline as it stood"),
    column(
        "dateline_country",
        pa.string(),
        "the country that the dateline names, ISO 3166-1 alpha-2; null where it names a town alone",
        "•",
    ),
    column("located", pa.string(), "where the content was created", "•"),
    column("source", pa.string(), "the wire service that we read", "•!"),
    column("provider", pa.string(), "who supplied the article to the wire (IPTC provider)", "•"),
    column("provider_id", pa.string(), "the provider's id at the wire"),
    column("credit_line", pa.string(), "the credit line as it stood", "•"),
    column("byline", pa.string(), "the byline as it stood, in every format", "•"),
    column(
        "authors",
        rows_of(name=pa.string(), role=pa.string()),
        "whom the byline names, then creators and contributors, with their roles",
        "•",
    ),
    column("contacts", TEXTS, "contacts that the wire names"),
    column("is_syndicated", pa.bool_(), "the wire says that its staff did not edit the article"),
    column(
        "candidates",
        rows_of(
            field=pa.string(), value=pa.string(), origin=pa.string(), weight=pa.float32(), refused=pa.string()
        ),
        "what was found for headline, authors, language and description, and why it has no say where refused",
    ),
    # time
    column("published_date", pa.date32(), "UTC date of published_at, else the day that the wire states"),
    column("published_at", INSTANT, "instant of publication; null where only a day is known", "•"),
    column("published_precision", pa.string(), "instant, minute or day; null of a control record alone", "•"),
    column(
        "local_date",
        pa.date32(),
        "the day of published_at in the source's zone; where only a day is known, that day",
        "•",
    ),
    column(
        "zone_edition",
        pa.string(),
        "the edition of the IANA time zones by which local_date was told; null where a day was stated",
    ),
    column("date_source", pa.string(), "origin of the chosen date candidate"),
    column("date_confidence", pa.float32(), "weight of the chosen date candidate, 0 to 1"),
    column(
        "date_candidates",
        rows_of(
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
    column("first_created", INSTANT, "when the wire created the first version"),
    column("version_created", INSTANT, "when the wire created this version"),
    column("fetched_at", INSTANT, "when the bytes of this record were received"),
    column("first_seen_at", INSTANT, "when this version's bytes were first received", "•!"),
    # rights
    column("copyright_notice", pa.string(), "copyright line as it stood", "•"),
    column("usage_terms", pa.string(), "what the wire allows", "•"),
    column("copyright_holder", pa.string(), "who holds the copyright"),
    column("rights_reserved", pa.bool_(), "text and data mining is reserved by the page", "•"),
    column(
        "rights_status", pa.string(), "open, reserved or unknown: rights_reserved in a word; never null", "•"
    ),
    column(
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
    column("subjects", TEXTS, "names of subjects", "•"),
    column("subjects_detail", SUBJECTS, "subjects with their codes"),
    column(
        "subject_codes",
        rows_of(**CODED),
        "subjects as all formats share them, and the Media Topics that they map to; origin: stated, mapped",
        "•",
    ),
    column("places", SUBJECTS, "places with their codes"),
    column(
        "place_codes",
        rows_of(**CODED, country=pa.string()),
        "places in the same shape, with their country (ISO 3166-1 alpha-2) where it is stated",
        "•",
    ),
    column("people", SUBJECTS, "people with their codes"),
    column("organisations", SUBJECTS, "organisations with their codes"),
    column("instruments", SUBJECTS, "financial instruments with their codes"),
    column("genres", SUBJECTS, "genres with their codes"),
    # media
    column(
        "associations",
        rows_of(
            rel=pa.string(),
            type=pa.string(),
            uri=pa.string(),
            href=pa.string(),
            caption=pa.string(),
            credit=pa.string(),
        ),
        "pictures, links and other items that belong to the article; a page's in the order of its text",
    ),
    column(
        "association_spans",
        rows_of(association=pa.int32(), start=pa.int32(), end=pa.int32()),
        "where a page's associations stand in extracted_text: the number of each, from 0, and code points; "
        "of a picture, which has no words, where the paragraph below it starts",
    ),
    column(
        "renditions",
        rows_of(
            name=pa.string(),
            href=pa.string(),
            uri=pa.string(),
            media_type=pa.string(),
            width=pa.int32(),
            height=pa.int32(),
            size=pa.int64(),
        ),
        "the forms of a picture, film or sound as its item states them: pixels, bytes; none is fetched",
    ),
    column(
        "members",
        rows_of(
            group=pa.string(),
            type=pa.string(),
            uri=pa.string(),
            version=pa.string(),
            href=pa.string(),
            headline=pa.string(),
            description=pa.string(),
        ),
        "the items that a package lists, in its order, by what it says of them",
    ),
    # provenance
    column(
        "source_format",
        pa.string(),
        "the format that was read, by the names of docs/wires/README.md: html, text, rss, newsml_g2 …",
        "•!",
    ),
    column("raw_ref", pa.string(), "<source>/<capture day>#<WARC-Record-ID> of the bytes", "•!"),
    column("raw_sha256", pa.string(), "SHA-256 of the bytes as received", "!"),
    column("duplicate_refs", TEXTS, "other raw_refs of the day that showed the same version"),
    column(
        "stood_before",
        pa.struct(
            [
                pa.field("raw_ref", pa.string()),
                pa.field("raw_sha256", pa.string()),
                pa.field("changed", TEXTS),
            ]
        ),
        "the payload that its page showed on an earlier day, and what of headline, text and date is another "
        "since, as the rules of this row read both; null where none can be read",
    ),
    column(
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
    column("extractor", pa.string(), "the engine that found the text"),
    column("extractor_version", pa.string(), "its version"),
    column("ruleset_version", pa.string(), "hash of the cleaning rules and the source's facts"),
    column("rule_hits", TEXTS, "ids of the cleaning rules that acted"),
    column(
        "removed",
        rows_of(kind=pa.string(), text=pa.string(), start=pa.int32(), end=pa.int32(), rule=pa.string()),
        "what cleaning took out of extracted_text, by code points: kind strip is noise, lift became a field",
    ),
    column("quality_flags", TEXTS, "ids of the warnings that hold for this article", "•"),
    column("extra", pa.map_(pa.string(), pa.string()), "fields of the wire that have no column here"),
    column("content_sha256", pa.string(), "SHA-256 of headline and body_text", "!"),
)

PUBLISHED_DAY = column(
    "published_day", pa.date32(), "published_date, for readers that see no column in a path; never null", "•"
)
UPDATED_AT = column(
    "updated_at",
    INSTANT,
    "since when this version is the one to be read: later than your last look is new to you",
    "•!",
)
RECLEANED = column(
    "recleaned",
    pa.bool_(),
    "seen again, cleaned by other rules, it reads otherwise: its wire changed nothing, so it is one version",
    "!",
)
CHANGED = column("changed", TEXTS, "headline, text, date: what is another than in the version before", "•")
VERSION_SEQ = column(
    "version_seq", pa.int32(), "1 for the first version that we saw, 2 for the next, …", "•!"
)

VERSION_COLUMNS: tuple[Column, ...] = (
    VERSION_SEQ,
    column("valid_from", INSTANT, "since when this version was the one to be read; null where it never was"),
    column("valid_to", INSTANT, "until when: another version came, or a kill; null while it stands"),
    column("is_current", pa.bool_(), "it is the version to be read at the instant that was asked for", "!"),
    CHANGED,
    RECLEANED,
)
