"""What ``diff`` names is what a replay then changes, field by field; and the lake stands as it stood."""

from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.wirelake.diff.older import KINDS, Plan
from tests.wirelake.diff.rehearsing import build, rehearsed
from tests.wirelake.pipeline.newsroom import Newsroom
from tests.wirelake.quay import (
    BATCH,
    BUILT,
    DAY,
    NOON,
    capture,
    frozen,
    new_lake,
    page,
    received,
    run_of,
    version,
    write_sources,
)

from wirelake import diff, pipeline
from wirelake.batches.staging import articles_table
from wirelake.config import Batch
from wirelake.diff.difference import STAMPS, Difference
from wirelake.errors import ConfigError, MissingError
from wirelake.lake.streams import read
from wirelake.storage import Store
from wirelake.write import write_history

NEXT = Batch("quay", DAY + timedelta(days=1))
Row = dict[str, Any]
Name = tuple[Any, ...]


@pytest.fixture(autouse=True)
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The YAML files: quay."""
    write_sources(tmp_path / "sources", "quay")
    monkeypatch.setenv("WIRELAKE_SOURCES", str(tmp_path / "sources"))
    return tmp_path / "sources"


def rows(store: Store, table: str) -> list[Row]:
    """The table, but for the stamps."""
    found: list[Row] = read(table, lake=store.uri).to_pylist()
    return [{name: value for name, value in row.items() if name not in STAMPS} for row in found]


def named(row: Row) -> Name:
    return row["raw_ref"], row["article_id"], row.get("version"), row["published_date"]


def assert_named(found: list[Difference], before: list[Row], after: list[Row]) -> None:
    """The rows and values that were told are those that changed, all of them and no other."""
    old, new = ({named(row): row for row in side} for side in (before, after))
    assert (len(old), len(new)) == (len(before), len(after))
    changes = [change for one in found for change in one.changes]
    sides = [[key_name(change.old) for change in changes], [key_name(change.new) for change in changes]]
    gone, come = ([name for name in side if name] for side in sides)
    assert Counter(gone) == Counter(name for name, row in old.items() if new.get(name) != row)
    assert Counter(come) == Counter(name for name, row in new.items() if old.get(name) != row)
    told = {
        (key_name(example.key), column): (example.old, example.new)
        for one in found
        for column, entry in one.columns.items()
        for example in entry.examples
    }
    expected: dict[tuple[Name, str], tuple[Any, Any]] = {}
    for change, was, now in zip(changes, *sides, strict=True):
        if was and now:
            columns = [name for name in old[was] if old[was][name] != new[now][name]]
            assert sorted(change.columns) == sorted(columns)
            expected |= {(now, name): (old[was][name], new[now][name]) for name in columns}
    assert told == expected
    assert sum(entry.rows for one in found for entry in one.columns.values()) == len(expected)


def key_name(key: Any) -> Name | None:
    return key and (key.raw_ref, key.article_id, key.version, key.published_date)


def capture_pages(store: Store) -> None:
    """Two days of quay; 1 to 3 are seen on both, 3 with another text, and 4 ends with the wire's mark."""
    text = "Crane number 4 was painted green. Nobody saw it happen.\n\n(END)"
    capture(store, BATCH, [received(n, page(n, text=text if n == 4 else "")) for n in range(1, 7)])
    later = NOON + timedelta(days=1)
    seen = [received(1, page(1), at=later), received(2, page(2), at=later)]
    new = [received(3, page(3, text="Crane 3 is blue again."), at=later), received(9, page(9), at=later)]
    capture(store, NEXT, [*seen, *new], at=later)


PAGES = [f"{BATCH}/{number}" for number in range(1, 7)] + [f"{NEXT}/{number}" for number in (1, 2, 3, 9)]
PLANS = st.dictionaries(st.sampled_from(PAGES), st.sampled_from(KINDS[1:]), max_size=8)
EVERY_KIND = dict(zip(PAGES, KINDS[1:], strict=False))


