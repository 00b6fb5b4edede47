"""What is read of digitalwires: the text, its status, and a notepad that no reader is to see."""

from datetime import UTC, datetime
from typing import Any

import pytest
from tests.wirelake.formats.payloads import dropped

from wirelake.extract import extract
from wirelake.records import Article

ENTRY: dict[str, Any] = {
    "format": "digitalwires@0.9.1",
    "type": "composite",
    "urn": "urn:newsml:quay.example:20260304:260304-930-1",
    "version_created": "2026-03-04T12:05:52+02:00",
    "version": 2,
    "pubstatus": "usable",
    "signal": "sig:correction",
    "embargoed": None,
    "language": "de",
    "urgency": 3,
    "kicker": "Hafen",
    "headline": "Hafen von Marsa Nour ist offen",
    "teaser": "Neun Tage war er zu.",
    "byline": "Von Erfundene Schreiberin, qw",
    "dateline": "MARSA NOUR, 4. März 2026 (qw) - ",
    "article_html": "<section><p>Das Becken ist offen.</p><h2>Kran</h2><p>Er fiel.</p></section>",
    "linkbox_html": '<ul><li><a href="https://quay.example">Hafen</a></li></ul>',
    "creditline": "qw",
    "notepad": {
        "public_html": "<ul><li>Berichtigung</li></ul>",
        "nonpublic_html": "<p>Nicht zur Veröffentlichung</p><p>Tel. 555</p>",
    },
    "ednotes": [
        {"role": "qwrole:embargo", "ednote": "Sperrfrist beachten.", "is_publishable": True},
        {"role": "qwrole:note", "ednote": "Bilder folgen."},
    ],
    "categories": [
        {"type": "dnltype:signal", "name": "correction", "qcode": "sig:correction"},
        {"type": "dnltype:wire", "name": "bdt", "qcode": "qwsrv:bdt"},
        {"type": "dnltype:creator", "name": "Erfundener Macher", "qcode": None},
    ],
    "dpasubject_names": ["Hafen"],
    "geosubject_names": ["Marsa Nour"],
    "genre_names": ["Meldung"],
    "associations": [
        {
            "type": "image",
            "urn": "urn:quay:pic",
            "caption": "Der Kran.",
            "renditions": [{"url": "https://quay.example/1"}],
        }
    ],
}


def read(entry: Any) -> Article:
    found = extract(dropped(entry))
    assert isinstance(found, list)
    (article,) = found
    assert article.source_format == "digitalwires"
    return article


def test_the_fields_of_an_entry() -> None:
    article = read(ENTRY)
    assert article.extracted_text == "Das Becken ist offen.\nKran\nEr fiel."
    assert [span.role for span in article.spans] == ["p", "h", "p"]
    assert (article.version, article.urgency, article.signals) == ("2", 3, ("sig:correction",))
    assert (article.dateline_text, article.dateline_place) == ("MARSA NOUR, 4. März 2026 (qw)", "MARSA NOUR")
    assert (article.byline, article.credit_line) == ("Von Erfundene Schreiberin, qw", "qw")
    assert article.version_created == datetime(2026, 3, 4, 10, 5, 52, tzinfo=UTC)
    assert [one.name for one in article.authors] == ["Erfundene Schreiberin", "Erfundener Macher"]
    assert {(one.name, one.qcode) for one in article.subjects_detail} == {
        ("Hafen", None),
        ("bdt", "qwsrv:bdt"),
    }
    assert [one.name for one in (*article.places, *article.genres)] == ["Marsa Nour", "Meldung"]
    assert dict(article.extra)["kicker"] == "Hafen"
    assert "linkbox_html" in dict(article.extra)
    assert article.associations[0].href == "https://quay.example/1"


def test_what_is_not_for_publication_stays_out_of_the_text() -> None:
    article = read(ENTRY)
    assert {(note.text, note.publishable) for note in article.ed_notes} == {
        ("Sperrfrist beachten.", True),
        ("Bilder folgen.", False),
        ("Berichtigung", True),
        ("Nicht zur Veröffentlichung\nTel. 555", False),
    }
    assert "Tel. 555" not in article.extracted_text + str(article.extra)


@pytest.mark.parametrize("status", ["usable", "canceled"])
def test_an_embargo_without_a_time_holds(status: str) -> None:
    article = read({**ENTRY, "embargoed": "", "pubstatus": status})
    assert article.pub_status == ("withheld" if status == "usable" else "canceled")
    assert article.signals == ("embargoed", "sig:correction")
    held = read({**ENTRY, "embargoed": "2026-03-04T19:00:00+01:00"})
    assert (held.pub_status, held.embargoed_until) == ("usable", datetime(2026, 3, 4, 18, tzinfo=UTC))


def test_an_entry_without_text_and_of_odd_kinds_is_read() -> None:
    assert read({"urn": "u", "article_html": None, "pubstatus": "canceled"}).pub_status == "canceled"
    odd = {name: 7 for name in ENTRY if name not in ("urn", "format", "article_html")}
    assert read({**ENTRY, **odd}).headline == ""
