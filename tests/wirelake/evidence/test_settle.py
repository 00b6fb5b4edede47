"""Which address, which id and which day the evidence gives."""

import hashlib
import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from wirelake.config import SourceConfig
from wirelake.evidence import identify, settle
from wirelake.records import AltId, Article, DateCandidate, Member, Rendition

QUAY = SourceConfig.model_validate(
    {
        "name": "quay",
        "title": "Quay Wire",
        "description": "An invented wire of the tests.",
        "homepage": "https://quay.example/",
        "contact": "the tests",
        "timezone": "Asia/Kuwait",
        "drop_query": ["src"],
        "wire_id_in_url": r"quay\.example/(\d+)/",
        "discover": [{"kind": "drop_folder", "prefix": "drop/quay/{day}"}],
    }
)
ARTICLE = Article(
    source="quay",
    raw_ref="quay/2026-03-05#<urn:uuid:00000000-0000-4000-8000-000000000001>",
    raw_sha256="0" * 64,
    source_format="text",
    first_seen_at=datetime(2026, 3, 5, 12, tzinfo=UTC),
    headline="Port reopens",
    body_text="The basin was open.",
)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"alt_ids": (AltId(role="wire", value="4711"), AltId(role="guid", value="g"))}, "quay:4711"),
        ({"url": "https://quay.example/4711/x?src=rss"}, "quay:4711"),
        ({"alt_ids": (AltId(role="guid", value="g-1"),), "url": "https://quay.example/x"}, "quay:g-1"),
        ({"alt_ids": (AltId(role="wire", value="1"), AltId(role="wire", value="2"))}, "quay:1"),
    ],
)
def test_the_first_available_id_counts(fields: dict[str, Any], expected: str) -> None:
    assert identify(replace(ARTICLE, **fields), QUAY) == expected


@pytest.mark.parametrize(
    ("canonical", "is_own"),
    [
        ("https://quay.example/world/harbour-opens", True),
        ("https://m.quay.example/world/2026/harbour-opens-at-last", True),
        ("https://quay.example/", False),
        ("https://www.quay.example", False),
        ("https://quay.example/world/", False),  # a section
        ("https://quay.example/world/2026", False),
        ("https://pier.example/world/2026/harbour-opens-at-last", False),  # another site
        ("https://quay.example/?p=4712", True),
        ("http://[quay", False),
    ],
)
def test_a_canonical_address_is_refused_by_its_form(canonical: str, is_own: bool) -> None:
    page = replace(
        ARTICLE,
        source_format="html",
        url="https://quay.example/world/2026/harbour-opens-at-last",
        canonical_url=canonical,
    )
    fetched = identify(replace(page, canonical_url=None), QUAY)
    assert (identify(page, QUAY) != fetched) == is_own
    assert identify(replace(page, source_format="rss"), QUAY) != fetched  # a feed states it on purpose


@pytest.mark.parametrize("form", ["/amp", "/print", "/2", "/amp/index.html"])
def test_another_form_of_a_page_is_the_page(form: str) -> None:
    page = replace(ARTICLE, source_format="html", canonical_url="https://quay.example/world/opens")
    found = {
        identify(replace(page, url=f"https://quay.example/world/opens{one}"), QUAY) for one in ("", form)
    }
    assert len(found) == 1


def paged(guid: str, url: str = "https://quay.example/x?at_medium=RSS", **fields: Any) -> Article:
    return settle(replace(ARTICLE, alt_ids=(AltId(role="guid", value=guid),), url=url, **fields), QUAY)


def test_a_guid_that_counts_versions_names_one_article() -> None:
    found = [paged(f"https://quay.example/x#{n}") for n in (0, 1, 12)]
    assert {one.article_id for one in found} == {identify(found[0], QUAY)}
    assert [one.version for one in found] == ["0", "1", "12"]
    assert found[1].alt_ids == (AltId(role="guid", value="https://quay.example/x#1"),)  # as it was stated
    assert paged("https://quay.example/x#1", version="7").version == "7"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (paged("https://quay.example/feed#0"), paged("https://quay.example/feed#1")),  # not its own address
        (paged("tag:quay.example,2026:x#0"), paged("tag:quay.example,2026:x#1")),
        (paged("https://quay.example/x#2026"), paged("https://quay.example/x#2027")),
        (paged("https://quay.example/x#a"), paged("https://quay.example/x#b")),
        (paged("https://quay.example/x#0"), paged("https://quay.example/y#1", "https://quay.example/y")),
    ],
)
def test_a_guid_that_counts_no_versions_is_an_id_as_it_stands(one: Article, other: Article) -> None:
    assert one.article_id != other.article_id


