"""What is expected of every article: one table, whose ids are the reasons in rejected/ and the flags of articles."""

from typing import Any, NamedTuple

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
    kinds: str  # article, control, or both
    arguments: dict[str, Any]


PRESENT, BETWEEN = "ValuesToNotBeNull", "ValuesToBeBetween"
MATCH, WITHIN = "ValuesToMatchRegex", "ValuesToBeInSet"

# fmt: off
EXPECTATIONS = (
    #      id                        column               expectation severity    of         arguments
    Expect("rights_reserved",        "rights_respected",  WITHIN,   "critical", "article", {"value_set": [True]}),
    Expect("article_id_malformed",   "article_id",        MATCH,    "critical", "both",    {"regex": ID}),
    Expect("version_missing",        "version",           PRESENT,  "critical", "both",    {}),
    Expect("raw_ref_malformed",      "raw_ref",           MATCH,    "critical", "both",    {"regex": RAW_REF}),
    Expect("raw_digest_malformed",   "raw_sha256",        MATCH,    "critical", "both",    {"regex": SHA256}),
    Expect("headline_missing",       "headline_length",   BETWEEN,  "critical", "article", {"min_value": 1}),
    Expect("headline_too_long",      "headline_length",   BETWEEN,  "critical", "article", {"max_value": 1000}),
    Expect("headline_long",          "headline_length",   BETWEEN,  "warning",  "article", {"max_value": 250}),
    Expect("body_missing",           "body_length",       BETWEEN,  "critical", "article", {"min_value": 1}),
    Expect("body_too_long",          "body_length",       BETWEEN,  "critical", "article", {"max_value": 1_000_000}),
    Expect("body_short",             "word_count",        BETWEEN,  "warning",  "article", {"min_value": 30}),
    Expect("published_at_missing",   "published_date",    PRESENT,  "critical", "article", {}),
    Expect("published_in_future",    "days_ahead",        BETWEEN,  "critical", "article", {"max_value": 1}),
    Expect("published_too_early",    "published_year",    BETWEEN,  "critical", "article", {"min_value": 1900}),
    Expect("precision_unknown",      "published_precision", WITHIN, "critical", "article", {"value_set": ["instant", "minute", "day"]}),
    Expect("dates_contradict",       "dates_contradict",  WITHIN,   "warning",  "article", {"value_set": [False]}),
    Expect("pub_status_unknown",     "pub_status",        WITHIN,   "critical", "both",    {"value_set": ["usable", "withheld", "canceled"]}),
    Expect("urgency_out_of_range",   "urgency",           BETWEEN,  "warning",  "both",    {"min_value": 1, "max_value": 9}),
    Expect("url_malformed",          "url",               MATCH,    "critical", "both",    {"regex": WEB}),
    Expect("canonical_url_malformed", "canonical_url",    MATCH,    "warning",  "both",    {"regex": WEB}),
    Expect("language_malformed",     "language",          MATCH,    "warning",  "both",    {"regex": LANGUAGE}),
    Expect("language_unknown",       "language",          PRESENT,  "warning",  "article", {}),
    Expect("language_contradicts",   "language_contradicts", WITHIN, "warning", "article", {"value_set": [False]}),
    Expect("author_is_address",      "author_is_address", WITHIN,   "warning",  "article", {"value_set": [False]}),
    Expect("broken_characters",      "broken_characters", BETWEEN,  "warning",  "article", {"max_value": 0}),
    Expect("control_characters",     "control_characters", BETWEEN, "critical", "both",    {"max_value": 0}),
    Expect("noise_left",             "noise_left",        WITHIN,   "warning",  "article", {"value_set": [False]}),
)
# fmt: on
