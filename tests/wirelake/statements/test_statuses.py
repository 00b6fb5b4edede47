"""Status words and embargoes: what may be read, what waits, and what is held."""

from datetime import UTC, datetime

import pytest

from wirelake.statements.statuses import Embargo, embargo, status

END = "2026-03-06T00:01:00+01:00"
UNTIL = datetime(2026, 3, 5, 23, 1, tzinfo=UTC)
LATEST = datetime(2026, 3, 6, 12, 1, tzinfo=UTC)
NEVER = datetime.max.replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("word", "stated", "pub_status", "until", "signals"),
    [
        (None, [], "usable", None, ()),
        ("stat:usable", [], "usable", None, ()),
        ("Usable", [END], "usable", UNTIL, ("embargoed",)),
        ("usable", [""], "withheld", None, ("embargoed",)),
        ("usable", ["tonight"], "withheld", None, ("embargoed",)),
        ("usable", ["2026-03-06T00:01:00"], "usable", LATEST, ("embargoed",)),  # the latest it may mean
        ("usable", ["2026-03-06T00:01:00", END], "usable", LATEST, ("embargoed",)),
        ("usable", ["9999-12-31T23:59:59"], "usable", NEVER, ("embargoed",)),
        ("usable", ["2026-03-06"], "withheld", None, ("embargoed",)),
        ("usable", [END, ""], "withheld", UNTIL, ("embargoed",)),
        ("embargoed", [END], "usable", UNTIL, ("embargoed",)),
        ("embargoed", [], "withheld", None, ("embargoed",)),
        ("stat:withheld", [END], "withheld", UNTIL, ("embargoed",)),
        ("CANCELLED", [], "canceled", None, ()),
        ("canceled", [""], "canceled", None, ("embargoed",)),
        ("OPEN", [], "withheld", None, ()),
        ("", [], "usable", None, ()),
        (" ", [], "withheld", None, ()),
        ("stat:", [], "withheld", None, ()),
    ],
)
def test_statuses(
    word: str | None, stated: list[str], pub_status: str, until: datetime | None, signals: tuple[str, ...]
) -> None:
    found = status(word, embargo(stated))
    assert (found.pub_status, found.embargoed_until, found.signals) == (pub_status, until, signals)


def test_of_several_ends_the_last_holds() -> None:
    assert embargo(["2026-03-05T20:00:00Z", END, "2026-03-05T22:00:00Z"]) == Embargo(until=UNTIL)


def test_a_word_of_no_standard_is_kept() -> None:
    assert status("OPEN", Embargo()).extra == (("pub_status", "OPEN"),)
    assert status("stat:usable", Embargo()).extra == ()
