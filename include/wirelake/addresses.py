"""Addresses of the web: read by the WHATWG's rules, as browsers read them, and what stands for one of them.

The host that is vetted must be the host that is asked: whatever ``address`` lets through has one reading.
"""

import ipaddress
import re
from functools import lru_cache
from urllib.parse import parse_qs, quote, unquote_plus, urlencode, urlsplit, urlunsplit

import ada_url
from courlan import clean_url
from tld import get_fld

from wirelake.trackers import TRACKERS

# Hosts and ports that every parser reads alike: "http://good.example\@bad.example/" is none of these.
PLAIN = re.compile(
    r"(?P<scheme>https?)://(?P<host>[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?P<rest>(?::\d+)?(?:[/?#].*)?)"
)
# What the rules ignore within an address, and at its ends.
IGNORED = str.maketrans("", "", "\t\r\n")
# A segment that leads elsewhere: "/a/../b", "/%2e/".
DOTS = re.compile(r"/(?:\.|%2e){1,2}(?:[/?#]|$)", re.IGNORECASE)
# courlan cuts an address at these, and takes one that stands within another for the whole.
CUT_AT = re.compile(r"[\"<>{}]")
AROUND = "".join(map(chr, range(0x21)))


def address(url: str, drop_query: tuple[str, ...] = ()) -> str | None:
    """The http(s) address to ask for: as it is written, less fragment and the named query parameters.

    None for anything else, and where it carries credentials or control characters. Where its host is not
    plainly written (``http://2130706433/``, an international name) the host is written out as it is read.
    ``drop_query`` is the source's own fact, such as ``src`` of ``?src=RSS``.
    """
    plain = _plainly(url)
    if plain is None:
        return None
    parts = urlsplit(plain)
    kept = (part for part in parts.query.split("&") if unquote_plus(part.partition("=")[0]) not in drop_query)
    written = urlunsplit(parts._replace(query="&".join(kept), fragment=""))
    return "".join(one if one.isprintable() and one != " " else quote(one) for one in written)


def joined(base: str, target: str) -> str | None:
    """The address that ``target`` means on a page of the address ``base``; None where it means none."""
    try:
        return str(ada_url.URL(target, base=base or None).href)
    except ValueError:
        return None


@lru_cache(maxsize=4096)
def canonicalise(url: str, drop_query: tuple[str, ...] = ()) -> str | None:
    """The address that stands for all spellings of it, without trackers; None as ``address``.

    courlan has the rest; of the query it would take parameters that name the page (``wirelake.trackers``).
    """
    written = address(url, drop_query)
    query = urlsplit(written).query.replace("&amp;", "&") if written else ""
    cleaned = written and clean_url(whole(written.partition("?")[0]))
    if not written or not cleaned or not cleaned.startswith(("http://", "https://")):
        return None
    named = {name: values for name, values in sorted(parse_qs(query).items()) if name.lower() not in TRACKERS}
    # What has no value is kept too: of /story?4711 the number.
    bare = [part for part in query.split("&") if part and "=" not in part]
    parts = [*filter(None, [urlencode(named, doseq=True)]), *bare]
    is_rooted = named or (query and urlsplit(written).path)
    slash = "/" if is_rooted and not urlsplit(cleaned).path else ""
    return f"{cleaned}{slash}{'?' if parts else ''}{'&'.join(parts)}"


@lru_cache(maxsize=4096)
def registrable_domain(host: str) -> str:
    """The domain that one owner registered: ``example.co.uk`` of ``news.example.co.uk:8080``.

    An address and a name without a public suffix stand for themselves. On loopback, where tests and the
    demo live, each port is a site of its own.
    """
    name, port = _parted(host.lower())
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        if name == "localhost" or name.endswith(".localhost"):
            return f"{name}:{port}" if port else name
        found = get_fld(f"http://{name.rstrip('.')}/", fail_silently=True)
        return found if isinstance(found, str) else name
    return f"{address}:{port}" if port and address.is_loopback else str(address)


def whole(url: str) -> str:
    """Spelled so that nothing of it is lost: else all that link to one page would be that page."""
    if "web.archive.org" in url:
        return url
    scheme, _, rest = url.partition("://")
    return f"{scheme}://" + CUT_AT.sub(lambda one: quote(one[0]), rest).replace("://", "%3A%2F%2F")


def _plainly(url: str) -> str | None:
    """The address with its scheme and host in the one reading, path and query as written; or None."""
    try:
        read = ada_url.URL(url)
    except ValueError:  # http://[broken, half a surrogate pair
        return None
    if read.protocol not in ("http:", "https:") or read.username or read.password:
        return None
    written = url.strip(AROUND).translate(IGNORED)
    if any(one < " " or one == "\x7f" for one in url.strip().translate(IGNORED)):
        return None
    found = PLAIN.fullmatch(written)
    path = written.partition("#")[0].partition("?")[0]
    if found and found["host"].lower() == read.hostname and "\\" not in path and not DOTS.search(path):
        return written
    return str(read.href)


def _parted(host: str) -> tuple[str, str]:
    if host.startswith("["):
        name, _, port = host[1:].partition("]")
        return name, port.removeprefix(":")
    if host.count(":") > 1:  # a bare IPv6 address
        return host, ""
    name, _, port = host.partition(":")
    return name, port
