"""Rights signals: what each says, that the strictest holds, and that a reservation keeps an article out."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wirelake.batches.staging import articles_table, rejections_table
from wirelake.clean import clean
from wirelake.config import SourceConfig
from wirelake.extract import extract
from wirelake.records import Article, Kind, Link, RawArticle, Rights
from wirelake.rights import directives, from_headers, from_meta, reserved, strictest
from wirelake.validate import judged

POLICY = "https://wire.example/policy.json"
TEXT = "The northern basin of the port was open to grain ships again on Wednesday. " * 4


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("noindex", ("noindex",)),
        ("NoAI, NoImageAI", ("noai", "noimageai")),
        ("noarchive , nosnippet,,none", ("noarchive", "nosnippet", "none")),
        ("googlebot: noai", ()),
        ("googlebot: noindex, noai, wirelake: noarchive, nosnippet", ("noarchive", "nosnippet")),
        ("noindex, googlebot: noai", ("noindex",)),
        ("WireLake: noai", ("noai",)),
        ("max-snippet:-1, max-image-preview: large", ("max-snippet:-1", "max-image-preview: large")),
        (
            "unavailable_after: Friday, 25-Jun-10 15:00:00 PST, noai",
            ("unavailable_after: friday, 25-jun-10 15:00:00 pst", "noai"),
        ),
        ("unavailable_after: 25 Jun 2010 15:00:00 PST", ("unavailable_after: 25 jun 2010 15:00:00 pst",)),
        ("unavailable_after: 2010-06-25, noai", ("unavailable_after: 2010-06-25", "noai")),
        ("", ()),
    ],
)
def test_directives(value: str, words: tuple[str, ...]) -> None:
    assert directives(value) == words


def test_directives_are_bounded() -> None:
    assert len(directives(",".join(f"word{number}" for number in range(10_000)))) <= 50
    assert all(len(word) <= 500 for word in directives("x" * 100_000))


@given(st.text(), st.text())
def test_nothing_is_raised(name: str, value: str) -> None:
    headers = [(name, value), ("X-Robots-Tag", value), ("tdm-reservation", value), ("tdm-policy", value)]
    reserved(strictest(from_headers(headers), from_meta([(name, value), ("robots", value)])))


def test_headers() -> None:
    found = from_headers(
        [
            ("Content-Type", "text/html"),
            ("TDM-Reservation", " 1 "),
            ("tdm-policy", POLICY),
            ("X-Robots-Tag", "noarchive"),
            ("x-robots-tag", "otherbot: noindex"),
            ("X-Robots-Tag", "noai"),
        ]
    )
    assert found == Rights(
        tdm_reservation=1,
        tdm_policy=POLICY,
        robots_meta=("noarchive", "noai"),
        evidence=(
            "header tdm-reservation: 1",
            f"header tdm-policy: {POLICY}",
            "X-Robots-Tag: noarchive",
            "X-Robots-Tag: noai",
        ),
    )
    assert from_headers([]) == Rights()


@pytest.mark.parametrize(
    ("value", "reservation"),
    [("0", 0), ("1", 1), ('"1"', 1), ("0, 1", 1), ("2", None), ("yes", None), ("", None), ("-1", None)],
)
def test_a_reservation_is_0_or_1(value: str, reservation: int | None) -> None:
    found = from_headers([("tdm-reservation", value)])
    assert found.tdm_reservation == reservation
    shown = value.strip('"')
    assert found.evidence == (f"header tdm-reservation: {shown}".strip(),)


def test_a_policy_is_an_address() -> None:
    assert from_headers([("tdm-policy", "javascript:alert(1)")]) == Rights()


def test_the_strictest_holds_and_all_evidence_is_kept() -> None:
    file = Rights(tdm_reservation=0, tdm_policy="https://wire.example/free", evidence=("a",))
    header = Rights(tdm_reservation=1, tdm_policy=POLICY, robots_allowed=True, evidence=("b", "a"))
    meta = Rights(robots_meta=("noai",), robots_allowed=False, rsl_license="https://wire.example/l.xml")
    merged = Rights(
        tdm_reservation=1,
        tdm_policy=POLICY,
        robots_allowed=False,
        robots_meta=("noai",),
        rsl_license="https://wire.example/l.xml",
        evidence=("a", "b"),
    )
    assert strictest(file, header, meta) == merged
    assert strictest(merged, merged) == merged
    assert strictest() == Rights()


@pytest.mark.parametrize(
    ("rights", "verdict"),
    [
        (Rights(), None),
        (Rights(tdm_reservation=0), False),
        (Rights(tdm_reservation=1), True),
        (Rights(tdm_reservation=0, robots_meta=("noai",)), True),
        (Rights(robots_meta=("noml",)), True),
        (Rights(robots_meta=("noarchive", "noindex", "none", "noimageai", "nosnippet")), None),
        (Rights(robots_allowed=False, rsl_license="https://wire.example/l.xml"), None),
    ],
)
def test_what_reserves(rights: Rights, verdict: bool | None) -> None:
    assert reserved(rights) is verdict


def source(reservation: str = "respect") -> SourceConfig:
    facts: dict[str, Any] = {
        "name": "quay",
        "title": "Quay wire",
        "description": "An invented wire of the tests.",
        "homepage": "https://quay.example/",
        "contact": "https://quay.example/desk",
        "language": "en",
        "discover": [{"kind": "feed", "url": "https://quay.example/feed.xml"}],
        "rights": {"reservation": reservation},
    }
    return SourceConfig.model_validate(facts)


def received(head: str = "", *headers: tuple[str, str], rights: Rights | None = None) -> RawArticle:
    title = "Port reopens"
    body = f"<html lang='en'><head>{head}<title>{title}</title></head><body><h1>{title}</h1><p>{TEXT}</p>"
    return RawArticle(
        link=Link(url="https://quay.example/1", origin="feed", published="2026-03-04"),
        kind=Kind.ARTICLE,
        fetched_at=datetime(2026, 3, 5, 12, tzinfo=UTC),
        body=body.encode(),
        status=200,
        headers=(("Content-Type", "text/html; charset=utf-8"), *headers),
        rights=rights or Rights(),
        raw_ref="quay/2026-03-05#<urn:uuid:00000000-0000-4000-8000-000000000001>",
    )


def article(raw: RawArticle, reservation: str = "respect") -> Article:
    found = extract(raw)
    assert isinstance(found, list)
    return clean(found[0], source(reservation))


NOAI = '<meta name="Robots" content="index, noai">'


@pytest.mark.parametrize(
    ("raw", "evidence"),
    [
        (received(NOAI), "meta robots: index, noai"),
        (received('<meta name="wirelake" content="noai">'), "meta wirelake: noai"),
        (received('<meta name="tdm-reservation" content="1">'), "meta tdm-reservation: 1"),
        (received("", ("TDM-Reservation", "1")), "header tdm-reservation: 1"),
        (received("", ("X-Robots-Tag", "noai")), "X-Robots-Tag: noai"),
        (received(rights=Rights(tdm_reservation=1, evidence=("tdmrep.json /",))), "tdmrep.json /"),
        (received('<meta name="tdm-reservation" content="0">', ("tdm-reservation", "1")), "header tdm-"),
    ],
)
def test_a_reservation_keeps_an_article_out(raw: RawArticle, evidence: str) -> None:
    passed, rejected = judged(articles_table([article(raw)]), rejections_table([]))
    assert len(passed) == 0
    (row,) = rejected.to_pylist()
    assert (row["reason"], row["stage"]) == ("rights_reserved", "validate")
    assert evidence in row["detail"]
    assert row["body_excerpt"] is None
    assert row["raw_ref"] == raw.raw_ref


def test_a_licence_that_allows_it_keeps_the_article_with_its_reservation() -> None:
    passed, rejected = judged(articles_table([article(received(NOAI), "record")]), rejections_table([]))
    assert len(rejected) == 0
    (row,) = passed.to_pylist()
    assert row["rights_reserved"] is True
    assert row["rights"]["robots_meta"] == ["index", "noai"]
    assert row["rights"]["evidence"] == ["meta robots: index, noai"]
    assert "rights_reserved" not in row["quality_flags"]


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("", None),
        ('<meta name="googlebot" content="noai">', None),
        ('<meta name="robots" content="noarchive, noindex">', None),
        ('<meta name="tdm-reservation" content="0">', False),
    ],
)
def test_what_reserves_nothing_is_kept(head: str, said: bool | None) -> None:
    passed, rejected = judged(articles_table([article(received(head))]), rejections_table([]))
    assert (len(passed), len(rejected)) == (1, 0)
    assert passed["rights_reserved"].to_pylist() == [said]


def test_a_kill_is_heard_whatever_is_reserved() -> None:
    kill = replace(article(received(NOAI)), record_kind="control", pub_status="canceled")
    passed, rejected = judged(articles_table([kill]), rejections_table([]))
    assert (len(passed), len(rejected)) == (1, 0)
