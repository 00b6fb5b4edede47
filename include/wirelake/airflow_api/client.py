"""A small client of Airflow's REST API, as one of its users."""

import time
from collections.abc import Iterator
from typing import Any

import requests

from wirelake.errors import AirflowError
from wirelake.legible import one_line

TIMEOUT_SECONDS = 60.0
TOKEN_SECONDS = 3600.0  # Airflow's own tokens live for a day
PAGE = 100  # what Airflow lists at once
MAX_PAGES = 200
MAX_SAID = 500  # characters of a refusal that are repeated


class Client:
    """Requests to Airflow at ``url``, as ``user`` or with a bearer token that is there already.

    A proxy of the environment is never used.
    """

    def __init__(self, url: str, user: str = "", password: str = "", *, token: str = "") -> None:
        self.url = url.rstrip("/")
        self._login = {"username": user, "password": password}
        self._session = requests.Session()
        self._session.trust_env = False
        self._token_until = 0.0
        if token:
            self._session.headers["Authorization"] = f"Bearer {token}"
            self._token_until = float("inf")

    def token(self) -> str:
        """A new bearer token.

        Raises:
            AirflowError: Airflow does not know the user or the password.
        """
        answer = self._session.post(f"{self.url}/auth/token", json=self._login, timeout=TIMEOUT_SECONDS)
        if not answer.ok:
            user = self._login["username"]
            raise AirflowError(
                f"{self.url} refuses user {user}: HTTP {answer.status_code}", status=answer.status_code
            )
        return str(answer.json()["access_token"])

    def get(self, path: str, **query: Any) -> Any:
        """The answer to ``GET /api/v2/<path>``."""
        return self.request("GET", path, params=query)

    def request(self, method: str, path: str, **arguments: Any) -> Any:
        """The answer's JSON, or None where it is empty.

        Raises:
            AirflowError: Airflow cannot be reached or refuses; the message says why, in its words.
        """
        try:
            if time.monotonic() > self._token_until:
                self._session.headers["Authorization"] = f"Bearer {self.token()}"
                self._token_until = time.monotonic() + TOKEN_SECONDS
            where = f"{self.url}/api/v2/{path}"
            answer = self._session.request(method, where, timeout=TIMEOUT_SECONDS, **arguments)
            if answer.ok:
                return answer.json() if answer.content else None
        except requests.RequestException as error:  # no JSON is one of these too
            raise AirflowError(f"Airflow at {self.url} does not answer: {one_line(str(error))}") from error
        said = one_line(answer.text[:MAX_SAID])
        raise AirflowError(f"{method} {where}: HTTP {answer.status_code}: {said}", status=answer.status_code)

    def listed(self, path: str, key: str, **query: Any) -> Iterator[Any]:
        """All entries of a list, page by page, up to ``MAX_PAGES`` of them."""
        for page in range(MAX_PAGES):
            found = self.get(path, limit=PAGE, offset=page * PAGE, **query)[key]
            yield from found
            if len(found) < PAGE:
                return
