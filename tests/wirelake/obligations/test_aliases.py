"""Kills, embargoes and decisions under an alias are about the article that it was given to."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from tests.wirelake.obligations.proof import manifest
from tests.wirelake.obligations.quaynews import drop, replay, run, take_down, wire_item, write_wires
from tests.wirelake.obligations.test_former_ids import identity as identified_by
from tests.wirelake.pipeline.naming.newsstand import Newsstand, batch, older
from tests.wirelake.quay import BATCH, NOON, built, clear, contents, new_lake, version

import wirelake
from wirelake import archive, config, obligations
from wirelake.batches.staging import articles_table
from wirelake.errors import ConfigError
from wirelake.evidence import identify
from wirelake.lake.aliases import Aliases, learn, read_aliases
from wirelake.lake.decisions.events import What, read_events
from wirelake.obligations.kills import decide
from wirelake.obligations.withdrawing import set_aside
from wirelake.records import AltId
from wirelake.storage import LocalStore, Store
from wirelake.write import write_articles, write_history

PAGE = "story?cid=1000"
LATER = NOON + timedelta(days=9)


@pytest.fixture
def stand(tmp_path: Path, sources: Path) -> Newsstand:  # noqa: ARG001  the sources stand
    return an_older_lake(tmp_path)


def an_older_lake(place: Path) -> Newsstand:
    """One page, under an id that the rules of today would not give it."""
    stand = Newsstand(new_lake(place / uuid4().hex), config.load_named("quay"))
    stand.receive(0, PAGE)
    stand.build_as(older, 0)
    return stand


def alias(stand: Newsstand) -> str:
    return identify(stand.raw[0][0], stand.source)


@pytest.mark.parametrize("role", ["wire", "guid"])
def test_an_advisory_that_names_an_alias_kills_the_article(stand: Newsstand, role: str) -> None:
    store = stand.store
    write_history(store, BATCH, articles_table([version(1), version(2)]))
    learn(store, "quay", Aliases(given={"quay:7654321": "quay:1"}), named_by="rules")
    advisory = version(
        9,
        batch=batch(1),
        record_kind="control",
        signals=("kill",),
        refers_to=(AltId(role=role, value="7654321"),),
    )
    assert decide(store, batch(1), articles_table([advisory])) == []
    assert [*read_events(store, "quay").takedowns] == ["quay:1"]


@pytest.mark.parametrize(
    "fields",
    [
        {"embargoed_until": LATER},
        {"pub_status": "withheld"},
        {"pub_status": "canceled", "record_kind": "control"},
    ],
)
def test_what_comes_under_an_alias_holds_the_article(stand: Newsstand, fields: dict[str, Any]) -> None:
    write_articles(stand.store, BATCH, NOON)
    assert len(wirelake.read(lake=stand.store.uri)) == 1
    stand.receive(1, PAGE, text="Not yet.", **fields)
    stand.build(1)
    write_articles(stand.store, batch(1), NOON + timedelta(days=1))
    assert len(wirelake.read(lake=stand.store.uri)) == 0
    assert len({*stand.ids.values()}) == 1


def test_what_was_decided_of_an_alias_was_decided_of_the_article(stand: Newsstand, sources: Path) -> None:
    """The takedown came while nobody knew that the two are one; so did its way back."""
    write_wires(sources, 7)
    (given,) = stand.ids.values()
    named = alias(stand)
    take_down(stand.store, named, erase=False, in_advance=True)
    obligations.restore(named, "a mistake", store=stand.store, clock=lambda: LATER)
    stand.build(0)
    events = read_events(stand.store, "quay")
    carried = [one.what for one in events.every if one.article_id == given]
    assert (events.takedowns, carried) == ({}, [What.TAKEDOWN, What.RESTORE])
    take_down(stand.store, named, LATER + timedelta(hours=1), erase=False)
    assert [*read_events(stand.store, "quay").takedowns] == [given]


def test_takedowns_of_many_by_aliases_are_of_their_articles(stand: Newsstand, sources: Path) -> None:
    write_wires(sources, 7)
    store, second = stand.store, batch(2)
    write_history(store, second, articles_table([version(n, batch=second) for n in (1, 2)]))
    given = {"quay:later": "quay:1"}
    learn(store, "quay", Aliases(given=given, merged={"quay:was": "quay:2", "quay:2": "quay:1"}), named_by="")
    named = ["quay:later", "quay:1", "quay:was"]
    done = obligations.take_down_all(named, "by order", store=store, clock=lambda: LATER)
    assert [one.article_id for one in done] == ["quay:1", "quay:2"]  # a build has given 2 again
    with pytest.raises(ConfigError, match="no article's id"):
        obligations.take_down_all(["quay:1", "quay"], "by order", store=store)


@pytest.mark.parametrize("is_told", [True, False])
def test_bytes_are_erased_of_an_item_that_its_rules_call_otherwise_by_now(
    store: Store, sources: Path, is_told: bool
) -> None:
    """Of a file of many, the one item goes, whole; also where raw/ alone says what it said."""
    write_wires(sources, 7)
    numbered = [[{"role": "wire", "value": f"100000{n}"}] for n in (1, 2, 3)]
    drop(store, BATCH, "all", *(wire_item(n) | {"altids": numbered[n - 1]} for n in (1, 2, 3)))
    identified_by(sources, "[guid]")
    run(store, BATCH, NOON)
    ids = {row["headline"]: row["article_id"] for row in wirelake.read(lake=store.uri).to_pylist()}
    identified_by(sources, "[wire, url]")
    replay(store, BATCH)
    assert {row["article_id"] for row in wirelake.read(lake=store.uri).to_pylist()} == {*ids.values()}
    killed = ids["Crane 2 turns green"]
    assert read_aliases(store, "quay").by_article[killed] == ["quay:1000002"]
    if not is_told:  # what was withdrawn waits to be erased, and is lost
        take_down(store, "quay:1000002", erase=False)
        clear(store, set_aside.folder_of("quay"))
    take_down(store, "quay:1000002")
    (raw,) = archive.read_batch(store, BATCH)
    left = [one["uri"] for one in json.loads(raw.body)["items"]]
    assert left == ["urn:quay:1", "urn:quay:3"]
    found = obligations.verify(manifest(store, killed), store=store)
    assert (found.left, found.is_proven) == ([], True)
    replay(store, BATCH)
    rows = wirelake.read(lake=store.uri).to_pylist()
    assert {row["article_id"] for row in rows} == {*ids.values()} - {killed}


def test_a_death_at_any_write_is_completed_by_the_next_build(
    tmp_path: Path,
    sources: Path,  # noqa: ARG001  the sources stand
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = []
    for dies_after in (99, 0, 1, 2):
        stand = an_older_lake(tmp_path)
        (given,) = stand.ids.values()
        take_down(stand.store, alias(stand), erase=False, in_advance=True)
        with monkeypatch.context() as patch:
            patch.setattr(LocalStore, "write", dying(LocalStore.write, dies_after))
            try:
                stand.build(0)
            except InterruptedError:
                assert dies_after < 99
        takedowns = read_events(stand.store, "quay").takedowns
        assert given in takedowns or read_aliases(stand.store, "quay") == Aliases()
        stand.build(0)
        raw = {path: data for path, data in contents(stand.store, "raw").items() if "takedowns" not in path}
        found.append((stand.ids, raw, built(stand.store)))
        clear(stand.store, "history")
        stand.build(0)
        assert built(stand.store) == found[-1][2]
    assert all(one == found[0] for one in found)
    assert given in takedowns or given in read_events(stand.store, "quay").takedowns


def dying(write: Callable[..., Any], after: int) -> Callable[..., Any]:
    told = iter(range(after))

    def one(self: Store, *args: Any, **named: Any) -> Any:
        if next(told, None) is None:
            raise InterruptedError
        return write(self, *args, **named)

    return one