@settings(max_examples=2, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=PLANS, after=PLANS)
@example(before=EVERY_KIND, after={})
@example(before={}, after=EVERY_KIND)
@example(before=EVERY_KIND, after=EVERY_KIND)
def test_what_is_named_is_what_a_replay_changes(tmp_path: Path, before: Plan, after: Plan) -> None:
    store = new_lake(tmp_path / uuid4().hex)
    capture_pages(store)
    assert_honest(store, before, after)


def test_it_writes_nothing_wherever_the_lake_is(store: Store) -> None:
    capture_pages(store)
    assert_honest(store, EVERY_KIND, {})


def assert_honest(store: Store, before: Plan, after: Plan) -> None:
    build(store, BATCH, NEXT, plan=before)
    stood = {table: rows(store, table) for table in (*BUILT, "runs")}
    days, articles = rehearsed(store, BATCH, NEXT, plan=after)
    build(store, BATCH, NEXT, plan=after)
    assert_named([one.history for one in days], stood["history"], rows(store, "history"))
    assert_named([one.rejected for one in days], stood["rejected"], rows(store, "rejected"))
    assert_named([articles], stood["articles"], rows(store, "articles"))
    replays = [row for row in rows(store, "runs") if row not in stood["runs"]]
    assert [bool(one.closed) for one in days] == [
        row["status"] == "failed" for row in sorted(replays, key=lambda row: str(row["capture_date"]))
    ]
    assert all(one.built and not one.grown for one in days)


def test_each_kind_of_change_has_its_heading(tmp_path: Path) -> None:
    store = new_lake(tmp_path / "lake")
    capture(store, BATCH, [received(n, page(n)) for n in range(1, 8)])
    build(store, BATCH, plan={f"{BATCH}/1": "no_body", f"{BATCH}/2": "other_id", f"{BATCH}/3": "all_one"})
    plan = {f"{BATCH}/{n}": kind for n, kind in ((4, "no_body"), (5, "other_day"), (6, "unread"))}
    (day,), articles = rehearsed(store, BATCH, plan=plan | {f"{BATCH}/7": "other_text"})
    assert [(one.key.headline, one.reasons) for one in day.to_article] == [
        ("Crane 1 turns green", ("body_missing",))
    ]
    assert [(one.key.headline, one.reasons) for one in day.to_rejection] == [
        ("Crane 4 turns green", ("body_missing",)),
        ("Crane 6 turns green", ("truncated",)),
    ]
    assert day.to_rejection[1].detail == "the older one stopped half-way"
    for found in (day.history, articles):
        renamed = {
            (one.old.article_id, one.key.article_id) for one in found.changes if one.old and one.is_renamed
        }
        assert renamed == set()  # an id once given stays
        moved = [(one.key.article_id, one.key.published_date) for one in found.changes if one.is_moved]
        assert moved == [("quay:1000005", DAY - timedelta(days=1))]
    assert [one.key.headline for one in articles.appearing] == ["Crane 1 turns green"]
    assert [one.key.headline for one in articles.vanishing] == ["Crane 4 turns green", "Crane 6 turns green"]
    examples = {one.key.headline: one.lines for one in day.history.columns["body_text"].examples}
    assert {name: [(line.sign, line.text) for line in lines] for name, lines in examples.items()} == {
        "Crane 7 turns green": [("+", "Read more")],
        "Crane 3 turns green": [
            ("-", "The cranes were painted green. Nobody saw it."),
            ("+", "Crane number 3 was painted green. Nobody saw it happen."),
        ],
    }


