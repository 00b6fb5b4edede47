"""What is read of ninjs in its three generations, and what happens to what does not fit."""

from datetime import UTC, datetime
from typing import Any

import pytest
from tests.wirelake.formats.payloads import dropped

from wirelake.errors import ParseError
from wirelake.extract import extract
from wirelake.formats import ninjs, sniff
from wirelake.records import AltId, Article, Rejection, Subject

PLAIN = "The northern basin is open.\nPilots brought in two carriers."
MARKUP = "<h2>Basin</h2><p>The northern basin is <b>open</b>.</p><ul><li>Two carriers</li></ul>"
ONE: dict[str, Any] = {
    "uri": "urn:quay:1",
    "type": "text",
    "versioncreated": "2026-03-04T09:30:15+03:00",
    "firstcreated": "2026-03-04T05:00:00Z",
    "version": "3",
    "pubstatus": "usable",
    "urgency": 4,
    "language": "en",
    "byline": "Imaginary Writer",
    "headline": "Marsa Nour’s port reopens",
    "headline_extended": "Marsa Nour’s port reopens after nine days",
    "slugline": "PORT-MARSA",
    "description_text": "After nine days.",
    "located": "Marsa Nour",
    "ednote": "Photos follow.",
    "body_text": PLAIN,
    "body_xhtml": MARKUP,
    "copyrightnotice": "(c) Quay",
    "usageterms": "Ask.",
    "subject": [{"name": "Ports", "code": "04000000", "scheme": "quaycodes", "rel": "about"}],
    "place": [{"name": "Marsa Nour", "rel": "mentions"}],
    "person": [{"name": "Imaginary Pilot", "uri": "urn:quay:p"}],
    "organisation": [{"name": "Harbour Office"}],
    "genre": [{"name": "Brief"}],
    "infosource": [{"name": "Gulfwire", "code": "gw"}],
    "altids": {"transref": "e0027"},
    "associations": {
        "mainpic": {
            "uri": "urn:quay:pic",
            "type": "picture",
            "byline": "Imaginary Eye",
            "description_text": "The crane.",
            "renditions": {"main": {"href": "https://quay.example/1.jpg"}},
        }
    },
}
THREE: dict[str, Any] = {
    **{key: ONE[key] for key in ("uri", "type", "version", "urgency", "language", "slugline", "located")},
    "standard": {"name": "ninjs", "version": "3.0"},
    "versionCreated": ONE["versioncreated"],
    "firstCreated": ONE["firstcreated"],
    "pubStatus": "usable",
    "by": "Imaginary Writer",
    "headlines": [
        {"role": "extended", "value": ONE["headline_extended"]},
        {"role": "main", "value": ONE["headline"]},
    ],
    "descriptions": [{"role": "text", "value": "After nine days."}],
    "bodies": [
        {"role": "text", "contentType": "text/plain", "value": PLAIN},
        {"role": "xhtml", "contentType": "application/xhtml+xml", "value": MARKUP},
    ],
    "edNote": "Photos follow.",
    "copyrightNotice": "(c) Quay",
    "usageTerms": "Ask.",
    "subjects": [{"name": "Ports", "literal": "04000000", "scheme": "quaycodes", "rel": "about"}],
    "places": [{"name": "Marsa Nour", "rel": "mentions"}],
    "people": [{"name": "Imaginary Pilot", "uri": "urn:quay:p"}],
    "organisations": [{"name": "Harbour Office"}],
    "genres": [{"name": "Brief"}],
    "infoSources": [{"name": "Gulfwire", "literal": "gw"}],
    "altIds": [{"role": "transref", "value": "e0027"}],
    "associations": [
        {
            "name": "mainpic",
            "uri": "urn:quay:pic",
            "type": "picture",
            "by": "Imaginary Eye",
            "descriptions": [{"role": "caption", "value": "The crane."}],
            "renditions": [{"name": "main", "href": "https://quay.example/1.jpg"}],
        }
    ],
}


def read(item: Any) -> Article:
    (article,) = ninjs.parse(dropped(item))
    return article


