"""The page's routes on a real API server: who may see what, what they say of the lake, what they refuse."""

from typing import Any

import jwt
import pytest
import requests
from tests.plugins import rows

import wirelake
from wirelake_local.stack import Stack

DETAIL = f"runs/coastal/{rows.LAST}"
ROUTES = ["", "assets/wire.js", "assets/wire.css", "assets/icon.svg", "runs", DETAIL]
RANGE = {"start": str(rows.FIRST), "end": str(rows.LAST)}


def get(stack: Stack, path: str, token: str | None, **query: Any) -> requests.Response:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    with requests.Session() as session:
        session.trust_env = False
        return session.get(f"{stack.url}/wire/{path}", params=query, headers=headers, timeout=60)


def token_without_rights(stack: Stack) -> str:
    """A user that Airflow knows and that has no role."""
    secret = stack.environment()["AIRFLOW__API_AUTH__JWT_SECRET"]
    claims = jwt.decode(stack.token("viewer"), options={"verify_signature": False})
    return jwt.encode({**claims, "role": ""}, secret, algorithm="HS512")


@pytest.mark.parametrize("path", ROUTES)
def test_every_route_needs_a_user_who_may_see_plugins(stack: Stack, path: str) -> None:
    assert get(stack, path, None).status_code == 401
    assert get(stack, path, token_without_rights(stack)).status_code == 403
    for user in ("viewer", "admin"):
        assert get(stack, path, stack.token(user)).status_code == 200


@pytest.mark.parametrize("path", ["docs", "redoc", "openapi.json"])
def test_fastapis_own_pages_do_not_exist(stack: Stack, path: str) -> None:
    assert get(stack, path, None).status_code == 404


def test_every_answer_lets_only_own_files_act(stack: Stack) -> None:
    for path in (*ROUTES, "assets/none"):
        policy = get(stack, path, stack.token("viewer")).headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self';" in policy
        assert "unsafe" not in policy


def test_the_grid_is_the_lakes(stack: Stack) -> None:
    shown = get(stack, "runs", stack.token("viewer"), **RANGE).json()
    assert shown["days"] == [str(day) for day in (rows.FIRST, rows.MIDDLE, rows.LAST)]
    # menafn ships with wirelake and never ran; ghost ran, but no Dag of that name can be read.
    assert shown["sources"] == ["coastal", "island", "menafn"]
    runs = wirelake.read("runs", start=rows.FIRST, end=rows.LAST, lake=stack.lake).to_pylist()
    shown_runs = [run for run in runs if run["source"] != "ghost" and run["mode"] != "takedown"]
    latest = {(run["source"], str(run["capture_date"])): run for run in shown_runs}
    cells = {(cell["source"], cell["day"]): cell for cell in shown["cells"]}
    assert cells.keys() == latest.keys()
    for key, cell in cells.items():
        for name in ("articles", "rejected", "summary"):
            assert cell[name] == latest[key][name]
    states = {key: cell["state"] for key, cell in cells.items()}
    assert states == {
        ("coastal", str(rows.FIRST)): "success",
        ("coastal", str(rows.MIDDLE)): "some_rejected",
        ("coastal", str(rows.LAST)): "some_rejected",
        ("island", str(rows.FIRST)): "success",
        ("island", str(rows.MIDDLE)): "skipped",
        ("island", str(rows.LAST)): "failed",
    }
    assert cells["coastal", str(rows.MIDDLE)]["runs"] == 2


def test_one_source_alone(stack: Stack) -> None:
    shown = get(stack, "runs", stack.token("viewer"), source="island", **RANGE).json()
    assert shown["sources"] == ["island"]
    assert {cell["source"] for cell in shown["cells"]} == {"island"}


def test_rejections_come_by_page_and_are_the_lakes(stack: Stack) -> None:
    token = stack.token("viewer")
    pages = [get(stack, DETAIL, token, offset=offset).json() for offset in (0, 100, 200, 300)]
    assert [len(page["rejections"]) for page in pages] == [100, 100, 30, 0]
    assert {page["total"] for page in pages} == {230}
    shown = [row for page in pages for row in page["rejections"]]
    stored = wirelake.read("rejected", source="coastal", start=rows.LAST, end=rows.LAST, lake=stack.lake)
    assert shown == stored.select(list(shown[0])).to_pylist()
    assert pages[0]["run"]["rejected_by_reason"] == rows.REASONS
    assert pages[0]["run"]["seconds"] == {"fetch": 6.25, "write": 0.5}


def test_rejections_of_one_reason(stack: Stack) -> None:
    shown = get(stack, DETAIL, stack.token("viewer"), reason="http_404").json()
    assert shown["total"] == rows.REASONS["http_404"]
    assert {row["reason"] for row in shown["rejections"]} == {"http_404"}


def test_the_latest_run_of_the_day_counts(stack: Stack) -> None:
    shown = get(stack, f"runs/coastal/{rows.MIDDLE}", stack.token("viewer")).json()
    assert (shown["state"], shown["runs"], shown["run"]["articles"]) == ("some_rejected", 2, 10)


def test_a_day_without_a_run_is_said_to_have_none(stack: Stack) -> None:
    shown = get(stack, "runs/island/2019-01-01", stack.token("viewer")).json()
    assert (shown["state"], shown["run"], shown["rejections"]) == ("none", None, [])


@pytest.mark.parametrize(
    ("path", "query", "said"),
    [
        ("runs", {"start": "yesterday"}, "not a day: 'yesterday'"),
        ("runs", {"start": "20251207"}, "write it as 2025-12-07"),
        ("runs", {"start": "2025-12-07", "end": "2025-12-05"}, "the first one first"),
        ("runs", {"start": "2020-01-01", "end": "2025-12-05"}, "1 to 92 days"),
        ("runs", {"end": "0001-01-02"}, "from 1900-01-01 on"),
        ("runs", {"start": "9999-12-30"}, "the calendar"),
        ("runs", {"source": "../../etc"}, "not a source"),
        ("runs", {"source": "<script>"}, "not a source"),
        ("runs", {"page": "0"}, "page"),
        ("runs", {"page": "9" * 30}, "page"),
        ("runs/%00/2025-12-07", {}, "not a source"),
        ("runs/coastal/2025-13-01", {}, "not a day"),
        ("runs/coastal/2025-12-07", {"offset": "-1"}, "offset"),
        ("runs/coastal/2025-12-07", {"reason": "<img>"}, "reason"),
    ],
)
def test_what_makes_no_sense_is_refused(stack: Stack, path: str, query: dict[str, str], said: str) -> None:
    answer = get(stack, path, stack.token("viewer"), **query)
    assert answer.status_code == 422
    assert said in answer.text


def test_airflow_reads_the_plugins_and_not_the_pages_modules(stack: Stack) -> None:
    client = stack.client()
    assert client.get("plugins/importErrors")["import_errors"] == []
    assert {one["name"] for one in client.get("plugins")["plugins"]} == {
        "wirelake_wire",
        "wirelake_run_notes",
        "wirelake_capture_days",
    }


def test_only_get(stack: Stack) -> None:
    headers = {"Authorization": f"Bearer {stack.token()}"}
    for path in ("", "runs", DETAIL):
        answer = requests.post(f"{stack.url}/wire/{path}", headers=headers, timeout=60)
        assert answer.status_code == 405