def test_one_address_is_one_id_in_every_spelling() -> None:
    spellings = ["https://quay.example/x", "https://QUAY.example/x#top", "https://quay.example/x?src=rss"]
    ids = {identify(replace(ARTICLE, url=url), QUAY) for url in spellings}
    assert len(ids) == 1
    assert ids != {identify(replace(ARTICLE, url="https://quay.example/x?4711"), QUAY)}


@pytest.mark.parametrize("value", ["../../etc", "a b", "x" * 65, "ä", "a/b", "-a", "a\n", "'; DROP"])
def test_an_id_is_safe_in_paths_and_addresses(value: str) -> None:
    made = identify(replace(ARTICLE, alt_ids=(AltId(role="wire", value=value),)), QUAY)
    assert made.removeprefix("quay:").isalnum()
    assert len(made) == len("quay:") + 24


def candidate(value: str, origin: str = "meta", weight: float = 0.9, **more: Any) -> DateCandidate:
    precision = more.pop("precision", "day" if len(value) == 10 else "minute")
    return DateCandidate(value=value, raw=value, origin=origin, precision=precision, weight=weight, **more)


@pytest.mark.parametrize(
    ("candidates", "day", "instant", "flags"),
    [
        ([], None, None, ()),
        ([candidate("2026-03-04")], date(2026, 3, 4), None, ()),
        (
            [candidate("2026-03-04T01:30:00")],
            date(2026, 3, 3),
            "2026-03-03T22:30:00",
            (),
        ),  # Kuwait's own time
        ([candidate("2026-03-04T01:30:00+00:00")], date(2026, 3, 4), "2026-03-04T01:30:00", ()),
        # The stamp gives the day; the feed's instant is of that day in the wire's zone.
        (
            [
                candidate("2026-03-04", "wire_stamp", 0.95),
                candidate("2026-03-03T22:30:00+00:00", "feed", 0.85),
            ],
            date(2026, 3, 3),
            "2026-03-03T22:30:00",
            (),
        ),
        (
            [
                candidate("2026-03-04", "wire_stamp", 0.95),
                candidate("2026-03-05T22:30:00+00:00", "feed", 0.85),
            ],
            date(2026, 3, 4),
            None,
            (),
        ),
        (
            [candidate("2026-03-04", "wire_stamp", 0.95), candidate("2026-01-01", "feed", 0.85)],
            date(2026, 3, 4),
            None,
            ("dates_contradict",),
        ),
        ([candidate("2026-03-04", weight=0.3)], None, None, ()),
        ([candidate("2024-01-02", refused="page_clock_above_headline")], None, None, ()),
        ([candidate("1970-01-01"), candidate("2026-03-04", "url", 0.6)], date(2026, 3, 4), None, ()),
        ([candidate("0001-01-01T00:00:00+14:00"), candidate("9999-12-31T23:59:00-14:00")], None, None, ()),
    ],
)
def test_the_day_and_the_instant(
    candidates: list[DateCandidate], day: date | None, instant: str | None, flags: tuple[str, ...]
) -> None:
    settled = settle(replace(ARTICLE, date_candidates=tuple(candidates)), QUAY)
    assert settled.published_date == day
    assert settled.published_at == (datetime.fromisoformat(f"{instant}+00:00") if instant else None)
    assert settled.quality_flags == flags
    assert len(settled.date_candidates) == len(candidates)


def test_a_version_goes_by_what_its_wire_states_else_by_its_payload_whatever_is_read_there() -> None:
    read_otherwise = replace(ARTICLE, body_text="Another.", headline="Another")
    assert settle(ARTICLE, QUAY).version == settle(read_otherwise, QUAY).version == ARTICLE.raw_sha256
    assert settle(replace(ARTICLE, version="7"), QUAY).version == "7"


def test_what_is_shown_of_media_and_packages_is_their_content() -> None:
    forms = (Rendition(href="1.jpg", width=1500),)
    picture = replace(ARTICLE, record_kind="media", body_text="", description="A crane.", renditions=forms)
    others = [
        replace(picture, headline="Port closes"),
        replace(picture, description="Two cranes."),
        replace(picture, renditions=(Rendition(href="1.jpg", width=1501),)),
        replace(picture, record_kind="package", members=(Member(uri="urn:quay:2"),)),
    ]
    digests = [settle(one, QUAY).content_sha256 for one in (picture, *others)]
    assert len(set(digests)) == len(digests)
    # Of what is stated alone: a field that comes into the records later leaves the digests that stand.
    content = json.dumps(["Port reopens", "A crane.", [{"href": "1.jpg", "width": 1500}]])
    assert digests[0] == hashlib.sha256(content.encode()).hexdigest()
    assert (
        settle(replace(ARTICLE, renditions=forms), QUAY).content_sha256
        == settle(ARTICLE, QUAY).content_sha256
    )
