"""What is read of the items of AP's media API, which are nearly ninjs."""

from typing import Any

import pytest
from tests.wirelake.formats.payloads import dropped

from wirelake.extract import extract
from wirelake.formats import ap_media
from wirelake.records import Article, Author

ITEM: dict[str, Any] = {
    "uri": "https://api.quay.example/content/39b2?qt=Z9mL&et=3a1a",
    "altids": {"itemid": "39b2", "etag": "39b2_3a1a", "friendlykey": "79164", "transref": "DAY1248"},
    "version": 3,
    "type": "text",
    "urgency": 4,
    "editorialpriority": "r",
    "language": "en",
    "versioncreated": "2026-03-04T06:30:15Z",
    "pubstatus": "usable",
    "signals": ["newscontent"],
    "title": "Port-Marsa",
    "headline": "Port of Marsa Nour reopens",
    "ednote": "Eds: Updates.",
    "bylines": [
        {"by": "By IMAGINARY WRITER", "title": "Harbour Writer"},
        {"by": "By OTHER WRITER"},
    ],
    "datelinelocation": {"city": "Marsa Nour", "countryname": "Nowhere"},
    "usageterms": ["Editorial use.", "Ask."],
    "provider": "QW",
    "infosource": [{"name": "Quay Wire", "type": "ThirdParty"}],
    "links": [{"href": "https://quay.example/39b2", "rel": "canonical"}],
}
ANSWER = {
    "api_version": "2.0",
    "data": {"meta": {"products": []}, "item": ITEM},
    "nitf": {"body_html": "<p>The basin is open.</p><p>Two carriers came.</p>"},
}


def read(answer: Any) -> Article:
    found = extract(dropped(answer))
    assert isinstance(found, list)
    (article,) = found
    assert article.source_format == "ap_media"
    return article


def test_the_item_and_the_text_beside_it_are_one_article() -> None:
    article = read(ANSWER)
    assert article.extracted_text == "The basin is open.\nTwo carriers came."
    assert article.headline == "Port of Marsa Nour reopens"
    assert article.byline == "By IMAGINARY WRITER, By OTHER WRITER"
    assert article.authors == (
        Author(name="IMAGINARY WRITER", role="Harbour Writer"),
        Author(name="OTHER WRITER"),
    )
    assert (article.dateline_text, article.dateline_place) == ("Marsa Nour, Nowhere", "Marsa Nour")
    assert (article.provider, article.usage_terms) == ("QW", "Editorial use.\nAsk.")
    assert (article.canonical_url, article.signals) == ("https://quay.example/39b2", ("newscontent",))
    assert [note.text for note in article.ed_notes] == ["Eds: Updates."]
    assert dict(article.extra)["editorialpriority"] == "r"


def test_the_query_of_an_answer_is_no_part_of_the_identity() -> None:
    ids = [(one.role, one.value) for one in read(ANSWER).alt_ids]
    assert ids[:3] == [
        ("wire", "39b2"),
        ("guid", "https://api.quay.example/content/39b2"),
        ("uri", ITEM["uri"]),
    ]
    assert ("transref", "DAY1248") in ids


def test_a_page_of_a_feed_holds_items_of_their_own() -> None:
    found = ap_media.parse(dropped({"data": {"items": [{"item": ITEM}, {"item": {**ITEM, "version": 4}}]}}))
    assert [one.version for one in found] == ["3", "4"]
    assert read(ITEM).version == "3"


@pytest.mark.parametrize("odd", [7, [7], {"by": 7}, None, "x"])
def test_members_of_another_kind_do_no_harm(odd: Any) -> None:
    names = ("bylines", "datelinelocation", "links", "usageterms", "signals", "provider", "infosource")
    assert read({**ITEM, **dict.fromkeys(names, odd)}).headline
