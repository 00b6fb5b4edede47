"""The page of obligations, and what its acts do in the lake."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import Mock

import pytest
from bench.store_calls import counted, total
from tests.wirelake.obligations.quaynews import (
    KILLED,
    LATE,
    drop,
    news,
    replay,
    run,
    sent,
    take_down,
    wire_item,
    with_advisory,
)
from tests.wirelake.quay import BATCH, NOON, capture, frozen, run_of

from wirelake import obligations, pipeline
from wirelake.desk import ObligationsPage, read_obligations
from wirelake.desk.obligations.reading import in_words
from wirelake.desk.takedowns import unfinished
from wirelake.errors import ConfigError, MissingError
from wirelake.lake.decisions.events import Cause, Event, What, read_events, record
from wirelake.lake.decisions.manifests import path_of
from wirelake.lake.decisions.review import read_review
from wirelake.lake.streams import read
from wirelake.storage import Store

pytestmark = pytest.mark.usefixtures("sources")
REF = f"{BATCH}#<urn:uuid:{9:036}>"  # of with_advisory's message
SOURCES = ("pier", "quay")


def page(store: Store, at: datetime = LATE, **asked: Any) -> ObligationsPage:
    return read_obligations(store, SOURCES, now=at, **asked)


def readable(store: Store) -> set[str]:
    return {*read("articles", lake=store.uri, columns=["article_id"])["article_id"].to_pylist()}


def filled(store: Store) -> None:
    """Two articles of a day, and an advisory that names neither."""
    capture(store, BATCH, [sent(1), sent(2)])
    pipeline.extract_batch(run_of(BATCH), store=store, clock=frozen(NOON))
    pipeline.validate_batch(run_of(BATCH), store=store, clock=frozen(NOON))
    with_advisory(store, BATCH, NOON, slugline="Mill-Fire")
    pipeline.write_batch(run_of(BATCH), store=store, clock=frozen(NOON))


def embargoed(store: Store, number: int, until: datetime) -> None:
    item = wire_item(number) | {"embargoed": until.isoformat()}
    drop(store, BATCH, str(number), item)


def test_embargoes_come_with_their_clocks_the_next_first(store: Store) -> None:
    embargoed(store, 3, LATE + timedelta(days=2, hours=4))
    embargoed(store, 4, LATE + timedelta(minutes=12))
    embargoed(store, 5, LATE - timedelta(minutes=1))
    run(store, BATCH, NOON)
    shown = page(store, may_act=lambda name: name == "quay")
    assert [one.left for one in shown.embargoes] == ["12 min", "2 d 4 h"]
    assert all(one.may_act for one in shown.embargoes)
    assert not any(one.may_act for one in page(store, may_act=lambda name: name == "pier").embargoes)
    assert page(store, source="pier").embargoes == ()


def test_rights_are_asked_for_once_a_source_that_is_shown(store: Store) -> None:
    embargoed(store, 3, LATE + timedelta(days=2))
    embargoed(store, 4, LATE + timedelta(days=3))
    run(store, BATCH, NOON)
    asked = Mock(return_value=True)
    page(store, may_act=asked)
    assert [one.args for one in asked.call_args_list] == [("quay",)]


def test_a_source_of_which_nothing_was_decided_costs_one_list(store: Store) -> None:
    filled(store)
    calls: Counter[str] = Counter()
    with counted(store, calls):
        page(store, source="pier")
    assert total(calls) == 2  # the other: whose sets stand, of all sources


@pytest.mark.parametrize(
    ("left", "told"),
    [
        (timedelta(seconds=59), "under a minute"),
        (timedelta(minutes=59, seconds=59), "59 min"),
        (timedelta(hours=1), "1 h 0 min"),
        (timedelta(days=1), "1 d 0 h"),
    ],
)
def test_a_clock_is_rounded_down(left: timedelta, told: str) -> None:
    assert in_words(left) == told


def test_a_release_is_an_event_that_names_who_decided(store: Store) -> None:
    embargoed(store, 3, LATE + timedelta(days=2))
    run(store, BATCH, NOON)
    (held,) = page(store).embargoes
    assert readable(store) == set()
    obligations.release(held.article_id, "the wire let it go", by="nora", store=store, clock=frozen(LATE))
    assert readable(store) == {held.article_id}
    assert page(store).embargoes == ()
    (event,) = read_events(store, "quay").releases[held.article_id]
    assert (event.by, event.reason) == ("nora", "the wire let it go")


def test_an_advisory_waits_until_it_is_closed_with_the_word_of_somebody(store: Store) -> None:
    filled(store)
    (waiting,) = page(store, may_act=lambda name: name == "quay").review
    assert (waiting.raw_ref, waiting.names, waiting.may_act) == (REF, (("slugline", "Mill-Fire"),), True)
    with pytest.raises(ConfigError, match="needs its reason"):
        obligations.close_advisory(waiting.article_id, " ", by="nora", store=store)
    obligations.close_advisory(waiting.article_id, "the mill is not ours", by="nora", store=store)
    assert page(store).review == ()
    (entry,) = read_review(store, "quay")
    assert entry.closed == "the mill is not ours (by nora)"


def test_an_advisory_is_bound_and_its_article_leaves_every_table_at_once(store: Store) -> None:
    filled(store)
    bound = obligations.take_down(
        KILLED, "named there", advisory=REF, by="nora", erase_due=False, store=store, clock=frozen(LATE)
    )
    assert bound.withdrawn_at
    assert readable(store) == {"quay:1000001"}
    shown = page(store)
    assert shown.review == ()
    (killed,) = shown.takedowns
    assert (killed.article_id, killed.by, killed.state) == (KILLED, "nora", "bytes_stand")
    assert killed.left.startswith("they are erased by the source's first run after ")
    (entry,) = read_review(store, "quay")
    assert entry.closed == f"bound to {KILLED} by an operator (by nora)"


def test_what_nobody_knows_is_not_bound(store: Store) -> None:
    filled(store)
    with pytest.raises(MissingError, match="nobody knows quay:99"):
        obligations.take_down("quay:99", "named there", advisory=REF, store=store, clock=frozen(LATE))
    assert len(page(store).review) == 1
    assert page(store).takedowns == ()


def test_bytes_whose_time_has_come_wait_for_the_next_run(store: Store) -> None:
    """A request of the desk looks through no raw/."""
    capture(store, BATCH, [sent(1), sent(2)])
    replay(store, BATCH)
    take_down(store, "quay:1000001", erase=False)
    later = frozen(LATE + timedelta(days=30))
    obligations.take_down(KILLED, "named", erase_due=False, store=store, clock=later)
    assert {one.state for one in page(store).takedowns} == {"bytes_stand"}
    obligations.take_down(KILLED, "named", store=store, clock=later)
    states = {one.article_id: one.state for one in page(store).takedowns}
    assert states == {"quay:1000001": "finished", KILLED: "bytes_stand"}


def test_what_is_not_at_its_end_is_known_of_all_sources_by_one_listing(store: Store) -> None:
    assert unfinished(store, SOURCES, LATE) == {}
    capture(store, BATCH, [sent(1), sent(2)])
    replay(store, BATCH)
    take_down(store, erase=False)
    told, is_late = unfinished(store, SOURCES, LATE)["quay"]
    assert told.startswith("1 whose bytes wait, the first until ")
    assert told.endswith(f"wirelake takedown {KILLED} --verify")
    assert not is_late
    told, is_late = unfinished(store, SOURCES, LATE + timedelta(days=30))["quay"]
    assert told.startswith("1 whose bytes should be erased by now")
    assert is_late
    assert unfinished(store, ["pier"], LATE) == {}
    take_down(store)
    assert unfinished(store, SOURCES, LATE + timedelta(days=30)) == {}


def test_takedowns_say_what_is_left_to_do_that_first(store: Store) -> None:
    capture(store, BATCH, [sent(n) for n in (1, 2, 3)])
    replay(store, BATCH)
    take_down(store, "quay:1000001")
    obligations.hold(KILLED, "a court asks", store=store, clock=frozen(NOON))
    take_down(store, erase=False)
    decided = Event(
        what=What.TAKEDOWN, article_id="quay:1000003", at=NOON, cause=Cause.OPERATOR, reason="by order"
    )
    record(store, decided)
    shown = page(store)
    told = {one.article_id: (one.state, one.left) for one in shown.takedowns}
    assert told["quay:1000001"] == ("finished", "")
    assert told[KILLED] == ("bytes_stand", f"on hold since {NOON:%Y-%m-%d %H:%M}Z: a court asks")
    assert told["quay:1000003"][1].startswith("decided, and not begun")
    assert shown.takedowns[-1].article_id == "quay:1000001"
    (held,) = shown.holds
    assert (held.article_id, held.reason) == (KILLED, "a court asks")
    obligations.restore(KILLED, "the court let go", store=store, clock=frozen(LATE))
    assert {one.state for one in page(store).takedowns if one.article_id == KILLED} == {"revoked"}


def test_a_damaged_manifest_is_told_and_left_where_it_is(store: Store) -> None:
    capture(store, BATCH, [sent(1), sent(2)])
    replay(store, BATCH)
    for article_id in ("quay:1000001", KILLED):
        take_down(store, article_id, erase=False)
    store.write(path_of(KILLED), b"rotten")
    shown = page(store)
    assert "quay:1000001" in {one.article_id for one in shown.takedowns}
    assert path_of(KILLED) in shown.troubles[0]
    assert "wirelake verify" in shown.troubles[0]
    assert store.read(path_of(KILLED)) is not None


def test_the_event_of_a_command_is_written_as_before(store: Store) -> None:
    """Older versions read it: they know no ``by``."""
    capture(store, BATCH, [sent(1, news(1))])
    replay(store, BATCH)
    obligations.hold("quay:1000001", "a court asks", store=store, clock=frozen(NOON))
    (path,) = [one.path for one in store.objects("raw/source=quay/events")]
    answer = store.read(path)
    assert answer
    assert b'"by"' not in answer[0]
