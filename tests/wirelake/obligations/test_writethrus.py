"""Writethrus of a wire whose items have no version: the story anew stands for its earlier issues."""

from datetime import timedelta
from itertools import permutations

import pytest
from tests.wirelake.quay import BATCH, DAY, NOON, built, capture, frozen, received
from typer.testing import CliRunner

from wirelake import obligations, pipeline
from wirelake.__main__ import app
from wirelake.config import Batch, Run
from wirelake.errors import ConfigError, MissingError
from wirelake.lake.decisions.review import read_review
from wirelake.lake.reading import read_days
from wirelake.lake.streams import read
from wirelake.records import Link
from wirelake.storage import Store

pytestmark = pytest.mark.usefixtures("sources")
LATE = NOON + timedelta(days=3)
NEXT = Batch("quay", DAY + timedelta(days=1))
TOLD = [
    "Fire broke out aboard a grain ship in the northern basin at dawn, the harbour office said.",
    "Eleven sailors were brought ashore by the pilot boat and nobody was hurt in the end.",
    "The ship came in from Port Example on Sunday with nine thousand tons of barley aboard.",
]
NEWS = "The fire aboard the grain ship was put out by noon, the harbour office said on Monday."
OTHERS = ["A ferry that nobody had sold a ticket for went to the islands in the evening and came back."]


def item(slugline: str, *lines: str, headline: str = "Grain ship burns", category: str = "i") -> bytes:
    """A transmission in ANPA 1312."""
    text = "".join(f"    {line}\n" for line in lines or TOLD)
    header = f"r {category} BC-{slugline}   03-02 0100"
    return f"\x16\x16\x01a0001\x1fquayx\n{header}\n\x02{headline}\n{text}\x03QW-03-02-26\n".encode()


def send(store: Store, batch: Batch, *items: bytes, hours: float = 0) -> None:
    """Items that come one after the other, and the build of their day."""
    for number, body in enumerate(items):
        at = NOON + timedelta(hours=hours, minutes=number)
        name = f"{batch.day}-{hours}-{number}"
        capture(store, batch, [received(0, body, at=at, link=_link(name))], at)
    build(store, batch)


def _link(name: str) -> Link:
    return Link(url=f"https://quay.example/{name}", origin="feed")


def build(store: Store, *batches: Batch) -> None:
    for batch in batches:
        run = Run.new(batch, "replay")
        pipeline.build_batch(run, accept=True, store=store, clock=frozen(LATE))


def shown(store: Store) -> list[str]:
    return sorted(read(lake=store.uri, columns=["slugline"])["slugline"].to_pylist())


def ids(store: Store) -> dict[str, str]:
    rows = read_days(store, "history", None, None, source="quay").to_pylist()
    return {row["slugline"]: row["article_id"] for row in rows}


def doubts(store: Store) -> list[str]:
    return [str(one) for one in read_review(store, "quay") if not one.closed]


def test_the_newest_writethru_alone_stands(store: Store) -> None:
    send(store, BATCH, item("EU--Ship-Fire"))
    assert shown(store) == ["EU--Ship-Fire"]
    send(store, BATCH, item("EU--Ship-Fire 1stLd-Writethru", NEWS, *TOLD), hours=1)
    assert shown(store) == ["EU--Ship-Fire 1stLd-Writethru"]
    send(store, BATCH, item("EU--Ship-Fire 2ndLd-Writethru", NEWS, TOLD[1], TOLD[2]), hours=2)
    assert shown(store) == ["EU--Ship-Fire 2ndLd-Writethru"]
    assert doubts(store) == []


def test_what_stood_before_is_told_by_the_past(store: Store) -> None:
    send(store, BATCH, item("EU--Ship-Fire"))
    send(store, BATCH, item("EU--Ship-Fire 1stLd-Writethru", NEWS, *TOLD), hours=1)
    at = (NOON + timedelta(minutes=30)).isoformat()
    assert read(lake=store.uri, as_of=at)["slugline"].to_pylist() == ["EU--Ship-Fire"]
    versions = read("versions", lake=store.uri).to_pylist()
    (first,) = [one for one in versions if one["slugline"] == "EU--Ship-Fire"]
    assert first["valid_to"] == NOON + timedelta(hours=1)


def test_pieces_stay_and_say_what_they_continue(store: Store) -> None:
    send(store, BATCH, item("EU--Ship-Fire"), item("EU--Ship-Fire 1st Add", *OTHERS))
    assert shown(store) == ["EU--Ship-Fire", "EU--Ship-Fire 1st Add"]
    named = ids(store)
    told = CliRunner().invoke(app, ["show", named["EU--Ship-Fire 1st Add"]], env={"WIRELAKE_LAKE": store.uri})
    assert f"continues {named['EU--Ship-Fire']}: add 1" in " ".join(told.output.split())
    send(store, BATCH, item("EU--Ship-Fire 1stLd-Writethru", NEWS, *TOLD), hours=1)
    assert shown(store) == ["EU--Ship-Fire 1stLd-Writethru"]
    assert doubts(store) == []


