"""Which sights of an article are one version: as rows that other rules made lie beside each other."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from tests.wirelake.quay import BATCH, NOON, version

from wirelake.batches.staging import articles_table
from wirelake.lake.versions import versions
from wirelake.lake.versions.names import former_name, is_stated, message_name
from wirelake.lake.versions.sights import Sight
from wirelake.records import Article, Before, Rendition

DAY = timedelta(days=1)


def page(payload: str, text: str = "It turned green.", *, rules: str = "1", **fields: Any) -> Article:
    """What these rules read in that payload, which no wire numbers."""
    ref = f"{BATCH}#<urn:uuid:{payload}>"
    made = version(1, version=payload, raw_sha256=payload, body_text=text, raw_ref=ref, ruleset_version=rules)
    return replace(made, **fields)


def after(payload: str, *changed: str) -> Before:
    """What a row says of the payload that stood before."""
    return Before(raw_ref=f"elsewhere#<urn:uuid:{payload}>", raw_sha256=payload, changed=changed)


def sights(*seen: Article) -> list[Sight]:
    """The versions of what was seen day by day."""
    dated = [replace(one, first_seen_at=NOON + number * DAY) for number, one in enumerate(seen)]
    rows = articles_table(dated).to_pylist()
    (found,) = versions({**row, "capture_date": BATCH.day + n * DAY} for n, row in enumerate(rows))
    return found


def told(*seen: Article) -> list[tuple[str, tuple[str, ...], bool]]:
    return [(one.row["version"], one.changed, one.is_recleaned) for one in sights(*seen)]


CUT = "It turned."  # what rules 2 leave of the text


def test_what_one_set_of_rules_finds_equal_is_one_version() -> None:
    assert told(page("p1"), page("p2")) == [("p1", (), False)]
    assert told(page("p1"), page("p2", CUT, rules="2", stood_before=after("p1"))) == [("p1", (), True)]


def test_each_row_is_held_against_the_one_before_it() -> None:
    """Not against the first of the run alone, which rules of long ago have read."""
    seen = [
        page("p1"),
        page("p2", CUT, rules="2", stood_before=after("p1")),
        page("p3", CUT, rules="2"),
        page("p4", "It", rules="3", stood_before=after("p3")),
        page("p5", rules="1", stood_before=after("p4")),
    ]
    assert told(*seen) == [("p1", (), True)]


@pytest.mark.parametrize("before", [None, after("p9"), after("p1", "text")])
def test_a_difference_of_which_nothing_says_that_it_is_ours_is_a_version(before: Before | None) -> None:
    found = told(page("p1"), page("p2", CUT, rules="2", stood_before=before))
    assert found == [("p1", (), False), ("p2", ("text",), False)]


def test_a_text_that_rules_would_have_read_otherwise_is_what_changed_by_one_set_of_them() -> None:
    other = page("p2", CUT, headline="Crane 1", rules="2", stood_before=after("p1", "date"))
    assert told(page("p1"), other)[1] == ("p2", ("date",), False)


def test_a_page_that_was_gone_and_is_back_as_it_was_has_changed_nothing() -> None:
    gone = page("p1", "", record_kind="control", pub_status="withheld", signals=("gone",))
    back = page("p2", CUT, rules="2", stood_before=after("p1"))
    assert told(page("p1"), gone, back) == [("p1", (), False), ("p1", (), False), ("p2", (), False)]


def test_a_b_a_are_three_whoever_read_them() -> None:
    seen = [
        page("a1"),
        page("b1", "It turned blue.", rules="2", stood_before=after("a1", "text")),
        page("a2", CUT, rules="3", stood_before=after("b1", "text")),
        page("a3", rules="4", stood_before=after("a2")),
    ]
    assert [one for one, _, _ in told(*seen)] == ["a1", "b1", "a2"]


def test_a_page_that_says_again_what_it_said_after_another_address_said_otherwise_is_a_version() -> None:
    """Two addresses of one article: the page at one of them was the same all along."""
    seen = [page("a1"), page("b1", "It turned blue."), page("a2", CUT, rules="2", stood_before=after("a1"))]
    assert [one for one, _, _ in told(*seen)] == ["a1", "b1", "a2"]


def test_a_payload_of_long_ago_that_came_back_in_between_is_what_stood() -> None:
    """a1, b1, a2 and a1 again, which a day keeps as a repetition of a2: a3 follows on a1."""
    a2 = page("a2", duplicate_refs=(f"{BATCH}#<urn:uuid:again>",))
    seen = [
        page("a1"),
        page("b1", "It turned blue."),
        a2,
        page("a3", CUT, rules="2", stood_before=after("a1")),
    ]
    assert [one for one, _, _ in told(*seen)] == ["a1", "b1", "a2"]


def test_another_payload_of_the_day_is_known_by_its_record() -> None:
    first = page("p1", duplicate_refs=("elsewhere#<urn:uuid:p2>",))
    assert told(first, page("p3", CUT, rules="2", stood_before=after("p2"))) == [("p1", (), True)]


def test_the_same_bytes_say_the_same_whatever_was_read_in_them() -> None:
    assert told(page("p1"), page("p1", CUT, rules="2")) == [("p1", (), True)]
    assert len(told(page("p1"), page("p1", CUT))) == 2  # two items of one payload


def test_the_date_of_a_page_is_part_of_it() -> None:
    moved = page("p2", published_date=date(2026, 3, 9))
    assert told(page("p1"), moved) == [("p1", (), False), ("p2", ("date",), False)]
    numbered = [replace(one, version="2") for one in (page("p1"), moved)]
    assert len(told(*numbered)) == 1  # the wire says that it is the same


def test_what_the_state_says_is_never_a_matter_of_rules() -> None:
    for fields in (
        {"pub_status": "withheld"},
        {"embargoed_until": NOON + 9 * DAY},
        {"record_kind": "control"},
    ):
        held = page("p2", rules="2", stood_before=after("p1"), **fields)
        assert len(told(page("p1"), held)) == 2


def test_a_number_of_the_wires_is_judged_so_too() -> None:
    first, other = (replace(one, version="2") for one in (page("p1"), page("p2", CUT, rules="2")))
    assert len(told(first, other)) == 2
    (found,) = sights(first, replace(other, stood_before=after("p1")))
    assert (found.is_reused, found.is_recleaned) == (False, True)
    assert len(told(first, replace(other, version="3", stood_before=after("p1")))) == 2


def test_of_media_all_that_is_shown_counts() -> None:
    forms = (Rendition(href="1.jpg"),)
    shown = page("p1", "", record_kind="media", content_sha256="1", renditions=forms)
    assert len(told(shown, replace(shown, version="p2", raw_sha256="p2"))) == 1
    assert len(told(shown, replace(shown, version="p2", raw_sha256="p2", content_sha256="2"))) == 2


def test_a_name_of_an_older_lake_is_none_of_the_wires() -> None:
    (row,) = articles_table([page("p1")]).to_pylist()
    former = {**row, "version": former_name(row)}
    assert (is_stated(row), is_stated(former)) == (False, False)
    assert message_name(row) == message_name(former) == former["version"]
    assert is_stated({**former, "headline": "", "content_sha256": "another"})
    old, new = page("p1"), page("p2")
    assert len(sights(replace(old, version=former["version"]), new)) == 1
