"""The tables of IPTC: whole, without a row that leads nowhere, and what the code says of them."""

import re

import pytest

from wirelake import newscodes
from wirelake.ruleset import covered


def test_a_changed_table_is_a_changed_build() -> None:
    assert newscodes.digest() == newscodes.DIGEST, "write the new digest into newscodes/__init__.py"
    assert {"wirelake.newscodes", "wirelake.subjects.coding", "wirelake.countries.parts"} <= covered().keys()


def test_every_row_leads_to_a_topic_in_use() -> None:
    topics = newscodes.media_topics()
    assert all(re.fullmatch(r"\d{8}", code) and topic.name for code, topic in topics.items())
    led = [one.topic for one in newscodes.subject_codes().values()] + [*newscodes.anpa_categories().values()]
    assert [code for code in led if topics[code].retired] == []


def test_a_code_that_iptc_does_not_map_leads_where_the_one_above_leads() -> None:
    codes = newscodes.subject_codes()
    broader = {code: one for code, one in codes.items() if one.match == "broader"}
    for code, one in broader.items():
        above = [f"{code[:5]}000", f"{code[:2]}000000"]
        mapped = next(codes[up] for up in above if up != code and codes[up].match != "broader")
        assert one.topic == mapped.topic
    assert {one.match for one in codes.values()} == {"exact", "close", "broader"}


@pytest.mark.parametrize("part", range(1, 18))
def test_the_seventeen_subjects_are_the_seventeen_topics(part: int) -> None:
    code = f"{part:02}000000"
    assert newscodes.subject_codes()[code].topic == code


@pytest.mark.parametrize(
    ("code", "topic", "name"),
    [
        ("15054000", "20001065", "football"),
        ("04015000", "20000337", "transport"),
        ("02001000", "20000082", "crime"),
    ],
)
def test_codes_as_iptc_maps_them(code: str, topic: str, name: str) -> None:
    one = newscodes.subject_codes()[code]
    assert (one.topic, newscodes.media_topics()[topic].name) == (topic, name)
