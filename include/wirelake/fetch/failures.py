"""The classes of failed exchanges: one word each, the same in raw/'s index, rejected/, runs/ and logs.

Besides these there is ``http_<status>`` for every answer that is neither 200 nor a followed redirect.
Whether the same request may succeed later is a property of the class.
"""

from dataclasses import dataclass

# RFC 9110: request timeout, too early, too many requests, and the server errors that pass.
PASSING_STATUS = frozenset({408, 425, 429, 500, 502, 503, 504})
GONE_FOR_GOOD = frozenset(
    {"http_401", "http_403", "http_407", "http_410", "http_451"}
    | {"refused_address", "inbox_refused", "cursor_refused"}
)


@dataclass(frozen=True, slots=True)
class Failure:
    """One class: what it means, and whether a later try may succeed."""

    meaning: str
    passing: bool = False


FAILURES: dict[str, Failure] = {
    "dns": Failure("the host's name cannot be resolved", passing=True),
    "connect": Failure("no connection, or it was reset", passing=True),
    "tls": Failure("the certificate or the TLS version is not to be trusted"),
    "timeout": Failure("the exchange did not end in time", passing=True),
    "truncated": Failure("the body ended before its stated end", passing=True),
    "bad_encoding": Failure(
        "the body is not in the Content-Encoding that it states, or in one that cannot be searched"
    ),
    "protocol": Failure("what came is not HTTP, or exceeds its bounds"),
    "too_large": Failure("more bytes than the source allows, as received or once decoded"),
    "too_many_redirects": Failure("the redirects did not end"),
    "refused_address": Failure("the address, the port or the scheme is not one that may be asked"),
    "media_type": Failure("an image, a video or another type that holds no article"),
    "blocked_by_robots": Failure("robots.txt asks not to fetch it"),
    "robots_unreachable": Failure("robots.txt cannot be had, which forbids all (RFC 9309)", passing=True),
    "rights_reserved": Failure("the publisher reserves text and data mining of it"),
    "host_down": Failure("the host failed many times in a row, so it was not asked", passing=True),
    "secret_echoed": Failure("the answer repeats the source's credentials, so it is not kept"),
    "quota_used_up": Failure("it was not asked for, as the day's quota is used up", passing=True),
    "cursor_refused": Failure("the API does not know the cursor any more"),
    "gone": Failure("a known page is there no more: 410, or 404 at three looks over a day or longer"),
    "vanished": Failure("the file left its folder, or changed, while it was read", passing=True),
    "inbox_refused": Failure("the inbox refused us, shows another host key, or is not there"),
    "raw_damaged": Failure("what stands in raw/ does not read back"),
}


def is_passing(failure: str) -> bool:
    """A later try may succeed; what a parser says of bytes that came stays as it is."""
    if failure.startswith("http_"):
        return int(failure.removeprefix("http_")) in PASSING_STATUS
    return failure in FAILURES and FAILURES[failure].passing


# What failed, as ``runs.failure`` says it; of a page that is only not there, or too large, nothing did.
KINDS: dict[str, frozenset[str]] = {
    "robots": frozenset({"blocked_by_robots"}),  # robots_unreachable is the network's
    "rights": frozenset({"rights_reserved"}),
    "access": frozenset({"refused_address", "secret_echoed", "inbox_refused"})
    | {"cursor_refused", "quota_used_up"}
    | {f"http_{status}" for status in (401, 402, 403, 407, 429, 451)},
    "network": frozenset({"dns", "connect", "tls", "timeout", "truncated", "protocol", "host_down"})
    | {"robots_unreachable", "too_many_redirects", "bad_encoding", "http_408", "http_425"},
    "lake": frozenset({"raw_damaged"}),
}


def kind_of(failure: str) -> str:
    """The kind of that class of failures: robots, rights, access, network or lake; else ""."""
    if failure.startswith("http_5"):
        return "network"
    return next((kind for kind, classes in KINDS.items() if failure in classes), "")