@pytest.mark.parametrize("item", [ONE, THREE], ids=["1.x", "3.x"])
def test_both_generations_say_the_same(item: dict[str, Any]) -> None:
    article = read(item)
    assert article.extracted_text == "Basin\nThe northern basin is open.\nTwo carriers"
    assert [(span.role, span.text) for span in article.spans] == [
        ("h", "Basin"),
        ("p", "The northern basin is open."),
        ("li", "Two carriers"),
    ]
    assert all(article.extracted_text[one.start : one.end] == one.text for one in article.spans)
    assert article.headline == "Marsa Nour’s port reopens"
    assert (article.byline, article.slugline, article.located) == (
        "Imaginary Writer",
        "PORT-MARSA",
        "Marsa Nour",
    )
    assert (article.description, article.version, article.urgency) == ("After nine days.", "3", 4)
    assert article.version_created == datetime(2026, 3, 4, 6, 30, 15, tzinfo=UTC)
    (said,) = article.date_candidates
    assert (said.origin, said.value, said.weight) == ("version_created", "2026-03-04T09:30:15+03:00", 0.95)
    assert {("guid", "urn:quay:1"), ("transref", "e0027")} <= {(i.role, i.value) for i in article.alt_ids}
    assert article.subjects_detail == (
        Subject(name="Ports", qcode="04000000", scheme="quaycodes", role="about"),
    )
    assert [one.name for one in (*article.people, *article.places, *article.organisations)] == [
        "Imaginary Pilot",
        "Marsa Nour",
        "Harbour Office",
    ]
    assert (article.provider, article.provider_id) == ("Gulfwire", "gw")
    (picture,) = article.associations
    assert (picture.rel, picture.href, picture.caption, picture.credit) == (
        "mainpic",
        "https://quay.example/1.jpg",
        "The crane.",
        "Imaginary Eye",
    )
    (note,) = article.ed_notes
    assert (note.text, note.publishable) == ("Photos follow.", False)
    assert "Photos follow" not in article.extracted_text
    assert dict(article.extra)["headline_extended"] == ONE["headline_extended"]
    assert article.quality_flags == ()


@pytest.mark.parametrize(
    ("stated", "status", "signals", "until"),
    [
        ("2026-03-06T10:00:00Z", "usable", ("embargoed",), datetime(2026, 3, 6, 10, tzinfo=UTC)),
        ("", "withheld", ("embargoed",), None),
        ("tonight", "withheld", ("embargoed",), None),
        # In which zone? In the last in which a clock shows it.
        ("2026-03-06T10:00:00", "usable", ("embargoed",), datetime(2026, 3, 6, 22, tzinfo=UTC)),
        (None, "usable", (), None),
    ],
)
def test_an_embargo_holds_even_without_a_time(stated: Any, status: str, signals: Any, until: Any) -> None:
    article = read({**ONE, "embargoed": stated})
    assert (article.pub_status, article.signals, article.embargoed_until) == (status, signals, until)
    assert ("embargoed" in dict(article.extra)) == (stated is not None and not stated.endswith("Z"))


def test_a_canceled_item_without_text_is_read() -> None:
    article = read({"uri": "urn:quay:1", "pubstatus": "canceled", "version": 4, "embargoed": ""})
    assert (article.pub_status, article.version, article.extracted_text) == ("canceled", "4", "")


@pytest.mark.parametrize(
    "whole",
    [
        [ONE, ONE],
        {"total": 2, "item": [ONE, ONE]},
        {"data": {"items": [{"item": ONE}, {"item": ONE}]}},
    ],
    ids=["array", "envelope", "envelopes"],
)
def test_a_payload_may_hold_many(whole: Any) -> None:
    assert [one.version for one in ninjs.parse(dropped(whole))] == ["3", "3"]


def test_what_does_not_fit_is_kept_and_flagged() -> None:
    article = read({**ONE, "slugline": {"a": 1}, "subject": [{"name": "Ports"}, 7], "novelty": [1, {"b": 2}]})
    kept = dict(article.extra)
    assert (article.slugline, [one.name for one in article.subjects_detail]) == (None, ["Ports"])
    assert (kept["slugline"], kept["subjects"], kept["novelty"]) == ('{"a": 1}', "7", '[1, {"b": 2}]')
    assert article.quality_flags == ("field_malformed",)


