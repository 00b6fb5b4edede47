"""A payload that returns, and what earlier days know of a link."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from tests.wirelake.quay import BATCH, DAY, NOON, capture, failed, page, received, write_sources

from wirelake.archive import read_batch, read_row, seen
from wirelake.batches.staging import articles_table
from wirelake.clean import clean
from wirelake.config import Batch, load_named
from wirelake.extract import extract
from wirelake.lake.exchanges import outcomes, read_index
from wirelake.lake.versions import versions
from wirelake.records import Article, Kind, Link, Outcome, RawArticle, Seen
from wirelake.resolve import one_a_version
from wirelake.storage import Store
from wirelake.write import write_history

NEXT = Batch("quay", DAY + timedelta(days=1))
A, B, C = (page(1, text=f"Crane number 1 was painted {colour}.") for colour in ("green", "blue", "red"))


def hour(number: int, day: int = 0) -> datetime:
    return NOON + timedelta(days=day, hours=number)


def look(store: Store, body: bytes, number: int, batch: Batch = BATCH) -> int:
    at = hour(number, (batch.day - DAY).days)
    return capture(store, batch, [received(1, body, at=at)], at)


def unchanged(store: Store, number: int, batch: Batch = BATCH) -> int:
    """A conditional look that was answered with 304."""
    (sight,) = seen(store, batch.source, batch.day).values()
    at = hour(number, (batch.day - DAY).days)
    return capture(store, batch, [received(1, b"", status=304, unchanged=sight.seen, at=at)], at)


def shown(store: Store, batch: Batch = BATCH) -> list[tuple[bytes, datetime]]:
    return sorted(((raw.body, raw.fetched_at) for raw in read_batch(store, batch)), key=lambda pair: pair[1])


def test_a_payload_that_returns_after_another_is_a_sight_of_its_own(store: Store) -> None:
    news = [look(store, body, number) for number, body in enumerate((A, A, B, B, A, A, C))]
    assert news == [1, 0, 1, 0, 0, 0, 1]
    assert shown(store) == [(A, hour(0)), (B, hour(2)), (A, hour(4)), (C, hour(6))]
    refs = [raw.raw_ref for raw in read_batch(store, BATCH)]
    assert len(set(refs)) == 4
    third = next(raw for raw in read_batch(store, BATCH) if raw.fetched_at == hour(4))
    (row,) = [row for row in read_index(store, BATCH) if third.raw_ref.endswith(row["record_id"])]
    assert row["record_type"] == "revisit"
    assert (third.status, third.header("content-type")) == (200, "text/plain; charset=utf-8")
    assert read_row(store, BATCH, row) == third


def test_a_failure_between_two_equal_payloads_is_no_change(store: Store) -> None:
    look(store, A, 0)
    capture(store, BATCH, [failed(1, at=hour(1))], hour(1))
    look(store, A, 2)
    assert shown(store) == [(A, hour(0))]


def test_every_exchange_of_a_day_has_an_outcome(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_sources(tmp_path / "sources", "quay")
    monkeypatch.setenv("WIRELAKE_SOURCES", str(tmp_path / "sources"))
    source = load_named("quay")
    for number, body in enumerate((A, B, A, A)):
        look(store, body, number)
    unchanged(store, 4)
    capture(store, BATCH, [failed(1, at=hour(5))], hour(5))
    built: list[Article] = []
    for raw in read_batch(store, BATCH):
        articles = extract(raw)
        assert isinstance(articles, list)
        built += [clean(article, source) for article in articles]
    kept = one_a_version(built)
    assert [one.first_seen_at for one in kept] == [hour(0), hour(1), hour(2)]
    assert kept[0].version == kept[2].version != kept[1].version
    write_history(store, BATCH, articles_table(kept))
    refs = {f"{BATCH}#{row['record_id']}" for row in read_index(store, BATCH)}
    found = outcomes(store, BATCH)
    assert found.keys() == refs
    assert sorted(found.values()) == sorted(
        [Outcome.ARTICLE] * 3 + [Outcome.DUPLICATE] * 2 + [Outcome.NOT_CONTENT]
    )
    rows = [{**row, "capture_date": DAY} for row in articles_table(kept).to_pylist()]
    assert [sight.seq for sights in versions(rows) for sight in sights] == [1, 2, 3]


def test_what_is_unchanged_since_an_earlier_day_is_that_days(store: Store) -> None:
    look(store, A, 0)
    (first,) = read_index(store, BATCH)
    assert unchanged(store, 0, NEXT) == 0
    (row,) = read_index(store, NEXT)
    assert (row["record_type"], row["refers_to"]) == ("revisit", f"{BATCH}#{first['record_id']}")
    assert shown(store, NEXT) == []
    assert read_row(store, NEXT, row).body == A
    # The wire sent it whole, so the day holds it itself from now on.
    look(store, A, 1, NEXT)
    assert shown(store, NEXT) == [(A, hour(1, day=1))]


def test_what_returns_to_an_earlier_days_payload_is_read_from_there(store: Store) -> None:
    look(store, A, 0)
    (sight,) = seen(store, "quay", DAY).values()
    look(store, B, 0, NEXT)
    back = received(1, b"", status=304, unchanged=sight.seen, at=hour(1, day=1))
    capture(store, NEXT, [back], hour(1, day=1))
    assert shown(store, NEXT) == [(B, hour(0, day=1)), (A, hour(1, day=1))]
    (sight,) = seen(store, "quay", NEXT.day).values()
    assert sight.seen.raw_ref.startswith(f"{BATCH}#")
    for stored in store.objects("raw/source=quay/capture_date=2026-03-02"):
        store.delete(stored.path)
    (lost,) = [raw for raw in read_batch(store, NEXT) if raw.failure]
    assert (lost.failure, lost.fetched_at) == ("raw_damaged", hour(1, day=1))


def test_the_seen_index_knows_each_link_by_its_canonical_address(store: Store) -> None:
    feed = Link(url="https://quay.example/feed", origin="source")
    link = Link(
        url="https://quay.example/1?utm_source=feed", origin="feed", title="Old", updated="2026-03-02"
    )
    said = replace(link, url="https://quay.example/1", title="New", updated="2026-03-03")
    headers = (("ETag", '"1"'), ("Last-Modified", "Mon, 02 Mar 2026 11:00:00 GMT"))
    first = [
        received(0, b"<rss/>", link=feed, kind=Kind.FEED, headers=headers),
        received(1, A, link=link),
        failed(2),
    ]
    capture(store, BATCH, first)
    second = [received(1, B, link=said, headers=headers, at=hour(1, 1)), timeout(said, hour(2, 1))]
    capture(store, NEXT, second, hour(2, 1))
    found = seen(store, "quay", NEXT.day)
    assert found.keys() == {feed.url, "https://quay.example/1"}
    assert (found[feed.url].is_article, found[feed.url].seen.etag) == (False, '"1"')
    page_sight = found["https://quay.example/1"]
    assert page_sight.is_article
    assert page_sight.link == said
    assert (page_sight.first_at, page_sight.looks) == (NOON, (NOON, hour(1, 1), hour(2, 1)))
    (row,) = [row for row in read_index(store, NEXT) if row["failure"] is None]
    assert page_sight.seen == Seen(
        raw_ref=f"{NEXT}#{row['record_id']}",
        fetched_at=hour(1, 1),
        payload_sha256=row["payload_sha256"],
        etag='"1"',
        last_modified="Mon, 02 Mar 2026 11:00:00 GMT",
    )


def test_the_seen_index_looks_back_so_many_days(store: Store) -> None:
    look(store, A, 0)
    for days, known in ((2, True), (1, False)):
        assert bool(seen(store, "quay", date(2026, 3, 4), days)) == known
    assert seen(store, "quay", date(2026, 3, 1)) == {}
    assert seen(store, "pier", DAY) == {}


def timeout(link: Link, at: datetime) -> RawArticle:
    return replace(failed(1, at=at), link=link)
