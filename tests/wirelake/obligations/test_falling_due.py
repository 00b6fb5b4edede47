"""What falls due by the clock alone is done without a run: embargoes, expiries, erasures, dead takedowns."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.wirelake.obligations.decoding import holding
from tests.wirelake.obligations.quaynews import (
    KILLED,
    LATE,
    WORDS,
    drop,
    fill,
    run,
    take_down,
    wire_item,
    write_wires,
)
from tests.wirelake.quay import BATCH, NOON, contents, frozen

import wirelake
from wirelake.obligations.falling_due import carry_out
from wirelake.storage import Store

UNTIL = "2026-03-02T18:00:00+00:00"
BEFORE, AFTER = (datetime.fromisoformat(f"2026-03-02T{time}+00:00") for time in ("17:59:59", "18:00:00"))


@pytest.fixture(autouse=True)
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "sources"
    write_wires(folder, erase_after_days=7)
    path = folder / "quay.yaml"
    path.write_text(path.read_text().replace("[wire, url]", "[wire, guid, url]"))
    monkeypatch.setenv("WIRELAKE_SOURCES", str(folder))
    return folder


def item(number: int, **facts: Any) -> dict[str, Any]:
    return {**wire_item(number), "uri": f"item-{number}", **facts}


def stand(store: Store) -> list[str]:
    rows = wirelake.read("articles", source="quay", lake=store.uri)
    return sorted(str(one)[-1] for one in rows["article_id"].to_pylist())


def told(store: Store, mode: str) -> list[str]:
    rows = wirelake.read("runs", source="quay", lake=store.uri).to_pylist()
    return [row["summary"] for row in rows if row["mode"] == mode]


def test_an_embargo_that_is_over_lets_go_and_one_that_is_not_waits(store: Store) -> None:
    drop(store, BATCH, "first", item(1), item(2, embargoed=UNTIL), item(3, embargoed="2026-04-01T00:00:00Z"))
    run(store, BATCH, NOON)
    assert str(carry_out("quay", store=store, clock=frozen(BEFORE))) == ""
    assert stand(store) == ["1"]
    assert str(carry_out("quay", store=store, clock=frozen(AFTER))) == "1 added"
    assert stand(store) == ["1", "2"]
    assert told(store, "release") == ["fell due: 1 added"]
    assert str(carry_out("quay", store=store, clock=frozen(AFTER))) == ""


def test_what_expires_is_withdrawn_at_its_instant(store: Store) -> None:
    drop(store, BATCH, "first", item(1), item(2, expires=UNTIL))
    run(store, BATCH, NOON)
    assert stand(store) == ["1", "2"]
    assert str(carry_out("quay", store=store, clock=frozen(BEFORE))) == ""
    assert str(carry_out("quay", store=store, clock=frozen(AFTER))) == "1 removed"
    assert stand(store) == ["1"]


def test_withdrawn_bytes_go_when_their_time_has_come(store: Store, sources: Path) -> None:
    fill(store, sources)
    write_wires(sources, erase_after_days=7)
    take_down(store, erase=False)
    assert str(carry_out("quay", store=store, clock=frozen(LATE + timedelta(days=6)))) == ""
    assert holding(store, *WORDS)
    later = LATE + timedelta(days=8)
    assert str(carry_out("quay", store=store, clock=frozen(later))) == f"{KILLED} erased"
    assert not holding(store, *WORDS)
    before = contents(store, "")
    assert str(carry_out("quay", store=store, clock=frozen(later))) == ""
    assert contents(store, "") == before
