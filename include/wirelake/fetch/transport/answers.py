"""How the head of an answer is read: interim answers are passed over, and what is no HTTP is kept."""

import http.client
from typing import Any, Protocol, cast

MAX_INTERIM = 10  # 100 Continue, 103 Early Hints and their like, before one answer


class Noting(Protocol):
    """Whoever wants to know what came first where a status line should stand."""

    unread: bytes


class _Lines:
    """An answer's file, and the last line that was read of it."""

    def __init__(self, file: Any) -> None:
        self.file = file
        self.last = b""

    def readline(self, most: int) -> bytes:
        self.last = self.file.readline(most)
        return self.last

    def __getattr__(self, name: str) -> Any:
        return getattr(self.file, name)


class HeadReader(http.client.HTTPResponse):
    """Passes over interim answers, of which http.client knows 100 alone, and keeps what is no HTTP."""

    line: Noting

    def begin(self) -> None:
        lines = _Lines(self.fp)
        self.fp = cast(Any, lines)
        try:
            super().begin()
        finally:
            if self.fp is not None:  # what is no HTTP was closed
                self.fp = lines.file
        if lines.last == b"":  # http.client takes headers that break off for whole ones
            raise http.client.RemoteDisconnected("the headers broke off")
        # urllib3 logs what it cannot read of the headers, where a server may repeat our credentials.
        self.msg.defects = []
        self.msg.set_payload("")

    def _read_status(self) -> tuple[str, int, str]:
        for _ in range(MAX_INTERIM):
            start = self.fp.peek(1)
            if not b"HTTP/".startswith(start[:5]):
                self.line.unread = start
            version, status, reason = super()._read_status()  # type: ignore[misc]
            if not 100 <= status < 200 or status == http.client.SWITCHING_PROTOCOLS:
                return version, status, reason
            http.client.parse_headers(self.fp)
        raise http.client.HTTPException(f"more than {MAX_INTERIM} interim answers")