LEFT_ALONE = {
    "another desk": item("EU--Ship-Fire 1stLd-Writethru", NEWS, *TOLD, category="s"),
    "another slugline": item("EU--Ship-Fires 1stLd-Writethru", NEWS, *TOLD),
    "a lead alone": item("EU--Ship-Fire 1stLd", NEWS),
    "the story again": item("EU--Ship-Fire", NEWS, *TOLD),
    "other news": item("EU--Ship-Fire 1stLd-Writethru", *OTHERS, headline="Ferry sails"),
}


@pytest.mark.parametrize("what", LEFT_ALONE)
def test_what_is_left_alone(store: Store, what: str) -> None:
    send(store, BATCH, item("EU--Ship-Fire"))
    send(store, BATCH, LEFT_ALONE[what], hours=1)
    assert len(shown(store)) == 2
    assert len(doubts(store)) == (what == "other news")


def test_a_slugline_that_was_cut_for_the_mark(store: Store) -> None:
    send(store, BATCH, item("EU--Harbour-GrainShipFire"))
    send(store, BATCH, item("EU--Harbour-Grain 1stLd-Writethru", NEWS, *TOLD), hours=1)
    assert shown(store) == ["EU--Harbour-Grain 1stLd-Writethru"]


def test_a_doubt_is_closed_by_a_person(store: Store) -> None:
    send(store, BATCH, item("EU--Ship-Fire"))
    send(store, BATCH, LEFT_ALONE["other news"], hours=1)
    (doubt,) = obligations.open_advisories("quay", store=store)
    assert "a writethru of which it is not sure what it replaces" in str(doubt)
    with pytest.raises(ConfigError, match="asks for no takedown"):
        obligations.take_down(
            ids(store)["EU--Ship-Fire"], "a test", advisory=doubt.raw_ref, store=store, clock=frozen(LATE)
        )
    obligations.close_advisory(doubt.raw_ref, "two stories", store=store)
    build(store, BATCH)
    assert doubts(store) == []
    assert len(shown(store)) == 2


def test_a_later_day_replaces_what_an_earlier_showed_within_a_day(store: Store) -> None:
    send(store, BATCH, item("EU--Ship-Fire"))
    again = item("EU--Ship-Fire 1stLd-Writethru", NEWS, *TOLD)
    send(store, NEXT, again, hours=14)
    assert shown(store) == ["EU--Ship-Fire 1stLd-Writethru"]


def test_the_same_column_of_yesterday_is_another_story(store: Store) -> None:
    send(store, BATCH, item("Grain-Prices"), hours=6)
    send(store, NEXT, item("Grain-Prices", NEWS, *TOLD), hours=24)
    send(store, NEXT, item("Grain-Prices 1stLd-Writethru", NEWS, *TOLD, *OTHERS), hours=25)
    assert shown(store) == ["Grain-Prices", "Grain-Prices 1stLd-Writethru"]


def test_in_any_order_of_builds_the_lake_is_the_same(store: Store) -> None:
    send(store, BATCH, item("EU--Ship-Fire"), item("EU--Ship-Fire 1stLd-Writethru", NEWS, *TOLD))
    send(store, NEXT, item("EU--Ship-Fire 2ndLd-Writethru", NEWS, TOLD[1], TOLD[2]), hours=14)
    stood = built(store)
    for order in permutations((BATCH, NEXT)):
        for table in ("history", "articles", "pending", "raw/source=quay/events"):
            for one in store.objects(table):
                store.delete(one.path)
        build(store, *order)
        assert built(store) == stood


def test_a_person_has_it_stand_again(store: Store) -> None:
    send(store, BATCH, item("EU--Ship-Fire"), item("EU--Ship-Fire 1stLd-Writethru", NEWS, *TOLD))
    first = ids(store)["EU--Ship-Fire"]
    command = ["restore", first, "--reason", "two fires"]
    told = CliRunner().invoke(app, command, env={"WIRELAKE_LAKE": store.uri})
    assert told.exit_code == 0, told.output
    both = ["EU--Ship-Fire", "EU--Ship-Fire 1stLd-Writethru"]
    assert shown(store) == both
    build(store, BATCH)
    assert shown(store) == both
    assert "already" in CliRunner().invoke(app, command, env={"WIRELAKE_LAKE": store.uri}).output
    with pytest.raises(MissingError, match="no writethru replaced"):
        obligations.keep(ids(store)[both[1]], "a test", store=store, clock=frozen(LATE))


def test_a_killed_writethru_brings_nothing_back(store: Store) -> None:
    send(store, BATCH, item("EU--Ship-Fire"), item("EU--Ship-Fire 1stLd-Writethru", NEWS, *TOLD))
    obligations.take_down(
        ids(store)["EU--Ship-Fire 1stLd-Writethru"], "a test", store=store, clock=frozen(LATE)
    )
    assert shown(store) == []
    build(store, BATCH)
    assert shown(store) == []
