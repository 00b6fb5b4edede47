"""A loopback server, a fetcher that asks it, and the words for what came of it."""

import re
import socket
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Any, Self

from tests.wirelake.fetch.hostile_server import Answer, HostileServer

from wirelake.config import FetchFacts, RightsFacts
from wirelake.extract import extract
from wirelake.fetch import Credentials, Fetcher
from wirelake.fetch.pacing.pace import Pace
from wirelake.records import Kind, Link, RawArticle, Rejection, Seen

# Our classes of failures in the words of other fetchers.
WORDS: dict[str | None, set[str]] = {
    None: {"accept", "decode", "ok", "follow"},
    "timeout": {"timeout"},
    "connect": {"conn_reset", "conn_error", "connect", "reset"},
    "protocol": {"protocol_error", "protocol"},
    "truncated": {"truncated", "incomplete"},
    "too_large": {"size_cap", "too_large"},
    "too_many_redirects": {"redirect_cap", "redirect_loop", "loop"},
    "refused_address": {"ssrf_blocked", "ssrf", "blocked", "refuse", "scheme"},
    "tls": {"tls_error", "tls"},
    "dns": {"dns_error", "dns"},
    "media_type": {"content_type_rejected"},
    "bad_encoding": {"decode_error", "bad_encoding", "corrupt"},
    "http_304": {"treated as error"},
    "http_204": {"treated as error", "no content", "no article", "empty", "reject", "quality flag"},
    "http_206": {"treated as error", "truncated", "partial", "reject"},
    "blocked_by_robots": {"disallow", "deny", "blocked"},
    "robots_unreachable": {"disallow", "full disallow", "deny", "block", "unreachable", "defer", "retry"},
}
HTML = (
    b"<html><head><title>Crane</title></head><body><article><h1>Crane turns green</h1><p>"
    + (b"The crane at the quay was painted green on Tuesday, and nobody saw it happen. " * 6)
    + b"</p></article></body></html>"
)


class Scene:
    """Where one behaviour is driven. ``said`` are its words, in lower case."""

    def __init__(self, said: str) -> None:
        self.said = said
        self.server = HostileServer()
        self.other = HostileServer()
        self.paused: list[float] = []
        self._folder = TemporaryDirectory()
        self.folder = Path(self._folder.name)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.server.__exit__()
        self.other.__exit__()
        self._folder.cleanup()

    def fetcher(self, *, robots: Any = "record", ports: tuple[int, ...] = (), **given: Any) -> Fetcher:
        """A fetcher that may ask loopback, at any pace; what it pauses for is noted."""
        more = {n: given.pop(n) for n in ("resolve", "credentials", "authorities") if n in given}
        known = {"allow_loopback": True, "timeout_seconds": 2, "max_bytes": 1_000_000, **given}
        known["ports"] = (80, 443, self.server.port, self.other.port, *ports)
        return Fetcher(
            FetchFacts.model_validate(known),
            contact="bench",
            rights=RightsFacts(robots=robots),
            pace=_NotedPace(self.paused),
            **more,
        )

    def get(self, *answers: Answer, path: str = "/a", seen: Seen | None = None, **given: Any) -> RawArticle:
        """What comes of a link whose address gives these answers, one by one."""
        if answers:
            self.server.answers[path] = list(answers)
        with self.fetcher(**given) as fetcher:
            return fetcher.get(Link(url=self.server.url + path, origin="feed"), Kind.ARTICLE, seen=seen)

    def number(self, default: int) -> int:
        """The first number in the behaviour's words."""
        found = re.search(r"\d+", self.said)
        return int(found[0]) if found else default


class _NotedPace(Pace):
    """No politeness, and a note of what was asked for."""

    def __init__(self, paused: list[float]) -> None:
        super().__init__(float("inf"))
        self._paused = paused

    def pause(self, host: str, seconds: float) -> None:
        """Note it, and wait for what is short."""
        self._paused.append(seconds)
        super().pause(host, min(seconds, 1))


def words(raw: RawArticle) -> set[str]:
    """What a fetch ended as; an answer that is no article goes by its status too."""
    failure = raw.failure
    found = set(WORDS.get(failure, {str(failure)}))
    if failure and failure.startswith("http_3") and failure != "http_304":
        found |= {"protocol_error"}
    return found | ({failure} if failure else set())


def judged(raw: RawArticle) -> set[str]:
    """What reading it ended as: a rejection by its reason, or an article."""
    got = words(raw)
    if raw.failure:
        return got
    read = extract(raw)
    if isinstance(read, Rejection):
        return {"quality flag", "reject", read.reason}
    flags = {flag for article in read for flag in article.quality_flags}
    empty = not any(article.extracted_text for article in read)
    return ({"quality flag", *flags} if flags or empty else set()) | got


def local(_: str, port: int, **__: object) -> list[tuple[Any, ...]]:
    """Every name is this machine's."""
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]


def secret() -> Credentials:
    """Credentials for this machine's address alone."""
    return Credentials(
        auth="basic",
        login="quay",
        secret="crane-green",  # noqa: S106 (of an invented wire)
        hosts=frozenset({"127.0.0.1"}),
        allow_loopback=True,
    )
