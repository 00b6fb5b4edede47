"""The daily round: each object is read once in four weeks, and what is damaged is told and mended."""

from datetime import timedelta
from pathlib import Path

import pytest
from tests.wirelake.commands.command import status
from tests.wirelake.quay import (
    DAY,
    NOON,
    capture,
    frozen,
    new_lake,
    page,
    received,
    run_of,
    write_sources,
)
from tests.wirelake.storage.rot import rot

import wirelake
from wirelake import pipeline
from wirelake.config import Batch
from wirelake.lake import layout
from wirelake.obligations import take_down
from wirelake.storage import Store
from wirelake.upkeep import Scope, carry_out_all, inspect, maintain
from wirelake.upkeep.rounds import SHARES

SECOND = Batch("quay", DAY + timedelta(days=1))
MONTH = [NOON + timedelta(days=number) for number in range(SHARES)]


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Ten capture days of two wires."""
    write_sources(tmp_path / "sources", "quay", "pier")
    monkeypatch.setenv("WIRELAKE_SOURCES", str(tmp_path / "sources"))
    monkeypatch.setenv("WIRELAKE_LAKE", str(tmp_path / "lake"))
    store = new_lake(tmp_path / "lake")
    for number in range(1, 11):
        batch = Batch(("quay", "pier")[number % 2], DAY + timedelta(days=number // 2))
        capture(store, batch, [received(number, page(number))])
        pipeline.build_batch(run_of(batch), store=store, clock=frozen())
    return store


def test_every_object_is_in_one_share_and_each_share_has_its_day(store: Store) -> None:
    shares = [inspect(Scope(share=(one, SHARES)), store=store).objects for one in range(SHARES)]
    assert sum(shares) == inspect(Scope(), store=store).objects
    assert max(shares) < sum(shares) / 2
    assert {maintain(store=store, now=day).share for day in MONTH} == set(range(SHARES))


def test_a_damaged_object_is_told_on_its_day_and_mended(store: Store) -> None:
    rot(store, layout.history(SECOND), b"torn")
    found = {fault.path for day in MONTH for fault in maintain(store=store, now=day).found.faults}
    assert found == {layout.history(SECOND)}
    for day in MONTH:
        maintain(store=store, now=day, repair=True)
    assert not [fault for day in MONTH for fault in maintain(store=store, now=day).found.faults]


def test_a_source_without_yaml_is_told_where_a_takedown_of_it_is_not_finished(
    store: Store, tmp_path: Path
) -> None:
    (taken,) = wirelake.read("articles", source="pier", lake=store.uri)["article_id"].to_pylist()[:1]
    yaml = tmp_path / "sources" / "pier.yaml"
    facts = yaml.read_text()
    yaml.unlink()
    assert list(carry_out_all(store=store)) == [("quay", "", False)]  # nothing is due of pier
    yaml.write_text(facts)
    take_down(taken, "by order", store=store)  # its bytes go in a week
    yaml.unlink()
    (pier, quay) = carry_out_all(store=store)
    assert quay == ("quay", "", False)
    assert pier[1:] == (
        f"pier: its YAML is gone, and takedowns are not finished: {taken}; bring it back with enabled: false",
        True,
    )


@pytest.mark.usefixtures("store")
def test_the_command_says_what_it_did(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert status(monkeypatch, "maintain") == 0
    said = capsys.readouterr().out
    assert f"of {SHARES}), 0 faults" in said
    assert "swept 0 emptied tables" in said
