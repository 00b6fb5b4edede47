"""Where a fetch may connect to, and how long a server may take to answer.

A wire's link or redirect never reaches this machine or its network. The address is checked before the
connection and again on the connection itself, so that a second DNS answer cannot lead elsewhere.
"""

import ipaddress
import socket
import threading
from contextlib import suppress
from typing import Any, ClassVar
from urllib.parse import urlsplit

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.response import BaseHTTPResponse
from urllib3.util import Retry

from wirelake.errors import AccessError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
NAT64 = ipaddress.ip_network("64:ff9b::/96")
LOCAL_NAT64 = ipaddress.ip_network("64:ff9b:1::/48")  # RFC 8215; is_global says yes before Python 3.13


def check_url(url: str, *, allow_loopback: bool) -> None:
    """Let an http(s) URL pass whose host is public, whatever way its address is written.

    Raises:
        AccessError: another scheme, or not a public address.
        OSError: the name cannot be resolved.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise AccessError(f"{url}: {error}") from error
    if parts.scheme not in ("http", "https") or not host:
        raise AccessError(f"{url}: only http and https are fetched")
    try:
        found = socket.getaddrinfo(host, port or 80, type=socket.SOCK_STREAM)
    except UnicodeError as error:  # a label of more than 63 characters
        raise OSError(str(error)) from error
    for *_, place in found:
        check_address(str(place[0]), allow_loopback=allow_loopback, name=host)


def check_address(text: str, *, allow_loopback: bool, name: str = "") -> None:
    """Let a public address pass, and this machine itself where it is allowed.

    Raises:
        AccessError: any other.
    """
    address = _inner(ipaddress.ip_address(text.partition("%")[0]))
    public = address.is_global and not address.is_multicast and address not in LOCAL_NAT64
    if not public and not (allow_loopback and address.is_loopback):
        raise AccessError(f"{name or text} is {address}, not a public address")


def _inner(address: Address) -> Address:
    """The IPv4 address within an IPv6 one that leads to it."""
    if isinstance(address, ipaddress.IPv6Address):
        if address in NAT64:
            return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        return address.ipv4_mapped or address.sixtofour or address
    return address


class GuardedAdapter(HTTPAdapter):
    """Connects to checked addresses only, and gives a server ``timeout`` in all to send its headers."""

    def __init__(self, *, max_retries: Retry, allow_loopback: bool) -> None:
        self._allow_loopback = allow_loopback
        super().__init__(max_retries=max_retries)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = (
            {"http": _LoopbackPool, "https": _LoopbackTlsPool}
            if self._allow_loopback
            else {"http": _Pool, "https": _TlsPool}
        )


class _Guarded(HTTPConnection):
    allow_loopback: ClassVar[bool] = False

    def connect(self) -> None:
        super().connect()
        try:
            check_address(self.sock.getpeername()[0], allow_loopback=self.allow_loopback, name=self.host)
        except AccessError:
            self.close()
            raise

    def getresponse(self) -> Any:
        # The socket's own timeout starts anew with every byte: headers that drip would last for ever.
        late = threading.Event()

        def abandon(sock: socket.socket) -> None:
            late.set()
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)

        timer = threading.Timer(float(self.timeout or 300), abandon, [self.sock])
        timer.daemon = True
        timer.start()
        try:
            answer: BaseHTTPResponse = super().getresponse()
        except Exception as error:
            if late.is_set():
                raise TimeoutError("the headers did not end in time") from error
            raise
        finally:
            timer.cancel()
        if late.is_set():  # http.client takes headers that break off for whole ones
            raise TimeoutError("the headers did not end in time")
        return answer


class _GuardedTls(_Guarded, HTTPSConnection):
    pass


class _GuardedLoopback(_Guarded):
    allow_loopback = True


class _GuardedLoopbackTls(_GuardedTls):
    allow_loopback = True


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Guarded


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = _GuardedTls


class _LoopbackPool(HTTPConnectionPool):
    ConnectionCls = _GuardedLoopback


class _LoopbackTlsPool(HTTPSConnectionPool):
    ConnectionCls = _GuardedLoopbackTls
