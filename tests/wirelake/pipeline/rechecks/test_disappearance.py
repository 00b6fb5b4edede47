"""A known page that is there no more: said once, with its instant, and withdrawn where the YAML wants it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.wirelake.pipeline.newsroom import Newsroom
from tests.wirelake.quay import contents, frozen, new_lake, run_of

from wirelake import obligations, pipeline
from wirelake.config import Batch
from wirelake.lake.exchanges import outcomes, read_index
from wirelake.lake.reading import read_days
from wirelake.lake.streams import read
from wirelake.storage import Store

DAY = date(2026, 3, 2)
FIRST = datetime(2026, 3, 2, 11, tzinfo=UTC)
HOUR = timedelta(hours=1)
NEXT_WEEK = DAY + timedelta(days=7)


@pytest.fixture
def wire() -> Iterator[Newsroom]:
    with Newsroom(DAY) as wire:
        wire.publish(1)
        wire.publish(2)
        yield wire


def follow(wire: Newsroom, sources: Path, gone: str = "keep") -> None:
    wire.write_source(sources, f"recheck_hours: [2, 14, 20, 40, 60]\ngone: {gone}\n")


def look(store: Store, hours: float) -> None:
    """A poll so many hours after the first, and the build where it found something."""
    at = FIRST + hours * HOUR
    run = run_of(Batch("newsroom", at.date()), "poll")
    captured = pipeline.fetch_batch(run, store=store, clock=frozen(at))
    if not captured.nothing and not captured.closed:
        pipeline.build_batch(run, store=store, clock=frozen(at))


def shown(store: Store, as_of: datetime | None = None) -> list[str]:
    found = read(lake=store.uri, as_of=as_of.isoformat() if as_of else None)
    return sorted(url.rpartition("/")[2] for url in found["url"].to_pylist())


def of_one(store: Store, table: str, *, url: str = "/news/1") -> list[dict[str, Any]]:
    rows = read_days(store, table, DAY, NEXT_WEEK, source="newsroom").to_pylist()
    mine = [row for row in rows if (row["url"] or "").endswith(url)]
    return sorted(mine, key=lambda row: str(row.get("first_seen_at") or row.get("rejected_at")))


def test_a_page_that_is_gone_is_a_signal_and_stays(store: Store, wire: Newsroom, sources: Path) -> None:
    follow(wire, sources)
    look(store, 0)
    wire.gone.add(1)
    look(store, 14.5)
    article, said = of_one(store, "history")
    assert (said["record_kind"], said["signals"], said["pub_status"]) == ("control", ["gone"], "usable")
    assert (said["article_id"], said["version"]) == (article["article_id"], article["version"])
    assert said["first_seen_at"] == FIRST + 14.5 * HOUR
    assert (said["headline"], said["body_text"], said["extracted_text"]) == ("", "", "")
    assert of_one(store, "rejected") == []
    (run,) = read_days(store, "runs", said["capture_date"], said["capture_date"]).to_pylist()
    assert dict(run["failures_by_class"]) == {"gone": 1}
    assert shown(store) == ["1", "2"]


def test_it_is_withdrawn_where_the_source_wants_it_until_the_page_is_back(
    store: Store, wire: Newsroom, sources: Path
) -> None:
    follow(wire, sources, "withdraw")
    look(store, 0)
    wire.gone.add(1)
    look(store, 14.5)
    assert shown(store) == ["2"]
    assert shown(store, FIRST + 14 * HOUR) == ["1", "2"]
    look(store, 20.5)  # gone still: nothing new
    wire.gone.clear()
    look(store, 40.5)  # the very same bytes
    assert shown(store) == ["1", "2"]
    assert shown(store, FIRST + 30 * HOUR) == ["2"]
    versions = read("versions", lake=store.uri).to_pylist()
    mine = [one for one in versions if one["url"].endswith("/news/1") and one["valid_from"]]
    assert [(one["valid_from"], one["valid_to"]) for one in mine] == [
        (FIRST, FIRST + 14.5 * HOUR),
        (FIRST + 40.5 * HOUR, None),
    ]


def test_missing_for_a_moment_is_not_gone(store: Store, wire: Newsroom, sources: Path) -> None:
    follow(wire, sources, "withdraw")
    look(store, 0)
    page = wire.pages.pop(1)
    look(store, 14.5)
    look(store, 20.5)
    wire.pages[1] = page
    look(store, 40.5)
    del wire.pages[1]
    look(store, 60.5)  # the first after an answer
    assert shown(store) == ["1", "2"]
    assert [row["reason"] for row in of_one(store, "rejected")] == ["http_404"]


def test_missing_at_three_looks_over_a_day_is_gone(store: Store, wire: Newsroom, sources: Path) -> None:
    follow(wire, sources, "withdraw")
    look(store, 0)
    del wire.pages[1]
    look(store, 14.5)
    look(store, 20.5)
    assert shown(store) == ["1", "2"]
    look(store, 40.5)
    assert shown(store) == ["2"]
    assert of_one(store, "history")[-1]["signals"] == ["gone"]


def test_within_one_day_too(store: Store, wire: Newsroom, sources: Path) -> None:
    follow(wire, sources, "withdraw")
    look(store, 0)
    wire.gone.add(1)
    look(store, 2.5)
    assert shown(store) == ["2"]


def test_back_as_it_was_is_no_other_version_where_it_is_kept(
    store: Store, wire: Newsroom, sources: Path
) -> None:
    follow(wire, sources)
    look(store, 0)
    stood = of_one(store, "articles")
    wire.gone.add(1)
    look(store, 14.5)
    wire.gone.clear()
    look(store, 40.5)
    assert of_one(store, "articles") == stood


def test_what_never_came_is_not_gone(store: Store, wire: Newsroom, sources: Path) -> None:
    follow(wire, sources, "withdraw")
    wire.gone.add(1)
    look(store, 0)
    look(store, 14.5)
    assert [row["reason"] for row in of_one(store, "rejected")][:1] == ["http_410"]
    assert shown(store) == ["2"]


def test_days_built_anew_from_raw_say_the_same(
    store: Store, wire: Newsroom, sources: Path, tmp_path: Path
) -> None:
    follow(wire, sources, "withdraw")
    for hours in (0, 14.5, 40.5):
        look(store, hours)
        wire.gone.add(1)
    days = [DAY + timedelta(days=number) for number in range(3)]
    again = new_lake(tmp_path / "again")
    for path, data in contents(store, "raw").items():
        again.write(path, data)
    for day in reversed(days):
        if any(path.startswith(f"raw/source=newsroom/capture_date={day}") for path in contents(store, "raw")):
            run = run_of(Batch("newsroom", day), "replay")
            pipeline.build_batch(run, store=again, accept=True, clock=frozen(FIRST + 50 * HOUR))
    assert contents(again, "history", "articles") == contents(store, "history", "articles")


def test_a_page_of_an_article_that_was_taken_down_says_nothing_of_it(
    store: Store, wire: Newsroom, sources: Path
) -> None:
    follow(wire, sources)
    look(store, 0)
    (article,) = of_one(store, "articles")
    obligations.take_down(
        article["article_id"], reason="a test", erase=True, store=store, clock=frozen(FIRST + HOUR)
    )
    wire.gone.add(1)
    look(store, 14.5)
    rows = [*of_one(store, "history"), *of_one(store, "rejected")]
    assert article["headline"] not in str(rows)
    assert shown(store) == ["2"]


def test_it_leaves_with_a_takedown_and_a_build_brings_nothing_of_it_back(
    store: Store, wire: Newsroom, sources: Path
) -> None:
    follow(wire, sources)
    look(store, 0)
    (article,) = of_one(store, "articles")
    wire.gone.add(1)
    look(store, 14.5)
    clock = frozen(FIRST + 15 * HOUR)
    obligations.take_down(article["article_id"], "a test", erase=True, store=store, clock=clock)
    stood = contents(store, "history", "rejected", "articles")
    for day in (DAY, DAY + timedelta(days=1)):
        run = run_of(Batch("newsroom", day), "replay")
        pipeline.build_batch(run, store=store, accept=True, clock=frozen(FIRST + 50 * HOUR))
    assert contents(store, "history", "rejected", "articles") == stood


def test_every_look_is_accounted_for(store: Store, wire: Newsroom, sources: Path) -> None:
    follow(wire, sources)
    look(store, 0)
    del wire.pages[1]
    look(store, 2.5)
    look(store, 14.5)
    wire.gone.add(1)
    look(store, 20.5)
    for day in (DAY, DAY + timedelta(days=1)):
        batch = Batch("newsroom", day)
        refs = {f"{batch}#{row['record_id']}" for row in read_index(store, batch)}
        assert refs == outcomes(store, batch).keys()
