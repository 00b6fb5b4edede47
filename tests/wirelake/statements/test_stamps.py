"""When a transmission was sent: only whole dates are read, and no year is filled in but the present one."""

from datetime import UTC, datetime

import pytest

from wirelake.statements.stamps import header_day, stamp


@pytest.mark.parametrize(
    ("trailer", "month_day", "value"),
    [
        ("QW-WF-03-04-26 0630GMT<", None, "2026-03-04T06:30:00+00:00"),
        ("QW-NY-01-31-98 1200EST", None, "1998-01-31T12:00:00-05:00"),
        ("KWS-21:37-09-12-18", (12, 9), "2018-12-09T21:37:00"),
        ("KWS-21:37-09-12-18", (9, 12), "2018-09-12T21:37:00"),
        ("KWS-21:37-09-12-18", None, None),  # the ninth of December, or the twelfth of September
        ("KWS-21:37-25-12-18", None, "2018-12-25T21:37:00"),
        ("131137 GMT Nov 13 ", None, "2013-11-13T11:37:00+00:00"),
        ("091223 dec 18", None, "2018-12-09T12:23:00"),
        ("091223 März 26", None, "2026-03-09T12:23:00"),
        ("311137 GMT Nov 13", None, None),
        ("QW-WF-03-04-26 0630XQZ", None, None),
        ("", None, None),
    ],
)
def test_stamps(trailer: str, month_day: tuple[int, int] | None, value: str | None) -> None:
    found = stamp(trailer, month_day)
    assert (found.value if found else None) == value


@pytest.mark.parametrize(
    ("stated", "received", "value"),
    [
        ("03-04", datetime(2026, 3, 5, tzinfo=UTC), "2026-03-04"),
        ("12-31", datetime(2026, 1, 1, tzinfo=UTC), "2025-12-31"),
        ("04-03", datetime(2026, 3, 5, tzinfo=UTC), "2026-03-04"),  # day first
        ("03-04", datetime(2026, 9, 5, tzinfo=UTC), None),
        ("02-30", datetime(2026, 3, 1, tzinfo=UTC), None),
        ("", datetime(2026, 3, 1, tzinfo=UTC), None),
    ],
)
def test_a_day_without_a_year_counts_where_it_is_live(
    stated: str, received: datetime, value: str | None
) -> None:
    found = header_day(stated, received)
    assert (found.value if found else None) == value
