"""Pages that are looked at again for days, while advertisements and rules change: what is a version?"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.wirelake.pipeline.newsroom import Newsroom
from tests.wirelake.quay import contents, frozen, new_lake, run_of

from wirelake import archive, diff, obligations, pipeline
from wirelake.config import Batch, Run
from wirelake.lake.reading import read_days
from wirelake.lake.streams import read
from wirelake.storage import Store

DAY = date(2026, 3, 2)
FIRST = datetime(2026, 3, 2, 11, tzinfo=UTC)
DAYS = 10
LETTER = "Read the harbour letter, every Friday."
TEXT = f"Crane number 1 was painted green by the night shift.</p><p>{LETTER}</p><p>Nobody saw it."
WALL = b"<html><head><title>404 Page not found</title></head><body><h1>Page not found</h1></body></html>"
RULE = f"furniture: [{LETTER!r}]\n"


@pytest.fixture
def wire() -> Iterator[Newsroom]:
    with Newsroom(DAY) as wire:
        wire.publish(1, TEXT)
        yield wire


def follow(wire: Newsroom, sources: Path, more: str = "") -> None:
    hours = [24 * day for day in range(1, DAYS)]
    wire.write_source(sources, f"recheck_hours: {hours}\n{more}")


def at(day: int) -> datetime:
    return FIRST + timedelta(days=day, minutes=30 * bool(day))


def batch(day: int) -> Batch:
    return Batch("newsroom", DAY + timedelta(days=day))


def look(store: Store, wire: Newsroom, day: int, minutes: int = 0) -> None:
    """A run of that day, which sees another advertisement than the run before."""
    wire.advertisement = f'<aside class="ad"><p>Paint number {day}.{minutes}, now for less.</p></aside>'
    run, clock = Run.named(batch(day), "poll", str(minutes)), frozen(at(day) + timedelta(minutes=minutes))
    assert not pipeline.fetch_batch(run, refetch=bool(minutes), store=store, clock=clock).nothing
    pipeline.build_batch(run, accept=True, store=store, clock=clock)


def replay(store: Store, *days: int) -> None:
    for day in days:
        pipeline.build_batch(run_of(batch(day)), store=store, accept=True, clock=frozen(at(DAYS)))


def versions(store: Store) -> list[dict[str, Any]]:
    return list(read("versions", lake=store.uri).to_pylist())


def history(store: Store) -> list[dict[str, Any]]:
    rows = read_days(store, "history", None, None, source="newsroom").to_pylist()
    return sorted(rows, key=lambda row: str(row["first_seen_at"]))


def article(store: Store) -> dict[str, Any]:
    (row,) = read(lake=store.uri).to_pylist()
    return dict(row)


def days_of_one_text(store: Store, wire: Newsroom, sources: Path, days: int) -> None:
    """Their second half is read by another rule."""
    for day in range(days):
        follow(wire, sources, RULE if day >= days // 2 else "")
        look(store, wire, day)


def again(store: Store, place: Path, days: list[int]) -> Store:
    """A lake of the same raw/, built day by day in this order."""
    lake = new_lake(place)
    for path, data in contents(store, "raw").items():
        lake.write(path, data)
    replay(lake, *days)
    return lake


def test_ten_days_of_advertisements_and_a_rule_changed_in_the_midst_are_one_version(
    store: Store, wire: Newsroom, sources: Path
) -> None:
    days_of_one_text(store, wire, sources, DAYS)
    rows = history(store)
    assert len({row["raw_sha256"] for row in rows}) == len(rows) == DAYS
    assert [LETTER in row["body_text"] for row in rows] == [True] * 5 + [False] * 5
    assert [row["version"] for row in rows] == [row["raw_sha256"] for row in rows]
    (version,) = versions(store)
    assert (version["version"], version["version_seq"]) == (rows[0]["raw_sha256"], 1)
    assert (version["valid_from"], version["valid_to"], version["changed"]) == (FIRST, None, [])
    assert version["recleaned"] is True
    shown = article(store)
    assert (shown["version"], shown["updated_at"]) == (version["version"], FIRST)
    assert LETTER in shown["body_text"]  # as its first sight was read
    told = read_days(store, "runs", None, None, source="newsroom").to_pylist()
    assert [(run["added"], run["changed"]) for run in told] == [(1, 0)] + [(0, 0)] * (DAYS - 1)


def test_a_replay_renames_nothing_and_is_no_update(store: Store, wire: Newsroom, sources: Path) -> None:
    days_of_one_text(store, wire, sources, 4)
    (stood,), shown = versions(store), article(store)
    replay(store, 3, 1)
    ((version,), row) = versions(store), article(store)
    assert (version, row) == (stood, shown)
    replay(store, 0)
    ((version,), row) = versions(store), article(store)
    assert {name for name in row if row[name] != shown[name]} == {"body_text", "word_count"}
    assert (version["version"], version["valid_from"]) == (stood["version"], FIRST)
    assert not version["recleaned"]  # all days are read by one set of rules by now


def test_days_built_alone_in_any_order_are_the_same_byte_for_byte(
    store: Store, wire: Newsroom, sources: Path, tmp_path: Path
) -> None:
    for day in range(4):
        follow(wire, sources, RULE if day >= 2 else "")
        look(store, wire, day)
    built = [
        contents(again(store, tmp_path / f"again-{number}", list(order)), "history", "articles")
        for number, order in enumerate(((0, 1, 2), (2, 0, 1), (1, 2, 0), (3, 1, 2, 0)))
    ]
    whole = {path: data for path, data in built[-1].items() if f"capture_date={batch(3).day}" not in path}
    assert all(one == whole for one in built[:-1])
    replay(store, 2, 0, 3, 1)
    assert contents(store, "history", "articles") == built[-1]


def test_a_change_of_the_text_is_a_version_whatever_the_rules(
    store: Store, wire: Newsroom, sources: Path
) -> None:
    """Also where the rules of another day read another headline in both."""
    for day in range(6):
        follow(wire, sources, RULE if day >= 3 else "")
        if day == 3:
            wire.pages[1] = TEXT.replace("green", "blue")
        look(store, wire, day)
    first, second = versions(store)
    assert (first["valid_to"], second["valid_from"]) == (at(3), at(3))
    assert second["changed"] == ["text"]
    assert not first["recleaned"] and not second["recleaned"]
    assert "blue" in article(store)["body_text"]
    assert article(store)["version"] == history(store)[3]["raw_sha256"]


def test_what_the_rules_alone_read_otherwise_is_not_among_what_changed(
    store: Store, wire: Newsroom, sources: Path
) -> None:
    follow(wire, sources)
    look(store, wire, 0)
    wire.items[1] = "Crane 1 turns blue in the old harbour"
    follow(wire, sources, RULE)
    look(store, wire, 1)
    assert versions(store)[1]["changed"] == ["headline"]


def test_a_b_a_are_three_versions_also_where_each_is_read_by_other_rules(
    store: Store, wire: Newsroom, sources: Path
) -> None:
    blue = TEXT.replace("green", "blue")
    for day, text in enumerate((TEXT, TEXT, blue, blue, TEXT, TEXT)):
        wire.pages[1] = text
        follow(wire, sources, f"furniture: [{LETTER!r}, 'rule {day}']\n" if day % 2 else "")
        look(store, wire, day)
    rows = history(store)
    told = [(one["version"], one["version_seq"], one["changed"]) for one in versions(store)]
    assert told == [
        (rows[0]["raw_sha256"], 1, []),
        (rows[2]["raw_sha256"], 2, ["text"]),
        (rows[4]["raw_sha256"], 3, ["text"]),
    ]
    assert "green" in article(store)["body_text"]


def test_a_wall_in_between_hides_nothing_of_what_stood_before(
    store: Store, wire: Newsroom, sources: Path
) -> None:
    """Neither one of a day before nor one of the same day."""
    follow(wire, sources)
    look(store, wire, 0)
    wire.instead[1] = WALL
    look(store, wire, 1)
    follow(wire, sources, RULE)
    wire.instead[1] = WALL.replace(b"404", b"HTTP 404")
    look(store, wire, 2)
    wire.instead.clear()
    look(store, wire, 2, minutes=5)
    rows = history(store)
    assert [row["first_seen_at"] for row in rows] == [at(0), at(2) + timedelta(minutes=5)]
    assert rows[1]["stood_before"] == {
        "raw_ref": rows[0]["raw_ref"],
        "raw_sha256": rows[0]["raw_sha256"],
        "changed": [],
    }
    (version,) = versions(store)
    assert version["recleaned"]


def test_what_the_same_rules_have_read_is_not_read_again(
    store: Store, wire: Newsroom, sources: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    follow(wire, sources)
    look(store, wire, 0)
    look(store, wire, 1)
    stood = history(store)
    assert stood[1]["stood_before"]["raw_sha256"] == stood[0]["raw_sha256"]
    monkeypatch.setattr(archive, "read_at", never_asked)
    replay(store, 1)
    assert history(store) == stood


def never_asked(store: Store, rows: dict[str, Any]) -> Iterator[Any]:
    raise AssertionError((store, rows))


def test_what_stood_before_and_cannot_be_read_any_more_says_nothing(
    store: Store, wire: Newsroom, sources: Path
) -> None:
    """The difference may be the page's: it is a version, as a change must reach readers."""
    for day in range(2):
        follow(wire, sources, RULE if day else "")
        look(store, wire, day)
    assert len(versions(store)) == 1
    for path in contents(store, "raw"):
        if f"capture_date={batch(0).day}/" in path:
            store.delete(path)
    replay(store, 1)
    assert [row["stood_before"] for row in history(store)] == [None, None]
    assert len(versions(store)) == 2


