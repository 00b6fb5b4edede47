"""Dates that machines were to read: read in full, or not at all; nothing is filled in, nothing is lost."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wirelake.evidence.stated import stated
from wirelake.extract import extract
from wirelake.records import Kind, Link, RawArticle, Rejection

REPORT = Path(__file__).parents[4] / "shared" / "reports" / "feed-dates"
WRITTEN = """
Fri, Jun 26 2026 10:04:03 AM | 2026-06-26T10:04:03
Fri, Jun 26 2026 10:04:03 PM | 2026-06-26T22:04:03
Fri, Jun 26 2026 12:04:03 AM | 2026-06-26T00:04:03
2026-03-05 8:15 PM | 2026-03-05T20:15:00
Thu, 05 Mar 2026 08:15 PM EST | 2026-03-05T20:15:00-05:00
Fri, 19 Nov 2021 01:45:08 +02:00 | 2021-11-19T01:45:08+02:00
Fri, 19 Nov 2021 01:45:08 +02 | 2021-11-19T01:45:08+02:00
Fri, 19 Nov 2021 01:45:08 GMT+0200 | 2021-11-19T01:45:08+02:00
Fri, 19 Nov 2021 01:45:08 UTC-3 | 2021-11-19T01:45:08-03:00
Fri, 19 Nov 2021 01:45:08 -0000 | 2021-11-19T01:45:08+00:00
Fri, 19 Nov 2021 01:45:08 gmt | 2021-11-19T01:45:08+00:00
Fri, 19 Nov 2021 01:45:08 CET | 2021-11-19T01:45:08+01:00
Fri, 19 Nov 2021 01:45:08 JST | 2021-11-19T01:45:08+09:00
Fri, 19 Nov 2021 01:45:08 MSK | 2021-11-19T01:45:08+03:00
Fri, 19 Nov 2021 01:45:08 WIB | 2021-11-19T01:45:08+07:00
Fri, 19 Nov 21 01:45:08 GMT | 2021-11-19T01:45:08+00:00
Friday, 19-Nov-99 01:45:08 GMT | 1999-11-19T01:45:08+00:00
Fri, 19 Nov 2021 01:45:60 GMT | 2021-11-19T01:45:59+00:00
Tue Mar 14 08:00:00 CEST 2023 | 2023-03-14T08:00:00+02:00
Tue Mar 14 08:00:00 2023 | 2023-03-14T08:00:00
2016/6/29 15:07:41 | 2016-06-29T15:07:41
2026.03.05 08:15 | 2026-03-05T08:15:00
2026年03月05日 08:15 | 2026-03-05T08:15:00
2026年3月5日 | 2026-03-05
2026년 3월 5일 08:15 | 2026-03-05T08:15:00
٢٠٢٦-٠٣-٠٥ ٠٨:١٥ | 2026-03-05T08:15:00
2026-03-05 20:15:00 EST | 2026-03-05T20:15:00-05:00
2026-03-05T08:15:00 +0100 | 2026-03-05T08:15:00+01:00
20260305T081500Z | 2026-03-05T08:15:00+00:00
20260305 | 2026-03-05
5 Mar 2026 | 2026-03-05
Thu 05 Mar 2026 | 2026-03-05
Seg, 24 Set 2018 | 2018-09-24
Seg, 24 Set 2018 12:00:00 +0000 | 2018-09-24T12:00:00+00:00
jeu., 05 mars 2026 08:15:00 +0100 | 2026-03-05T08:15:00+01:00
Mo, 05 Mär 2026 08:15:00 +0100 | 2026-03-05T08:15:00+01:00
Чт, 05 мар 2026 08:15:00 +0300 | 2026-03-05T08:15:00+03:00
Thu, 05 Mar 2026 08:15:00 IST | 2026-03-05
13/03/2026 08:15:00 | 2026-03-13T08:15:00
"""
NONE = """
07-12-2025
05/03/2026 08:15
2003-12
2003
March 2026
2026-W10
2026-03-04T06:30:00+25:00
2026-02-30
0000-00-00 00:00:00
1772615100
2026-03-05T08:15:00Z/2026-03-06T08:15:00Z
"""


@pytest.mark.parametrize("line", WRITTEN.strip().splitlines())
def test_a_date_is_read_in_full(line: str) -> None:
    text, _, value = line.partition(" | ")
    found = stated(text)
    assert found is not None
    assert found.value == value
    assert (found.precision == "day") is (len(value) == 10)


@pytest.mark.parametrize("text", ["", "yesterday", *NONE.strip().splitlines(), "9" * 5_000])
def test_what_is_not_whole_is_no_date(text: str) -> None:
    assert stated(text) is None


def test_the_language_settles_what_a_machine_left_open() -> None:
    assert stated("07-12-2025") is None
    settled = stated("05/03/2026 08:15", "fr")
    assert settled is not None
    assert settled.value == "2026-03-05T08:15:00"


@given(st.datetimes(datetime(1900, 1, 1), datetime(2199, 12, 31)), st.sampled_from(["%z", "GMT", ""]))
def test_what_software_writes_comes_back(moment: datetime, zone: str) -> None:
    moment = moment.replace(microsecond=0, tzinfo=UTC if zone else None)
    text = (
        f"{moment:%a, %d %b %Y %H:%M:%S} {moment:%z}"
        if zone == "%z"
        else f"{moment:%a, %d %b %Y %H:%M:%S} {zone}"
    )
    found = stated(text)
    assert found is not None
    assert datetime.fromisoformat(found.value) == moment


@given(st.text(max_size=60))
def test_any_text_is_a_date_or_none(text: str) -> None:
    found = stated(text)
    assert found is None or date.fromisoformat(found.value[:10])


@pytest.mark.skipif(not REPORT.is_dir(), reason="the shared reports are not here")
def test_dates_of_feeds_in_forms_that_are_no_rfc_822() -> None:
    raw = RawArticle(
        link=Link(url="http://127.0.0.1/feed.xml", origin="feed"),
        kind=Kind.ARTICLE,
        fetched_at=datetime(2026, 11, 27, tzinfo=UTC),
        body=(REPORT / "more.xml").read_bytes(),
        raw_ref="menafn/2026-11-27#<urn:uuid:00000000-0000-0000-0000-000000000000>",
    )
    found = extract(raw, "rss")
    assert not isinstance(found, Rejection)
    read = {article.headline.split()[0]: article.date_candidates[0] for article in found}
    for guid, (said, right) in json.loads((REPORT / "expected.json").read_text(encoding="utf-8")).items():
        candidate = read[guid]
        assert candidate.raw == said
        wanted = right.split(" in zone")[0].split(", a day")[0]
        if len(wanted) == 10:
            assert (candidate.value, candidate.precision) == (wanted, "day")
        elif wanted.endswith("Z"):
            assert datetime.fromisoformat(candidate.value).astimezone(UTC) == datetime.fromisoformat(wanted)
        else:
            assert candidate.value == datetime.fromisoformat(wanted).isoformat()
