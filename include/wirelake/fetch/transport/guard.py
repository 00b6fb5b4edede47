"""Where a fetch may connect to: http(s), the web's ports, and hosts whose address is public.

A wire's link or redirect never reaches this machine or its network. URLs are read by the WHATWG's rules, as
browsers do, so that an address in any spelling (octal, hexadecimal, percent-encoded, full-width digits) is
seen for what it is; what is asked for is the URL as those rules write it. Pure: nothing here opens a socket.
"""

import ipaddress
import re
import socket
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from ada_url import URL, HostType, join_url

from wirelake.errors import AccessError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[..., Iterable[tuple[Any, ...]]]  # as socket.getaddrinfo
PORTS = (80, 443, 8000, 8080, 8443)
MAX_URL = 8_192
# Names that lead inside: RFC 6761, RFC 6762 with its appendix G, RFC 8375, and clusters' own.
INSIDE = frozenset(
    {"localhost", "localdomain", "local", "internal", "intranet", "private", "corp", "home", "lan", "svc"}
    | {"home.arpa", "onion"}
)
# What a URL must look like before it is parsed at all. Where the authority holds one of these characters,
# two parsers may find two hosts in it: http://127.0.0.1\@example.com/
PLAIN = re.compile(r"https?://(?P<authority>[^/?#]+)[^\x00-\x1f\x7f]*", re.IGNORECASE)
AMBIGUOUS = re.compile(r"[\\@%\s\x00-\x1f\x7f]")
NAT64 = ipaddress.ip_network("64:ff9b::/96")
GLOBAL_UNICAST = ipaddress.ip_network("2000::/3")  # all of IPv6 that was ever given out
# Special ranges that Python 3.11's is_global lets pass.
SPECIAL = tuple(
    ipaddress.ip_network(text)
    for text in (
        "192.0.0.0/24",  # protocol assignments; a cloud's metadata lives here
        "192.88.99.0/24",  # 6to4 relays
        "168.63.129.16/32",  # a cloud's agent, at a public address
        "2001::/23",  # Teredo and other protocol assignments
        "3fff::/20",  # documentation
    )
)


