"""A small client of Airflow's REST API, as one of its users."""

import time
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import requests

from wirelake_local.errors import StackError

TIMEOUT_SECONDS = 60.0
TOKEN_SECONDS = 3600.0  # Airflow's own tokens live for a day


class Client:
    """Requests to Airflow at ``url`` as ``user``; a proxy of the environment is never used."""

    def __init__(self, url: str, user: str, password: str) -> None:
        self.url = url
        self._login = {"username": user, "password": password}
        self._session = requests.Session()
        self._session.trust_env = False
        self._token_until = 0.0

    def token(self) -> str:
        """A new bearer token.

        Raises:
            StackError: Airflow does not know the user or the password.
        """
        answer = self._session.post(f"{self.url}/auth/token", json=self._login, timeout=TIMEOUT_SECONDS)
        if not answer.ok:
            raise StackError(f"{self.url} refuses user {self._login['username']}: HTTP {answer.status_code}")
        return str(answer.json()["access_token"])

    def get(self, path: str, **query: Any) -> Any:
        """The answer to ``GET /api/v2/<path>``."""
        return self.request("GET", path, params=query)

    def request(self, method: str, path: str, **arguments: Any) -> Any:
        """The answer's JSON, or None where it is empty.

        Raises:
            StackError: Airflow cannot be reached or refuses; the message says why, in its words.
        """
        try:
            if time.monotonic() > self._token_until:
                self._session.headers["Authorization"] = f"Bearer {self.token()}"
                self._token_until = time.monotonic() + TOKEN_SECONDS
            where = f"{self.url}/api/v2/{path}"
            answer = self._session.request(method, where, timeout=TIMEOUT_SECONDS, **arguments)
        except requests.RequestException as error:
            raise StackError(f"Airflow at {self.url} does not answer: {error}") from error
        if not answer.ok:
            raise StackError(f"{method} {where}: HTTP {answer.status_code}: {answer.text[:500]}")
        return answer.json() if answer.content else None

    def set_pools(self, pools: Mapping[str, int]) -> None:
        """Make these pools exist with these slots; others are left alone."""
        present = {pool["name"]: pool["slots"] for pool in self.get("pools", limit=100)["pools"]}
        for name, slots in pools.items():
            facts = {"name": name, "slots": slots, "include_deferred": False}
            if name not in present:
                self.request("POST", "pools", json=facts)
            elif present[name] != slots:
                self.request("PATCH", f"pools/{name}", json=facts, params={"update_mask": "slots"})


def unready(url: str, since: Mapping[str, float]) -> list[str]:
    """The components that have shown no sign of life since their start (seconds of the Unix epoch, by name).

    No user is needed to ask. Airflow's own verdict alone would call a component healthy for half a minute
    after its end.
    """
    with requests.Session() as session:
        session.trust_env = False
        try:
            health = session.get(f"{url}/api/v2/monitor/health", timeout=TIMEOUT_SECONDS).json()
        except (requests.RequestException, ValueError):
            return list(since)
    return [name for name in since if not _is_well(health, name.replace("-", "_"), since[name])]


def _is_well(health: Any, name: str, since: float) -> bool:
    if name == "api_server":
        return True  # it has just answered
    found = health.get(name, {})
    beat = found.get(f"latest_{name}_heartbeat")
    return bool(beat) and found["status"] == "healthy" and datetime.fromisoformat(beat).timestamp() >= since