def test_articles_that_merge_and_part_say_with_whom(tmp_path: Path) -> None:
    store = new_lake(tmp_path / "lake")
    capture(store, BATCH, [received(n, page(n)) for n in range(1, 3)])
    as_one = {f"{BATCH}/{n}": "all_one" for n in (1, 2)}
    build(store, BATCH)
    # What was given first, of two that came at once by raw_ref; the id that the rule says is its alias.
    kept = min(rows(store, "history"), key=lambda row: row["raw_ref"])["article_id"]
    (merged,), _ = rehearsed(store, BATCH, plan=as_one)
    assert [one.note for one in merged.history.vanishing] == [f"would be a duplicate of {kept}"]
    build(store, BATCH, plan=as_one)
    (parted,), _ = rehearsed(store, BATCH)
    assert [one.note for one in parted.history.appearing] == [f"stood as a duplicate of {kept}"]


def test_of_what_was_one_article_those_that_get_ids_of_their_own_are_renamed(tmp_path: Path) -> None:
    store = new_lake(tmp_path / "lake")
    capture(store, BATCH, [received(n, page(n)) for n in range(1, 4)])
    build(store, BATCH, plan={f"{BATCH}/{n}": "other_id" for n in (2, 3)})
    (day,), _ = rehearsed(store, BATCH)
    renamed = {(one.old.article_id, one.key.article_id) for one in day.history.changes if one.old}
    assert renamed == {("quay:other", "quay:1000003")}


def test_a_line_of_furniture_is_seen_before_it_is_replayed(tmp_path: Path, sources: Path) -> None:
    store = new_lake(tmp_path / "lake")
    batch = Batch("newsroom", DAY)
    line = "A second crane will follow in the autumn, and nobody expects the tide to wait for it."
    with Newsroom(DAY) as wire:
        for number in range(1, 4):
            wire.publish(number)
        wire.write_source(sources, 'furniture: ["The tide table is on page two."]')
        wire.publish(4, "Crane 4 waits.</p><p>The tide table is on page two.</p><p>It was bought in spring.")
        pipeline.fetch_batch(run_of(batch, "run"), store=store, clock=frozen())
        pipeline.build_batch(run_of(batch, "run"), store=store, clock=frozen())
        wire.write_source(sources, f'furniture: ["{line}"]')
    stood = {table: rows(store, table) for table in BUILT}
    (day,), articles = rehearsed(store, batch)
    (rule,) = [one for one in day.rules if one.rule == "furniture"]
    assert (rule.times_before, rule.times_now) == (1, 4)
    assert (rule.characters_before, rule.characters_now) == (30, 4 * len(line))
    assert rule.newly_removed == Counter({(line, ""): 4})
    assert rule.newly_kept == Counter({("The tide table is on page two.", ""): 1})
    examples = {one.key.url: one.lines for one in day.history.columns["body_text"].examples}
    assert len(examples) == 4
    assert [(one.sign, one.text, one.why) for one in examples[f"{wire.url}/news/4"]] == [
        ("+", "The tide table is on page two.", "no longer removed by furniture"),
        ("-", line, "now removed by furniture"),
    ]
    assert day.history.stamps["ruleset_version"].rows == 4
    build(store, batch)
    assert_named([day.history], stood["history"], rows(store, "history"))
    assert_named([articles], stood["articles"], rows(store, "articles"))


def test_a_new_version_of_the_rules_alone_changes_no_row(tmp_path: Path, sources: Path) -> None:
    store = new_lake(tmp_path / "lake")
    capture(store, BATCH, [received(1, page(1))])
    build(store, BATCH)
    write_sources(sources, "quay", more="furniture: [Never seen]")
    (day,), articles = rehearsed(store, BATCH)
    assert day.is_same
    assert not articles.changes
    assert {name: entry.rows for name, entry in day.history.stamps.items()} == {"ruleset_version": 1}


