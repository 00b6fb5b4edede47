"""The suite as a table: each expectation fails on a row made for it, and on no other."""

import re
import subprocess
import sys
from dataclasses import asdict, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pyarrow as pa
import pytest

from wirelake.batches.staging import articles_table, rejections_table
from wirelake.config import ExpectFacts, Gate
from wirelake.records import Article, Author, Member, Paragraph, Rendition
from wirelake.validate import EXPECTATIONS, Verdict, expected_of, explain, gate, judged, validate
from wirelake.validate.suite import configured_once

SEEN = datetime(2026, 3, 5, 12, tzinfo=UTC)
BODY = " ".join(["The northern basin of the port was open to grain ships again on Wednesday."] * 4)
GOOD = Article(
    source="quay",
    raw_ref="quay/2026-03-05#<urn:uuid:00000000-0000-4000-8000-000000000001>",
    raw_sha256="0" * 64,
    source_format="text",
    first_seen_at=SEEN,
    article_id="quay:1",
    version="1",
    url="https://quay.example/1",
    headline="Port reopens",
    body_text=BODY,
    paragraphs=(Paragraph(role="p", text=BODY),),
    word_count=52,
    language="en",
    published_date=date(2026, 3, 4),
    published_precision="day",
)
BAD: dict[str, dict[str, Any]] = {
    "rights_reserved": {"quality_flags": ("rights_reserved",)},
    "article_id_malformed": {"article_id": "quay:../1"},
    "version_missing": {"version": None},
    "raw_ref_malformed": {"raw_ref": "quay/2026-03-05"},
    "raw_digest_malformed": {"raw_sha256": "0" * 63 + "x"},
    "headline_missing": {"headline": ""},
    "headline_too_long": {"headline": "x" * 1001},
    "headline_long": {"headline": "x" * 251},
    "body_missing": {"body_text": "", "word_count": 30},
    "body_too_long": {"body_text": "x" * 1_000_001},
    "body_short": {"word_count": 29},
    "published_at_missing": {"published_date": None},
    "published_in_future": {"published_date": SEEN.date() + timedelta(days=2)},
    "published_too_early": {"published_date": date(1899, 12, 31)},
    "precision_unknown": {"published_precision": "about"},
    "dates_contradict": {"quality_flags": ("dates_contradict",)},
    "language_contradicts": {"quality_flags": ("language_contradicts",)},
    "pub_status_unknown": {"pub_status": "killed"},
    "urgency_out_of_range": {"urgency": 10},
    "url_malformed": {"url": "javascript:alert(1)"},
    "canonical_url_malformed": {"canonical_url": "https://quay.example/a b"},
    "language_malformed": {"language": "en\n"},
    "language_unknown": {"language": None},
    "media_empty": {"record_kind": "media", "headline": "", "description": None, "renditions": ()},
    "caption_missing": {
        "record_kind": "media",
        "description": None,
        "renditions": (Rendition(href="a.jpg"),),
    },
    "renditions_missing": {"record_kind": "media", "description": "A ship.", "renditions": ()},
    "package_empty": {"record_kind": "package", "members": ()},
    "author_is_address": {"authors": (Author(name="desk@quay.example"),)},
    "broken_characters": {"body_text": BODY + "\ufffd"},
    "control_characters": {"headline": "Port\x08 reopens"},
    "noise_left": {"body_text": BODY + "\nCopyright 2026. All rights reserved.\n" + BODY},
}
ALSO = {
    "headline_too_long": {"headline_long"},
    "media_empty": {"caption_missing", "renditions_missing"},
}


def table(*articles: Article) -> pa.Table:
    return articles_table(list(articles))


def expected(name: str) -> Verdict:
    ids = {name} | ALSO.get(name, set())
    by_severity = {
        severity: tuple(one.id for one in EXPECTATIONS if one.id in ids and one.severity == severity)
        for severity in ("critical", "warning")
    }
    return Verdict(reasons=by_severity["critical"], flags=by_severity["warning"])


def test_the_table_is_in_order() -> None:
    ids = [one.id for one in EXPECTATIONS]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+)+", one) for one in ids)
    assert {one.severity for one in EXPECTATIONS} == {"critical", "warning"}
    assert {kind for one in EXPECTATIONS for kind in one.kinds} == {"article", "media", "package", "control"}


def test_each_expectation_fails_on_the_row_made_for_it_alone() -> None:
    assert set(BAD) == {one.id for one in EXPECTATIONS}
    rows = [replace(GOOD, **change) for change in BAD.values()]
    # Rows that the schema would refuse are judged as well: they are what the suite is for.
    loose = pa.schema([field.with_nullable(True) for field in table().schema])
    verdicts = validate(pa.Table.from_pylist([*_rows(rows), *_rows([GOOD])], schema=loose))
    assert verdicts[-1] == Verdict()
    for name, verdict in zip(BAD, verdicts, strict=False):
        assert verdict == expected(name), name


