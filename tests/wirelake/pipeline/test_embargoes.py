"""What embargoes hold is counted by every run, and a version's number that is used again is published."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from tests.wirelake.obligations.quaynews import NEXT, drop, replay, run, wire_item, write_wires
from tests.wirelake.quay import BATCH, NOON, contents, frozen

import wirelake
from wirelake import obligations
from wirelake.lake.schema import HISTORY
from wirelake.storage import Store
from wirelake.write import amend_history, write_articles

ONE = timedelta(days=1)
LOCAL = "2026-03-03T06:00:00"  # by no zone that is known: until 18:00 UTC at the latest
TEXT = "The berths of Aldergate were dredged by night, and a second barge is awaited there next week. " * 5


@pytest.fixture(autouse=True)
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "sources"
    write_wires(folder)
    path = folder / "quay.yaml"
    path.write_text(path.read_text().replace("[wire, url]", "[wire, guid, url]"))
    monkeypatch.setenv("WIRELAKE_SOURCES", str(folder))


def item(number: int) -> dict[str, Any]:
    return {**wire_item(number), "uri": f"item-{number}", "body_text": f"{number}: {TEXT}"}


def held(number: int, until: str) -> dict[str, Any]:
    return {**item(number), "embargoed": until}


def stand(store: Store) -> list[str]:
    rows = wirelake.read("articles", source="quay", lake=store.uri)
    return sorted(str(one)[-1] for one in rows["article_id"].to_pylist())


def last_run(store: Store) -> dict[str, Any]:
    runs: list[dict[str, Any]] = wirelake.read("runs", source="quay", lake=store.uri).to_pylist()
    return max(runs, key=lambda one: one["started_at"])


def held_by(store: Store, at: datetime) -> list[str]:
    return obligations.under_embargo("quay", store=store, clock=frozen(at))


def test_a_run_counts_what_is_held_and_until_when(store: Store) -> None:
    ends = "2026-03-04T06:00:00+01:00"
    drop(store, BATCH, "first", item(1), held(2, LOCAL), held(3, "tonight"), held(4, ends), held(5, ends))
    run(store, BATCH, NOON)
    ends_told = ["1 held until 2026-03-03T18:00Z", "2 held until 2026-03-04T05:00Z"]
    assert stand(store) == ["1"]
    row = last_run(store)
    assert row["review"][:2] == ends_told
    assert row["review"][2:] == ["1 held without an end that can be read: quay:item-3"]
    assert f"under embargo: {'; '.join(row['review'])}" in row["summary"]
    assert "to be reviewed" not in row["summary"]
    assert row["warnings_by_flag"] == [("embargo_zone_unknown", 1)]
    assert held_by(store, NOON) == row["review"]
    drop(store, NEXT, "second", item(6))
    run(store, NEXT, datetime.fromisoformat("2026-03-03T18:00Z"))
    assert stand(store) == ["1", "2", "6"]
    assert last_run(store)["review"] == ends_told[1:]  # of another day's batch too, but for what has no end
    assert held_by(store, NOON + ONE)[-1] == row["review"][-1]


def test_a_replay_frees_what_older_rules_held_for_ever(store: Store) -> None:
    drop(store, BATCH, "first", item(1), held(2, LOCAL))
    run(store, BATCH, NOON)

    def as_it_was(rows: pa.Table) -> pa.Table:
        old = rows.to_pylist()
        for row in old:
            if row["embargoed_until"]:
                row |= {"embargoed_until": None, "pub_status": "withheld", "quality_flags": []}
        return pa.Table.from_pylist(old, schema=HISTORY)

    amend_history(store, BATCH, as_it_was)
    write_articles(store, BATCH, NOON + 2 * ONE)
    assert stand(store) == ["1"]
    replay(store, BATCH, at=NOON + 2 * ONE)
    assert stand(store) == ["1", "2"]


def test_a_version_number_that_is_used_again_is_published(store: Store) -> None:
    first = item(1)
    drop(store, BATCH, "first", first)
    run(store, BATCH, NOON)
    again = {**first, "headline": "Nine cranes turn green"}
    drop(store, NEXT, "second", again)
    run(store, NEXT, NOON + ONE)
    (row,) = wirelake.read("articles", source="quay", lake=store.uri).to_pylist()
    assert (row["headline"], row["version_seq"], row["changed"]) == (again["headline"], 2, ["headline"])
    assert row["quality_flags"] == ["version_reused"]
    assert last_run(store)["warnings_by_flag"] == [("version_reused", 1)]
    versions = wirelake.read("versions", source="quay", lake=store.uri).to_pylist()
    assert [one["quality_flags"] for one in versions] == [[], ["version_reused"]]
    before = contents(store, "articles")
    replay(store, NEXT, BATCH, at=NOON + 2 * ONE)
    assert contents(store, "articles") == before
