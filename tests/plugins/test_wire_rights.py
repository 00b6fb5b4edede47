"""What a user of some Dags sees of the desk, and what it does for whom; hostile text stays text."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from plugins.wire_desk.pages import day as day_module
from tests.plugins import rows
from tests.plugins.desk_client import Rights, desk_of, new_lake
from tests.wirelake.quay import write_sources

DAY = f"/sources/coastal/{rows.LAST}"
END = f"end={rows.LAST}"
SAME = {"Sec-Fetch-Site": "same-origin"}
Desk = Callable[..., TestClient]


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("desk") / "lake"
    rows.fill(new_lake(folder))
    return folder


@pytest.fixture
def desk(lake: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """Opens the desk as a user who may read, and trigger, these Dags."""
    write_sources(tmp_path / "sources", "coastal", "island")
    monkeypatch.setenv("WIRELAKE_SOURCES", str(tmp_path / "sources"))
    with ExitStack() as open_:
        yield lambda *reads, triggers=(): open_.enter_context(
            desk_of(lake, Rights(reads={*reads}, triggers={*triggers}), monkeypatch)
        )


@pytest.fixture
def triggered(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """What would have been triggered."""
    found: list[tuple[Any, ...]] = []

    def trigger(*asked: Any) -> bool:
        found.append(asked)
        return True

    monkeypatch.setattr(day_module, "trigger", trigger)
    return found


def test_sources_that_one_may_not_read_stand_on_no_page(desk: Desk) -> None:
    client = desk("coastal")
    shown = client.get(f"/?{END}")
    assert shown.status_code == 200
    assert "coastal" in shown.text
    assert "island" not in shown.text
    assert "ghost" not in shown.text
    for path in ("/sources/island", f"/sources/island/{rows.LAST}", f"/sources/ghost/{rows.LAST}"):
        assert client.get(path).status_code == 403


def test_nothing_is_found_of_them_either(desk: Desk) -> None:
    client = desk("island")
    for query in ("coastal:1", "Harbour", "https://coastal.example/4", "coastal/2025-12-07#<urn:uuid:1>"):
        shown = client.get("/find", params={"q": query})
        assert shown.status_code == 200
        assert "/articles/coastal" not in shown.text
        assert "/sources/coastal" not in shown.text
    assert "No source that you may read" in client.get("/find", params={"q": "coastal:1"}).text


def test_a_hostile_headline_is_text(desk: Desk) -> None:
    client = desk("coastal")
    for path in (DAY, f"/find?q=Harbour&{END}"):
        shown = client.get(path).text
        assert "<script>document" not in shown
        assert "<img src=x" not in shown
    assert "&lt;script&gt;document.title=" in client.get(DAY).text
    for asked in ("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>'):
        for path in ("/find", "/"):
            shown = client.get(path, params={"q": asked}).text
            assert "<script>alert" not in shown
            assert "<img" not in shown


def test_what_readers_may_not_read_yet_has_no_headline(desk: Desk) -> None:
    shown = desk("coastal").get(DAY).text
    assert rows.EMBARGOED not in shown
    assert "coastal:3" in shown
    assert "embargoed" in shown


def test_a_headline_has_its_own_direction(desk: Desk) -> None:
    assert f'<bdi dir="auto">{rows.FROM_THE_RIGHT}</bdi>' in desk("coastal").get(DAY).text


def test_rejections_come_by_reason_and_by_page(desk: Desk) -> None:
    client = desk("coastal")
    assert "230 rejected" in client.get(DAY).text
    pages = [client.get(f"{DAY}?reason=http_404&rejected={number}").text for number in (1, 2, 3)]
    assert [page.count("evidence ") for page in pages] == [50, 50, 0]
    assert all(page.count(">body_missing</strong>") == 0 for page in pages)


def test_a_replay_is_started_as_this_user(desk: Desk, triggered: list[tuple[Any, ...]]) -> None:
    client = desk("coastal", triggers=("wire_replay",))
    assert "Replay these" in client.get(DAY).text
    answer = client.post(f"{DAY}/replay", headers=SAME)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{DAY}?started=yes")
    day = str(rows.LAST)
    conf = {"sources": ["coastal"], "from_day": day, "to_day": day, "accept": False}
    assert triggered == [("wire_replay", conf, "ada")]
    assert "The replay was started" in client.get(answer.headers["location"]).text


def test_who_may_not_trigger_has_no_button_and_no_way_round_it(
    desk: Desk, triggered: list[tuple[Any, ...]]
) -> None:
    client = desk("coastal")
    assert "Replay these" not in client.get(DAY).text
    assert client.post(f"{DAY}/replay", headers=SAME).status_code == 403
    other = desk("island", triggers=("wire_replay",))
    assert other.post(f"{DAY}/replay", headers=SAME).status_code == 403
    assert triggered == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
    ],
)
def test_another_sites_page_starts_nothing(
    desk: Desk, triggered: list[tuple[Any, ...]], headers: dict[str, str]
) -> None:
    client = desk("coastal", triggers=("wire_replay",))
    assert client.post(f"{DAY}/replay", headers=headers).status_code == 403
    assert triggered == []


def test_a_cookie_alone_starts_nothing(desk: Desk, triggered: list[tuple[Any, ...]]) -> None:
    client = desk("coastal", triggers=("wire_replay",))
    del client.headers["authorization"]
    client.cookies.set("_token", "one")
    assert client.post(f"{DAY}/replay").status_code == 403
    assert client.post(f"{DAY}/replay", headers={"Origin": "http://testserver"}).status_code == 303
    assert len(triggered) == 1


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/?end=yesterday", "not a day: &#39;yesterday&#39;"),
        ("/?end=20251207", "write it as 2025-12-07"),
        ("/?end=0001-01-02", "from 1900-01-01 on"),
        ("/?days=0", "days: "),
        ("/?days=9999", "days: "),
        ("/?source=..%2Fetc", "not a source"),
        ("/?state=%3Cb%3E", "state: "),
        ("/?page=0", "page: "),
        (f"/?page={'9' * 30}", "page: "),
        ("/sources/coastal/2025-13-01", "not a day"),
        (f"{DAY}?page=-1", "page: "),
        (f"{DAY}?reason=<img>", "reason: "),
        (f"/find?q={'x' * 2001}", "q: "),
        ("/find?source=<b>", "source: "),
    ],
)
def test_what_makes_no_sense_is_refused(desk: Desk, path: str, said: str) -> None:
    answer = desk("coastal").get(path)
    assert answer.status_code == 422
    assert said in answer.text
    assert "<img" not in answer.text


def test_a_lake_that_is_missing_is_said_with_its_cure(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = desk("coastal")
    monkeypatch.setenv("WIRELAKE_LAKE", str(tmp_path / "nothing"))
    for path in ("/", DAY, "/find?q=harbour"):
        answer = client.get(path)
        assert answer.status_code == 503
        assert "The lake cannot be read" in answer.text


def test_a_day_without_a_run_says_what_to_do(desk: Desk) -> None:
    shown = desk("island").get("/sources/island/2019-01-01").text
    assert "No run of this day stands in the lake." in shown
    assert "backfill" in shown


def test_what_a_poll_missed_stands_on_its_day(desk: Desk) -> None:
    shown = desk("island").get(f"/sources/island/{rows.FIRST}").text
    assert rows.GAPS[19] in shown
    assert rows.GAPS[20] not in shown
    assert "and 2 more, in runs/" in shown
    assert "names slugline" in shown
    assert "/dags/island_poll/runs" in shown


def test_a_source_leads_to_its_latest_day_or_its_row(desk: Desk) -> None:
    answer = desk("coastal").get("/sources/coastal")
    assert (answer.status_code, answer.headers["location"]) == (303, "/?source=coastal")


def test_links_stand_below_the_mount(desk: Desk) -> None:
    client = desk("coastal")
    shown = TestClient(client.app, root_path="/airflow/wire", headers=dict(client.headers)).get(DAY).text
    assert 'href="/airflow/wire/assets/desk.css"' in shown
    assert 'href="/airflow/dags/coastal/runs' in shown
