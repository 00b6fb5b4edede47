"""Decisions are read once a process, and again where they are not what they were."""

from datetime import UTC, datetime
from typing import Any

import pytest
from tests.wirelake.quay import contents

from wirelake.errors import DamagedError
from wirelake.lake.decisions import events, together, unchanged
from wirelake.lake.decisions.events import Cause, Event, What, path_of, read_events, record
from wirelake.lake.decisions.manifests import path_of as manifest_of
from wirelake.lake.decisions.manifests import read_manifests, update
from wirelake.storage import Store

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)


def takedown(number: int) -> Event:
    return Event(
        what=What.TAKEDOWN,
        article_id=f"quay:{number}",
        at=NOW,
        cause=Cause.OPERATOR,
        reason="by order",
    )


@pytest.fixture
def asked(store: Store, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is read of raw/ from now on."""
    paths: list[str] = []
    read = store.read

    def told(path: str, **more: Any) -> Any:
        paths.extend([path] if path.startswith("raw/") else [])
        return read(path, **more)

    monkeypatch.setattr(store, "read", told)
    return paths


def test_an_event_and_a_manifest_are_read_once(store: Store, asked: list[str]) -> None:
    for number in range(5):
        update(store, record(store, takedown(number)), NOW, lambda one: one)
    asked.clear()
    for _ in range(3):
        assert len(read_events(store, "quay").takedowns) == len(read_manifests(store, "quay")) == 5
    assert len(asked) == 10


def test_what_another_writer_changed_is_read_again(store: Store, asked: list[str]) -> None:
    event = record(store, takedown(1))
    update(store, event, NOW, lambda one: one)
    assert read_manifests(store, "quay")["quay:1"].erased_at is None
    update(store, event, NOW, lambda one: one.model_copy(update={"erased_at": NOW}))
    asked.clear()
    assert read_manifests(store, "quay")["quay:1"].erased_at == NOW
    assert asked == [manifest_of("quay:1")]


def test_what_was_read_and_is_gone_or_damaged_since_does_not_stand(store: Store) -> None:
    event = record(store, takedown(1))
    update(store, event, NOW, lambda one: one)
    assert read_events(store, "quay").every
    assert read_manifests(store, "quay")
    store.write(manifest_of("quay:1"), b"no JSON")
    assert read_manifests(store, "quay") == {}
    store.write(path_of(event), b"no JSON")
    with pytest.raises(DamagedError):
        read_events(store, "quay")
    store.delete(path_of(event))
    assert read_events(store, "quay").every == ()


class TestPutTogether:
    """What ``together`` keeps decides nothing, and spares a new process the objects one by one."""

    @pytest.fixture
    def decided(self, store: Store) -> Store:
        for number in range(9):
            update(store, record(store, takedown(number)), NOW, lambda one: one)
        together.keep_up(store, "quay")
        return store

    def test_a_new_process_reads_one_object_a_kind(self, decided: Store, asked: list[str]) -> None:
        new_process()
        assert len(read_events(decided, "quay").takedowns) == len(read_manifests(decided, "quay")) == 9
        assert asked == []

    def test_what_was_changed_added_or_removed_since_is_read(self, decided: Store, asked: list[str]) -> None:
        update(decided, takedown(1), NOW, lambda one: one.model_copy(update={"erased_at": NOW}))
        decided.delete(manifest_of("quay:2"))
        update(decided, record(decided, takedown(20)), NOW, lambda one: one)
        new_process()
        asked.clear()
        found = read_manifests(decided, "quay")
        assert found.keys() == {*(f"quay:{n}" for n in range(9) if n != 2), "quay:20"}
        assert found["quay:1"].erased_at == NOW
        assert sorted(asked) == sorted([manifest_of("quay:1"), manifest_of("quay:20")])
        assert len(read_events(decided, "quay").takedowns) == 10

    @pytest.mark.parametrize("harm", [b"", b"no table", None])
    def test_without_it_the_same_is_read(self, decided: Store, harm: bytes | None) -> None:
        before = read_events(decided, "quay").every, read_manifests(decided, "quay")
        for path in contents(decided, "derived"):
            decided.delete(path)
            if harm is not None:
                decided.write(path, harm)
        new_process()
        assert (read_events(decided, "quay").every, read_manifests(decided, "quay")) == before
        together.keep_up(decided, "quay")
        new_process()
        assert (read_events(decided, "quay").every, read_manifests(decided, "quay")) == before

    def test_a_few_new_ones_do_not_have_it_written_anew(self, decided: Store) -> None:
        stood = decided.objects("derived")
        record(decided, takedown(30))
        for _ in range(2):
            new_process()
            together.keep_up(decided, "quay")
            assert decided.objects("derived") == stood


def new_process() -> None:
    """Forget what this process has read."""
    unchanged._kept.clear()
    events._last.clear()
    together._known.clear()
