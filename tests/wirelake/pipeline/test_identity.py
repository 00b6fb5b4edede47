"""What makes two payloads one article, over days."""

from datetime import timedelta
from pathlib import Path

import pytest
from tests.wirelake.obligations.quaynews import NEXT, run, write_wires
from tests.wirelake.quay import BATCH, NOON

import wirelake
from wirelake.config import Batch
from wirelake.storage import Store

ONE = timedelta(days=1)
TEXT = "The harbour council voted to widen the northern entrance, after two winters of groundings."


@pytest.fixture(autouse=True)
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "sources"
    write_wires(folder)
    path = folder / "quay.yaml"
    path.write_text(path.read_text().replace("[wire, url]", "[guid, url]"))
    monkeypatch.setenv("WIRELAKE_SOURCES", str(folder))


def entry(guid: str, said: str, link: str = "https://quay.example/x?at_medium=RSS") -> str:
    return (
        f"<item><title>Quay opens</title><link>{link.replace('&', '&amp;')}</link>"
        f'<guid isPermaLink="false">{guid}</guid><pubDate>Mon, 02 Mar 2026 08:15:00 +0100</pubDate>'
        f"<description>{said} {TEXT}</description></item>"
    )


def deliver(store: Store, batch: Batch, name: str, *entries: str) -> None:
    feed = f'<rss version="2.0"><channel><title>Quay</title>{"".join(entries)}</channel></rss>'
    store.write(f"drop/quay/{batch.day}/{name}.xml", feed.encode())


def stand(store: Store) -> list[str]:
    rows = wirelake.read("articles", source="quay", lake=store.uri)
    return sorted(str(one).partition(".")[0] for one in rows["body_text"].to_pylist())


def test_a_guid_that_counts_versions_is_one_article_with_its_versions_in_order(store: Store) -> None:
    deliver(store, BATCH, "1", entry("https://quay.example/x#0", "Zero."))
    deliver(store, BATCH, "2", entry("https://quay.example/x#2", "Two."))
    run(store, BATCH, NOON)
    assert stand(store) == ["Two"]
    deliver(store, NEXT, "3", entry("https://quay.example/x#1", "One."))  # late
    run(store, NEXT, NOON + ONE)
    assert stand(store) == ["Two"]
    versions = wirelake.read("versions", source="quay", lake=store.uri).to_pylist()
    assert sorted(one["version"] for one in versions) == ["0", "1", "2"]
    assert len({one["article_id"] for one in versions}) == 1


def test_posts_of_one_page_that_stand_side_by_side_are_articles_of_their_own(store: Store) -> None:
    posts = [entry(f"https://quay.example/x#{n}", f"Post {n}.") for n in (1, 2)]
    deliver(store, BATCH, "1", *posts)
    run(store, BATCH, NOON)
    assert stand(store) == ["Post 1", "Post 2"]