@dataclass(frozen=True, slots=True)
class Target:
    """A URL that may be asked as far as its spelling says: in the WHATWG's form, without its fragment."""

    url: str
    scheme: str
    host: str  # an IPv6 address without its brackets
    port: int
    literal: bool  # the host is an address

    @property
    def origin(self) -> str:
        """Scheme, host and port, such as ``https://example.com:443``."""
        return f"{self.scheme}://{self.site}"

    @property
    def site(self) -> str:
        """Host and port, such as ``example.com:443``; an IPv6 address in brackets."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def check_url(
    url: str,
    *,
    allow_loopback: bool = False,
    ports: Collection[int] = PORTS,
    resolve: Resolve = socket.getaddrinfo,
) -> tuple[Target, tuple[str, ...]]:
    """The URL as it is to be asked, and the addresses that may be dialled for it; opens no socket.

    Raises:
        AccessError: its scheme, host, port or spelling is refused, or none of its addresses is public.
        OSError: the name cannot be resolved.
    """
    target = parse(url, allow_loopback=allow_loopback, ports=ports)
    return target, public_addresses(target.host, target.port, allow_loopback, resolve)


def parse(url: str, *, allow_loopback: bool = False, ports: Collection[int] = PORTS) -> Target:
    """The URL as it is to be asked, by its spelling alone.

    Raises:
        AccessError: another scheme than http(s), userinfo, a port or a name that is refused, a host that is
            no public address, or a spelling that two parsers may read in two ways.
    """
    shown = repr(url[:200])
    plain = PLAIN.fullmatch(url)
    if plain is None or len(url) > MAX_URL:
        raise AccessError(f"{shown}: only http and https addresses with a host are fetched")
    if AMBIGUOUS.search(plain["authority"]):
        raise AccessError(f"{shown}: its host is not written plainly, or it holds credentials")
    try:
        read = URL(url)
    except ValueError as error:
        raise AccessError(f"{shown}: not a URL") from error
    scheme = read.protocol.removesuffix(":")
    port = int(read.port) if read.port else {"http": 80, "https": 443}[scheme]
    host = read.hostname.strip("[]")
    literal = read.host_type != HostType.DEFAULT
    if literal:
        check_address(host, allow_loopback=allow_loopback)
    elif not (allow_loopback and _is_localhost(host)):
        _check_name(host)
    inside = allow_loopback and (_is_localhost(host) or (literal and _inner(host).is_loopback))
    if port not in ports and not inside:
        raise AccessError(f"{shown}: port {port} is none of {', '.join(map(str, sorted(ports)))}")
    return Target(read.href.partition("#")[0], scheme, host, port, literal)


def joined(base: str, location: str) -> str:
    """The URL that a redirect's Location, as http.client gives it (in Latin-1), leads to.

    Raises:
        AccessError: it leads nowhere, or is not written plainly.
    """
    try:
        text = location.encode("latin-1").decode("utf-8").strip()
        if text.startswith(("//", "/\\", "\\")) and AMBIGUOUS.search(text.lstrip("/").partition("/")[0]):
            raise AccessError(f"{base} redirects to {text[:200]!r}: its host is not written plainly")
        if re.match(r"[a-z][a-z0-9+.-]*:", text, re.IGNORECASE):
            return text  # whole: it is parsed with the same care as a link
        return join_url(base, text)
    except ValueError as error:  # bytes that are no UTF-8, http://[broken
        raise AccessError(f"{base} redirects to no address: {location[:200]!r}") from error


def public_addresses(
    host: str, port: int, allow_loopback: bool, resolve: Resolve = socket.getaddrinfo
) -> tuple[str, ...]:
    """The host's addresses that may be dialled: of a mixed answer the public ones alone.

    Raises:
        AccessError: none is public.
        OSError: the name cannot be resolved.
    """
    try:
        found = [str(ipaddress.ip_address(host))]
    except ValueError:
        try:
            places = resolve(host, port, type=socket.SOCK_STREAM)
        except UnicodeError as error:  # an empty label, or one of more than 63 characters
            raise OSError(f"{host}: {error}") from error
        found = [str(place[0]) for *_, place in places]
    refused: AccessError | None = None
    public = []
    for address in dict.fromkeys(found):
        try:
            check_address(address, allow_loopback=allow_loopback, name=host)
            public.append(address)
        except AccessError as error:
            refused = error
    if refused and not public:
        raise refused
    if not public:
        raise OSError(f"{host} has no address")
    return tuple(public)


def check_address(text: str, *, allow_loopback: bool, name: str = "") -> None:
    """Let a public address pass, and this machine itself where it is allowed.

    Raises:
        AccessError: any other.
    """
    address = _inner(text)
    public = address.is_global and not address.is_multicast and not any(address in net for net in SPECIAL)
    if isinstance(address, ipaddress.IPv6Address):
        public = public and address in GLOBAL_UNICAST
    if not public and not (allow_loopback and address.is_loopback):
        raise AccessError(f"{name or text} is {address}, not a public address")


def _inner(text: str) -> Address:
    """The address, or the IPv4 address within an IPv6 one that leads to it."""
    address = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        last = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        isatap = int(address) >> 32 & 0xFDFFFFFF == 0x5EFE
        if address in NAT64 or (isatap and not last.is_global):
            return last
        return address.ipv4_mapped or address.sixtofour or address
    return address


def _is_localhost(host: str) -> bool:
    name = host.rstrip(".")
    return name == "localhost" or name.endswith(".localhost")


def _check_name(host: str) -> None:
    """Let a name pass that may be a public one.

    Raises:
        AccessError: a single label, or under a name that leads inside.
    """
    name = host.removesuffix(".")
    labels = name.split(".")
    inside = any(name == one or name.endswith(f".{one}") for one in INSIDE)
    if len(labels) < 2 or inside or not all(labels):
        raise AccessError(f"{host[:200]!r} is not a public name")
