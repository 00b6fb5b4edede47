"""Advisories of a wire: bound to the articles that they kill, or listed for a person; for good."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from tests.wirelake.quay import BATCH, NOON, new_lake, version, write_sources

from wirelake import obligations
from wirelake.batches import staging
from wirelake.errors import ConfigError
from wirelake.lake.events import read_events
from wirelake.obligations.kills import decide
from wirelake.records import AltId, Article
from wirelake.storage import LocalStore

REF = version(8).raw_ref  # of one payload with two advisories


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> LocalStore:
    write_sources(tmp_path / "sources", "quay")
    monkeypatch.setenv("WIRELAKE_SOURCES", str(tmp_path / "sources"))
    return new_lake(tmp_path / "lake")


def advisory(number: int, slugline: str) -> Article:
    named = (AltId(role="slugline", value=slugline),)
    kill = version(number, record_kind="control", signals=("kill",), refers_to=named, raw_ref=REF)
    return replace(kill, first_seen_at=NOON + timedelta(minutes=1))


def test_every_advisory_of_a_payload_counts(store: LocalStore) -> None:
    ship, port = version(1, slugline="Ship-Fire"), version(2, slugline="Port-Strike")
    kills = [
        advisory(number, one) for number, one in enumerate(("Ship-Fire", "Port-Strike", "Mill", "Dam"), 3)
    ]
    waiting = decide(store, BATCH, staging.articles_table([ship, port, *kills]))
    assert read_events(store, "quay").takedowns.keys() == {"quay:1", "quay:2"}
    assert [one.article_id for one in waiting] == ["quay:5", "quay:6"]


def test_an_advisory_under_an_articles_own_id_kills_it_and_an_item_that_is_canceled_names_its_own(
    store: LocalStore,
) -> None:
    decide(store, BATCH, staging.articles_table([version(1), version(2)]))
    canceled = replace(advisory(2, "Mill"), record_kind="article", pub_status="canceled")
    kills = [replace(advisory(1, "Mill"), refers_to=()), canceled]
    assert decide(store, BATCH, staging.articles_table([version(1), version(2), *kills])) == []
    assert read_events(store, "quay").takedowns.keys() == {"quay:1", "quay:2"}


def test_one_of_several_is_closed_by_its_own_id(store: LocalStore) -> None:
    decide(store, BATCH, staging.articles_table([advisory(5, "Mill"), advisory(6, "Dam")]))
    with pytest.raises(ConfigError, match="holds 2 advisories: name one of them, quay:5, quay:6"):
        obligations.close_advisory(REF, "the mill is not ours", store=store)
    obligations.close_advisory("quay:5", "the mill is not ours", store=store)
    assert [one.article_id for one in obligations.open_advisories("quay", store=store)] == ["quay:6"]
    obligations.close_advisory(REF, "nor is the dam", store=store)
    assert obligations.open_advisories("quay", store=store) == []


def test_what_is_said_of_an_advisory_quotes_no_headline(store: LocalStore) -> None:
    """For it may be bound later, and runs/ keeps what was said."""
    named = (AltId(role="headline", value="Ship burns"), AltId(role="transref", value="a0412"))
    (waiting,) = decide(store, BATCH, staging.articles_table([replace(advisory(5, ""), refers_to=named)]))
    assert str(waiting).endswith(" names a headline, transref 'a0412'")
    decide(store, BATCH, staging.articles_table([version(1, headline="Ship burns")]))
    kept = [store.read(one.path) for one in store.objects("raw/source=quay/review")]
    assert not any(stood and b"Ship burns" in stood[0] for stood in kept)


def test_a_closed_advisory_kills_nothing_that_comes_later(store: LocalStore) -> None:
    rows = [advisory(5, "Mill")]
    decide(store, BATCH, staging.articles_table(rows))
    obligations.close_advisory(REF, "sent by mistake", store=store)
    assert decide(store, BATCH, staging.articles_table([*rows, version(1, slugline="Mill")])) == []
    assert read_events(store, "quay").takedowns == {}


def test_a_replay_knows_what_an_advisory_was_bound_to(store: LocalStore) -> None:
    """The tombstone has no slugline any more by which it could be bound again."""
    decide(store, BATCH, staging.articles_table([version(1, slugline="Ship-Fire"), advisory(3, "Ship-Fire")]))
    assert decide(store, BATCH, staging.articles_table([advisory(3, "Ship-Fire")])) == []
