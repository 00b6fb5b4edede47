"""Kills, embargoes and decisions under an alias are about the article that it was given to."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from tests.wirelake.obligations.quaynews import take_down, write_wires
from tests.wirelake.pipeline.naming.newsstand import Newsstand, batch, older
from tests.wirelake.quay import BATCH, NOON, built, clear, contents, new_lake, version

import wirelake
from wirelake import config, obligations
from wirelake.batches.staging import articles_table
from wirelake.evidence import identify
from wirelake.lake.aliases import Aliases, learn, read_aliases
from wirelake.lake.decisions.events import What, read_events
from wirelake.obligations.kills import decide
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
