"""A server on loopback that answers byte for byte what a test tells it to, and keeps what it was asked."""

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Self

SOON = 10.0  # seconds, within which a loaded machine ends what would else wait for half a minute or more
Answer = bytes | Callable[[socket.socket, threading.Event], None]


def page(body: bytes = b"<p>Hello</p>", *headers: str, status: str = "200 OK") -> bytes:
    """A whole answer, with its true length."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Content-Type: text/html", *headers]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def moved(target: str) -> bytes:
    """A redirect."""
    return page(b"", f"Location: {target}", status="302 Found")


class HostileServer:
    """Answers by path; a list of answers is given one by one, the last of them for ever."""

    def __init__(self) -> None:
        self.answers: dict[str, list[Answer]] = {}
        self.asked: list[str] = []  # whole request heads
        self.policies: list[str] = []  # those for robots.txt and tdmrep.json where a test gave no answer
        self.ended = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.ended.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(5)

    def paths(self) -> list[str]:
        """The paths asked for, in order."""
        return [head.split(" ")[1] for head in self.asked]

    def _serve(self) -> None:
        while not self.ended.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._converse, args=(connection,), daemon=True).start()

    def _converse(self, connection: socket.socket) -> None:
        with connection, suppress(OSError):
            connection.settimeout(30)
            head = b""
            while b"\r\n\r\n" not in head:
                got = connection.recv(65_536)
                if not got:
                    return
                head += got
            text = head.decode("latin-1")
            path = text.split(" ")[1]
            policy = path in ("/robots.txt", "/.well-known/tdmrep.json") and path not in self.answers
            (self.policies if policy else self.asked).append(text)
            queue = self.answers.get(path, [page(b"", status="404 Not Found")])
            answer = queue.pop(0) if len(queue) > 1 else queue[0]
            if isinstance(answer, bytes):
                connection.sendall(answer)
            else:
                answer(connection, self.ended)


def drip(start: bytes, piece: bytes, every: float) -> Answer:
    """Sends ``start`` and then ``piece`` after ``piece``, without end."""

    def answer(connection: socket.socket, ended: threading.Event) -> None:
        connection.sendall(start)
        while not ended.wait(every):
            connection.sendall(piece)

    return answer


def flood(start: bytes, size: int) -> Answer:
    """Sends ``start`` and then that many bytes."""

    def answer(connection: socket.socket, _: threading.Event) -> None:
        connection.sendall(start)
        for _number in range(size // 65_536):
            connection.sendall(b"x" * 65_536)

    return answer


def silent(_: socket.socket, ended: threading.Event) -> None:
    """Never answers."""
    ended.wait(30)


def reset(connection: socket.socket, _: threading.Event) -> None:
    """Ends the connection with a reset."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
