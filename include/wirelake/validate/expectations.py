"""What is expected of every article: one table, whose ids are the reasons in rejected/ and the flags of articles."""

import re
from typing import Any, NamedTuple

from wirelake.config import ExpectFacts

ID = r"^[a-z][a-z0-9_]{1,39}:[A-Za-z0-9][A-Za-z0-9._-]{0,63}\Z"
WEB = r"^https?://[^\s]+\Z"
RAW_REF = r"^[a-z][a-z0-9_]{1,39}/\d{4}-\d{2}-\d{2}#<urn:uuid:[0-9a-f-]{36}>\Z"
SHA256 = r"^[0-9a-f]{64}\Z"
LANGUAGE = r"^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*\Z"


class Expect(NamedTuple):
    """One expectation: its id (the rejection's reason, or the warning's flag) and what it asks."""

    id: str
    column: str
    type: str  # the Great Expectations class, less its ExpectColumn… prefix
    severity: str  # critical rejects the row; warning is counted and kept on it
    kinds: tuple[str, ...]  # the kinds of record of which it is asked
    arguments: dict[str, Any]


PRESENT, BETWEEN = "ValuesToNotBeNull", "ValuesToBeBetween"
MATCH, WITHIN = "ValuesToMatchRegex", "ValuesToBeInSet"

ARTICLE, MEDIA, PACKAGE = ("article",), ("media",), ("package",)
ITEM = ARTICLE + MEDIA + PACKAGE
ALL = (*ITEM, "control")

# fmt: off
EXPECTATIONS = (
    #      id                        column               expectation severity    of         arguments
    Expect("rights_reserved",        "rights_respected",  WITHIN,   "critical", ITEM,    {"value_set": [True]}),
    Expect("article_id_malformed",   "article_id",        MATCH,    "critical", ALL,     {"regex": ID}),
    Expect("version_missing",        "version",           PRESENT,  "critical", ALL,     {}),
    Expect("raw_ref_malformed",      "raw_ref",           MATCH,    "critical", ALL,     {"regex": RAW_REF}),
    Expect("raw_digest_malformed",   "raw_sha256",        MATCH,    "critical", ALL,     {"regex": SHA256}),
    Expect("headline_missing",       "headline_length",   BETWEEN,  "critical", ARTICLE, {"min_value": 1}),
    Expect("headline_too_long",      "headline_length",   BETWEEN,  "critical", ITEM,    {"max_value": 1000}),
    Expect("headline_long",          "headline_length",   BETWEEN,  "warning",  ITEM,    {"max_value": 250}),
    Expect("body_missing",           "body_length",       BETWEEN,  "critical", ARTICLE, {"min_value": 1}),
    Expect("media_empty",            "says_something",    WITHIN,   "critical", MEDIA,   {"value_set": [True]}),
    Expect("package_empty",          "member_count",      BETWEEN,  "critical", PACKAGE, {"min_value": 1}),
    Expect("caption_missing",        "caption_length",    BETWEEN,  "warning",  MEDIA,   {"min_value": 1}),
    Expect("renditions_missing",     "rendition_count",   BETWEEN,  "warning",  MEDIA,   {"min_value": 1}),
    Expect("body_too_long",          "body_length",       BETWEEN,  "critical", ARTICLE, {"max_value": 1_000_000}),
    Expect("body_short",             "word_count",        BETWEEN,  "warning",  ARTICLE, {"min_value": 30}),
    Expect("published_at_missing",   "published_date",    PRESENT,  "critical", ITEM,    {}),
    Expect("published_in_future",    "days_ahead",        BETWEEN,  "critical", ITEM,    {"max_value": 1}),
    Expect("published_too_early",    "published_year",    BETWEEN,  "critical", ITEM,    {"min_value": 1900}),
    Expect("precision_unknown",      "published_precision", WITHIN, "critical", ITEM,    {"value_set": ["instant", "minute", "day"]}),
    Expect("dates_contradict",       "dates_contradict",  WITHIN,   "warning",  ITEM,    {"value_set": [False]}),
    Expect("pub_status_unknown",     "pub_status",        WITHIN,   "critical", ALL,     {"value_set": ["usable", "withheld", "canceled"]}),
    Expect("urgency_out_of_range",   "urgency",           BETWEEN,  "warning",  ALL,     {"min_value": 1, "max_value": 9}),
    Expect("url_malformed",          "url",               MATCH,    "critical", ALL,     {"regex": WEB}),
    Expect("canonical_url_malformed", "canonical_url",    MATCH,    "warning",  ALL,     {"regex": WEB}),
    Expect("language_malformed",     "language",          MATCH,    "warning",  ALL,     {"regex": LANGUAGE}),
    Expect("language_unknown",       "language",          PRESENT,  "warning",  ARTICLE, {}),
    Expect("language_contradicts",   "language_contradicts", WITHIN, "warning", ARTICLE, {"value_set": [False]}),
    Expect("author_is_address",      "author_is_address", WITHIN,   "warning",  ARTICLE, {"value_set": [False]}),
    Expect("broken_characters",      "broken_characters", BETWEEN,  "warning",  ITEM,    {"max_value": 0}),
    Expect("control_characters",     "control_characters", BETWEEN, "critical", ALL,     {"max_value": 0}),
    Expect("noise_left",             "noise_left",        WITHIN,   "warning",  ARTICLE, {"value_set": [False]}),
)
# fmt: on

REQUIRED = {
    "authors": Expect("authors_missing", "author_count", BETWEEN, "critical", ARTICLE, {"min_value": 1}),
    "description": Expect(
        "description_missing", "description_length", BETWEEN, "critical", ARTICLE, {"min_value": 1}
    ),
    "language": Expect("language_missing", "language", PRESENT, "critical", ARTICLE, {}),
}


def expected_of(facts: ExpectFacts) -> tuple[Expect, ...]:
    """The table, and what the source's YAML expects of its articles besides.

    An article without a known language is of none that is not expected; ``required`` asks for one.
    """
    more = [REQUIRED[name] for name in dict.fromkeys(facts.required)]
    if facts.min_words:
        least = {"min_value": facts.min_words}
        more.append(Expect("body_too_short", "word_count", BETWEEN, "critical", ARTICLE, least))
    if facts.languages:
        # Primary subtags, as in the first part of zh-Hant-TW.
        tags = {re.escape(tag.partition("-")[0]) for tag in facts.languages}
        regex = {"regex": rf"^(?i:{'|'.join(sorted(tags))})(?:-|\Z)"}
        more.append(Expect("language_unexpected", "language", MATCH, "critical", ARTICLE, regex))
    return (*EXPECTATIONS, *more)
