"""Key, client secret and tokens: they work, and stand in no object of the lake, no log and no error."""

import logging
from pathlib import Path
from urllib.parse import quote

import pytest
from tests.wirelake.obligations.decoding import texts
from tests.wirelake.pipeline.apis.agency import CLIENT, HEADER, KEY, OAUTH2, SECRET, Agency
from tests.wirelake.pipeline.apis.captures import cursor, ids, poll

from wirelake.errors import AccessError, FetchError
from wirelake.fetch.spellings import Spellings
from wirelake.storage import LocalStore

KEYED = f"http://:{quote(KEY, safe='')}@127.0.0.1/"
CONNECTED = f"http://{CLIENT}:{quote(SECRET, safe='')}@127.0.0.1/"


def assert_nothing_shows(store: LocalStore, *more: str, secrets: list[str]) -> None:
    hidden = Spellings(secrets)
    found = [("said", one) for one in more] + [*texts(store)]
    found += [
        (one.path, (store.read(one.path) or (b"", ""))[0].decode("latin-1")) for one in store.objects("")
    ]
    assert [where for where, text in found if hidden.stand_in(text.encode("utf-8", "replace"))] == []


def test_a_key_that_each_next_page_repeats_is_masked_and_the_next_page_is_had(
    agency: Agency, lake_of_it: LocalStore, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    agency.write_source(tmp_path / "sources", "", HEADER)
    agency.key, agency.echoes = KEY, f"&apikey={quote(KEY, safe='')}&shown={KEY}"
    for number in range(5):
        agency.publish(number)
    captured = poll(lake_of_it, connection=KEYED)
    agency.publish(5)
    again = poll(lake_of_it, 15, connection=KEYED)
    assert len(ids(lake_of_it)) == 6
    assert "apikey" not in cursor(lake_of_it)
    assert cursor(lake_of_it).endswith("seq=6")
    assert_nothing_shows(lake_of_it, caplog.text, captured.reach, again.reach, secrets=[KEY])


def test_a_wrong_key_fails_clearly(agency: Agency, lake_of_it: LocalStore, tmp_path: Path) -> None:
    agency.write_source(tmp_path / "sources", "", HEADER)
    agency.key = KEY
    with pytest.raises(AccessError, match="the credentials are refused") as told:
        poll(lake_of_it, connection="http://:another-key@127.0.0.1/")
    assert told.value.failure == "access"
    assert cursor(lake_of_it) == ""


def test_a_token_is_asked_for_once_and_anew_where_it_is_refused(
    agency: Agency, lake_of_it: LocalStore, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    agency.write_source(tmp_path / "sources", "", OAUTH2)
    agency.secured = True
    for number in range(5):
        agency.publish(number)
    real, seen = agency.answer, []

    def expiring(path: str, query: dict[str, list[str]]) -> tuple[str, bytes] | None:
        if path == "/feed":
            seen.append(query)
            if len(seen) == 1:
                agency.tokens = ["another"]  # from the second page on it does not hold any more
        return real(path, query)

    agency.answer = expiring  # type: ignore[method-assign]
    agency.echoes = "&was=t0ken%2Fnumber%2B0001-of-the-Pier"
    captured = poll(lake_of_it, connection=CONNECTED)
    assert len(ids(lake_of_it)) == 5
    assert agency.given == 2
    shown = [SECRET, agency.tokens[0], "t0ken/number+0001-of-the-Pier"]
    assert_nothing_shows(lake_of_it, caplog.text, captured.reach, secrets=shown)


def test_a_refused_client_fails_clearly_and_its_secret_is_not_told(
    agency: Agency, lake_of_it: LocalStore, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    agency.write_source(tmp_path / "sources", "", OAUTH2)
    agency.secured = True
    wrong = "an0ther/secret"
    with pytest.raises(
        AccessError, match="answered 401: the credentials are refused: invalid_client"
    ) as told:
        poll(lake_of_it, connection=f"http://{CLIENT}:{quote(wrong, safe='')}@127.0.0.1/")
    assert agency.asked["/token"] == 1
    assert_nothing_shows(lake_of_it, caplog.text, str(told.value), secrets=[wrong])


def test_a_token_that_is_refused_twice_fails_clearly(
    agency: Agency, lake_of_it: LocalStore, tmp_path: Path
) -> None:
    agency.write_source(tmp_path / "sources", "", OAUTH2)
    agency.key = "never"
    with pytest.raises(AccessError, match="the credentials are refused"):
        poll(lake_of_it, connection=CONNECTED)
    assert agency.given == 2


def test_a_token_that_cannot_be_had_now_is_asked_for_later(
    agency: Agency, lake_of_it: LocalStore, tmp_path: Path
) -> None:
    agency.write_source(tmp_path / "sources", "", OAUTH2)
    agency.secured = True
    agency.publish(1)
    agency.fails["/token"] = [503] * 3
    with pytest.raises(FetchError, match="answered 503, and gave no token"):
        poll(lake_of_it, connection=CONNECTED)
    poll(lake_of_it, 15, connection=CONNECTED)
    assert len(ids(lake_of_it)) == 1
