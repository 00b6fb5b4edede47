"""What wirelake itself says to an address that its operator named: a webhook, a heartbeat.

Such an address may lie inside, and its path is a secret: it is never shown. No redirect is followed, and of
the answer no byte is read.
"""

from typing import Any
from urllib.parse import unquote, urlsplit

import requests

from wirelake.errors import ConfigError, FetchError
from wirelake.fetch.credentials import connection_parts

TIMEOUT = (10, 20)  # seconds to connect, and to answer


def url_of(connection: str, *, what: str) -> str:
    """The address of a connection: of one of http its own, of another as Airflow writes those of Slack, its
    host and its password.

    Raises:
        ConfigError: it is none of http or https.
    """
    read = connection_parts(connection, what)
    kind, path = str(read.get("scheme") or ""), unquote(str(read.get("path") or "")).strip("/")
    host = str(read.get("address") or read.get("host") or "").rstrip("/")
    scheme = kind if kind in ("http", "https") else "https"
    if path in ("http", "https"):  # Airflow's connections of http keep it there
        scheme, path = path, ""
    if not path and kind not in ("http", "https"):
        path = str(read.get("password") or "")
    start = host if "://" in host else f"{scheme}://{host}"
    start += f":{read['port']}" if read.get("port") else ""
    return _checked(f"{start}/{path}" if path else start, what)


def post(url: str, body: dict[str, Any], *, what: str) -> None:
    """Send it as JSON.

    Raises:
        FetchError: no answer, or another than of success.
    """
    _said("POST", url, what, json=body)


def ask(url: str, *, what: str) -> None:
    """A GET, for its own sake.

    Raises:
        ConfigError: it is no address.
        FetchError: no answer, or another than of success.
    """
    _said("GET", _checked(url, what), what)


def _said(method: str, url: str, what: str, **more: Any) -> None:
    try:
        with requests.Session() as session:
            session.trust_env = False  # no proxy, no .netrc
            answer = session.request(method, url, timeout=TIMEOUT, allow_redirects=False, stream=True, **more)
            answer.close()
    except requests.RequestException as error:
        raise FetchError(f"{what}: {_host(url)} was not reached: {type(error).__name__}") from None
    if not 200 <= answer.status_code < 300:
        raise FetchError(f"{what}: {_host(url)} answered {answer.status_code}")


def _checked(url: str, what: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ConfigError(f"{what}: write a http:// or https:// address")
    return url


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""
