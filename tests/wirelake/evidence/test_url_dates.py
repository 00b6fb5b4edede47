"""Days and months in addresses, and numbers that are neither."""

import pytest

from wirelake.evidence.url_dates import url_day, url_month


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("/2026/03/04/basin-opens", "2026-03-04"),
        ("/news/2026-03-04-basin-opens", "2026-03-04"),
        ("/2026/3/4.html", "2026-03-04"),
        ("/20260304/9901/c.html", "2026-03-04"),
        ("/n1/2026/0304/c9901.html", "2026-03-04"),
        ("/2026-03/04/c_9901.htm", "2026-03-04"),
        ("/world/2026/mar/04/basin-opens", "2026-03-04"),
        ("/basin-opens-20260304", "2026-03-04"),
        ("/2026/03/basin-opens", None),
        ("/2026/02/30/basin-opens", None),
        ("/1969/12/16_ships_in_port/", None),
        ("/9920260304", None),
        ("/id/20269901", None),
        ("/?day=/2026/03/04/", None),
    ],
)
def test_the_day_in_an_address(path: str, day: str | None) -> None:
    found = url_day(f"https://quay.example{path}")
    assert (found.value if found else None) == day
    assert found is None or (found.origin, found.precision) == ("url", "day")


@pytest.mark.parametrize(
    ("path", "month"),
    [
        ("/2026/03/basin-opens", (2026, 3)),
        ("/2026-03/basin-opens", (2026, 3)),
        ("/2026/03/04/basin-opens", None),
        ("/2026/02/30/basin-opens", None),
        ("/2026/13/basin-opens", None),
        ("/basin-opens", None),
    ],
)
def test_the_month_in_an_address(path: str, month: tuple[int, int] | None) -> None:
    assert url_month(f"https://quay.example{path}") == month
    assert url_month("https://[quay/2026/03/x") is None
