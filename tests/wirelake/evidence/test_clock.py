"""A page's clock in many languages, and dates that are none."""

import pytest

from wirelake.evidence import page_clock


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("Tuesday, 02 January 2024 12:17 GMT", "2024-01-02T12:17:00+00:00"),
        ("9:05 AM Wednesday, March 4, 2026", "2026-03-04T09:05:00"),
        ("Mittwoch, 04.03.2026 09:05 Uhr", "2026-03-04T09:05:00"),
        ("mercredi 4 mars 2026 à 09:05", "2026-03-04T09:05:00"),
        ("miércoles 4 de marzo de 2026 09:05", "2026-03-04T09:05:00"),
        ("quarta-feira, 4 de março de 2026, 09:05", "2026-03-04T09:05:00"),
        ("среда, 4 марта 2026, 09:05", "2026-03-04T09:05:00"),
        ("الأربعاء، 04 مارس 2026 - 09:05 م", "2026-03-04T21:05:00"),
        ("יום רביעי, 4 במרץ 2026 09:05", "2026-03-04T09:05:00"),
        ("Çarşamba, 4 Mart 2026 09:05", "2026-03-04T09:05:00"),
        ("2026年3月4日（水） 9時05分", "2026-03-04T09:05:00"),
        ("2026年03月04日 星期三 09:05", "2026-03-04T09:05:00"),
        ("2026년 3월 4일 수요일 09:05", "2026-03-04T09:05:00"),
    ],
)
def test_a_clock_is_a_candidate_without_a_say(line: str, value: str) -> None:
    found = page_clock(f" {line}\n")
    assert found is not None
    assert (found.value, found.raw, found.weight, found.refused) == (
        value,
        line,
        0.0,
        "page_clock_above_headline",
    )


@pytest.mark.parametrize(
    "line",
    [
        "On Tuesday, 02 January 2024 12:17 GMT the basin was opened.",
        "Tuesday, 02 January 2024",
        "4 March 2026 09:05",
        "Tuesday, 31 February 2024 12:17 GMT",
        "Wednesday, 4 March 2026 09:05 | Updated Thursday, 5 March 2026 10:00",
        "Noor Marsh, Wednesday 4 March 2026 09:05",
        "2026年3月4日 09:05",
        "",
    ],
)
def test_an_articles_own_date_is_no_clock(line: str) -> None:
    assert page_clock(line) is None
