"""Which messages are kills, in the shapes that wires send, and which articles only speak of such things."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from time import process_time
from typing import Any

import pytest
import yaml

from wirelake.config import SourceConfig
from wirelake.evidence import settle
from wirelake.evidence.advisory import advised
from wirelake.records import AltId, Article, Association, DateCandidate, EdNote

QUAY = SourceConfig.model_validate(
    {
        "name": "quay",
        "title": "Quay Wire",
        "description": "An invented wire of the tests.",
        "homepage": "https://quay.example/",
        "contact": "the tests",
        "discover": [{"kind": "drop_folder", "prefix": "drop/quay/{day}"}],
    }
)
ARTICLE = Article(
    source="quay",
    raw_ref="quay/2026-03-05#<urn:uuid:00000000-0000-4000-8000-000000000001>",
    raw_sha256="0" * 64,
    source_format="text",
    first_seen_at=datetime(2026, 3, 5, 12, tzinfo=UTC),
)


def message(headline: str, text: str, **fields: Any) -> Article:
    return replace(ARTICLE, headline=headline, extracted_text=text, body_text=text, **fields)


DATED = DateCandidate(value="2026-03-04", raw="2026-03-04", origin="meta", precision="day", weight=0.9)
CASES = yaml.safe_load(Path(__file__).with_name("advisory.yaml").read_text(encoding="utf-8"))


def of_case(case: dict[str, str]) -> Article:
    notes = (EdNote(role="ednote", text=case["ed_note"]),) if "ed_note" in case else ()
    return message(case["headline"], case.get("text", ""), slugline=case.get("slugline"), ed_notes=notes)


@pytest.mark.parametrize("case", CASES["kills"], ids=lambda case: case["headline"])
def test_a_kill_is_a_control_record(case: dict[str, str]) -> None:
    found = settle(of_case(case), QUAY)
    assert (found.record_kind, found.signals) == ("control", ("kill",))
    assert (found.headline, found.headline_prefix) == (case["headline"], None)


@pytest.mark.parametrize("case", CASES["news"], ids=lambda case: case["headline"])
def test_news_of_kills_is_news(case: dict[str, str]) -> None:
    assert advised(of_case(case)) == of_case(case)


def test_a_long_text_is_no_message() -> None:
    kill = of_case(CASES["kills"][0])
    longer = f"{kill.extracted_text}\n{'The basin was open. ' * 80}"
    assert advised(replace(kill, extracted_text=longer)).record_kind == "article"
    note_on_top = "Editors: please kill the story slugged SHIP-FIRE.\n"
    assert advised(message("Ships wait", note_on_top)).record_kind == "control"
    assert advised(message("Ships wait", note_on_top + "The basin was open. " * 20)).record_kind == "article"


def test_a_page_is_read_without_its_furniture() -> None:
    text = "The story is withdrawn. No replacement story will follow."
    page = message("WITHDRAWN: Port burns after storm", text, source_format="html")
    page = replace(page, extracted_text=text + "".join(f"\nHeadline {n}" for n in range(200)))
    assert advised(page).record_kind == "control"


def test_what_its_own_status_cancels_is_no_message() -> None:
    article = replace(of_case(CASES["kills"][0]), pub_status="canceled")
    assert advised(article) == article


@pytest.mark.parametrize(
    ("rel", "uri", "status", "refers_to"),
    [
        ("irel:cancels", "urn:quay:7", "usable", [("guid", "urn:quay:7")]),
        ("Kills", "urn:newsml:quay.example:12:2", "canceled",
         [("guid", "urn:newsml:quay.example:12:2"), ("guid", "urn:newsml:quay.example:12")]),
        ("quayrel:retractionOf", "https://quay.example/7", "usable", [("url", "https://quay.example/7")]),
        ("irel:previousVersion", "urn:quay:item-7", "canceled", [("guid", "urn:quay:item-7")]),
        ("irel:previousVersion", "urn:quay:item-7", "usable", []),
        ("irel:cancels", "urn:quay:own:3", "canceled", []),  # an issue of the item itself
        ("irel:seeAlso", "urn:quay:item-7", "canceled", []),
        ("irel:derivedFrom", "urn:quay:item-7", "canceled", []),
        ("killer-whale", "urn:quay:item-7", "canceled", []),
    ],
)  # fmt: skip
def test_a_structured_item_names_what_it_cancels(
    rel: str, uri: str, status: str, refers_to: list[tuple[str, str]]
) -> None:
    article = replace(
        ARTICLE,
        pub_status=status,
        alt_ids=(AltId(role="guid", value="urn:quay:own"),),
        associations=(Association(rel=rel, uri=uri),),
    )
    found = advised(article)
    assert [(one.role, one.value) for one in found.refers_to] == refers_to
    assert found.signals == (("kill",) if refers_to else ())


@pytest.mark.parametrize(
    "fields",
    [
        {"headline": "Ship burns"},
        {"headline": "Ship burns", "body_text": "Canceled."},  # without a date
        {"body_text": "Canceled.", "date_candidates": (DATED,)},
        {"headline": "Ship burns", "body_text": "A ship.", "date_candidates": (DATED,)},
    ],
)
def test_a_canceled_item_is_a_control_record_whatever_it_repeats(fields: dict[str, Any]) -> None:
    assert settle(replace(ARTICLE, pub_status="canceled", **fields), QUAY).record_kind == "control"
    assert settle(replace(ARTICLE, pub_status="usable", **fields), QUAY).record_kind == "article"


@pytest.mark.parametrize(
    ("instruction", "kind", "kills"),
    [("Delete", "control", True), ("Update", "control", False), ("Delete", "article", False)],
)
def test_an_instruction_is_for_the_item_itself(instruction: str, kind: str, kills: bool) -> None:
    guid = AltId(role="guid", value="urn:newsml:quay.example:20260304:q1")
    article = replace(
        ARTICLE,
        record_kind=kind,
        alt_ids=(guid, AltId(role="file", value="1.xml")),
        extra=(("instruction", instruction),),
    )
    assert advised(article).refers_to == ((guid,) if kills else ())


@pytest.mark.parametrize(
    "text",
    ["AB-" * 1500, "Ab-Cd-" * 900, "(“" * 900, "the story " * 140, "kill the " * 140, "UPDATE 1-" * 200],
)
def test_hostile_text_costs_little(text: str) -> None:
    began = process_time()
    settle(message(f"KILL {text[:300]}", text), QUAY)
    settle(message("Ship burns", text, slugline=text), QUAY)
    assert process_time() - began < 2
