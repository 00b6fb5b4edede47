"""A change of the rules of identity brings no killed article back, and takes no other with it."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.wirelake.obligations.quaynews import (
    LATE,
    NEXT,
    drop,
    news,
    replay,
    run,
    sent,
    take_down,
    wire_item,
    write_wires,
)
from tests.wirelake.quay import BATCH, NOON, built, capture, version

import wirelake
from wirelake.batches.staging import articles_table
from wirelake.lake.decisions.manifests import Manifest, Sight
from wirelake.obligations.names.former_ids import renamed
from wirelake.records import AltId, Article
from wirelake.storage import Store

KILLED = Manifest(
    article_id="quay:old",
    at=NOON,
    cause="operator",
    reason="by order",
    begun_at=NOON,
    sights=(
        Sight(
            capture_date=BATCH.day,
            raw_ref="quay/2026-03-02#<urn:uuid:a>",
            version="1",
            first_seen_at=NOON,
            source_format="text",
            url="https://quay.example/2?s=1",
            canonical_url="https://quay.example/2",
            alt_ids=(
                ("guid", "urn:quay:2"),
                ("wire", "1000002"),
                ("file", "drop:quay/2026-03-02/all.json"),
            ),
        ),
    ),
)


@pytest.fixture(autouse=True)
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "sources"
    write_wires(folder, 7)
    monkeypatch.setenv("WIRELAKE_SOURCES", str(folder))
    return folder


def identity(sources: Path, order: str) -> None:
    path = sources / "quay.yaml"
    before, _, after = path.read_text().partition("identity: ")
    path.write_text(f"{before}identity: {order}\n{after.partition(chr(10))[2]}")


def headlines(store: Store) -> list[str]:
    return sorted(wirelake.read(lake=store.uri, source="quay")["headline"].to_pylist())


@pytest.mark.parametrize("erase", [True, False])
def test_a_page_under_another_id_stays_away(store: Store, sources: Path, erase: bool) -> None:
    capture(store, BATCH, [sent(n) for n in (1, 2, 3)])
    replay(store, BATCH)
    take_down(store, erase=erase)
    identity(sources, "[url, wire]")
    replay(store, BATCH, at=LATE + timedelta(hours=1))
    assert headlines(store) == ["Crane 1 turns green", "Crane 3 turns green"]
    at = LATE + timedelta(hours=2)
    capture(store, NEXT, [sent(2, news(2, "It was blue before."), at), sent(4, at=at)], at)
    replay(store, NEXT, at=at)
    assert headlines(store) == [f"Crane {n} turns green" for n in (1, 3, 4)]
    rows = wirelake.read("rejected", lake=store.uri, source="quay", start=NEXT.day).to_pylist()
    assert [(row["article_id"], row["reason"]) for row in rows] == [("quay:1000002", "taken_down")]


def test_one_of_a_payload_of_many_stays_away_alone(store: Store, sources: Path) -> None:
    identity(sources, "[guid]")
    drop(store, BATCH, "all", *(wire_item(n) for n in (1, 2, 3)))
    run(store, BATCH, NOON)
    rows = wirelake.read(lake=store.uri).to_pylist()
    (killed,) = (row["article_id"] for row in rows if row["headline"].startswith("Crane 2"))
    take_down(store, killed, erase=False)
    identity(sources, "[wire, url]")
    drop(store, NEXT, "more", *(wire_item(n, version="2") for n in (2, 3)))
    run(store, NEXT, LATE)
    replay(store, BATCH, at=LATE)
    assert headlines(store) == ["Crane 1 turns green", "Crane 3 turns green"]


def test_what_is_left_alone_in_a_redacted_record_is_another_article(store: Store, sources: Path) -> None:
    identity(sources, "[guid]")
    drop(store, BATCH, "both", wire_item(1), wire_item(2))
    run(store, BATCH, NOON)
    rows = wirelake.read(lake=store.uri).to_pylist()
    (killed,) = (row["article_id"] for row in rows if row["headline"].startswith("Crane 2"))
    take_down(store, killed)
    stood = built(store)
    replay(store, BATCH)
    assert built(store) == stood
    assert headlines(store) == ["Crane 1 turns green"]


@pytest.mark.parametrize(
    ("fields", "is_same"),
    [
        ({"raw_ref": "quay/2026-03-02#<urn:uuid:a>"}, False),  # another's of that record
        ({"canonical_url": "https://quay.example/2"}, True),  # the page, captured anew
        ({"canonical_url": "https://quay.example/2", "wire_id": "8000002"}, True),  # numbered by another rule
        (
            {"canonical_url": "https://quay.example/2", "alt_ids": (AltId(role="guid", value="urn:quay:9"),)},
            False,
        ),
        ({"alt_ids": (AltId(role="guid", value="urn:quay:2"),)}, True),
        ({"wire_id": "1000002"}, True),
        ({"wire_id": "1000003"}, False),
        ({"canonical_url": "https://quay.example/3"}, False),
        ({}, False),
    ],
)
def test_by_which_names_it_is_known(fields: dict[str, Any], is_same: bool) -> None:
    assert known(version(7, **fields)) == ["quay:old" if is_same else "quay:7"]


def test_of_several_in_one_payload_the_named_one_is_meant() -> None:
    ref = "quay/2026-03-02#<urn:uuid:a>"
    front = "https://quay.example/2"  # to which all entries of a feed lead
    file = (AltId(role="file", value="drop:quay/2026-03-02/all.json"),)
    shown = [version(n, raw_ref=ref, wire_id=f"100000{n}", alt_ids=file) for n in (1, 2, 3)]
    assert known(*shown) == ["quay:1", "quay:old", "quay:3"]
    later = [version(n, source_format="rss", canonical_url=front, wire_id=f"100000{n}") for n in (4, 5)]
    assert known(*later) == ["quay:4", "quay:5"]


def known(*shown: Article) -> list[str]:
    """Under which id the rows go."""
    passed = renamed(articles_table(list(shown)), [KILLED])
    return list(passed["article_id"].to_pylist())
