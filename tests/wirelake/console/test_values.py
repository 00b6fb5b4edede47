"""Values in one line."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from wirelake.console.values import brief, change, clipped, counted

LONG = (
    "The harbour painted its oldest crane green on Monday, and nobody on the night shift saw it happen at all"
)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "none"),
        ("", "“”"),
        ("two\nlines", "“two ⏎ lines”"),
        ("\x1b[31mred\x07", "“�[31mred�”"),
        ("‮back", "“�back”"),
        (7, "7"),
        (True, "true"),
        (date(2026, 3, 2), "2026-03-02"),
        (datetime(2026, 3, 2, 9, tzinfo=UTC), "2026-03-02T09:00:00+00:00"),
        ([{"name": "A. Crane", "at": date(2026, 3, 2)}], '[{"name": "A. Crane", "at": "2026-03-02"}]'),
    ],
)
def test_a_value_is_one_safe_line(value: Any, shown: str) -> None:
    assert brief(value) == shown


def test_a_long_value_is_cut_unless_it_is_asked_for_whole() -> None:
    assert brief("x" * 101) == f"“{'x' * 99}…”"
    assert brief("x" * 100_000, None) == f"“{'x' * 100_000}”"
    assert len(clipped("x" * 100_000)) == 100


def test_two_long_values_are_shown_where_they_part() -> None:
    assert change(f"{LONG}.", f"{LONG}, it said.") == (
        "“…ght shift saw it happen at all.” → “…ght shift saw it happen at all, it said.”"
    )
    assert change("green", "blue") == "“green” → “blue”"
    assert change(None, 3) == "none → 3"


def test_of_lists_only_what_differs_is_shown() -> None:
    assert change(["a", "b"], ["b", "c"]) == "- “a”; + “c”"
    assert change(["a", "b"], ["b", "a"]) == '["a", "b"] → ["b", "a"]'


def test_things_are_counted() -> None:
    assert [counted(number, "row") for number in (0, 1, 1200)] == ["0 rows", "1 row", "1,200 rows"]
