"""The words that columns are made of, and how their numbers are to be read; tests hold them against the code.

Words of the wires' own stand beside these in ``signals``, ``type``, ``profile`` and roles.
"""

WORDS: dict[str, tuple[str, ...]] = {
    name: tuple(words.split())
    for name, words in {
        "record_kind": "article media package control",
        "pub_status": "usable withheld canceled",
        "published_precision": "instant minute day",
        "rights_status": "open reserved unknown",
        "source_format": (
            "anpa ap_media digitalwires html iptc7901 json_feed newsml_1 newsml_g2 ninjs nitf rss text "
        ),
        "quality_flags": (
            "author_is_address body_short broken_characters canonical_shared canonical_url_malformed "
            "caption_missing characters_lost charset_healed control_characters dates_contradict "
            "embargo_ambiguous embargo_zone_assumed embargo_zone_unknown extra_cut feed_cut "
            "field_malformed guid_counts_posts headline_from_text headline_long language_contradicts "
            "language_malformed language_unknown licence_until markup_healed noise_left page_missing "
            "parity_removed paywalled raw_damaged renditions_missing rights_reserved "
            "text_from_json_ld transmission_cut urgency_out_of_range version_reused "
        ),
        "date_candidates.origin, date_source": (
            "content_created dateline feed header_day json_ld mail meta microdata modified page_clock "
            "sitemap transmission_stamp url version_created visible_time wire_stamp written "
        ),
        "candidates.field": "headline authors language description",
        "removed.kind": "strip lift",
        "removed.rule, rule_hits": (
            "advertisement author_note byline_line caption consent_prompt contributors "
            "copyright_notice credit_line date_line dateline distributor editors_note end_mark "
            "excerpt_footer furniture kicker learned_furniture legal_disclaimer media_contact "
            "not_for_publication page_clock reader_count related_links repeated_headline "
            "repeated_text separator share_prompt source_line source_name source_version "
            "subscription_prompt topic_tags transcript wire_stamp "
        ),
        "paragraphs.role": "p h li quote row",
        "alt_ids.role": "wire guid url file transref transmission uri",
        "subject_codes.origin, place_codes.origin": "stated mapped",
    }.items()
}

MORE: dict[str, str] = {  # beside the words, of the wires
    "date_candidates.origin, date_source": "and the name of the element or field of a wire's format",
    "alt_ids.role": "and those that a wire names itself",
}

SCALES: dict[str, str] = {
    "date_confidence, date_candidates.weight": "0 to 1; 0.5 and more has a say",
    "candidates.weight": "0 to 1, but of a headline to 1.6, which is that of a page's h1: three others that "
    "agree outvote it. No probability: compare it within one field of one article",
    "urgency": "1 to 9, 1 the highest",
    "stories.share, stories.share_back": "0 to 1",
}

OFFSETS: dict[str, str] = {
    "Python": "text[start:end]",
    "DuckDB": 'substring(extracted_text, start + 1, "end" - start)',
    "Polars": 'pl.col("extracted_text").str.slice(start, end - start)',
    "pyarrow": "pc.utf8_slice_codeunits(text, start, end)",
    "Spark": "substring(extracted_text, start + 1, end - start)",
    "ClickHouse": "substringUTF8(extracted_text, start + 1, end - start); its substring counts bytes",
    "JavaScript": 'Array.from(text).slice(start, end).join(""); slice of a string counts units of UTF-16',
}


def markdown() -> str:
    """The end of docs/schema.md."""
    words = [
        (name, ", ".join([*known, *([MORE[name]] if name in MORE else [])])) for name, known in WORDS.items()
    ]
    offsets = [(name, _code(said)) for name, said in OFFSETS.items()]
    return (
        "\n## Words\n\nA version may add words; none changes what one means.\n"
        + _table("column", "words", words)
        + "\n## Scales\n"
        + _table("number", "scale", [*SCALES.items()])
        + "\n## Offsets\n\n`start` and `end` of `removed` and `association_spans` count code points of "
        "`extracted_text`, from 0; `end` is not included. Engines count otherwise:\n"
        + _table("engine", "the piece", offsets)
    )


def _code(said: str) -> str:
    call, mark, note = said.partition("; ")
    return f"`{call}`{mark}{note}"


def _table(left: str, right: str, rows: list[tuple[str, str]]) -> str:
    return "".join(
        [f"\n| {left} | {right} |\n|---|---|\n", *(f"| {one} | {other} |\n" for one, other in rows)]
    )
