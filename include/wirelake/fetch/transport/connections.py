"""One thread's connections, each to an address that was vetted for its host. The one place that dials.

urllib3 would look a host up when it connects, a second time after any check. Here ``_new_conn`` dials the
addresses that ``Addresses`` vetted, so a name that answers differently the second time leads nowhere else;
TLS still verifies the host's name.
"""

import ipaddress
import logging
import socket
import ssl
from functools import partial
from typing import Any

import certifi
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError
from urllib3.util.ssl_ import create_urllib3_context

from wirelake.fetch.transport.answers import HeadReader
from wirelake.fetch.transport.lookups import Addresses
from wirelake.fetch.transport.watchdog import Deadline

# At DEBUG it writes down each address whole, and a key may stand in one.
logging.getLogger("urllib3.connectionpool").setLevel(logging.INFO)


class Line:
    """What the connections of one thread share with the exchange that runs over them."""

    def __init__(self, addresses: Addresses) -> None:
        self.addresses = addresses
        self.deadline = Deadline(0)
        self.ip: str | None = None  # the address that was asked
        self.reused = False  # the connection had served an exchange before
        self.unread = b""  # what came first where a status line should stand

    def dial(self, host: str, port: int, options: Any) -> socket.socket:
        """A connection to the first vetted address that answers.

        Raises:
            AccessError: none of the addresses is public.
            OSError: none answers.
        """
        deadline, last = self.deadline, OSError(f"{host} has no address")
        addresses = self.addresses.of(host, port, deadline.left)
        for tried, address in enumerate(addresses):
            family = socket.AF_INET6 if ipaddress.ip_address(address).version == 6 else socket.AF_INET
            sock = socket.socket(family, socket.SOCK_STREAM)
            try:
                for option in options or ():
                    sock.setsockopt(*option)
                sock.settimeout(max(0.001, deadline.left / (len(addresses) - tried)))
                sock.connect((address, port))
                deadline.watch(sock)
                sock.settimeout(max(0.001, deadline.left))
            except OSError as error:
                sock.close()
                last = error
            else:
                return sock
        self.addresses.forget(host)
        raise last


class _Pinned(HTTPConnection):
    line: Line

    def _new_conn(self) -> socket.socket:
        try:
            return self.line.dial(self._dns_host, self.port, self.socket_options)
        except TimeoutError as error:
            raise ConnectTimeoutError(self, f"{self.host} did not connect in time") from error
        except OSError as error:
            raise NewConnectionError(self, f"{self.host}:{self.port}: {error}") from error

    def request(self, *args: Any, **kwargs: Any) -> None:
        self.line.reused = self.sock is not None
        if self.sock is not None:
            self.line.deadline.watch(self.sock)
        super().request(*args, **kwargs)
        self.line.ip = self.sock.getpeername()[0]

    def response_class(self, *args: Any, **kwargs: Any) -> HeadReader:  # type: ignore[override]
        answer = HeadReader(*args, **kwargs)
        answer.line = self.line
        return answer


class _PinnedTls(_Pinned, HTTPSConnection):
    pass


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Pinned

    def __init__(self, *args: Any, line: Line, **kwargs: Any) -> None:
        self._line = line
        super().__init__(*args, **kwargs)

    def _new_conn(self) -> Any:
        connection: Any = super()._new_conn()
        connection.line = self._line
        return connection


class _TlsPool(_Pool, HTTPSConnectionPool):
    ConnectionCls = _PinnedTls


class PinnedAdapter(HTTPAdapter):
    """requests' adapter over connections to vetted addresses: one kept alive a host, no retry of its own."""

    def __init__(self, line: Line, tls: ssl.SSLContext) -> None:
        self._line = line
        self._tls = tls
        super().__init__(pool_maxsize=1)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, ssl_context=self._tls, **kwargs)
        classes: Any = {
            "http": partial(_Pool, line=self._line),
            "https": partial(_TlsPool, line=self._line),
        }
        self.poolmanager.pool_classes_by_scheme = classes

    def cert_verify(self, conn: Any, *_: Any, **__: Any) -> None:
        """The context, loaded once for all lanes, holds the authorities; requests loads them every time."""
        conn.cert_reqs = "CERT_REQUIRED"


def tls_context(authorities: str | None = None) -> ssl.SSLContext:
    """TLS 1.2 or newer, verified by certifi's authorities or by those of a PEM file."""
    context = create_urllib3_context(cert_reqs=ssl.CERT_REQUIRED)
    context.check_hostname = True
    context.load_verify_locations(authorities or certifi.where())
    return context
