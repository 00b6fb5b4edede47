"""A proxy before a real S3 server that fails as networks do: an answer is refused, broken off or lost."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from urllib.parse import urlsplit

SECONDS = 60.0
PASS, REFUSE, BREAK, LOSE, LOSE_503 = "pass", "refuse", "break", "lose", "lose with a 503"
FAILURES = (REFUSE, BREAK, LOSE, LOSE_503)
Plan = Callable[[str, int], str]  # method, number of the request → one of these


def one_in_six(_: str, number: int) -> str:
    """Every sixth request fails, each time in another way."""
    return PASS if number % 6 else FAILURES[number // 6 % len(FAILURES)]


class FailingProxy(ThreadingHTTPServer):
    """Hands requests on to ``target`` as ``plan`` says; ``asked`` holds the methods, in order."""

    daemon_threads = True

    def __init__(self, target: str, plan: Plan) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.target = urlsplit(target).netloc
        self.plan = plan
        self.asked: list[str] = []
        self.lock = Lock()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, *_: object) -> None:
        """Say nothing of clients that went away."""


@contextmanager
def proxied(target: str, plan: Plan = one_in_six) -> Iterator[FailingProxy]:
    """The proxy, running."""
    proxy = FailingProxy(target, plan)
    thread = Thread(target=proxy.serve_forever, daemon=True)
    thread.start()
    try:
        yield proxy
    finally:
        proxy.shutdown()
        proxy.server_close()
        thread.join(SECONDS)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    server: FailingProxy

    def _answer(self) -> None:
        with self.server.lock:
            self.server.asked.append(self.command)
            fate = self.server.plan(self.command, len(self.server.asked))
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if fate == BREAK:
            self._break()
        elif fate == REFUSE:
            self._send(503, [], b"")
        else:
            self._hand_on(body, fate)

    do_GET = do_PUT = do_DELETE = do_HEAD = do_POST = _answer  # noqa: N815

    def _hand_on(self, body: bytes, fate: str) -> None:
        connection = HTTPConnection(self.server.target, timeout=SECONDS)
        try:
            connection.request(self.command, self.path, body=body, headers=dict(self.headers.items()))
            answer = connection.getresponse()
            data = answer.read()
        finally:
            connection.close()
        if fate == LOSE:
            self._break()
        elif fate == LOSE_503:
            self._send(503, [], b"")
        else:
            self._send(answer.status, answer.getheaders(), data)

    def _send(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        self.send_response_only(status)
        is_head = self.command == "HEAD"
        for name, value in headers:
            if name.lower() not in ("transfer-encoding", "connection") and (
                is_head or name.lower() != "content-length"
            ):
                self.send_header(name, value)
        if not is_head:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if not is_head:
            self.wfile.write(body)

    def _break(self) -> None:
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, *_: object) -> None:
        """Stay silent."""
