"""OAuth2 for a client that acts for itself: id and secret become a token, which goes with each request.

A token lives in this process alone. It is asked for once, again before it ends, and once more where the wire
refuses it. oauthlib writes the request and reads the answer; the exchange is the fetcher's own.
"""

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import quote_plus, urlsplit

from oauthlib.oauth2 import BackendApplicationClient, MissingTokenError, OAuth2Error

from wirelake.config import SourceConfig
from wirelake.config.source import OAuth2Facts
from wirelake.errors import ConfigError
from wirelake.fetch.credentials import HEADER_VALUE, MIN_HIDDEN, Credentials, Secrets, from_connection
from wirelake.fetch.spellings import Spellings
from wirelake.fetch.transport.exchange import FailedError
from wirelake.records import HIDDEN

MAX_TOKEN_BYTES = 65_536  # of the answer with the token
MAX_SECONDS = 10 * 365 * 86_400
EARLY = 30.0  # seconds before its end, or a tenth of its time, a token is given up
EARLIER = 3  # tokens that were shown before, and may still be repeated
REFUSED = frozenset({400, 401, 403})
# (address, headers, form) → status and body
Post = Callable[[str, dict[str, str], bytes], tuple[int, bytes]]


class Grant:
    """The tokens of a client, for all threads of a fetcher; ``client`` holds its id and secret."""

    def __init__(
        self, client: Credentials, facts: OAuth2Facts, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """``client``'s hosts are those that get the token; its id and secret go to ``token_url`` alone."""
        self._facts = facts
        self._clock = clock
        self.hosts = client.hosts
        self._own = replace(
            client,
            auth="basic",
            login=quote_plus(client.login),  # RFC 6749, 2.3.1
            secret=quote_plus(client.secret),
            hosts=frozenset({urlsplit(facts.token_url).hostname or ""}),
        )
        self._plain = client
        self._oauth = BackendApplicationClient(client.login)
        self._shown: deque[str] = deque(maxlen=EARLIER)
        self._token = ""
        self._ends = 0.0
        self._lock = threading.Lock()
        self.spellings = self._spelled()

    def __repr__(self) -> str:
        return f"Grant({self._facts.token_url!r}, hosts={sorted(self.hosts)}, token={HIDDEN})"

    parameter = ""  # a token goes in a header

    @property
    def token(self) -> str:
        """The one that is shown now; "" before there is one."""
        return self._token

    def headers_for(self, url: str) -> dict[str, str]:
        """The header that goes with a request to this address; none to another host or without TLS."""
        if not self._token:
            return {}
        return replace(self._plain, auth="bearer", secret=self._token).headers_for(url)

    def address_for(self, url: str) -> str:
        """The address as it is: a token goes in a header."""
        return url

    def scrub(self, text: str) -> str:
        """The text without secret and tokens, however they are written in it."""
        return self.spellings.masked(text, HIDDEN)

    def make_ready(self, post: Post) -> None:
        """Have a token that holds.

        Raises:
            FailedError: none could be had; http_401 where the wire refuses id and secret.
        """
        with self._lock:
            if not self._token or self._clock() >= self._ends:
                self._renew(post)

    def replace(self, refused: str, post: Post) -> None:
        """Have another token than the one that the wire refused, unless another thread has one already.

        Raises:
            FailedError: as ``make_ready``.
        """
        with self._lock:
            if self._token == refused:
                self._renew(post)

    def _renew(self, post: Post) -> None:
        where, secret = self._facts.token_url, self._plain.secret
        in_body = self._facts.client == "body"
        form = self._oauth.prepare_request_body(
            scope=self._facts.scope,
            include_client_id=in_body,
            **({"client_secret": secret} if in_body else {}),
        )
        headers = {} if in_body else self._own.headers_for(where)
        status, body = post(where, {**headers, "Accept": "application/json"}, form.encode())
        if status != 200 and status not in REFUSED:
            raise FailedError(f"http_{status}", f"{where} answered {status}, and gave no token")
        try:
            told = BackendApplicationClient("").parse_request_body_response(body.decode("utf-8", "replace"))
            token, seconds = told["access_token"], told.get("expires_in")
            lives = min(float(seconds), MAX_SECONDS) if seconds is not None else MAX_SECONDS
        except OAuth2Error as error:
            if status not in REFUSED and isinstance(error, MissingTokenError):
                raise FailedError("protocol", f"{where} answered {status} without a token") from error
            said = f"{error.error or type(error).__name__} {error.description or ''}".strip()[:300]
            raise FailedError(
                "http_401", f"{where} answered {status}: the credentials are refused: {said}"
            ) from error
        except (ValueError, TypeError, KeyError, AttributeError, Warning, RecursionError) as error:
            raise FailedError("protocol", f"{where} answered {status} without a token") from error
        if not isinstance(token, str) or len(token) < MIN_HIDDEN or not HEADER_VALUE.fullmatch(token):
            raise FailedError("protocol", f"{where} gave a token that no header can carry")
        self._shown.append(token)
        self._token, self._ends = token, self._clock() + lives - min(EARLY, lives / 10)
        self.spellings = self._spelled()

    def _spelled(self) -> Spellings:
        secrets = (self._plain.secret, self._own.secret, self._own.packed, *self._shown)
        return Spellings(one for one in secrets if len(one) >= MIN_HIDDEN)


def credentials_of(source: SourceConfig, connection: str | None) -> Secrets | None:
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
    # An inbox on SFTP or in a bucket has a connection of its own.
    hosts = {host for url in listed if url.startswith("http") and (host := urlsplit(url).hostname)}
    own = from_connection(connection, source.fetch, hosts)
    return Grant(own, source.fetch.oauth2) if source.fetch.oauth2 else own
