"""The desk's routes on a real API server: who may see what, and what is refused."""

import re
from typing import Any

import jwt
import pytest
import requests
from fastapi.routing import APIRoute
from plugins.wire_desk.app import app
from tests.plugins import rows

from wirelake_local.stack import Stack

ROUTES = [route for route in app.routes if isinstance(route, APIRoute)]
VALUES = {"name": "desk.css", "dag_id": "coastal", "day": str(rows.LAST)}


def path_of(route: APIRoute, **values: str) -> str:
    """The route's path with a value for each of its parameters."""
    told = {**VALUES, **values}
    return re.sub(r"\{(\w+)(?::\w+)?\}", lambda found: told.get(found[1], "1"), route.path)


def ask(
    stack: Stack,
    method: str,
    path: str,
    token: str | None,
    headers: dict[str, str] | None = None,
    **query: Any,
) -> requests.Response:
    sent = {**({"Authorization": f"Bearer {token}"} if token else {}), **(headers or {})}
    with requests.Session() as session:
        session.trust_env = False
        return session.request(
            method, f"{stack.url}/wire{path}", params=query, headers=sent, timeout=60, allow_redirects=False
        )


def token_without_rights(stack: Stack) -> str:
    """A user that Airflow knows and that has no role."""
    secret = stack.environment()["AIRFLOW__API_AUTH__JWT_SECRET"]
    claims = jwt.decode(stack.token("viewer"), options={"verify_signature": False})
    return jwt.encode({**claims, "role": ""}, secret, algorithm="HS512")


def test_the_app_has_no_route_but_its_own() -> None:
    assert len(ROUTES) == len(app.routes)
    for route in ROUTES:
        assert route.methods in ({"GET"}, {"POST"})


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{next(iter(route.methods))} {route.path}")
def test_every_route_needs_a_user_who_may_see_plugins(stack: Stack, route: APIRoute) -> None:
    (method,) = route.methods
    path = path_of(route)
    refused = ask(stack, method, path, None)
    assert refused.status_code == 401
    if method == "GET":
        assert f"/api/v2/auth/login?next=/wire{path}" in refused.text
    assert ask(stack, method, path, token_without_rights(stack)).status_code == 403
    if method == "GET":
        for user in ("viewer", "admin"):
            assert ask(stack, method, path, stack.token(user)).status_code in (200, 303, 404)


SOURCES = [route for route in ROUTES if "{dag_id}" in route.path]


@pytest.mark.parametrize("name", ["%00", "..%2f..", "<script>", "Coastal", "a" * 300])
@pytest.mark.parametrize("route", SOURCES, ids=lambda route: f"{next(iter(route.methods))} {route.path}")
def test_a_name_that_no_source_has_is_refused(stack: Stack, route: APIRoute, name: str) -> None:
    (method,) = route.methods
    answer = ask(stack, method, path_of(route, dag_id=name), stack.token("admin"))
    assert answer.status_code in (404, 422)
    assert "<script>" not in answer.text.replace('<script src="', "")


POSTS = [route for route in ROUTES if route.methods == {"POST"}]


@pytest.mark.parametrize("route", POSTS, ids=lambda route: route.path)
@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
    ],
)
def test_a_post_of_another_site_is_refused(stack: Stack, route: APIRoute, headers: dict[str, str]) -> None:
    answer = ask(stack, "POST", path_of(route), stack.token("admin"), headers)
    assert answer.status_code == 403
    assert "not sent by a page of this Airflow" in answer.text


@pytest.mark.parametrize("path", ["/docs", "/redoc", "/openapi.json"])
def test_fastapis_own_pages_do_not_exist(stack: Stack, path: str) -> None:
    assert ask(stack, "GET", path, None).status_code == 404


def test_every_answer_lets_only_own_files_act(stack: Stack) -> None:
    token = stack.token("viewer")
    for path in (*map(path_of, ROUTES), "/assets/none", "/nowhere"):
        for answer in (ask(stack, "GET", path, token), ask(stack, "GET", path, None)):
            policy = answer.headers["Content-Security-Policy"]
            assert "default-src 'none'" in policy
            assert "script-src 'self';" in policy
            assert "unsafe" not in policy


def test_airflow_reads_the_plugins_and_not_the_desks_modules(stack: Stack) -> None:
    client = stack.client()
    assert client.get("plugins/importErrors")["import_errors"] == []
    assert {one["name"] for one in client.get("plugins")["plugins"]} == {
        "wirelake_wire",
        "wirelake_run_notes",
        "wirelake_capture_days",
    }