def test_a_gate_that_would_close_leaves_all_but_the_rejections(tmp_path: Path) -> None:
    store = new_lake(tmp_path / "lake")
    capture(store, BATCH, [received(n, page(n)) for n in range(1, 7)])
    build(store, BATCH)
    plan = {f"{BATCH}/{n}": "no_body" for n in range(1, 5)}
    (day,), articles = rehearsed(store, BATCH, plan=plan)
    assert day.closed == "4 of 6 rejected (4 body_missing), more than 50%"
    assert not day.history.changes
    assert not articles.changes
    assert [one.note for one in day.rejected.appearing] == ["body_missing"] * 4
    assert not day.to_rejection
    (day,), articles = rehearsed(store, BATCH, plan=plan, accept=True)
    assert not day.closed
    assert (len(day.to_rejection), len(articles.vanishing)) == (4, 4)


def test_of_a_day_never_built_everything_appears(tmp_path: Path) -> None:
    store = new_lake(tmp_path / "lake")
    capture(store, BATCH, [received(1, page(1)), received(2, page(2, None))])
    (day,), articles = rehearsed(store, BATCH)
    assert not day.built
    assert [len(one.appearing) for one in (day.history, day.rejected, articles)] == [1, 1, 1]
    with pytest.raises(MissingError, match="nothing in raw/"):
        rehearsed(store, NEXT)


def test_what_raw_holds_beyond_the_last_build_is_told_apart(tmp_path: Path) -> None:
    store = new_lake(tmp_path / "lake")
    capture(store, BATCH, [received(1, page(1))])
    build(store, BATCH)
    capture(store, BATCH, [received(2, page(2))])
    (day,), _ = rehearsed(store, BATCH)
    assert day.grown
    assert [one.key.article_id for one in day.history.appearing] == ["quay:1000002"]


def test_articles_are_compared_after_all_days(tmp_path: Path) -> None:
    """Seen on both days with one text: after the first day alone the newest version is another."""
    store = new_lake(tmp_path / "lake")
    capture(store, BATCH, [received(1, page(1))])
    capture(store, NEXT, [received(1, page(1), at=NOON + timedelta(days=1))], at=NOON + timedelta(days=1))
    build(store, BATCH, NEXT)
    plan = {f"{batch}/1": "other_text" for batch in (BATCH, NEXT)}
    _, first = rehearsed(store, BATCH, plan=plan)
    assert set(first.columns) == {
        "row_id",
        "version_seq",
        "updated_at",
        "changed",
        "raw_ref",
        "first_seen_at",
    }
    _, both = rehearsed(store, BATCH, NEXT, plan=plan)
    assert set(both.columns) == {"version", "row_id", "body_text", "word_count"}


def test_what_waits_since_an_earlier_build_is_no_matter_of_rules(tmp_path: Path) -> None:
    store = new_lake(tmp_path / "lake")
    capture(store, BATCH, [received(1, page(1))])
    build(store, BATCH)
    dead = articles_table([version(7, batch=NEXT)])
    write_history(store, NEXT, dead)  # and then its writer died
    (day,), articles = rehearsed(store, BATCH)
    assert day.is_same
    assert [(one.key.article_id, one.note) for one in articles.changes] == [("quay:7", diff.WAITED)]


def test_examples_are_bounded_but_for_the_column_that_is_asked_for(tmp_path: Path) -> None:
    store = new_lake(tmp_path / "lake")
    capture(store, BATCH, [received(n, page(n)) for n in range(1, 6)])
    build(store, BATCH)
    plan = {f"{BATCH}/{n}": "other_text" for n in range(1, 6)}
    (day,), articles = rehearsed(store, BATCH, plan=plan, limit=2, column="version")
    counts = {name: (entry.rows, len(entry.examples)) for name, entry in day.history.columns.items()}
    assert counts["body_text"] == (5, 2)
    assert counts["version"] == (5, 5)
    assert len(articles.columns["body_text"].examples) == 2
    assert diff.checked_column("version_seq") == "version_seq"
    with pytest.raises(ConfigError, match="no column 'text'; there are capture_date, source, article_id"):
        diff.checked_column("text")
