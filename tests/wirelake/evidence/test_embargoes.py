"""Until when an embargo in local time holds: never shorter than its words may mean."""

from datetime import UTC, datetime
from typing import Any

import pytest
from tests.wirelake.quay import NOON

from wirelake.clean import clean
from wirelake.config import SourceConfig
from wirelake.extract import extract
from wirelake.records import Article, Kind, Link, RawArticle

FACTS: dict[str, Any] = {
    "name": "quay",
    "title": "Quay Wire",
    "description": "An invented wire of the tests.",
    "homepage": "https://quay.example/",
    "contact": "the tests",
    "discover": [{"kind": "drop_folder", "prefix": "drop/quay/{day}"}],
}
ITEM = """<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="tag:quay.example,2026:dam" version="1">
<itemMeta><versionCreated>{created}</versionCreated><embargoed>{until}</embargoed>
<pubStatus qcode="stat:usable"/></itemMeta><contentMeta><headline>Dam report due</headline></contentMeta>
<contentSet><inlineData contenttype="text/plain">The report on the old dam is due this week.</inlineData>
</contentSet></newsItem>"""
HELSINKI = "2026-03-04T12:00:00+02:00"
MACHINE = "2026-03-04T12:00:00Z"
ASSUMED, UNKNOWN, AMBIGUOUS = "embargo_zone_assumed", "embargo_zone_unknown", "embargo_ambiguous"


def read(payload: str, zone: str | None = None) -> Article:
    """The record that this source makes of the item; without a zone its YAML states none."""
    source = SourceConfig.model_validate(FACTS | ({"timezone": zone} if zone else {}))
    raw = RawArticle(
        link=Link(url="drop/quay/1.xml", origin="drop"),
        kind=Kind.ARTICLE,
        fetched_at=NOON,
        raw_ref="quay/2026-03-02#<urn:uuid:1>",
        body=payload.encode(),
    )
    found = extract(raw)
    assert isinstance(found, list)
    return clean(found[0], source)


@pytest.mark.parametrize(
    ("until", "created", "zone", "expected", "flags"),
    [
        ("2026-03-05T06:00:00+02:00", MACHINE, "Asia/Kuwait", "2026-03-05T04:00Z", []),
        ("2026-03-05T06:00:00", HELSINKI, "Asia/Kuwait", "2026-03-05T03:00Z", [ASSUMED]),
        ("2026-03-05T06:00:00", HELSINKI, "UTC", "2026-03-05T06:00Z", [ASSUMED]),
        ("2026-03-05T06:00:00", HELSINKI, None, "2026-03-05T04:00Z", [ASSUMED]),
        ("2026-03-05T06:00:00", MACHINE, None, "2026-03-05T18:00Z", [UNKNOWN]),
        ("2026-03-05T06:00:00", "2026-03-04T12:00:00", None, "2026-03-05T18:00Z", [UNKNOWN]),
        (
            "2026-10-25T02:30:00",
            HELSINKI,
            "Europe/Berlin",
            "2026-10-25T01:30Z",
            [ASSUMED, AMBIGUOUS],
        ),  # twice
        (
            "2026-03-29T02:30:00",
            HELSINKI,
            "Europe/Berlin",
            "2026-03-29T01:30Z",
            [ASSUMED, AMBIGUOUS],
        ),  # never
        ("2026-06-20T06:00:00", "2026-06-10T12:00:00+02:00", None, "2026-06-20T04:00Z", [ASSUMED]),
        ("2026-03-05T06:00:00", "2026-03-04T12:00:00-05:00", None, "2026-03-05T11:00Z", [ASSUMED]),
    ],
)
def test_an_embargo_in_local_time(
    until: str, created: str, zone: str | None, expected: str, flags: list[str]
) -> None:
    found = read(ITEM.format(until=until, created=created), zone)
    assert found.embargoed_until == datetime.fromisoformat(expected)
    assert [one for one in found.quality_flags if one.startswith("embargo")] == flags
    assert (found.pub_status, found.signals) == ("usable", ("embargoed",))


def test_summer_time_that_may_end_before_the_embargo_holds_it_longer() -> None:
    """+02:00 in summer is Berlin's, which will be +01:00, or Johannesburg's, which stays."""
    found = read(ITEM.format(until="2026-11-10T06:00:00", created="2026-09-10T12:00:00+02:00"))
    assert found.embargoed_until is not None
    assert found.embargoed_until >= datetime(2026, 11, 10, 5, tzinfo=UTC)
    assert AMBIGUOUS in found.quality_flags


@pytest.mark.parametrize("until", ["", "tonight", "2026-03-05"])
def test_what_is_no_time_is_held_until_somebody_says(until: str) -> None:
    found = read(ITEM.format(until=until, created=HELSINKI), "Europe/Helsinki")
    assert (found.pub_status, found.embargoed_until) == ("withheld", None)


NITF = """<nitf><head><docdata{status}><date.issue norm="{issue}"/><date.release norm="{release}"/></docdata>
</head><body><body.head><hedline><hl1>Dam report due</hl1></hedline></body.head><body.content>
<p>The report on the old dam is due this week.</p></body.content></body></nitf>"""


@pytest.mark.parametrize(
    ("status", "issue", "release", "expected"),
    [
        (' management-status="embargoed"', "20260304T120000", "20260305T060000", "2026-03-05T03:00Z"),
        ("", "20260304T120000", "20260305T060000", "2026-03-05T03:00Z"),
        ("", "20260304T120000", "20260304T120000", None),
        ("", "20260304T120000+0200", "20260304T120000", None),  # the same clock
        ("", "20260304T120000+0200", "20260305T060000", "2026-03-05T03:00Z"),
    ],
)
def test_a_later_release_in_local_time(status: str, issue: str, release: str, expected: str | None) -> None:
    found = read(NITF.format(status=status, issue=issue, release=release), "Asia/Kuwait")
    assert found.embargoed_until == (datetime.fromisoformat(expected) if expected else None)
