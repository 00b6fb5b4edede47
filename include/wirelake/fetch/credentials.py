"""A paid wire's credentials: sent to its own hosts over TLS only, shown nowhere.

They come from an Airflow connection, in either of the forms that Airflow itself reads: a URI or JSON.
"""

import base64
import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol
from urllib.parse import parse_qsl, quote, unquote, unquote_plus, urlsplit

from wirelake.config import FetchFacts
from wirelake.errors import AccessError, ConfigError
from wirelake.fetch.spellings import Spellings
from wirelake.fetch.transport.guard import parse
from wirelake.records import HIDDEN

MIN_HIDDEN = 4  # shorter ones would blot out half of any text
HEADER_VALUE = re.compile(r"[\x21-\x7e]+(?: [\x21-\x7e]+)*")
LOOPBACK = re.compile(r"127(\.\d{1,3}){3}|::1|localhost|.+\.localhost")


class Secrets(Protocol):
    """What is shown to a wire, and nowhere else: ``Credentials``, or the tokens of a ``Grant``."""

    @property
    def hosts(self) -> frozenset[str]:
        """Those that get it: names, or ``name:port``."""

    @property
    def spellings(self) -> Spellings:
        """All that must be shown nowhere, in every spelling."""

    def headers_for(self, url: str) -> dict[str, str]:
        """The headers that go with a request to this address; none to another host or without TLS."""

    def address_for(self, url: str) -> str:
        """The address as it is asked for: where the secret is a parameter, with it."""

    @property
    def parameter(self) -> str:
        """The name of the parameter that the secret is; "": it goes in a header."""

    def scrub(self, text: str) -> str:
        """The text without the secrets, however they are written in it."""


@dataclass(frozen=True, repr=False)
class Credentials:
    """What one source shows its wire. ``hosts`` are names, or ``name:port``; other hosts get nothing."""

    auth: str  # basic, bearer, header, query or cookies
    secret: str
    hosts: frozenset[str]
    login: str = ""
    header: str = "X-Api-Key"
    parameter: str = ""  # of query
    allow_loopback: bool = False

    def __repr__(self) -> str:
        return f"Credentials(auth={self.auth!r}, hosts={sorted(self.hosts)}, secret={HIDDEN})"

    __str__ = __repr__

    def headers_for(self, url: str) -> dict[str, str]:
        """The headers that go with a request to this address; none to another host or without TLS."""
        return dict([self._header]) if self.auth != "query" and self._may_see(url) else {}

    def address_for(self, url: str) -> str:
        """The address as it is asked for: of ``query`` with the secret, of an own host over TLS alone."""
        if not self.parameter or not self._may_see(url):
            return url
        plain = without_parameter(url, self.parameter)
        return f"{plain}{'&' if '?' in plain else '?'}{self.parameter}={quote(self.secret, safe='')}"

    def _may_see(self, url: str) -> bool:
        try:
            target = parse(url, allow_loopback=self.allow_loopback, ports=range(1, 65_536))
        except AccessError:
            return False
        own = target.host in self.hosts or target.site in self.hosts
        return own and (
            target.scheme == "https" or (self.allow_loopback and bool(LOOPBACK.fullmatch(target.host)))
        )

    def scrub(self, text: str) -> str:
        """The text without the secrets, however they are written in it."""
        return self.spellings.masked(text, HIDDEN)

    @cached_property
    def spellings(self) -> Spellings:
        """All that must be shown nowhere, in every spelling."""
        secrets = [self.secret, self._token]
        if self.auth == "cookies":
            secrets += [one.partition("=")[2].strip() for one in self.secret.split(";")]
        return Spellings(one for one in secrets if len(one) >= MIN_HIDDEN)

    @cached_property
    def _header(self) -> tuple[str, str]:
        match self.auth:
            case "basic":
                return "Authorization", f"Basic {self._token}"
            case "bearer":
                return "Authorization", f"Bearer {self.secret}"
            case "cookies":
                return "Cookie", self.secret
        return self.header, self.secret

    @property
    def packed(self) -> str:
        """Login and secret as a header of ``basic`` holds them."""
        return self._token

    @cached_property
    def _token(self) -> str:
        return base64.b64encode(f"{self.login}:{self.secret}".encode()).decode()


def without_parameter(url: str, name: str) -> str:
    """The address without this parameter; all else in it stays as it is written."""
    start, mark, rest = url.partition("?")
    query, sign, fragment = rest.partition("#")
    kept = [one for one in query.split("&") if unquote_plus(one.partition("=")[0]) != name]
    return f"{start}{mark if any(kept) else ''}{'&'.join(kept)}{sign}{fragment}"


def from_connection(text: str, facts: FetchFacts, hosts: Collection[str]) -> Credentials:
    """The credentials of an Airflow connection, as it stands in AIRFLOW_CONN_<ID>: a URI or JSON.

    The password is the secret: of ``basic`` with the login, of ``bearer`` the token, of ``header`` and
    ``query`` the key, of ``cookies`` the Cookie header's value, unless the extra holds
    ``{"cookies": {name: value}}``; of ``oauth2`` that of the client, whose id is the login.

    Raises:
        ConfigError: it cannot be read, or holds no secret that a header can carry. Never shows the text.
    """
    what = f"connection {facts.connection!r}"
    read = connection_parts(text, what)
    secret = str(read.get("password") or "")
    cookies = read["extra"].get("cookies")
    if facts.auth == "cookies" and isinstance(cookies, Mapping):
        secret = "; ".join(f"{name}={value}" for name, value in cookies.items())
    is_named = facts.auth in ("basic", "oauth2")
    if not secret or (is_named and not read.get("login")):
        raise ConfigError(f"{what}: give it a password{' and a login' if is_named else ''}")
    if not is_named and not HEADER_VALUE.fullmatch(secret):
        raise ConfigError(f"{what}: its secret holds characters that no header can carry")
    own = str(read.get("host") or "").lower()
    return Credentials(
        auth=facts.auth,
        secret=secret,
        login=str(read.get("login") or ""),
        header=facts.auth_header,
        parameter=facts.auth_parameter if facts.auth == "query" else "",
        hosts=frozenset(host.lower() for host in (*hosts, own) if host),
        allow_loopback=facts.allow_loopback,
    )


def connection_parts(text: str, what: str) -> dict[str, Any]:
    """Login, password, host, scheme, port, path and extra of an Airflow connection, where stated.

    Raises:
        ConfigError: neither a URI nor JSON. Never shows the text.
    """
    try:
        return _json(text) if text.lstrip().startswith("{") else _uri(text)
    except (ValueError, TypeError, AttributeError):
        raise ConfigError(f"{what}: neither an Airflow connection's URI nor its JSON") from None


def _json(text: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(text)
    extra = read.get("extra") or {}
    host = str(read.get("host") or "")
    host = (urlsplit(host).hostname or "") if "://" in host else host
    more = {"scheme": read.get("conn_type"), "path": read.get("schema"), "address": read.get("host")}
    return {
        **more,
        **read,
        "host": host,
        "extra": json.loads(extra) if isinstance(extra, str) else dict(extra),
    }


def _uri(text: str) -> dict[str, Any]:
    parts = urlsplit(text.strip())
    if not parts.scheme:
        raise ValueError
    query = dict(parse_qsl(parts.query))
    extra = json.loads(query["__extra__"]) if "__extra__" in query else query
    return {
        "login": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "host": unquote(parts.hostname or ""),
        "scheme": parts.scheme,
        "port": parts.port,
        "path": parts.path,
        "extra": dict(extra),
    }
