"""A paid wire's credentials: sent to its own hosts over TLS only, shown nowhere.

They come from an Airflow connection, in either of the forms that Airflow itself reads: a URI or JSON.
"""

import base64
import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from wirelake.config import FetchFacts, SourceConfig
from wirelake.errors import AccessError, ConfigError
from wirelake.fetch.spellings import Spellings
from wirelake.fetch.transport.guard import parse
from wirelake.records import HIDDEN

MIN_HIDDEN = 4  # shorter ones would blot out half of any text
LOOPBACK = re.compile(r"127(\.\d{1,3}){3}|::1|localhost|.+\.localhost")


@dataclass(frozen=True, repr=False)
class Credentials:
    """What one source shows its wire. ``hosts`` are names, or ``name:port``; other hosts get nothing."""

    auth: str  # basic, bearer, header or cookies
    secret: str
    hosts: frozenset[str]
    login: str = ""
    header: str = "X-Api-Key"
    allow_loopback: bool = False

    def __repr__(self) -> str:
        return f"Credentials(auth={self.auth!r}, hosts={sorted(self.hosts)}, secret={HIDDEN})"

    __str__ = __repr__

    def headers_for(self, url: str) -> dict[str, str]:
        """The headers that go with a request to this address; none to another host or without TLS."""
        try:
            target = parse(url, allow_loopback=self.allow_loopback, ports=range(1, 65_536))
        except AccessError:
            return {}
        own = target.host in self.hosts or target.site in self.hosts
        safe = target.scheme == "https" or (self.allow_loopback and LOOPBACK.fullmatch(target.host))
        return dict([self._header]) if own and safe else {}

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

    @cached_property
    def _token(self) -> str:
        return base64.b64encode(f"{self.login}:{self.secret}".encode()).decode()


def credentials_of(source: SourceConfig, connection: str | None) -> Credentials | None:
    """The source's credentials, from the text of the connection that its YAML names; None if it names none.

    They are for the hosts of its discovery and for the connection's own.

    Raises:
        ConfigError: the connection is missing, or cannot be used.
    """
    named = source.fetch.connection
    if named is None:
        return None
    if not connection:
        variable = f"AIRFLOW_CONN_{named.upper()}"
        raise ConfigError(
            f"{source.name}: fetch.connection: {named!r}: no such connection: "
            f"add it in Airflow, or set {variable}"
        )
    listed = (getattr(part, "url", "") for part in source.discover)
    hosts = {host for url in listed if (host := urlsplit(url).hostname)}
    return from_connection(connection, source.fetch, hosts)


def from_connection(text: str, facts: FetchFacts, hosts: Collection[str]) -> Credentials:
    """The credentials of an Airflow connection, as it stands in AIRFLOW_CONN_<ID>: a URI or JSON.

    The password is the secret: of ``basic`` with the login, of ``bearer`` the token, of ``header`` the key,
    of ``cookies`` the Cookie header's value, unless the extra holds ``{"cookies": {name: value}}``.

    Raises:
        ConfigError: it cannot be read, or holds no secret that a header can carry. Never shows the text.
    """
    what = f"connection {facts.connection!r}"
    read = connection_parts(text, what)
    secret = str(read.get("password") or "")
    cookies = read["extra"].get("cookies")
    if facts.auth == "cookies" and isinstance(cookies, Mapping):
        secret = "; ".join(f"{name}={value}" for name, value in cookies.items())
    if not secret or (facts.auth == "basic" and not read.get("login")):
        raise ConfigError(f"{what}: give it a password{' and a login' if facts.auth == 'basic' else ''}")
    if facts.auth != "basic" and not re.fullmatch(r"[\x21-\x7e]+(?: [\x21-\x7e]+)*", secret):
        raise ConfigError(f"{what}: its secret holds characters that no header can carry")
    own = str(read.get("host") or "").lower()
    return Credentials(
        auth=facts.auth,
        secret=secret,
        login=str(read.get("login") or ""),
        header=facts.auth_header,
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