def _rows(articles: list[Article]) -> list[dict[str, Any]]:
    return [asdict(one) for one in articles]


@pytest.mark.parametrize(
    "change",
    [
        {"published_date": date(1900, 1, 1)},
        {"published_date": SEEN.date() + timedelta(days=1)},
        {"headline": "x" * 250},
        {"word_count": 30},
        {"urgency": 1},
        {"urgency": 9},
        {"language": "zh-Hant-TW"},
        {"article_id": "quay:" + "x" * 64},
        {"url": None},
        {"authors": (Author(name="Imaginary Writer"),)},
        {"body_text": BODY + "\nSecond\tparagraph, all rights reserved by the port."},
    ],
)
def test_the_edge_is_still_good(change: dict[str, Any]) -> None:
    assert validate(table(replace(GOOD, **change))) == [Verdict()]


def test_a_control_message_needs_neither_text_nor_date() -> None:
    kill = replace(GOOD, record_kind="control", headline="", body_text="", word_count=0, published_date=None)
    assert validate(table(kill)) == [Verdict()]
    assert validate(table(replace(kill, pub_status="gone"))) == [Verdict(reasons=("pub_status_unknown",))]


@pytest.mark.parametrize("name", [one.id for one in EXPECTATIONS])
def test_a_control_message_is_asked_only_what_is_asked_of_every_kind(name: str) -> None:
    kill = replace(GOOD, **{**_control(BAD[name]), "record_kind": "control", "signals": ("kill",)})
    (kinds,) = (one.kinds for one in EXPECTATIONS if one.id == name)
    loose = pa.schema([field.with_nullable(True) for field in table().schema])
    (verdict,) = validate(pa.Table.from_pylist(_rows([kill]), schema=loose))
    assert verdict == (expected(name) if "control" in kinds else Verdict())


def test_media_and_packages_need_neither_text_nor_headline() -> None:
    picture = replace(
        GOOD, record_kind="media", headline="", body_text="", word_count=0, language=None,
        description="A crane lies across the channel.", renditions=(Rendition(href="crane.jpg", width=640),),
    )  # fmt: skip
    package = replace(GOOD, record_kind="package", headline="", body_text="", members=(Member(uri="urn:a"),))
    assert validate(table(picture, package)) == [Verdict(), Verdict()]
    without = [replace(one, published_date=None) for one in (picture, package)]
    assert {one.reasons for one in validate(table(*without))} == {("published_at_missing",)}
    broken = replace(picture, description="A crane\x08 lies")
    assert validate(table(broken)) == [Verdict(reasons=("control_characters",))]


def test_a_day_of_media_alone_is_fit() -> None:
    picture = replace(GOOD, record_kind="media", body_text="", description="A crane.")
    passed, rejected = judged(table(picture), rejections_table([]))
    assert (len(passed), len(rejected)) == (1, 0)
    assert gate(len(passed), [], facts=Gate(), usual=True) is None


@pytest.mark.parametrize(
    ("facts", "change", "reason", "said"),
    [
        ({"languages": ["de", "pt-BR"]}, {}, "language_unexpected", "language is 'en'"),
        ({"languages": ["en-GB"]}, {"language": "en-US"}, None, ""),
        ({"languages": ["en"]}, {"language": None}, None, ""),
        ({"min_words": 53}, {}, "body_too_short", "word_count is '52'"),
        ({"min_words": 52}, {}, None, ""),
        ({"required": ["authors"]}, {}, "authors_missing", "authors is '[]'"),
        ({"required": ["description"]}, {"description": "A port."}, None, ""),
        ({"required": ["description"]}, {}, "description_missing", "description is 'None'"),
        ({"required": ["language"]}, {"language": None}, "language_missing", "language is 'None'"),
    ],
)
def test_a_source_may_expect_more_of_its_articles(
    facts: dict[str, Any], change: dict[str, Any], reason: str | None, said: str
) -> None:
    expected = expected_of(ExpectFacts(**facts))
    article = replace(GOOD, **change)
    control = replace(article, record_kind="control")  # a kill may be short, and in any language
    passed, rejected = judged(table(article, control), rejections_table([]), expected)
    assert rejected["reason"].to_pylist() == ([reason] if reason else [])
    assert all(said in one for one in rejected["detail"].to_pylist())
    assert len(passed) == (1 if reason else 2)


def _control(change: dict[str, Any]) -> dict[str, Any]:
    return {"word_count": 0, "published_date": None, "published_precision": None, **change}


