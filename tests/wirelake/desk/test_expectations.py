"""The table of a day's expectations."""

import pytest

from wirelake.config import ExpectFacts
from wirelake.desk.day.expectations import day_expectations, in_words
from wirelake.validate import EXPECTATIONS
from wirelake.validate.expectations import expected_of

BY_ID = {one.id: one for one in EXPECTATIONS}


@pytest.mark.parametrize(
    ("id_", "asks"),
    [
        ("published_at_missing", "published_date is there"),
        ("url_malformed", "url has its form"),
        ("headline_too_long", "headline_length is at most 1,000"),
        ("body_short", "word_count is at least 30"),
        ("urgency_out_of_range", "urgency is 1 to 9"),
        ("noise_left", "noise_left is false"),
        ("pub_status_unknown", "pub_status is usable or withheld or canceled"),
    ],
)
def test_each_kind_is_told_in_words(id_: str, asks: str) -> None:
    assert in_words(BY_ID[id_]) == asks


def test_every_expectation_can_be_told() -> None:
    facts = ExpectFacts(languages=("en",), min_words=50, required=("authors", "description", "language"))
    assert all(in_words(one) for one in expected_of(facts))


def test_what_failed_comes_first_rejections_by_any_of_their_reasons() -> None:
    rejected = [("body_missing", "headline_missing"), ("headline_missing",), ("http_404",)]
    told = day_expectations(ExpectFacts(required=("authors",)), rejected, {"body_short": 40, "odd": 3})
    failed = [(one.id, one.failed, one.rejects) for one in told if one.failed]
    assert failed == [("body_short", 40, False), ("headline_missing", 2, True), ("body_missing", 1, True)]
    assert told[0].width == 200
    assert [one.width for one in told[1:3]] == [10, 5]
    assert told[-1].id == "authors_missing"  # of the source's own YAML
    assert len(told) == len(EXPECTATIONS) + 1
