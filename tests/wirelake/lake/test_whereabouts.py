"""What is kept of the days on which articles were seen decides nothing: with it, without it, or where it is
old or damaged, the same days are found and the same tables written."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.wirelake.quay import BATCH, DAY, NOON, built, contents, version
from tests.wirelake.write.publishing import publish, rejection
from tests.wirelake.write.test_write import DAYS_SHOWN, EXAMPLES, seen_on

from wirelake.batches.staging import articles_table, rejections_table
from wirelake.config import Batch
from wirelake.errors import StorageError
from wirelake.lake import derived, layout, whereabouts
from wirelake.lake.reading import read_days
from wirelake.lake.whereabouts import kept
from wirelake.obligations.places import days_at, days_of
from wirelake.storage import Store, open_store
from wirelake.write import rebuild_day, write_history, write_rejected

NEXT = Batch("quay", DAY + timedelta(days=1))
IDS = [f"quay:{n}" for n in range(7)]
Harm = Callable[[dict[str, bytes]], dict[str, bytes]]


def _flipped(data: bytes) -> bytes:
    """One bit in the midst of it is another."""
    middle = len(data) // 2
    return data[:middle] + bytes(byte ^ 1 for byte in data[middle : middle + 1]) + data[middle + 1 :]


def _shifted(stood: dict[str, bytes]) -> dict[str, bytes]:
    """Each object has what another one had."""
    paths = sorted(stood)
    return dict(zip(paths, [stood[path] for path in paths[1:] + paths[:1]], strict=True))


def _of_another_version(stood: dict[str, bytes]) -> dict[str, bytes]:
    other = kept.Kind("history", "another", (), lambda _: ())
    keys = kept.hashed([])
    entry = {layout.history(batch): kept.Entry("any", keys) for batch in DAYS_SHOWN}
    return dict.fromkeys(stood, derived.packed(kept.table(other, entry)))


HARMS: dict[str, Harm] = {
    "deleted": lambda _: {},
    "emptied": lambda stood: dict.fromkeys(stood, b""),
    "cut": lambda stood: {path: data[: len(data) // 2] for path, data in stood.items()},
    "flipped": lambda stood: {path: _flipped(data) for path, data in stood.items()},
    "foreign": lambda stood: dict.fromkeys(stood, b"no table at all"),
    "shifted": _shifted,
    "of another version": _of_another_version,
}


def index(store: Store) -> dict[str, bytes]:
    return contents(store, "derived")


def put(store: Store, objects: dict[str, bytes]) -> None:
    """These objects, and no others, are what is kept from now on."""
    for path in index(store):
        store.delete(path)
    for path, data in objects.items():
        store.write(path, data)


@pytest.fixture(params=[kept.MOST, 1], ids=["recent", "folded"])
def most(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """So many recent entries, before they go to their years."""
    monkeypatch.setattr(kept, "MOST", request.param)


@EXAMPLES
@given(data=st.data())
def test_articles_are_the_same_whatever_is_kept(lake_uri: str, data: st.DataObject) -> None:
    batches = list(DAYS_SHOWN)
    steps = data.draw(st.lists(st.tuples(st.sampled_from(batches), st.sampled_from(batches)), max_size=6))
    steps = [(batch, shown if shown.source == batch.source else batch) for batch, shown in steps]
    store, bare = (open_store(f"{lake_uri}/{uuid4().hex}") for _ in range(2))
    states: list[dict[str, bytes]] = [{}]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kept, "MOST", data.draw(st.sampled_from([1, 2, kept.MOST])))
        for batch, shown in [*steps, *((batch, batch) for batch in batches)]:
            harm = data.draw(st.sampled_from(["none", "stale", *HARMS]))
            if harm == "stale":
                put(store, data.draw(st.sampled_from(states)))
            elif harm != "none":
                put(store, HARMS[harm](index(store)))
            put(bare, {})
            for one in (store, bare):
                publish(one, batch, *(seen_on(batch, each) for each in DAYS_SHOWN[shown]))
            states.append(index(store))
            assert built(store) == built(bare)
    found = days_of(bare, "quay", IDS)
    for state in states:
        put(store, state)
        assert days_of(store, "quay", IDS) == found


@pytest.mark.usefixtures("most")
@pytest.mark.parametrize("harm", HARMS)
def test_the_same_days_are_found(store: Store, harm: str) -> None:
    fill(store, 3)
    put(store, HARMS[harm](index(store)))
    assert days_of(store, "quay", ["quay:1", "quay:2", "quay:99"]) == {
        DAY + timedelta(days=1): {"quay:1"},
        DAY + timedelta(days=2): {"quay:2"},
    }
    assert days_at(store, "quay", ["https://quay.example/1"]) == {
        DAY + timedelta(days=1): {"https://quay.example/1"}
    }
    stood = built(store)
    assert not rebuild_day(store, DAY + timedelta(days=1), NOON)
    assert built(store) == stood


@pytest.mark.usefixtures("most")
def test_an_entry_counts_only_for_the_object_of_which_it_was_made(store: Store) -> None:
    fill(store, 3)
    write_history(store, NEXT, articles_table([seen_on(NEXT, version(5))]))  # and nobody is told
    assert days_of(store, "quay", ["quay:5"]) == {NEXT.day: {"quay:5"}}
    assert days_of(store, "quay", ["quay:1"]) == {NEXT.day: {"quay:1"}}  # rejected/ has it still


@pytest.mark.usefixtures("most")
def test_days_that_hold_none_of_the_articles_are_not_read(store: Store) -> None:
    fill(store, 4)
    days_of(store, "quay", [])
    read = asked(store, lambda: publish(store, NEXT, seen_on(NEXT, version(1)), seen_on(NEXT, version(2))))
    assert {path for path in read if path.startswith("history/")} == {
        layout.history(NEXT),
        layout.history(Batch("quay", DAY + timedelta(days=2))),
    }
    found = asked(store, lambda: whereabouts.seen(store, "quay", ["quay:3"]))
    assert [path for path in found if path.startswith("history/")] == [
        layout.history(Batch("quay", DAY + timedelta(days=3)))
    ]


def test_who_only_reads_keeps_nothing(store: Store) -> None:
    fill(store, 3)
    put(store, {})
    rows = whereabouts.seen(store, "quay", ["quay:1"], renew=False)
    assert rows.equals(read_days(store, "history", None, None, source="quay", article_id="quay:1"))
    assert index(store) == {}


@pytest.mark.parametrize("refused", ["write", "read"])
def test_a_store_that_refuses_it_is_no_error(
    store: Store, refused: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = getattr(store, refused)

    def refusing(path: str, *more: Any, **options: Any) -> Any:
        if path.startswith("derived/"):
            raise StorageError("not for you")
        return call(path, *more, **options)

    monkeypatch.setattr(store, refused, refusing)
    fill(store, 3)
    assert set(days_of(store, "quay", ["quay:1"])) == {NEXT.day}
    assert len(read_days(store, "articles", None, None)) == 3


@pytest.mark.usefixtures("most")
def test_nothing_of_an_article_stands_in_it(store: Store) -> None:
    fill(store, 3)
    days_of(store, "quay", [])
    assert len(index(store)) >= 2
    for data in index(store).values():
        for words in (b"Crane", b"painted", b"quay:", b"quay.example", b"no text"):
            assert words not in data


def test_entries_of_years_stand_in_an_object_a_year(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST", 2)
    days = [DAY.replace(year=year, month=month) for year in (2024, 2025, 2026) for month in (1, 2, 3)]
    for number, day in enumerate(days):
        batch = Batch("quay", day)
        publish(store, batch, seen_on(batch, version(number)))
    names = {Path(path).name for path in index(store)}
    assert names <= {"history-recent.entries", *(f"history-{year}.entries" for year in (2024, 2025, 2026))}
    read = asked(store, lambda: publish(store, BATCH, version(8), version(9)))
    assert {path for path in read if path.startswith("history/")} <= {layout.history(BATCH)}
    found = days_of(store, "quay", [f"quay:{number}" for number in range(10)])
    assert sorted(found) == days


def fill(store: Store, days: int) -> None:
    """So many days: each shows an article, and rejects something of another address."""
    for n in range(days):
        batch = Batch("quay", DAY + timedelta(days=n))
        told = rejections_table([rejection(n)])
        for name, value in {
            "url": f"https://quay.example/{n}", "headline": "Crane", "article_id": f"quay:{n}",
        }.items():  # fmt: skip
            place = told.schema.get_field_index(name)
            told = told.set_column(place, told.schema.field(place), [[value]])
        write_rejected(store, batch, told)
        publish(store, batch, seen_on(batch, version(n)))


def asked(store: Store, do: Callable[[], object]) -> list[str]:
    """The paths that are read meanwhile, in their order."""
    paths: list[str] = []
    read = store.read

    def told(path: str) -> Any:
        paths.append(path)
        return read(path)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "read", told)
        do()
    return sorted(paths)
