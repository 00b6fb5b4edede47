"""A record as the command shows it: subjects and places as rows, whatever the file knew of them."""

from typing import Any

from wirelake.console.records import show_record
from wirelake.console.terminal import out

RECORD: dict[str, Any] = {"removed": [], "candidates": [], "date_candidates": []}
TOPIC = {
    "scheme": "medtop",
    "code": "20000337",
    "iri": None,
    "name": "transport",
    "role": None,
    "origin": "mapped",
}


def shown(**fields: Any) -> str:
    with out.capture() as told:
        show_record({**RECORD, **fields})
    return told.get()


def test_subjects_and_places_are_rows() -> None:
    said = shown(subject_codes=[TOPIC], place_codes=[{**TOPIC, "name": "Marsa [Nour]", "country": "EG"}])
    rows = [line for line in said.splitlines() if "20000337" in line]
    assert len(rows) == 2
    assert "transport" in rows[0] and "mapped" in rows[0]
    assert "Marsa [Nour]" in rows[1] and "EG" in rows[1]


def test_a_file_that_is_older_than_they_are_shows_none() -> None:
    assert "subjects" not in shown(subject_codes=None, place_codes=None)
