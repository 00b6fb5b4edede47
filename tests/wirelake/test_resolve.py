"""What is new within a day, and which article a kill is about."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from tests.wirelake.quay import NOON, version

from wirelake.batches.staging import articles_table
from wirelake.records import AltId, Article, Before
from wirelake.resolve import Names, bound, one_a_version

A = version(1, version="a")
B = version(1, version="b")


def test_a_version_stands_once_a_day_with_the_refs_of_the_others() -> None:
    first, second, third = (
        replace(A, raw_ref=f"r{n}", first_seen_at=NOON + timedelta(seconds=n)) for n in range(3)
    )
    (kept,) = one_a_version([third, first, second, first])
    assert (kept.raw_ref, kept.duplicate_refs) == ("r0", ("r1", "r2"))
    assert [one.version for one in one_a_version([B, A])] == ["a", "b"]


def test_a_version_that_returns_within_a_day_is_kept_again() -> None:
    shown_as = [A, A, B, A, A, B]
    seen = [
        replace(one, raw_ref=f"r{n}", first_seen_at=NOON + timedelta(seconds=n))
        for n, one in enumerate(shown_as)
    ]
    kept = one_a_version(reversed(seen))
    assert [(one.version, one.raw_ref, one.duplicate_refs) for one in kept] == [
        ("a", "r0", ("r1",)),
        ("b", "r2", ()),
        ("a", "r3", ("r4",)),
        ("b", "r5", ()),
    ]


def test_versions_of_one_instant_have_no_order_to_return_in() -> None:
    kept = one_a_version([replace(A, raw_ref="r0"), replace(B, raw_ref="r1"), replace(A, raw_ref="r2")])
    assert [(one.version, one.duplicate_refs) for one in kept] == [("a", ("r2",)), ("b", ())]


def test_articles_do_not_interrupt_one_another() -> None:
    other = replace(B, article_id="quay:2", first_seen_at=NOON + timedelta(seconds=1))
    again = replace(A, raw_ref="r9", first_seen_at=NOON + timedelta(seconds=2))
    kept = one_a_version([A, other, again])
    assert [(one.article_id, one.duplicate_refs) for one in kept] == [("quay:1", ("r9",)), ("quay:2", ())]


def test_the_same_version_with_another_status_is_no_repetition() -> None:
    killed = replace(A, pub_status="canceled", raw_ref="r1", first_seen_at=NOON + timedelta(seconds=1))
    assert [one.pub_status for one in one_a_version([A, killed])] == ["usable", "canceled"]


def test_the_same_version_with_another_text_is_no_repetition() -> None:
    nine = replace(
        A, headline="Nine cranes turn green", raw_ref="r1", first_seen_at=NOON + timedelta(seconds=1)
    )
    told = replace(nine, body_text="Nobody saw it.", raw_ref="r2", first_seen_at=NOON + timedelta(seconds=2))
    assert [one.raw_ref for one in one_a_version([told, nine, A, nine])] == [A.raw_ref, "r1", "r2"]


def test_what_no_wire_names_is_one_version_while_it_shows_the_same_on_the_same_date() -> None:
    """Advertisements change with every payload."""
    before = Before(raw_ref="elsewhere", raw_sha256="p0")
    pages = [
        replace(A, version=name, raw_sha256=name, raw_ref=name, first_seen_at=NOON + number * HOURS)
        for number, name in enumerate(("p0", "p1", "p2"))
    ]
    (kept,) = one_a_version([pages[0], replace(pages[1], stood_before=before), pages[2]])
    assert (kept.version, kept.duplicate_refs, kept.stood_before) == ("p0", ("p1", "p2"), before)
    moved = replace(pages[1], published_date=date(2026, 3, 9))
    assert [one.version for one in one_a_version([pages[0], moved, pages[2]])] == ["p0", "p1", "p2"]


HOURS = timedelta(hours=1)
SHIP = version(1, wire_id="QUAY02032026", slugline="BC-EU--Ship-Fire", headline="Ship burns off Example")
CRANE = version(2, slugline="BC-EU--Crane-Paint", headline="Crane turns green")
OTHER_SHIP = version(3, slugline="BC-EU--Ship-Fire", headline="Ship fire: owners speak")
NUMBERED = {
    1: (
        AltId(role="guid", value="urn:newsml:quay.example:20260302:ship"),
        AltId(role="transmission", value="bdt0123"),
    ),
    2: (AltId(role="transref", value="a0042"), AltId(role="transmission", value="V4711")),
    3: (AltId(role="transmission", value="bdt0124"),),
}
KNOWN = [
    replace(one, alt_ids=NUMBERED[number], first_seen_at=NOON + number * HOURS)
    for number, one in enumerate((SHIP, CRANE, OTHER_SHIP), start=1)
]


def killed(
    *named: tuple[str, str], hours: float = 10, known: list[Article] = KNOWN, **fields: Any
) -> list[str]:
    """The numbers of the articles that an advisory of that hour is bound to."""
    names = Names()
    for row in articles_table(known).to_pylist():
        names.add(row)
    refers_to = [{"role": role, "value": value} for role, value in named]
    advisory: dict[str, Any] = {
        "article_id": "quay:9",
        "record_kind": "control",
        "first_seen_at": NOON + hours * HOURS,
        "refers_to": refers_to,
        **fields,
    }
    return [id_.partition(":")[2] for id_ in bound(advisory, names)]


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        ([("guid", "urn:newsml:quay.example:20260302:ship")], ["1"]),
        ([("wire", "quay02032026")], ["1"]),
        ([("transref", "a0042")], ["2"]),
        ([("transref", "bdt0123")], ["1"]),
        ([("transref", "0123")], ["1"]),  # "dpa 0123" is the transmission bdt0123
        ([("transref", "23")], []),
        ([("slugline", "BC-EU--Crane-Paint")], ["2"]),
        ([("slugline", "crane paint")], []),
        ([("slugline", "BC-EU--Ship-Fire")], []),  # two articles
        ([("slugline", "BC-EU--Ship-Fire"), ("headline", "Ship burns off Example")], ["1"]),
        ([("headline", "ship fire – owners speak")], ["3"]),
        ([("headline", "Ship")], []),
        ([("transref", "a0042"), ("slugline", "BC-EU--Ship-Fire")], ["2"]),  # the surer name holds
        ([("transref", "bdt0123"), ("transref", "bdt0124")], ["1", "3"]),
        ([("transref", "bdt9999"), ("headline", "Crane turns green")], ["2"]),
        ([("guid", "quay:9")], []),
        ([], []),
    ],
)
def test_what_an_advisory_is_about(named: list[tuple[str, str]], expected: list[str]) -> None:
    assert killed(*named) == expected


def test_a_name_that_is_used_again_counts_for_days() -> None:
    assert killed(("transref", "a0042"), hours=2 + 48) == ["2"]
    assert killed(("transref", "a0042"), hours=2 + 49) == []
    assert killed(("wire", "a0042"), hours=2 + 49) == []  # so short a name is a number of the day as well
    assert killed(("slugline", "BC-EU--Crane-Paint"), hours=2 + 73) == []
    assert killed(("headline", "Crane turns green"), hours=2 + 24 * 7 + 1) == []
    assert killed(("guid", "urn:newsml:quay.example:20260302:ship"), hours=9_999) == ["1"]


def test_what_comes_after_the_advisory_is_not_meant_by_its_slugline() -> None:
    assert killed(("slugline", "BC-EU--Crane-Paint"), hours=1) == []
    assert killed(("guid", "urn:newsml:quay.example:20260302:ship"), hours=0) == ["1"]


@pytest.mark.parametrize("kind", ["media", "package"])
def test_a_name_that_a_text_shares_with_its_pictures_means_the_text(kind: str) -> None:
    picture = replace(
        CRANE,
        article_id="quay:5",
        record_kind=kind,
        first_seen_at=NOON,
        alt_ids=(*NUMBERED[2], AltId(role="guid", value="urn:quay:picture-5")),
    )
    for named in [("slugline", CRANE.slugline or ""), ("headline", CRANE.headline), ("transref", "a0042")]:
        assert killed(named, known=[picture, *KNOWN]) == ["2"]
        assert killed(named, known=[picture]) == ["5"]  # no text has it
    assert killed(("guid", "urn:quay:picture-5"), known=[picture, *KNOWN]) == ["5"]
    shared = replace(picture, slugline=SHIP.slugline)
    assert killed(("slugline", "BC-EU--Ship-Fire"), known=[shared, *KNOWN]) == []  # two texts have it
    own: dict[str, Any] = {"article_id": "quay:2", "record_kind": "article"}  # it kills what it names
    assert killed(("slugline", "BC-EU--Crane-Paint"), known=[picture, *KNOWN], **own) == ["5"]


def test_an_advisory_kills_neither_itself_nor_another_message() -> None:
    message = replace(SHIP, record_kind="control", signals=("kill",))
    assert killed(("wire", "QUAY02032026"), known=[message]) == []
    taken = replace(message, signals=("taken_down",))
    assert killed(("wire", "QUAY02032026"), known=[taken]) == ["1"]


def test_a_message_under_the_articles_own_id_is_about_it() -> None:
    assert killed(article_id="quay:1") == ["1"]
    assert killed(("transref", "a0042"), article_id="quay:1") == ["1"]
    # An item with a text of its own kills what it names, and stays.
    assert killed(("transref", "a0042"), article_id="quay:1", record_kind="article") == ["2"]
    assert killed(("transref", "bdt0123"), article_id="quay:1", record_kind="article") == []


SEEN: dict[str, Any] = {
    "record_kind": "article",
    "signals": [],
    "wire_id": None,
    "url": None,
    "canonical_url": None,
    "headline": "Ship burns",
    "first_seen_at": NOON,
}


def names(**articles: dict[str, Any]) -> Names:
    found = Names()
    for id_, row in articles.items():
        alt_ids = [{"role": role, "value": value} for role, value in row.pop("alt_ids", {}).items()]
        found.add({**SEEN, "article_id": f"quay:{id_}", "slugline": None, "alt_ids": alt_ids, **row})
    return found


def meant(known: Names, *refers_to: tuple[str, str]) -> tuple[str, ...]:
    named = [{"role": role, "value": value} for role, value in refers_to]
    return bound(
        {"article_id": "quay:0", "record_kind": "control", "first_seen_at": NOON, "refers_to": named}, known
    )


def test_a_slugline_is_the_same_in_each_of_its_versions() -> None:
    known = names(a={"slugline": "BC-EU--Ship-Fire, 2nd Ld-Writethru"}, b={"slugline": "Port-Fire"})
    assert meant(known, ("slugline", "EU--Ship-Fire")) == ("quay:a",)
    assert meant(known, ("slugline", "Fire")) == ()


def test_bare_digits_end_the_number_of_a_transmission() -> None:
    known = names(a={"alt_ids": {"transmission": "a0412"}}, b={"alt_ids": {"transmission": "a10412"}})
    assert meant(known, ("transref", "0412")) == ("quay:a",)
    assert meant(known, ("transref", "412")) == ()
    both = names(a={"alt_ids": {"transmission": "a0412"}}, b={"alt_ids": {"transmission": "b0412"}})
    assert meant(both, ("transref", "0412")) == ()  # of which desk?
    assert meant(both, ("transref", "b0412")) == ("quay:b",)
