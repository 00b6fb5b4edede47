"""Decisions are read once a process, and again where they are not what they were."""

from datetime import UTC, datetime
from typing import Any

import pytest

from wirelake.errors import DamagedError
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