def test_a_day_of_control_messages_alone_is_fit() -> None:
    kill = replace(GOOD, record_kind="control", headline="", body_text="", word_count=0, published_date=None)
    passed, rejected = judged(table(kill), rejections_table([]))
    assert (len(passed), len(rejected)) == (1, 0)
    assert gate(len(passed), [], facts=Gate(), usual=True) is None


def test_a_record_of_an_unknown_kind_is_judged_as_an_article() -> None:
    assert validate(table(replace(GOOD, record_kind="picture", body_text=""))) == [
        Verdict(reasons=("body_missing",))
    ]


def test_reasons_come_in_the_tables_order() -> None:
    bad = replace(
        GOOD, body_text="", headline="", published_date=None, url="x", article_id="x", language=None
    )
    (verdict,) = validate(table(bad))
    assert verdict.reasons == (
        "article_id_malformed",
        "headline_missing",
        "body_missing",
        "published_at_missing",
        "url_malformed",
    )
    assert verdict.flags == ("language_unknown",)


def test_every_failing_row_is_found_beyond_two_hundred() -> None:
    rows = [replace(GOOD, headline="" if number % 2 else "Port") for number in range(1001)]
    verdicts = validate(table(*rows))
    assert [bool(one.reasons) for one in verdicts] == [bool(number % 2) for number in range(1001)]


def test_warnings_stay_on_the_row_and_rejections_say_why() -> None:
    good = replace(GOOD, quality_flags=("dates_contradict", "own_flag"), word_count=3)
    bad = replace(GOOD, body_text="", word_count=0)
    passed, rejected = judged(table(good, bad), rejections_table([]))
    assert passed["quality_flags"].to_pylist() == [["body_short", "dates_contradict", "own_flag"]]
    (row,) = rejected.to_pylist()
    assert (row["stage"], row["reason"], row["reasons"]) == ("validate", "body_missing", ["body_missing"])
    assert (row["raw_ref"], row["rejected_at"]) == (GOOD.raw_ref, SEEN)
    assert row["detail"] == "body_missing: body_text is ''"


def test_the_detail_names_the_value() -> None:
    row = table(replace(GOOD, url="nowhere")).to_pylist()[0]
    assert explain(row, ("url_malformed",)) == "url_malformed: url is 'nowhere'"


def test_an_expectation_makes_its_configuration_once() -> None:
    """As Great Expectations' own class does, but for the name."""
    from great_expectations import expectations

    for expect in EXPECTATIONS:
        told = {"column": expect.column, "severity": expect.severity, "meta": {"id": expect.id}}
        ours = configured_once(expect.type)(**told, **expect.arguments)
        theirs = getattr(expectations, f"ExpectColumn{expect.type}")(**told, **expect.arguments)
        assert ours.configuration is ours.configuration
        stated = {**ours.configuration.to_json_dict(), "type": theirs.configuration.type}
        assert stated == theirs.configuration.to_json_dict()


def test_an_empty_batch_costs_no_great_expectations() -> None:
    code = (
        "import sys\n"
        "from wirelake.batches.staging import articles_table, rejections_table\n"
        "from wirelake.validate import judged\n"
        "passed, rejected = judged(articles_table([]), rejections_table([]))\n"
        "assert len(passed) == len(rejected) == 0\n"
        "assert not [one for one in sys.modules if one.startswith('great_expectations')]\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


@pytest.mark.parametrize(
    ("articles", "rejected", "facts", "usual", "said"),
    [
        (1, 0, {}, True, None),
        (0, 0, {}, False, None),
        (0, 0, {}, True, "no article, where this source usually has some (nothing arrived)"),
        (0, 0, {"allow_empty": True}, True, None),
        (0, 2, {}, True, "no article, where this source usually has some (2 body_missing)"),
        (0, 4, {}, False, None),  # fewer than min_articles_for_share
        (0, 5, {}, False, "5 of 5 rejected (5 body_missing), more than 50%"),
        (5, 5, {}, True, None),  # a half is not more than a half
        (4, 5, {}, True, "5 of 9 rejected (5 body_missing), more than 50%"),
        (4, 5, {"max_rejected_share": 1.0}, True, None),
        (9, 1, {"max_rejected_share": 0.0}, True, "1 of 10 rejected (1 body_missing), more than 0%"),
        (1, 1, {"max_rejected_share": 0.0, "min_articles_for_share": 1}, True, "1 of 2 rejected"),
    ],
)
def test_the_gate(articles: int, rejected: int, facts: dict[str, Any], usual: bool, said: str | None) -> None:
    answer = gate(articles, ["body_missing"] * rejected, facts=Gate(**facts), usual=usual)
    assert answer is None if said is None else answer is not None and answer.startswith(said)
