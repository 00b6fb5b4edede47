"""Many articles taken down at once: what each takedown does, by one look at the days and at raw/ for all."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from tests.wirelake.obligations.decoding import holding
from tests.wirelake.obligations.proof import manifest
from tests.wirelake.obligations.quaynews import BASINS, KILLED, LATE, WORDS, fill
from tests.wirelake.obligations.test_takedown_deaths import World
from tests.wirelake.quay import frozen, new_lake

import wirelake
from wirelake import obligations
from wirelake.storage import LocalStore

MANY = ("quay:1000001", KILLED, "quay:1000003", "quay:1000004")
NAMES = [f"The berths of {BASINS[n]} were dredged by night." for n in (1, 3, 4)]


@pytest.fixture
def store(tmp_path: Path, sources: Path, monkeypatch: pytest.MonkeyPatch) -> LocalStore:
    """A folder alone: what the store does under a takedown, test_takedown_deaths shows of S3 too."""
    monkeypatch.setenv("WIRELAKE_SPOOL", str(tmp_path / "state"))
    store = new_lake(tmp_path / "lake")
    fill(store, sources)
    return store


def take_down(store: LocalStore, *ids: str, **options: Any) -> Any:
    given: dict[str, Any] = {"erase": True, "clock": frozen(LATE)} | options
    return obligations.take_down_all(ids, "by order", store=store, **given)


def test_they_leave_everything_and_each_has_a_manifest_of_its_own(store: LocalStore, sources: Path) -> None:
    told: list[tuple[str, int, int]] = []
    done = take_down(store, *MANY, progress=lambda stage, n, of: told.append((stage, n, of)))
    assert [one.article_id for one in done] == [*MANY]
    assert holding(store, *WORDS, *NAMES, folders=(sources,)) == []
    for article_id in MANY:
        found = obligations.verify(manifest(store, article_id), store=store)
        assert (found.left, found.is_proven) == ([], True), article_id
        raw = [one for one in manifest(store, article_id).objects if one.path.startswith("raw/")]
        assert raw, article_id
    feeds = [one for article_id in MANY[:3] for one in manifest(store, article_id).objects]
    paths = Counter(one.path for one in feeds if one.path.startswith("raw/"))
    assert 3 in paths.values()  # the feed that listed the three is in the manifest of each
    assert wirelake.read("articles", lake=store.uri)["article_id"].to_pylist() == ["pier:1000001"]
    assert ("decide", 4, 4) in told
    assert any(stage == "redact" and n == of for stage, n, of in told)


def test_raw_is_read_once_for_all_of_them(
    store: LocalStore, sources: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: Counter[str] = Counter()
    copy = store.local_copy

    def counted(path: str) -> Any:
        looks[path.partition("/")[0]] += 1
        return copy(path)

    monkeypatch.setattr(store, "local_copy", counted)
    world = World(store, sources)
    take_down(store, KILLED)
    one = looks.pop("raw")
    world.restore()
    take_down(store, *MANY)
    assert looks["raw"] == one


def test_one_that_died_is_completed_by_repeating_it_and_then_says_that_it_is_done(
    store: LocalStore, sources: Path
) -> None:
    world = World(store, sources)
    deaths = 0
    for change in range(9, 1000, 61):
        world.restore()
        if not world.dies(lambda: take_down(store, *MANY), change):
            break
        deaths += 1
        take_down(store, *MANY)
        assert holding(store, *WORDS, *NAMES, folders=(sources,)) == [], change
        assert all(manifest(store, id_).done_at for id_ in MANY)
        assert store.objects("pending") == []
    assert deaths > 2
    before = {id_: manifest(store, id_).begun_at for id_ in MANY}
    decided = len(store.objects("raw/source=quay/events"))
    again = take_down(store, *MANY)
    assert {one.article_id: one.begun_at for one in again} == before
    assert len(store.objects("raw/source=quay/events")) == decided


def test_what_waits_for_its_erasure_is_erased_together_and_not_what_is_held(
    store: LocalStore, sources: Path
) -> None:
    obligations.hold("quay:1000003", "a court asks", store=store, clock=frozen(LATE))
    done = take_down(store, *MANY, erase=False)
    assert [bool(one.erased_at) for one in done] == [True, True, False, True]  # erase_after_days: 0
    assert holding(store, *WORDS, folders=(sources,)) == []
    assert holding(store, NAMES[1], folders=(sources,)) != []
