"""By what a message names an article, and that its own names are not taken for the article's."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from wirelake.evidence.references import guids, named, names_anything, slug_key
from wirelake.records import AltId, Article

ARTICLE = Article(
    source="quay",
    raw_ref="quay/2026-03-05#<urn:uuid:00000000-0000-4000-8000-000000000001>",
    raw_sha256="0" * 64,
    source_format="text",
    first_seen_at=datetime(2026, 3, 5, 12, tzinfo=UTC),
)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Please kill the story Ship-Fire, V9991.", "transref V9991, slugline Ship-Fire"),
        ("Kill a0123", "transref a0123"),
        ("Please kill the story Ship-Fire at once.", "slugline Ship-Fire"),
        ("Bitte die Meldung bdt0123 nicht verwenden.", "transref bdt0123"),
        ("Die Meldung dpa 0123 wird zurückgezogen.", "transref 0123"),
        ("Die Meldung Nr. 42 und Nr. 0042", "transref 0042"),
        ("La dépêche AFP n° 0123", "transref 0123"),
        ("KILL BC-EU--Ship-Fire, 2nd Ld", "slugline BC-EU--Ship-Fire"),
        ("KILL BC-EU--Ship Fire, 2nd Ld-Writethru", "slugline BC-EU--Ship Fire"),
        ("the story slugged SHIP-FIRE until noon", "slugline SHIP-FIRE"),
        ('the story slugged "Ship Fire," sent at noon', "slugline Ship Fire"),
        ("PORT-FIRE/ (UPDATE 2)", "slugline PORT-FIRE"),
        ("la dépêche sluggée PORT-INCENDIE. Veuillez", "slugline PORT-INCENDIE"),
        ("(STORY_NUMBER: nL5N3AB12C, STORY_DATE: 04/03/2026)", "wire nL5N3AB12C"),
        ("Story number: L5N3AB12C", "wire L5N3AB12C"),
        ("guid urn:newsml:quay.example:20260304:0123.", "guid urn:newsml:quay.example:20260304:0123"),
        ("id 6f1c2b3a-0000-4000-8000-0123456789ab", "guid 6f1c2b3a-0000-4000-8000-0123456789ab"),
        ("It stood at https://quay.example/4711/ship.", "url https://quay.example/4711/ship"),
        ("The story headlined “Port burns” is withdrawn.", "headline Port burns"),
        ("Die Meldung «Feuer im Hafen» wird zurückgezogen.", "headline Feuer im Hafen"),
        ("Headline: Port burns after storm", "headline Port burns after storm"),
    ],
)
def test_a_message_names_an_article(line: str, expected: str) -> None:
    assert ", ".join(f"{one.role} {one.value}" for one in named([line], ARTICLE)) == expected


@pytest.mark.parametrize(
    "line",
    [
        "The fire of 4 March 2026 was a drill.",
        "Nr. 2026 was no number, it was the year.",
        "The port handles 4711 ships a day, and Airbus sells the A320.",
        "He said that “the port was never on fire”.",
        "The ship, built in 1987, is 200 metres long.",
        "The story of the Marsa-Nour ferry is a sea-story.",
        "and/or, PORT/FIRE, sea-going, X-RAY",
        "urn: tag: https:",
        "",
    ],
)
def test_other_words_name_none(line: str) -> None:
    assert named([line], ARTICLE) == ()
    assert not names_anything([line], headlines=True)


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        ("quay.0124", [("guid", "quay.0123")]),
        ("quay.124", []),  # another shape
        ("0124", []),  # digits alone are a number like any other
        ("571e8aaa949a115a8bc7d5ac", []),  # a digest
    ],
)
def test_an_id_like_the_messages_own_is_one(own: str, expected: list[tuple[str, str]]) -> None:
    article = replace(ARTICLE, alt_ids=(AltId(role="guid", value=own), AltId(role="file", value="quay.0124")))
    found = named(["Kill quay.0123 of 2026, not quay.01234."], article)
    assert [(one.role, one.value) for one in found] == expected


def test_the_messages_own_names_are_not_the_articles() -> None:
    own = replace(
        ARTICLE,
        wire_id="nL5N3AB12C",
        url="https://quay.example/4712",
        alt_ids=(AltId(role="transmission", value="F0300"), AltId(role="guid", value="urn:newsml:quay:1")),
    )
    lines = ["f0300 nL5N3AB12C urn:newsml:quay:1 https://quay.example/4712"]
    assert named(lines, own) == ()
    assert len(named(lines, ARTICLE)) == 4


@pytest.mark.parametrize(
    ("slugline", "value"),
    [
        ("EU--Ship-Fire, 2nd Ld", "EU--Ship-Fire"),
        ("PORT-FIRE/ (WITHDRAWN)", "PORT-FIRE"),
        ("BC-EU--Ship-Fire, Bulletin Kill", "BC-EU--Ship-Fire"),
        ("EU--Ship-Fire,BULLETINKILL", "EU--Ship-Fire"),
        ("ADVISORY/", None),
        ("BULLETIN KILL", None),
        (None, None),
    ],
)
def test_a_message_on_the_storys_slugline_names_it(slugline: str | None, value: str | None) -> None:
    found = named([], replace(ARTICLE, slugline=slugline))
    assert found == ((AltId(role="slugline", value=value),) if value else ())


@pytest.mark.parametrize(
    ("opening", "headline"),
    [
        ("Port burns after storm", "Port burns after storm"),
        ("UPDATE 2-Port burns after storm", "Port burns after storm"),
        ("Port fire", None),
        ("BC-EU--Ship-Fire and the port", None),
        ("", None),
    ],
)
def test_what_follows_the_opening_is_a_headline(opening: str, headline: str | None) -> None:
    found = named([], ARTICLE, opening)
    assert found == ((AltId(role="headline", value=headline),) if headline else ())


def test_one_slugline_in_every_spelling() -> None:
    spellings = (
        "BC-EU--Ship-Fire, 2nd Ld-Writethru",
        "EU--Ship Fire",
        "AM-EU--Ship-Fire",
        "eu--ship-fire, Kill",
    )
    assert {slug_key(one) for one in spellings} == {"eushipfire"}
    assert slug_key("EU--Ship-Fires") != "eushipfire"


def test_an_id_may_end_with_its_issue() -> None:
    assert guids("urn:newsml:quay.example:4711:2") == (
        "urn:newsml:quay.example:4711:2",
        "urn:newsml:quay.example:4711",
    )
    for alone in ("urn:newsml:quay.example:0123", "urn:quay:2", "4711:2"):
        assert guids(alone) == (alone,)