def test_texts_without_members_and_terms_in_a_list_are_read() -> None:
    article = read(
        {"uri": "u", "headlines": ["Port reopens"], "bodies": ["Text."], "usageterms": ["A.", "B."]}
    )
    assert (article.headline, article.extracted_text, article.usage_terms) == (
        "Port reopens",
        "Text.",
        "A.\nB.",
    )
    assert read({"guid": "g", "headline": "H", "source": "Gulfwire"}).provider == "Gulfwire"


def test_urgency_of_another_scale_is_kept_as_it_is() -> None:
    assert (read({**ONE, "urgency": 4.0}).urgency, read({**ONE, "urgency": "u"}).urgency) == (4, 3)
    article = read({**ONE, "urgency": 77})
    assert (article.urgency, dict(article.extra)["urgency"]) == (None, "77")


@pytest.mark.parametrize("count", [-5, 10**12, "many"])
def test_a_count_that_is_none_is_kept_as_it_is(count: Any) -> None:
    article = read({**ONE, "wordcount": count})
    assert (article.word_count_stated, dict(article.extra)["wordcount"]) == (None, str(count))
    assert read({**ONE, "wordcount": "310"}).word_count_stated == 310


def test_extra_is_bounded() -> None:
    article = read({**ONE, **{f"x{n}": "y" * 9_000 for n in range(400)}})
    assert len(article.extra) <= 200
    assert max(len(text) for _, text in article.extra) <= 4_000
    assert article.quality_flags == ("extra_cut",)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ('{"uri":' + '{"a":' * 100 + "1" + "}" * 101, "too_deep"),
        ('{"uri":"x","a":' + "[" * 100_000, "too_deep"),
        ('{"uri": "x", ' + '"a": [[],[]], ' * 300_000, "too_many_values"),
        ('{"uri": "x", "headline": ', "not_json"),
        ('{"uri": "x"} and more', "not_json"),
        ('{"$schema": "x", "properties": {}}', "unknown_format"),
        ("[" + '{"uri":"x"},' * 2_001 + "{}]", "too_many_items"),
        ('{"uri":"x","body_html":"' + "<div>" * 1_000 + '"}', "too_deep"),
        ('{"uri":"' + "x" * 10_000_001, "too_large"),
    ],
)
def test_hostile_json_is_refused(body: str, reason: str) -> None:
    outcome = extract(dropped(body))
    assert isinstance(outcome, Rejection)
    assert outcome.reason == reason
    with pytest.raises(ParseError):
        ninjs.parse(dropped(body))


def test_json_lines_and_half_a_pair() -> None:
    lines = '{"uri": "a", "headline": "T\\ud800\\u0000"}\n{"uri": "b", "version": 123456789012345678901}\n'
    first, second = ninjs.parse(dropped(lines))
    assert first.headline == "T"
    assert second.version == "123456789012345678901"
    assert AltId(role="guid", value="b") in second.alt_ids


def test_wrongly_declared_charsets_are_healed() -> None:
    raw = dropped('{"uri": "a", "headline": "Café"}'.encode("latin-1"))
    (article,) = ninjs.parse(raw)
    assert article.headline == "Café"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b'{"uri": "x", "body_html": "<p>a</p>"}', "ninjs"),
        (b'\xef\xbb\xbf [\n {"headlines": []}]', "ninjs"),
        (b'{"urn": "x", "article_html": null}', "digitalwires"),
        (b'{"item": {"altids": {"itemid": "1", "friendlykey": "2"}, "editorialpriority": "r"}}', "ap_media"),
        (b"[QUAY] Port reopens <p>", "html"),
        (b"{sic} the port", "text"),
        ('{"uri": "x", "headline": "ميناء"}'.encode("utf-16"), "ninjs"),
    ],
)
def test_json_is_told_by_its_keys(data: bytes, name: str) -> None:
    assert sniff(data) == name
