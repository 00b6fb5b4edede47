"""The key of a row, and its rights in a word."""

from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.wirelake.quay import BATCH, capture, page, received, version
from tests.wirelake.write.publishing import publish

import wirelake
from wirelake.batches.staging import articles_table
from wirelake.config import Batch
from wirelake.evidence.published import local_date
from wirelake.lake.marker import begin
from wirelake.storage import LocalStore
from wirelake.write.keys import keyed

NEXT = Batch("quay", date(2026, 3, 3))


def test_an_article_that_is_seen_again_meets_the_row_that_it_is_made_of(tmp_path: Path) -> None:
    store = LocalStore(tmp_path)
    begin(store)
    capture(store, BATCH, [received(1, page(1))])
    publish(store, BATCH, version(1), version(2))
    again = {"first_seen_at": datetime(2026, 3, 3, 12, tzinfo=UTC)}
    publish(store, NEXT, version(1, batch=NEXT, **again), version(3, batch=NEXT))
    history, articles = (wirelake.read(one, lake=store.uri).to_pylist() for one in ("history", "articles"))
    by_key = {row["row_id"]: row for row in history}
    assert (len(by_key), len(history), len(articles)) == (4, 4, 3)
    assert all(by_key[row["row_id"]]["raw_ref"] == row["raw_ref"] for row in articles)
    versions = wirelake.read("versions", lake=store.uri)["row_id"].to_pylist()
    assert {row["row_id"] for row in articles} == {*versions}


def test_the_key_follows_from_what_names_the_row_and_from_nothing_else() -> None:
    (first,) = keyed(articles_table([version(1, version="1")]))["row_id"].to_pylist()
    (read_better,) = keyed(articles_table([version(1, version="1", body_text="Other.")]))[
        "row_id"
    ].to_pylist()
    assert first == read_better and len(first) == 32
    for other in (version(2, version="1"), version(1, version="2"), version(1, version="1", batch=NEXT)):
        assert keyed(articles_table([other]))["row_id"].to_pylist() != [first]


def test_two_of_one_payload_under_one_version_have_two_keys() -> None:
    twice = [version(1, version="1"), version(1, version="1", body_text="Other.")]
    assert len(set(keyed(articles_table(twice))["row_id"].to_pylist())) == 2


def test_rights_in_a_word() -> None:
    rows = keyed(
        articles_table([version(n, rights_reserved=one) for n, one in enumerate((None, True, False))])
    )
    assert rows["rights_status"].to_pylist() == ["unknown", "reserved", "open"]


def test_the_local_date_is_of_the_sources_zone_and_a_stated_day_stays() -> None:
    late = datetime(2026, 3, 2, 22, 30, tzinfo=UTC)
    assert local_date(late, date(2026, 3, 2), ZoneInfo("Asia/Kuwait")) == date(2026, 3, 3)
    assert local_date(None, date(2026, 3, 2), ZoneInfo("Asia/Kuwait")) == date(2026, 3, 2)
