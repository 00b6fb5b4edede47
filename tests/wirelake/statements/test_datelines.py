"""A stated dateline gives its place, whatever stands around it; a machine's time gives none."""

import pytest

from wirelake.statements.datelines import is_stamp, place


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("(QW) - MARSA NOUR, 24 FEB -", "MARSA NOUR"),
        ("Puerto Nuevo (Costa), 24 sep (QW).-", "Puerto Nuevo"),
        ("PORT ANSEL, Maine--(QUAY WIRE)--Dec 5, 2024--", "PORT ANSEL, Maine"),
        ("PORT ANSEL, Mass. (QW) _ ", "PORT ANSEL, Mass."),
        ("MARSA NOUR, 5th March, 2026 (QW) --", "MARSA NOUR"),
        ("MARSA NOUR:", "MARSA NOUR"),
        ("Satama, 5.3. (QW)", "Satama"),
        ("Hafenstadt/Spitsand (qw) -", "Hafenstadt/Spitsand"),
        ("Port-Neuf, 10 juil 2024 (QW)", "Port-Neuf"),
        ("Puerto Nuevo, 24 de septiembre de 2024", "Puerto Nuevo"),
        ("طوكيو (أ ف ب)", "طوكيو"),
        ("Marsa Nour, Coast", "Marsa Nour, Coast"),
        ("January 21", None),
        ("20260304T222800+0000", None),
        ("x" * 500, None),
        ("(" * 100, None),
    ],
)
def test_the_place(stated: str, expected: str | None) -> None:
    assert place(stated) == expected


def test_a_machines_time_is_no_dateline() -> None:
    stamps = ("20260304T222800+0000", "4/4/2018", "2026-03-04 15:53:10 GMT+00:00", "20200616")
    assert all(map(is_stamp, stamps))
    assert not any(map(is_stamp, ("Marsa Nour", "Satama, 5.3. (QW)", "")))
