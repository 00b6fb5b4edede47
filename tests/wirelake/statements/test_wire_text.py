"""Datelines, bylines and notes to editors, and sentences that only look like them."""

import time

import pytest

from wirelake.statements.wire_text import dateline, is_byline, is_ed_note


@pytest.mark.parametrize(
    ("text", "place", "credit"),
    [
        ("MARSA NOUR, March 3 - The", "MARSA NOUR", None),
        ("MARSA NOUR, Mass. (QW) _ A", "MARSA NOUR, Mass.", "QW"),
        ("MARSA NOUR, Japan, Dec. 9 Quay - Red", "MARSA NOUR, Japan", "Quay"),
        ("Marsa Nour (qw/lni) - Das", "Marsa Nour", "qw/lni"),
        ("Marsa am Main, 4. März (qw) - Die", "Marsa am Main", "qw"),
        ("MARSA, 21 Nov. 2024 (Quay Press) -", "MARSA", "Quay Press"),
        ("MARSA, Feb. 2, 2017 /Quaywire/ -- X", "MARSA", "Quaywire"),
        ("Marsa (qw afn) Les ports", "Marsa", "qw afn"),
    ],
)
def test_datelines(text: str, place: str, credit: str | None) -> None:
    found = dateline(text)
    assert found is not None
    assert (found.place, found.credit) == (place, credit)
    assert text.startswith(found.text)
    assert not found.text.endswith(("-", "_", " "))


@pytest.mark.parametrize(
    "text",
    [
        "A spokesman said - after a pause - that",
        "Marsa Nour - The basin",
        "Marsa, Foo 3 - The basin",
        "Marsa Nour (built in 1901) was sold",
        "",
        "the port (qw) - was open",
    ],
)
def test_no_datelines(text: str) -> None:
    assert dateline(text) is None


def test_bylines_and_notes() -> None:
    assert all(map(is_byline, ("By IMAGINARY WRITER", "von Erfundene Schreiberin", "Par Personne Inventée")))
    assert not any(map(is_byline, ("By noon the basin was open.", "Bygone days", "The port")))
    assert all(map(is_ed_note, ("Eds: Updates.", "(Eds: Minor edits.)", "Attention editors: hold.")))
    assert not any(map(is_ed_note, ("Editors met in Marsa Nour.", "Edson: a port")))


def test_hostile_lines_are_looked_at_soon() -> None:
    started = time.process_time()
    for text in ("A " * 10_000, "Aa-" * 10_000, "MARSA, " * 10_000 + "(", "By " * 100_000, "Eds" * 100_000):
        dateline(text)
        is_byline(text)
        is_ed_note(text)
    assert time.process_time() - started < 1
