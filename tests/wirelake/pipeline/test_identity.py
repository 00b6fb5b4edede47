"""What makes two payloads one article, over days."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from tests.wirelake.obligations.quaynews import NEXT, replay, run, write_wires
from tests.wirelake.quay import BATCH, NOON, capture, received

import wirelake
from wirelake.config import Batch, SourceConfig
from wirelake.evidence import former_id
from wirelake.lake.aliases import given, read_aliases
from wirelake.pipeline import naming
from wirelake.records import Article, Link
from wirelake.storage import Store

ONE = timedelta(days=1)
AS_GIVEN = naming._as_given
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


def page(name: str, canonical: str = "", text: str = "") -> tuple[str, bytes]:
    link = f'<link rel="canonical" href="{canonical}">' if canonical else ""
    body = f"<p>{text or f'Crane {name} was painted green.'} {TEXT}</p><p>Pilots welcomed it. {TEXT}</p>"
    return name, (
        f"<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>Crane {name}</title>{link}"
        '<meta property="article:published_time" content="2026-03-02T08:15:00+01:00"></head>'
        f"<body><article><h1>Crane {name} turns green</h1>{body}</article></body></html>"
    ).encode()


def look(store: Store, batch: Batch, *pages: tuple[str, bytes]) -> None:
    at = NOON + (batch.day - BATCH.day)
    html = (("Content-Type", "text/html; charset=utf-8"),)
    found = [
        replace(
            received(n, body, at=at + timedelta(seconds=n), headers=html),
            link=Link(url=f"https://quay.example/{name}", origin="feed"),
            final_url=f"https://quay.example/{name}",
        )
        for n, (name, body) in enumerate(pages)
    ]
    capture(store, batch, found, at)
    replay(store, batch, at=at)


def ids(store: Store) -> dict[str, str]:
    """The last part of an article's address → its id."""
    rows = wirelake.read("articles", source="quay", lake=store.uri).to_pylist()
    return {row["url"].rpartition("/")[2]: row["article_id"] for row in rows}


@pytest.mark.parametrize(
    "canonical", ["https://quay.example/", "https://pier.example/a", "https://quay.example/b"]
)
def test_one_canonical_address_on_several_pages_merges_none(store: Store, canonical: str) -> None:
    look(store, BATCH, *(page(f"opens-{n}", canonical) for n in (0, 1, 2)))
    assert sorted(ids(store)) == ["opens-0", "opens-1", "opens-2"]
    rows = wirelake.read("articles", source="quay", lake=store.uri).to_pylist()
    shared = ["canonical_shared" in row["quality_flags"] for row in rows]
    assert shared == [canonical.endswith("/b")] * 3  # the others are refused by their form


def test_two_addresses_of_one_text_are_one_article(store: Store) -> None:
    own = "https://quay.example/opens"
    look(store, BATCH, *((name, page("opens", own)[1]) for name in ("opens", "opens-as-shared")))
    assert len(ids(store)) == 1


def test_an_id_once_given_stays_and_the_other_page_gets_its_own(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of two pages that an earlier rule took for one the first keeps the id, also from raw/ alone."""
    one, other = page("story?cid=1000"), page("story?cid=1001")
    monkeypatch.setattr(naming, "_as_given", _as_of_old)
    look(store, BATCH, one, other)
    (old,) = set(ids(store).values())
    monkeypatch.setattr(naming, "_as_given", AS_GIVEN)
    look(store, NEXT, page("story?cid=1000", text="Corrected."), other)
    found = ids(store)
    assert found["story?cid=1000"] == old
    assert found["story?cid=1001"] != old
    ((alias, kept),) = read_aliases(store, "quay").items()
    assert (kept, given(store, alias), given(store, old)) == (old, old, old)
    replay(store, BATCH, NEXT, at=NOON + 2 * ONE)
    assert ids(store) == found
    for path in [one.path for one in store.objects("history")]:
        store.delete(path)
    replay(store, BATCH, NEXT, at=NOON + 2 * ONE)
    assert ids(store) == found


def _as_of_old(_: Store, source: SourceConfig, articles: list[Article]) -> list[Article]:
    return [replace(one, article_id=former_id(one, source)) for one in articles]
