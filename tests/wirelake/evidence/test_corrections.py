"""What sluglines, codes and notes to editors say of a version."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from wirelake.evidence.corrections import told
from wirelake.records import Article, EdNote

ARTICLE = Article(
    source="quay",
    raw_ref="quay/2026-03-05#<urn:uuid:00000000-0000-4000-8000-000000000001>",
    raw_sha256="0" * 64,
    source_format="text",
    first_seen_at=datetime(2026, 3, 5, 12, tzinfo=UTC),
    headline="Ship burns",
)


def note(text: str, role: str = "ednote") -> dict[str, Any]:
    return {"ed_notes": (EdNote(role=role, text=text),)}


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (note("Eds: CORRECTS: the ship is from Marsa. With photos."),
        "CORRECTS: the ship is from Marsa. With photos."),
        (note("(Eds: Corrects spelling of the ship's name.)"), "Corrects spelling of the ship's name."),
        (note("Eds: SUBS 4th graf to CORRECT that the ship is from Marsa."), None),
        (note("Editor's note _ Clarifies who owns the ship."), "Clarifies who owns the ship."),
        (note("Im dritten Absatz wurde der Ortsname korrigiert."), None),
        (note("Berichtigung: Der Ort heißt Marsa."), None),
        (note("Corrige le nom du navire au deuxième paragraphe."), None),
        (note("Corregge il nome della nave."), None),
        (note("der Meldung vom 4.3.\nIm Absatz 2 heißt es Marsa", "edrole:correctionshort"),
         "der Meldung vom 4.3. Im Absatz 2 heißt es Marsa"),
        ({"extra": (("revision-history.comment", "corrects the name"),)}, "corrects the name"),
        ({"extra": (("instruction", "Correction: the name"),)}, "Correction: the name"),
        ({"correction_note": "Corrects the day"}, "Corrects the day"),
    ],
)  # fmt: skip
def test_a_note_says_what_was_corrected(fields: dict[str, Any], said: str | None) -> None:
    found = told(replace(ARTICLE, **fields))
    assert found.is_correction
    assert "correction" in found.signals
    assert found.correction_note == (said or fields["ed_notes"][0].text.removeprefix("Eds: "))


@pytest.mark.parametrize(
    ("fields", "signals"),
    [
        ({"slugline": "USA-WEATHER/ (UPDATE 1, PIX, CORRECTED)"}, "update correction"),
        ({"slugline": "GLOBAL-MARKETS/ (WRAPUP 1)"}, "wrapup"),
        ({"slugline": "EU--Ship-Fire 1stLd-Writethru"}, "update"),
        ({"slugline": "BC-EU--Ship Fire, 2nd Ld-Writethru, CORRECTS"}, "update correction"),
        ({"signals": ("sig:correction",)}, "sig:correction correction"),
        ({"signals": ("sig:update", "edStat:N")}, "sig:update edStat:N update"),
        (note("Eds: UPDATES: adds details."), "update"),
        ({"signals": ("sig:update",), **note("Ort ergänzt.", "edrole:correction")}, "sig:update update"),
    ],
)
def test_signals_are_plain_words_too(fields: dict[str, Any], signals: str) -> None:
    found = told(replace(ARTICLE, **fields))
    assert found.signals == tuple(signals.split())
    assert found.is_correction == ("correction" in found.signals)


@pytest.mark.parametrize(
    "fields",
    [
        {"slugline": "CORRECTIONS-PRISON/"},
        {"slugline": "MARKETS-CORRECTION/ (PIX, TV)"},
        {"slugline": "US--Markets-Correction"},
        {"slugline": "US-MARKETS-CORRECTION"},
        {"slugline": "BC-EU--Ship-Fire"},
        {"slugline": "SOFTWARE-UPDATE/"},
        note("Eds: With photos. The spelling Marsa Nour is correct."),
        note("Eds: To correct an error, call the desk."),
        note("Eds: Adds quotes. Changes short headline."),
        note("Notizblock\nRedaktionelle Hinweise\nZu diesem Text finden Sie Bilder."),
        note("This is editorial note."),
        {"signals": ("edStat:C", "embargoed", "update:append")},
        {"extra": (("update", "N"), ("note", "corrects"))},
    ],
)
def test_what_says_nothing_of_versions_stays(fields: dict[str, Any]) -> None:
    article = replace(ARTICLE, **fields)
    assert told(article) == article
