"""Items whose text stands apart: it is fetched with the key, and what has none is kept by itself."""

from pathlib import Path

import pytest
from tests.wirelake.pipeline.apis.agency import HEADER, KEY, RENDITION, Agency
from tests.wirelake.pipeline.apis.captures import BATCH, cursor, ids, poll
from tests.wirelake.pipeline.apis.test_secrets import KEYED

from wirelake.lake.exchanges import outcomes
from wirelake.lake.streams import read
from wirelake.records import Outcome
from wirelake.storage import LocalStore


@pytest.fixture
def apart(agency: Agency, tmp_path: Path) -> Agency:
    """The agency, whose texts stand apart."""
    agency.write_source(tmp_path / "sources", RENDITION, HEADER)
    agency.key, agency.renditions = KEY, True
    return agency


def test_each_text_is_fetched_once_and_again_with_a_new_version(
    apart: Agency, lake_of_it: LocalStore
) -> None:
    for number in range(3):
        apart.publish(number)
    poll(lake_of_it, connection=KEYED)
    assert ids(lake_of_it) == [f"pier:pier{number:04}" for number in range(3)]
    apart.publish(1, version=2)
    poll(lake_of_it, 15, connection=KEYED)
    assert len(ids(lake_of_it)) == 3
    texts = read("articles", lake=lake_of_it.uri, columns=["body_text"])["body_text"].to_pylist()
    assert sum("shift 2" in text for text in texts) == 1
    asked = {path: count for path, count in apart.asked.items() if "?ver=" in path}
    assert len(asked) == 4
    assert set(asked.values()) == {1}
    assert None not in outcomes(lake_of_it, BATCH).values()


def test_an_item_without_a_text_is_kept_by_itself(apart: Agency, lake_of_it: LocalStore) -> None:
    apart.publish(1)
    poll(lake_of_it, connection=KEYED)
    assert len(ids(lake_of_it)) == 1
    apart.publish(1, version=2, pubstatus="canceled", renditions={})
    poll(lake_of_it, 15, connection=KEYED)
    assert ids(lake_of_it) == []
    assert Outcome.CONTROL in outcomes(lake_of_it, BATCH).values()


def test_a_text_that_fails_is_asked_for_again_though_the_cursor_moves(
    apart: Agency, lake_of_it: LocalStore
) -> None:
    for number in range(3):
        apart.publish(number)
    apart.fails["/content/1.nitf"] = [500] * 3
    poll(lake_of_it, connection=KEYED)
    assert len(ids(lake_of_it)) == 2
    assert cursor(lake_of_it).endswith("seq=3")
    poll(lake_of_it, 15, connection=KEYED)
    assert len(ids(lake_of_it)) == 3


def test_a_quota_ends_a_run_and_the_next_day_goes_on_from_the_cursor(
    apart: Agency, lake_of_it: LocalStore, tmp_path: Path
) -> None:
    apart.write_source(tmp_path / "sources", RENDITION, HEADER + "  requests_per_day: 7\n")
    for number in range(6):
        apart.publish(number)
    captured = poll(lake_of_it, connection=KEYED)
    assert "the quota of the day is used up" in captured.reach
    sent = sum(count for path, count in apart.asked.items() if "?" in path)
    assert sent == 7  # three pages with items, an empty one, three texts
    assert cursor(lake_of_it).endswith("seq=2")
    assert len(ids(lake_of_it)) == 3
    again = poll(lake_of_it, 15, connection=KEYED)
    assert "the quota of the day is used up" in again.reach
    assert sum(count for path, count in apart.asked.items() if "?" in path) == sent
    poll(lake_of_it, 24 * 60, connection=KEYED)
    assert len(ids(lake_of_it)) == 6
    assert cursor(lake_of_it).endswith("seq=6")


def test_what_a_run_did_not_send_is_given_back(apart: Agency, lake_of_it: LocalStore, tmp_path: Path) -> None:
    apart.write_source(tmp_path / "sources", RENDITION, HEADER + "  requests_per_day: 1000\n")
    apart.publish(1)
    poll(lake_of_it, connection=KEYED)
    (stored,) = lake_of_it.objects("quotas")
    assert lake_of_it.read(stored.path) is not None
    assert (lake_of_it.read(stored.path) or (b"", ""))[0] == b'{"taken": 3}'


def test_the_wire_may_wait_for_news(agency: Agency, lake_of_it: LocalStore, tmp_path: Path) -> None:
    agency.write_source(tmp_path / "sources", "    wait_seconds: 20\n    wait_parameter: wait\n")
    agency.publish(1)
    poll(lake_of_it)
    assert agency.waited == ["20", "20"]
    assert "wait" not in cursor(lake_of_it)
