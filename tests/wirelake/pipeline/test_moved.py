"""A list that has answered from another address for a week is told with the field to correct."""

from datetime import timedelta
from pathlib import Path

import pytest
from tests.wirelake.quay import BATCH, DAY, NOON, capture, new_lake, write_sources

from wirelake.batches.lists import of_lists
from wirelake.config import Batch, load_source
from wirelake.pipeline.discovery.moved import moved
from wirelake.records import Kind, Link, RawArticle

FEED, THERE = "https://quay.example/feed.xml", "https://quay.example/rss"


def answer(ago: int, there: str = THERE) -> RawArticle:
    redirects = (FEED, there) if there != FEED else ()
    return RawArticle(
        link=Link(url=FEED, origin="feed"),
        kind=Kind.FEED,
        fetched_at=NOON - timedelta(days=ago),
        body=f"<rss>{ago}</rss>".encode(),
        status=200,
        final_url=there,
        redirects=redirects,
    )


@pytest.mark.parametrize(
    ("stood", "now", "told"),
    [
        ({7: THERE}, THERE, 1),
        ({9: THERE}, THERE, 1),
        ({1: THERE}, THERE, 0),  # not for a week
        ({7: FEED}, THERE, 0),
        ({7: "https://quay.example/login"}, THERE, 0),  # somewhere else each time
        ({7: THERE}, FEED, 0),  # it is back
    ],
)
def test_a_list_that_moved_is_told_after_a_week(
    tmp_path: Path, stood: dict[int, str], now: str, told: int
) -> None:
    store = new_lake(tmp_path / "lake")
    write_sources(tmp_path / "sources", "quay")
    path = tmp_path / "sources" / "quay.yaml"
    path.write_text(path.read_text() + f"  - kind: feed\n    url: {FEED}\n")
    for ago, there in stood.items():
        capture(store, Batch("quay", DAY - timedelta(days=ago)), [answer(ago, there)])
    found = list(moved(store, BATCH, load_source(path), [answer(0, now)]))
    assert len(found) == told
    assert all(f"{FEED} redirects to {THERE}" in one and "discover[1].url" in one for one in found)
    assert of_lists(["the feed lost entries", *found]) == tuple(found)
