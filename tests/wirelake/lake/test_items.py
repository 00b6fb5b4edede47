"""Media and packages as readers see them: the newest usable version, and links that are stated one way."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from tests.wirelake.quay import BATCH, NOON, version
from tests.wirelake.write.publishing import publish

import wirelake
from wirelake.lake.aliases import Aliases, learn
from wirelake.lake.decisions.events import Cause, Event, What, record
from wirelake.lake.reading import full_schema
from wirelake.records import AltId, Article, Association, Member, Rendition
from wirelake.storage import Store

STATED = NOON - timedelta(days=1)


def item(number: int, kind: str, name: str = "1", **fields: Any) -> Article:
    """Version ``name`` of an item that goes by ``urn:quay:<number>``."""
    guid = AltId(role="guid", value=f"urn:quay:{number}")
    given: dict[str, Any] = {"published_at": STATED, "alt_ids": (guid,)} | fields
    given |= {} if kind == "article" else {"body_text": "", "content_sha256": f"{number} {name} {fields}"}
    return version(number, STATED.date(), version=name, record_kind=kind, **given)


def picture(number: int, name: str = "1", **fields: Any) -> Article:
    form = Rendition(href=f"{number}.jpg", media_type="image/jpeg", width=1500, height=1001, size=346071)
    given = {"type": "picture", "description": "A crane.", "renditions": (form,)} | fields
    return item(number, "media", name, **given)


def package(number: int, *members: str, **fields: Any) -> Article:
    listed = tuple(Member(group="main", uri=one, headline=f"Of {one}") for one in members)
    return item(number, "package", type="composite", members=listed, **fields)


def text(number: int, *pictures: str) -> Article:
    return item(number, "article", associations=tuple(Association(rel="see", uri=one) for one in pictures))


def read(store: Store, table: str, **options: Any) -> dict[int, dict[str, Any]]:
    """The table's rows by their number."""
    rows = wirelake.read(table, lake=store.uri, **options).to_pylist()
    return {int(row["article_id"].partition(":")[2]): row for row in rows}


def test_each_kind_stands_in_its_own_table(store: Store) -> None:
    publish(store, BATCH, text(1, "urn:quay:2"), picture(2), package(3, "urn:quay:1", "urn:quay:2"), now=NOON)
    found = {table: set(read(store, table)) for table in ("articles", "media", "packages")}
    assert found == {"articles": {1}, "media": {2}, "packages": {3}}
    assert set(read(store, "articles", as_of=NOON)) == {1}
    (shown,) = read(store, "media").values()
    assert (shown["published_date"], shown["source"], shown["description"]) == (
        STATED.date(),
        "quay",
        "A crane.",
    )
    assert shown["renditions"] == [
        {"name": None, "href": "2.jpg", "uri": None, "media_type": "image/jpeg"}
        | {"width": 1500, "height": 1001, "size": 346071}
    ]
    for table in ("media", "packages"):
        assert wirelake.read(table, lake=store.uri).schema.equals(full_schema(table))
        assert not read(store, table, start=STATED.date() + timedelta(days=1))
        assert not read(store, table, source="pier")


def test_links_are_stated_one_way_and_followed_both(store: Store) -> None:
    publish(
        store,
        BATCH,
        text(1, "urn:quay:2:7", "urn:quay:5"),  # 7 is the issue that was shown
        picture(2),
        package(3, "urn:quay:8", "urn:quay:2", "urn:quay:1"),
        picture(4),
        now=NOON,
    )
    shown = {number: row["shown_by"] for number, row in read(store, "media").items()}
    assert shown == {
        2: [{"article_id": "quay:1", "rel": "see"}, {"article_id": "quay:3", "rel": "main"}],
        4: [],
    }
    (listed,) = read(store, "packages").values()
    assert [one["headline"] for one in listed["members"]] == [
        "Of urn:quay:8",
        "Of urn:quay:2",
        "Of urn:quay:1",
    ]
    assert listed["member_ids"] == [None, "quay:2", "quay:1"]


def test_a_link_follows_an_alias(store: Store) -> None:
    """What its wire calls the picture by now is not what it was called when it was given its id."""
    learn(store, "quay", Aliases(given={"quay:P-7": "quay:2", "quay:T-8": "quay:1"}), named_by="rules")
    publish(store, BATCH, text(1, "P-7"), picture(2), package(3, "T-8", "P-7"), now=NOON)
    (shown,) = read(store, "media").values()
    assert [one["article_id"] for one in shown["shown_by"]] == ["quay:1", "quay:3"]
    (listed,) = read(store, "packages").values()
    assert listed["member_ids"] == ["quay:1", "quay:2"]


def test_the_newest_usable_version_is_shown_and_an_embargo_holds_it(store: Store) -> None:
    later = picture(1, "2", embargoed_until=NOON + timedelta(hours=2))
    publish(store, BATCH, picture(1), picture(2), picture(2, "2", headline="Again"), later, now=NOON)
    assert {n: row["version"] for n, row in read(store, "media", as_of=NOON).items()} == {2: "2"}
    free = read(store, "media", as_of=NOON + timedelta(hours=3))
    assert {n: row["version"] for n, row in free.items()} == {1: "2", 2: "2"}


def test_a_caption_that_was_corrected_under_its_number_is_a_version(store: Store) -> None:
    at = NOON + timedelta(hours=1)
    corrected = replace(picture(1, description="Two cranes."), first_seen_at=at)
    publish(store, BATCH, picture(1), corrected, now=at)
    (row,) = read(store, "media").values()
    assert (row["description"], row["version_seq"]) == ("Two cranes.", 2)
    assert "version_reused" in row["quality_flags"]


@pytest.mark.parametrize("by_wire", [True, False])
def test_a_killed_picture_leaves_and_its_package_keeps_the_place_without_words(
    store: Store, by_wire: bool
) -> None:
    kept = (package(3, "urn:quay:1", "urn:quay:2"), picture(2))
    gone = item(1, "control", "2", pub_status="canceled")
    publish(store, BATCH, picture(1), *kept, *((gone,) if by_wire else ()), now=NOON)
    if not by_wire:
        event = Event(
            what=What.TAKEDOWN, article_id="quay:1", at=NOON, cause=Cause.OPERATOR, reason="asked for"
        )
        record(store, event)
    assert set(read(store, "media")) == {2}
    (row,) = read(store, "packages").values()
    assert [one["headline"] for one in row["members"]] == [None, "Of urn:quay:2"]
    assert row["member_ids"] == [None, "quay:2"]
    assert row["members"][0]["uri"] == "urn:quay:1"