def test_nothing_of_a_page_that_is_taken_down_stands_in_what_follows(
    store: Store, wire: Newsroom, sources: Path
) -> None:
    for day in range(3):
        follow(wire, sources, RULE if day else "")
        look(store, wire, day)
    id_ = article(store)["article_id"]
    obligations.take_down(id_, "a test", erase=True, store=store, clock=frozen(at(3)))
    stood = contents(store, "history", "rejected", "articles")
    rows = history(store)
    assert [row["version"] for row in rows] == [row["raw_sha256"] for row in rows]
    assert [row["stood_before"] for row in rows] == [None] * 3
    look(store, wire, 4)
    replay(store, 1, 0, 2)
    assert contents(store, "history", "rejected", "articles").items() >= stood.items()
    (manifest,) = obligations.manifests("newsroom", store=store)
    assert obligations.verify(manifest, store=store).is_proven


def test_diff_names_a_text_that_is_read_otherwise_and_no_version(
    store: Store, wire: Newsroom, sources: Path
) -> None:
    for day in range(2):
        follow(wire, sources)
        look(store, wire, day)
    follow(wire, sources, RULE)
    with diff.beside(store) as overlay:
        found = diff.diff_batch(batch(1), overlay, clock=frozen(at(DAYS)))
        articles = diff.diff_articles("newsroom", overlay)
    assert found.history.columns.keys() >= {"body_text", "removed"}
    assert not {"version", "stood_before", "first_seen_at"} & found.history.columns.keys()
    assert not articles.changes
    with diff.beside(store) as overlay:
        diff.diff_batch(batch(0), overlay, clock=frozen(at(DAYS)))
        articles = diff.diff_articles("newsroom", overlay)
    assert articles.columns.keys() == {"body_text", "word_count"}
