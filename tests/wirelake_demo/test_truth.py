"""What the wires list, and what is planted among it."""

from datetime import UTC, date, datetime

import pytest

from wirelake_demo.grammar import DAYS
from wirelake_demo.truth import GULF, HARBOUR, NILE, PLANTED, WIRES, Kind, Oddity, Truth, truth


def planted(oddity: Oddity, wire: str) -> Truth:
    """The only article of that wire which the oddity befell, as its own day lists it."""
    found = [t for day in DAYS for t in truth(wire, day) if t.oddity is oddity and t.version == 1]
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize("wire", WIRES)
def test_twenty_articles_a_day_with_ids_of_their_own(wire: str) -> None:
    listed = [one for day in DAYS for one in truth(wire, day) if one.version == 1]
    assert len(listed) == 140
    assert len({one.article_id for one in listed}) == len({one.path for one in listed}) == 140
    assert {one.oddity for one in listed} - {None} == {o for (by, _, _), o in PLANTED.items() if by == wire}
    assert all(one.paragraphs for one in listed if one.kind is Kind.ARTICLE)


def test_a_larger_day_begins_like_a_smaller_one() -> None:
    assert truth(GULF, DAYS[4], 60)[:20] == truth(GULF, DAYS[4], 20)


def test_no_such_wire_no_such_number_no_such_day() -> None:
    with pytest.raises(ValueError, match="demo_gulf"):
        truth("demo_gult", DAYS[0])
    with pytest.raises(ValueError, match="write 1 to"):
        truth(GULF, DAYS[0], 0)
    assert truth(GULF, date(2026, 3, 9)) == []


def test_a_correction_keeps_its_id_and_its_hour() -> None:
    before = planted(Oddity.CORRECTED, HARBOUR)
    (after,) = [one for one in truth(HARBOUR, DAYS[3]) if one.version == 2]
    assert (after.article_id, after.guid, after.published) == (
        before.article_id,
        before.guid,
        before.published,
    )
    assert after.path == f"{before.path}?v=2"
    assert (before.headline_prefix, after.headline_prefix) == (None, "CORRECTED")
    assert after.paragraphs[0] != before.paragraphs[0]
    assert "48 million" in after.headline
    assert "84 million" in before.headline


def test_one_text_stands_on_two_wires() -> None:
    here, there = planted(Oddity.SHARED, HARBOUR), planted(Oddity.SHARED, GULF)
    assert (here.day, here.paragraphs, here.provider) == (there.day, there.paragraphs, there.provider)
    assert here.article_id != there.article_id


def test_every_wire_states_time_in_its_own_way() -> None:
    harbour, gulf, nile = (truth(wire, DAYS[0])[1].published for wire in (HARBOUR, GULF, NILE))
    assert isinstance(harbour, datetime)
    assert harbour.utcoffset() == UTC.utcoffset(None)
    assert type(gulf) is date
    assert isinstance(nile, datetime)
    assert f"{nile:%z}" == "+0200"


def test_only_the_article_after_midnight_lies_in_another_utc_day() -> None:
    for day in DAYS:
        for one in truth(NILE, day, 200):
            assert isinstance(one.published, datetime)
            same = one.published.astimezone(UTC).date() == day
            assert same is (one.oddity is not Oddity.AFTER_MIDNIGHT)


def test_credits_are_plain_named_nested_and_broken() -> None:
    found = {(one.credit, one.provider) for one in truth(GULF, DAYS[0])}
    assert {
        ("(GULFWIRE)", "GULFWIRE"),
        ("(GULFWIRE- Strait News Service (SNS))", "Strait News Service (SNS)"),
        ("GULFWIRE - Pearl Coast Bulletin)", "Pearl Coast Bulletin"),
    } <= found
