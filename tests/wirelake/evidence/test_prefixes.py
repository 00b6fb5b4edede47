"""Which words before a headline tell its version, and which belong to it."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from wirelake.evidence.prefixes import freed, prefix
from wirelake.records import Article

ARTICLE = Article(
    source="quay",
    raw_ref="quay/2026-03-05#<urn:uuid:00000000-0000-4000-8000-000000000001>",
    raw_sha256="0" * 64,
    source_format="text",
    first_seen_at=datetime(2026, 3, 5, 12, tzinfo=UTC),
)


@pytest.mark.parametrize(
    ("headline", "words", "signals", "left"),
    [
        ("UPDATE 2-Shares fall", "UPDATE 2", "update", "Shares fall"),
        ("UPDATE1: Ship burns", "UPDATE1", "update", "Ship burns"),
        ("2nd UPDATE: Ship burns", "2nd UPDATE", "update", "Ship burns"),
        ("Update 2: Ship burns", "Update 2", "update", "Ship burns"),
        ("UPDATE 1-SOCCER-Marsa win", "UPDATE 1", "update", "SOCCER-Marsa win"),
        ("UPDATED: Ship burns", "UPDATED", "update", "Ship burns"),
        ("CORRECTED-Ship burns", "CORRECTED", "correction", "Ship burns"),
        ("CORRECTED (OFFICIAL)-Ship burns", "CORRECTED (OFFICIAL)", "correction", "Ship burns"),
        ("CORRECTED - SHIP BURNS", "CORRECTED", "correction", "SHIP BURNS"),
        ("CORRECTED-SHIP BURNS", "CORRECTED", "correction", "SHIP BURNS"),
        ("CORRECTION – Ship burns", "CORRECTION", "correction", "Ship burns"),
        ("Correction: Ship fire story", "Correction", "correction", "Ship fire story"),
        ("CLARIFICATION-Ship burns", "CLARIFICATION", "correction", "Ship burns"),
        ("CORRECTED-UPDATE 2-Ship burns", "CORRECTED-UPDATE 2", "correction update", "Ship burns"),
        ("UPDATE 1-CORRECTED-Ship burns", "UPDATE 1-CORRECTED", "update correction", "Ship burns"),
        ("REFILE-RPT-Ship burns", "REFILE-RPT", "refile repeat", "Ship burns"),
        ("REFILE UPDATE 3-Ship burns", "REFILE UPDATE 3", "refile update", "Ship burns"),
        ("WRAPUP 3-Ships burn", "WRAPUP 3", "wrapup", "Ships burn"),
        ("URGENT - Ship burns", "URGENT", "urgent", "Ship burns"),
        ("URGENT-Ship burns", "URGENT", "urgent", "Ship burns"),
        ("KORREKTUR: Schiff brennt", "KORREKTUR", "correction", "Schiff brennt"),
        ("Berichtigung: Schiff brennt", "Berichtigung", "correction", "Schiff brennt"),
        ("KORREKTUR/ROUNDUP 2: Aktien fallen", "KORREKTUR/ROUNDUP 2", "correction wrapup", "Aktien fallen"),
        ("(AKTUALISIERUNG) Schiff brennt", "AKTUALISIERUNG", "update", "Schiff brennt"),
        ("Schiff brennt (Aktualisierung)", "Aktualisierung", "update", "Schiff brennt"),
        ("ZUSAMMENFASSUNG 2 - Schiff brennt", "ZUSAMMENFASSUNG 2", "wrapup", "Schiff brennt"),
        ("WDH: Schiff brennt", "WDH", "repeat", "Schiff brennt"),
        ("CORRECTIF - Un navire brûle", "CORRECTIF", "correction", "Un navire brûle"),
        ("ACTUALISATION : un navire brûle", "ACTUALISATION", "update", "un navire brûle"),
        ("RPT/ Un navire brûle", "RPT", "repeat", "Un navire brûle"),
        ("CORRECCIÓN: Arde un barco", "CORRECCIÓN", "correction", "Arde un barco"),
        ("(Ampliación) Arde un barco", "Ampliación", "update", "Arde un barco"),
        ("Arde un barco (AMPLIACIÓN)", "AMPLIACIÓN", "update", "Arde un barco"),
        ("RETTIFICA: Brucia una nave", "RETTIFICA", "correction", "Brucia una nave"),
        ("Correção: Navio arde", "Correção", "correction", "Navio arde"),
        ("RECTIFICATIE - Schip brandt", "RECTIFICATIE", "correction", "Schip brandt"),
        ("CORRECTING and REPLACING Ferries Buy Pier", "CORRECTING and REPLACING", "correction",
        "Ferries Buy Pier"),
        ("/C O R R E C T I O N -- Copperline Ferries/", "C O R R E C T I O N", "correction",
        "Copperline Ferries"),
    ],
)  # fmt: skip
def test_a_prefix_is_told_apart(headline: str, words: str, signals: str, left: str) -> None:
    assert prefix(headline) == (words, tuple(signals.split()), left)


@pytest.mark.parametrize(
    "headline",
    [
        "SOCCER-Marsa win the cup",  # columns and kinds of text
        "PRECIOUS-Gold falls",
        "BRIEF-Copperline buys a pier",
        "FACTBOX-Ships that burned",
        "TABLE-Ships in port",
        "EXCLUSIVE-Ship burned before",
        "BREAKING: Ship burns",
        "URGENT-CARE CLINIC OPENS",  # one word of two
        "UPDATE-Fehler stoppt Kräne",
        "CORRECTION-FLUID MAKER SUED",
        "EIL-Zug hält in Marsa",
        "WDH-Kliniken wachsen",
        "Update fatigue: why crews switch off",
        "UPDATE 1 of the timetable is out",
        "Update 2.0: the port's new software",
        "Updates: none so far",
        "Urgent: blood wanted",
        "Urgent care clinic opens",
        "Repeat: nothing burns",
        "Korrektur am Aktienmarkt",
        "Correctional officer quits",
        "Ships (updated timetable)",
        "Ships (corrected for size) shrink",
        "CORRECTED-",
        "(UPDATE)",
        "RPTS-trained pilots wanted",
        "",
    ],
)
def test_a_headline_keeps_its_own_words(headline: str) -> None:
    assert prefix(headline) is None


def test_what_it_says_is_kept() -> None:
    found = freed(replace(ARTICLE, headline="CORRECTED-UPDATE 2-Ship burns", signals=("embargoed", "update")))
    assert (found.headline, found.headline_prefix) == ("Ship burns", "CORRECTED-UPDATE 2")
    assert (found.signals, found.is_correction) == (("embargoed", "update", "correction"), True)
    plain = freed(replace(ARTICLE, headline="REFILE-Ship burns"))
    assert (plain.signals, plain.is_correction) == (("refile",), False)


def test_a_prefix_that_a_format_told_apart_counts_too() -> None:
    told = freed(replace(ARTICLE, headline="Ship burns", headline_prefix="REFILE 1ST LEAD"))
    assert (told.headline_prefix, told.signals) == ("REFILE 1ST LEAD", ("refile", "update"))
    label = freed(replace(ARTICLE, headline="UPDATE 2-Ship burns", headline_prefix="Harbours:"))
    assert (label.headline_prefix, label.signals) == ("Harbours: UPDATE 2", ("update",))
