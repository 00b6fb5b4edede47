"""What is kept comes back as it was made, or not at all; a takedown leaves nothing that could come back."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.test_samples import CASES, received
from tests.wirelake.quay import BATCH, DAY, NOON, new_lake, version

from wirelake.bounded.reading import cleaned
from wirelake.config import Batch, load_source, source_files
from wirelake.lake import kept, layout
from wirelake.lake.kept.extracts import NAME, Extracts
from wirelake.records import Extract, Rejection
from wirelake.storage import LocalStore, Store

PATH = layout.kept(BATCH, NAME)
ONE = Extract(articles=(version(1), version(2, None)))


@pytest.fixture
def store(tmp_path: Path) -> LocalStore:
    return new_lake(tmp_path / "lake")


def opened(store: Store, build: str = "today's", today: date = DAY) -> Extracts:
    return Extracts(store, BATCH, build, today)


def keep(store: Store, *extracts: Extract) -> list[str]:
    """Keep these, and return their keys."""
    known = opened(store)
    keys = [known.key(number) for number in range(len(extracts))]
    for key, one in zip(keys, extracts, strict=True):
        known.add(key, one)
    known.save()
    return keys


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}/{case.name}")
def test_what_a_wire_sends_comes_back_as_it_was_read(case: Path, tmp_path: Path) -> None:
    raw = received(case)
    name = case.parent.name
    folder = case.parents[1] / "sources" / f"{name}.yaml"
    source = load_source(folder if folder.exists() else source_files()[name])
    outcome = cleaned(source, raw)
    one = (
        Extract(rejections=(outcome,)) if isinstance(outcome, Rejection) else Extract(articles=tuple(outcome))
    )
    store = new_lake(tmp_path / "lake")
    (key,) = keep(store, one)
    assert opened(store).get(key) == one


def test_rejections_and_what_is_no_item_come_back_too(store: Store) -> None:
    refused = Rejection(
        source="quay",
        stage="extract",
        reason="body_missing",
        reasons=("body_missing",),
        detail="it has none",
        raw_ref="quay/2026-03-02#<urn:uuid:1>",
        rejected_at=NOON,
    )
    both = Extract(rejections=(refused,)), Extract(no_item="picture")
    keys = keep(store, *both)
    assert tuple(map(opened(store).get, keys)) == both


def test_what_would_not_come_back_the_same_is_not_kept(store: Store) -> None:
    (key,) = keep(store, Extract(articles=(version(1, headline="half a pair: \ud800"),)))
    assert opened(store).get(key) is None


def test_another_build_and_another_record_are_not_known(store: Store) -> None:
    (key,) = keep(store, ONE)
    assert opened(store).key(0) == key
    assert opened(store, "tomorrow's").key(0) != key
    assert opened(store).get(opened(store).key(1)) is None


def test_what_was_not_asked_for_is_let_go(store: Store) -> None:
    first, second = keep(store, ONE, Extract(no_item="picture"))
    known = opened(store)
    known.get(second)
    known.add(known.key("new"), ONE)
    known.save()
    assert opened(store).get(first) is None
    assert opened(store).get(second) == Extract(no_item="picture")


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_damage_costs_an_entry_and_never_changes_one(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    store = new_lake(tmp_path_factory.mktemp("damage") / "lake")
    keys = keep(store, ONE, Extract(no_item="picture"))
    whole = bytearray(store.read(PATH)[0])  # type: ignore[index]
    if data.draw(st.booleans()):
        place = data.draw(st.integers(0, len(whole) - 1))
        whole[place] ^= 1 << data.draw(st.integers(0, 7))
    else:
        whole = whole[: data.draw(st.integers(0, len(whole) - 1))]
    store.write(PATH, bytes(whole))
    known = opened(store)
    assert known.get(keys[0]) in (None, ONE)
    assert known.get(keys[1]) in (None, Extract(no_item="picture"))
    known.add(keys[0], ONE)
    known.save()
    assert opened(store).get(keys[0]) == ONE


@pytest.mark.both_stores
class TestTakedown:
    @pytest.fixture
    def store(self, lake_uri: str) -> Store:
        from wirelake.storage import open_store

        return open_store(lake_uri)

    @pytest.mark.parametrize("before", [True, False], ids=["kept before", "nothing kept before"])
    def test_who_read_before_it_puts_nothing_back(self, store: Store, before: bool) -> None:
        if before:
            keep(store, Extract(no_item="picture"))
        late = opened(store)
        late.add(late.key("killed"), ONE)
        kept.forget(store, "quay")
        late.save()
        assert store.objects(layout.kept_of("quay")) == []

    def test_nor_where_another_has_begun_anew_since(self, store: Store) -> None:
        late = opened(store)
        late.add(late.key("killed"), ONE)
        kept.forget(store, "quay")
        opened(store)
        late.save()
        assert opened(store).get(late.key("killed")) is None

    def test_another_sources_stay(self, store: Store) -> None:
        (key,) = keep(store, ONE)
        kept.forget(store, "pier")
        assert opened(store).get(key) == ONE


def test_nothing_of_old_days_is_kept_and_old_days_are_swept(store: Store) -> None:
    keep(store, ONE)
    late = date(2026, 4, 1)
    old = opened(store, today=late)
    old.add(old.key(1), ONE)
    old.save()
    assert old.get(old.key(0)) is None
    assert store.objects(layout.kept_of("quay")) != []
    now = Extracts(store, Batch("quay", late), "today's", late)
    now.add(now.key(1), ONE)
    now.save()
    assert [one.path for one in store.objects(layout.kept_of("quay"))] == [
        layout.kept(Batch("quay", late), NAME)
    ]


def test_what_is_too_much_is_not_kept(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST_BYTES", 9_000)
    keys = keep(store, *(Extract(articles=(version(n),)) for n in range(9)))
    known = opened(store)
    assert known.get(keys[0]) is not None
    assert known.get(keys[8]) is None
    monkeypatch.setattr(kept, "ALL_BYTES", 10)
    kept.sweep(store, "quay", DAY)
    assert store.objects(layout.kept_of("quay")) == []
