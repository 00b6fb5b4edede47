"""Dates in words, in the wires' languages; and what is no whole date, or no certain one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wirelake.evidence.written import LONGEST, plain_digits, written_dates


def values(text: str, language: str | None = None) -> list[str]:
    return [one.value for one in written_dates(text, language)]


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("Dec. 7, 2025 9:05 AM ET", "en", "2025-12-07T09:05:00-05:00"),
        ("July 4, 2025 at 4:23pm ET", "en", "2025-07-04T16:23:00-04:00"),
        ("Thursday, March 5th, 2026 at 11:00pm", "en", "2026-03-05T23:00:00"),
        ("7:00 PM 01/23/2026", "en", "2026-01-23T19:00:00"),
        ("5 Mar 2026, 22:11 GMT+10", "en", "2026-03-05T22:11:00+10:00"),
        ("4 de março de 2026 às 09h05", "pt", "2026-03-04T09:05:00"),
        ("4. März 2026, 09:05 Uhr (MEZ)", "de", "2026-03-04T09:05:00+01:00"),
        ("Mittwoch, 04.03.2026 09:05 Uhr", "de", "2026-03-04T09:05:00"),
        ("mercredi 1er mars 2023 à 9h05", "fr", "2023-03-01T09:05:00"),
        ("martes 17 de marzo de 2026", "es", "2026-03-17"),
        ("4 marzo 2026 alle 9:05", "it", "2026-03-04T09:05:00"),
        ("4 maart 2026 om 09:05 uur", "nl", "2026-03-04T09:05:00"),
        ("4 marts 2026 kl. 09:05", "da", "2026-03-04T09:05:00"),
        ("4 mars 2026", "sv", "2026-03-04"),
        ("4. maaliskuuta 2026 klo 9.05", "fi", "2026-03-04T09:05:00"),
        ("4 Mart 2026 Çarşamba", "tr", "2026-03-04"),
        ("4 марта 2026, 09:05 МСК", "ru", "2026-03-04T09:05:00+03:00"),
        ("٤ مارس ٢٠٢٦ - ٠٩:٠٥ م", "ar", "2026-03-04T21:05:00"),
        ("4 آذار/مارس 2026", "ar", "2026-03-04"),
        ("4 במרץ 2026, 09:05", "he", "2026-03-04T09:05:00"),
        ("2026年3月4日（水） 9時05分", "ja", "2026-03-04T09:05:00"),
        ("２０２６年３月４日 午後3:05", "ja", "2026-03-04T15:05:00"),
        ("令和8年3月4日", "ja", "2026-03-04"),
        ("10:32 p.m. ET March 4, 2026 | Updated 7:05 a.m.", "en", "2026-03-04T22:32:00-05:00"),
        ("Publié le 4 mars 2026, mis à jour à 18h40", "fr", "2026-03-04"),
        ("Aktualisiert 10:40, veröffentlicht 4. März 2026", "de", "2026-03-04"),
        ("平成31年4月30日", "ja", "2019-04-30"),
        ("令和元年5月1日", "ja", "2019-05-01"),
        ("2026년 3월 4일 오후 3:05", "ko", "2026-03-04T15:05:00"),
        ("2026. 3. 4. 09:05", "ko", "2026-03-04T09:05:00"),
        ("2026-03-04 09:05:07", "zh", "2026-03-04T09:05:07"),
        ("2026. március 4., szerda", "hu", "2026-03-04"),
        ("4 marca 2026", None, "2026-03-04"),
        ("4 mars 2026", "en-US", "2026-03-04"),
        ("Sept 4th, 2026", "en", "2026-09-04"),
        ("04.03.26", "de", "2026-03-04"),
        ("01.02.99", "de", "1999-02-01"),
    ],
)
def test_a_date_is_read_as_it_is_written(text: str, language: str | None, value: str) -> None:
    assert values(text, language) == [value]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("4 March", "en"),
        ("March 2026", "en"),
        ("in 2026 the port", "en"),
        ("30 February 2026", "en"),
        ("3 boats 2026", "en"),
        ("4 listopad 2026", None),  # November in Polish, October in Croatian
        ("15 رمضان 1447", "ar"),
        ("2026/3/4/17", "ja"),
        ("04.03.26", "ja"),
        ("04.03.26", None),
        ("yesterday at 9:05", "en"),
    ],
)
def test_what_is_not_written_is_not_filled_in(text: str, language: str | None) -> None:
    assert values(text, language) == []


@pytest.mark.parametrize(
    ("language", "value"),
    [
        ("en-GB", ["2026-04-03"]),
        ("fr", ["2026-04-03"]),
        ("en", []),
        ("en-US", []),
        ("de", []),  # German writes 3.4.2026
        (None, []),
    ],
)
def test_day_and_month_are_told_apart_by_the_language_alone(language: str | None, value: list[str]) -> None:
    assert values("03/04/2026", language) == value
    assert values("13/04/2026", language) == values("04/13/2026", language) == ["2026-04-13"]


def test_a_zone_whose_name_settles_none_takes_the_time_with_it() -> None:
    (found,) = written_dates("Oct 9, 2025, 11:05 IST", "en")
    assert (found.value, found.precision) == ("2025-10-09", "day")


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("March 14, 2026 5:10am EDT", "en", "2026-03-14T05:10:00-04:00"),
        ("March 4, 2026 | 9:05am et", "en", "2026-03-04T09:05:00-05:00"),
        ("July 14, 2026 09:00 AM Eastern Daylight Time", "en", "2026-07-14T09:00:00-04:00"),
        ("4 March 2026, 09:00 Central European Time", "en", "2026-03-04T09:00:00+01:00"),
        ("July 4, 2026 09:00 AM Indian Standard Time", "en", "2026-07-04T09:00:00+05:30"),
        ("Oct 9, 2025, 11:05 IST", "en-IN", "2025-10-09T11:05:00+05:30"),
        ("Oct 9, 2025, 11:05 IST", "hi", "2025-10-09T11:05:00+05:30"),
        ("14 June 2026, 09:05 BST", "en-GB", "2026-06-14T09:05:00+01:00"),
        ("March 4, 2026 9:05 AM local time", "en", "2026-03-04T09:05:00"),
        # of the other half of the year, or of nowhere: what hour that was nobody knows
        ("March 4, 2026 5:10am EDT", "en", "2026-03-04"),
        ("4 January 2026 09:00 CEST", "en", "2026-01-04"),
        ("July 4, 2026 09:00 Eastern Standard Time", "en", "2026-07-04"),
        ("March 4, 2026 9:05 Quay Standard Time", "en", "2026-03-04"),
    ],
)
def test_zones_as_people_write_them(text: str, language: str, value: str) -> None:
    assert values(text, language) == [value]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("14-Mar-26", ["2026-03-14"]),
        ("Mar. 14, '26", ["2026-03-14"]),
        ("Published 14 Mar 26 09:15", ["2026-03-14T09:15:00"]),
        ("14 Mar 98", ["1998-03-14"]),
        ("4 March 26 ships sailed", []),
        ("4 March 26 per cent", []),
        ("Tue Mar 14 08:00:00 CEST 2023", ["2023-03-14T08:00:00+02:00"]),
        ("Tue Mar 14 08:00:00 IST 2023", ["2023-03-14"]),
    ],
)
def test_years_of_two_digits_and_years_behind_the_time(text: str, value: list[str]) -> None:
    assert values(text, "en") == value


def test_every_date_has_its_own_time_and_place() -> None:
    text = "Published March 4, 2026 9:05 AM | Updated March 5, 2026 10:00 AM"
    first, second = written_dates(text, "en")
    assert (first.value, second.value) == ("2026-03-04T09:05:00", "2026-03-05T10:00:00")
    assert text[first.start : first.end] == "March 4, 2026 9:05 AM"
    assert text[second.start : second.end] == "March 5, 2026 10:00 AM"


@settings(max_examples=300, deadline=2000)
@given(st.text(alphabet="0123456789 .:/-,年月日mMarchapt٤१令和", max_size=2 * LONGEST))
def test_any_text_is_read_in_bounds(text: str) -> None:
    for one in written_dates(text, "en"):
        assert 0 <= one.start < one.end <= len(plain_digits(text[:LONGEST]))
