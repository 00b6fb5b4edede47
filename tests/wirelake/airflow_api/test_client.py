"""The client of Airflow's REST API, against a server on loopback."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from wirelake.airflow_api import Client
from wirelake.errors import AirflowError
from wirelake_local.health import set_pools

POOLS = 230


class Lists(BaseHTTPRequestHandler):
    """Answers as Airflow does: a list in pages, a refusal in JSON, and once no JSON at all."""

    asked: list[str]

    def do_GET(self) -> None:
        query = parse_qs(urlsplit(self.path).query)
        if "/pools" in self.path:
            first = int(query.get("offset", ["0"])[0])
            names = range(first, min(first + int(query["limit"][0]), POOLS))
            self._say(200, json.dumps({"pools": [{"name": f"pool_{one}", "slots": 1} for one in names]}))
        elif "/broken" in self.path:
            self._say(200, "<html>a proxy's page</html>")
        else:
            self._say(404, '{"detail": "no\\u001b[31m such thing"}')

    def do_POST(self) -> None:
        self.asked.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self._say(201, "{}")

    def _say(self, status: int, body: str) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def client() -> Iterator[Client]:
    Lists.asked = []
    with ThreadingHTTPServer(("127.0.0.1", 0), Lists) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield Client(f"http://127.0.0.1:{server.server_port}/", token="a-token")  # noqa: S106
        server.shutdown()
        thread.join()


def test_a_long_list_comes_whole(client: Client) -> None:
    assert len(list(client.listed("pools", "pools"))) == POOLS


def test_of_more_than_a_hundred_pools_none_is_made_twice(client: Client) -> None:
    set_pools(client, {f"pool_{one}": 1 for one in range(POOLS + 1)})
    assert [json.loads(one)["name"] for one in Lists.asked] == [f"pool_{POOLS}"]


def test_a_refusal_says_status_and_words_without_what_a_terminal_obeys(client: Client) -> None:
    with pytest.raises(AirflowError, match=r"HTTP 404: .*no.* such thing") as raised:
        client.get("dags/none")
    assert raised.value.status == 404
    assert "\x1b" not in str(raised.value)


def test_what_is_no_json_is_no_traceback(client: Client) -> None:
    with pytest.raises(AirflowError, match="does not answer"):
        client.get("broken")
