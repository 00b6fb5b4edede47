"""The cursor of an API: it follows what stands in raw/, and nothing is lost or twofold by it."""

from pathlib import Path

import pytest
from tests.wirelake.pipeline.apis.agency import Agency
from tests.wirelake.pipeline.apis.captures import cursor, ids, poll
from tests.wirelake.quay import contents

from wirelake.errors import AccessError, FetchError
from wirelake.storage import LocalStore


def test_each_poll_goes_on_where_the_last_one_ended(agency: Agency, lake_of_it: LocalStore) -> None:
    for number in range(5):
        agency.publish(number)
    poll(lake_of_it)
    assert ids(lake_of_it) == [f"pier:pier{number:04}" for number in range(5)]
    assert cursor(lake_of_it).endswith("seq=5")
    before = contents(lake_of_it, "raw", "cursors")
    assert poll(lake_of_it, 15).new == 0
    assert contents(lake_of_it, "raw", "cursors") == before
    agency.publish(5)
    agency.asked.clear()
    poll(lake_of_it, 30)
    assert len(ids(lake_of_it)) == 6
    assert agency.asked["/feed"] == 2
    assert cursor(lake_of_it).endswith("seq=6")


def test_an_error_between_two_pages_is_made_good_from_the_page_before(
    agency: Agency, lake_of_it: LocalStore
) -> None:
    for number in range(5):
        agency.publish(number)
    real = agency.answer

    def failing(path: str, query: dict[str, list[str]]) -> tuple[str, bytes] | None:
        return None if query.get("seq") == ["2"] else real(path, query)

    agency.answer = failing  # type: ignore[method-assign]
    assert "answered 404" in poll(lake_of_it).reach
    assert cursor(lake_of_it).endswith("seq=2")
    assert len(ids(lake_of_it)) == 2
    agency.answer = real  # type: ignore[method-assign]
    poll(lake_of_it, 15)
    assert len(ids(lake_of_it)) == 5
    assert cursor(lake_of_it).endswith("seq=5")


def test_a_server_error_at_the_first_page_leaves_the_cursor(agency: Agency, lake_of_it: LocalStore) -> None:
    agency.publish(1)
    poll(lake_of_it)
    stood = cursor(lake_of_it)
    agency.publish(2)
    agency.fails["/feed"] = [500] * 3
    with pytest.raises(FetchError, match="answered 500"):
        poll(lake_of_it, 15)
    assert cursor(lake_of_it) == stood
    poll(lake_of_it, 30)
    assert len(ids(lake_of_it)) == 2


def test_what_the_server_sends_again_is_not_twofold(agency: Agency, lake_of_it: LocalStore) -> None:
    for number in range(3):
        agency.publish(number)
    poll(lake_of_it)
    agency.publish(3)
    agency.goes_back = True
    assert "leads back" in poll(lake_of_it, 15).reach
    assert len(ids(lake_of_it)) == 3
    poll(lake_of_it, 30)
    assert len(ids(lake_of_it)) == 4


def test_a_run_follows_so_many_pages_and_the_next_one_the_rest(
    agency: Agency, lake_of_it: LocalStore, tmp_path: Path
) -> None:
    agency.write_source(tmp_path / "sources", "    max_pages: 2\n")
    for number in range(7):
        agency.publish(number)
    assert "2 pages were followed" in poll(lake_of_it).reach
    assert len(ids(lake_of_it)) == 4
    poll(lake_of_it, 15)
    assert len(ids(lake_of_it)) == 7


def test_a_refused_cursor_is_told_with_its_cure_or_begun_anew(
    agency: Agency, lake_of_it: LocalStore, tmp_path: Path
) -> None:
    agency.publish(1)
    poll(lake_of_it)
    agency.publish(2)
    agency.fails["/feed"] = [410]
    with pytest.raises(AccessError, match="write cursor_refused: begin"):
        poll(lake_of_it, 15)
    agency.write_source(tmp_path / "sources", "    cursor_refused: begin\n")
    agency.fails["/feed"] = [410]
    poll(lake_of_it, 30)
    assert len(ids(lake_of_it)) == 2
    assert cursor(lake_of_it).endswith("seq=2")


def test_a_page_that_leads_to_another_host_or_back_ends_the_walk(
    agency: Agency, lake_of_it: LocalStore
) -> None:
    agency.publish(1)
    real = agency.answer
    agency.answer = lambda path, query: (  # type: ignore[method-assign]
        ("application/json", real(path, query)[1].replace(b'"/feed?', b'"http://127.0.0.2/feed?'))  # type: ignore[index]
        if path == "/feed"
        else None
    )
    captured = poll(lake_of_it)
    assert "none that may be asked for" in captured.reach
    assert len(ids(lake_of_it)) == 1
    assert cursor(lake_of_it) == ""
