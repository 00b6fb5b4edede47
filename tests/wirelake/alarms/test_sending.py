"""Messages leave by the ways of one setting, over connections as Airflow writes them, and show no secret."""

import json
import logging
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

import pytest

from wirelake.alarms import heartbeat, sender_of
from wirelake.alarms.messages import Message
from wirelake.alarms.sending import HEARTBEAT, NOTIFY, Route, routes_of
from wirelake.errors import ConfigError, FetchError
from wirelake.fetch.outgoing import url_of

SECRET = "T0/B0/letmein"  # noqa: S105
MESSAGE = Message(
    subject="wirelake: quay: quiet",
    text="quay: no article for 8 days {{ conn }}\nWhat to do: look",
    owner="desk@harbour.example",
    severity="warning",
    check="quiet",
    sources=("quay",),
)


class Ear(BaseHTTPRequestHandler):
    """Hears what is posted, and answers as it is told."""

    heard: list[tuple[str, str, Any]]
    status: int

    def do_GET(self) -> None:
        self._answer(None)

    def do_POST(self) -> None:
        self._answer(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

    def _answer(self, body: Any) -> None:
        self.heard.append((self.command, self.path, body))
        self.send_response(self.status)
        self.send_header("Location", "http://127.0.0.1:9/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def ear() -> Iterator[tuple[str, type[Ear]]]:
    kind = type("ThisEar", (Ear,), {"heard": [], "status": 200})
    with ThreadingHTTPServer(("127.0.0.1", 0), kind) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield f"127.0.0.1:{server.server_address[1]}", kind
        server.shutdown()


class Postmaster:
    """A mail server that takes everything, one mail at a time."""

    def __init__(self) -> None:
        self.mails: list[str] = []
        self.to: list[str] = []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    def _serve(self) -> None:
        connection, _ = self._socket.accept()
        with connection, connection.makefile("rwb", buffering=0) as lines:
            lines.write(b"220 post\r\n")
            for line in iter(lines.readline, b""):
                word = line[:4].upper()
                if word == b"RCPT":
                    self.to.append(line.decode().strip().lower())
                if word == b"DATA":
                    lines.write(b"354 go on\r\n")
                    self.mails.append(b"".join(iter(lines.readline, b".\r\n")).decode())
                lines.write(b"221 bye\r\n" if word == b"QUIT" else b"250 well\r\n")


def sent(
    monkeypatch: pytest.MonkeyPatch, setting: str, connection: str | None, message: Message = MESSAGE
) -> None:
    monkeypatch.setenv(NOTIFY, setting)
    sender_of(lambda _: connection)(message)


def test_by_default_a_message_is_a_line_of_the_log(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        sent(monkeypatch, "", None)
    assert "no article for 8 days" in caplog.text
    assert caplog.records[-1].levelname == "WARNING"


def test_a_webhook_and_slack_are_posted_to(
    monkeypatch: pytest.MonkeyPatch, ear: tuple[str, type[Ear]]
) -> None:
    place, heard = ear
    sent(monkeypatch, "webhook:hook, critical=slack:team", f"http://{place}/hooks%2Fone")
    sent(
        monkeypatch,
        "slack:team",
        json.dumps({"conn_type": "slack", "host": f"http://{place}", "password": SECRET}),
    )
    (_, path, body), (_, slack, said) = heard.heard
    assert (path, body["owner"], body["severity"], body["sources"]) == (
        "/hooks/one",
        "desk@harbour.example",
        "warning",
        "quay",
    )
    assert "{{ conn }}" in body["text"]  # foreign text is no template
    assert slack.startswith("/T0")
    assert said == {"text": f"{MESSAGE.subject}\n{MESSAGE.text}"}


@pytest.mark.parametrize("status", [302, 404, 500])
def test_what_is_not_taken_is_an_error_without_the_secret(
    monkeypatch: pytest.MonkeyPatch, ear: tuple[str, type[Ear]], status: int
) -> None:
    place, heard = ear
    heard.status = status
    with pytest.raises(FetchError, match=f"connection 'hook': 127.0.0.1 answered {status}") as told:
        sent(monkeypatch, "webhook:hook", f"http://{place}/{SECRET}")
    assert "letmein" not in str(told.value)
    with pytest.raises(FetchError, match="was not reached") as told:
        sent(monkeypatch, "webhook:hook", f"http://127.0.0.1:9/{SECRET}")
    assert "letmein" not in str(told.value)


def test_mail_goes_to_the_owner_or_to_whom_the_connection_says(monkeypatch: pytest.MonkeyPatch) -> None:
    extra = "from_email=lake%40harbour.example&to=all%40harbour.example&disable_ssl=true&disable_tls=true"
    for owner, to in (("desk@harbour.example", "desk@"), ("the desk", "all@")):
        with Postmaster() as post:
            message = Message(
                **{name: getattr(MESSAGE, name) for name in MESSAGE.__slots__} | {"owner": owner}
            )
            sent(monkeypatch, "smtp:mail", f"smtp://127.0.0.1:{post.port}/?{extra}", message)
        assert to in post.to[0]
        assert "Subject: wirelake: quay: quiet" in post.mails[0]
        assert "no article for 8 days" in post.mails[0]
    with pytest.raises(FetchError, match="connection 'mail': no mail was sent"):
        sent(monkeypatch, "smtp:mail", f"smtp://desk:letmein@127.0.0.1:9/?{extra}")
    with pytest.raises(ConfigError, match="from_email and to"):
        sent(monkeypatch, "smtp:mail", "smtp://127.0.0.1:9/")


def test_the_least_severity_decides_on_the_way() -> None:
    critical, every = routes_of("critical=slack:on_call, log")
    assert (critical, every) == (
        Route(kind="slack", connection="on_call", least="critical"),
        Route(kind="log"),
    )
    assert [one.takes(MESSAGE) for one in (critical, every)] == [False, True]


@pytest.mark.parametrize("setting", ["mail:x", "smtp", "log:x", "urgent=log", "smtp:", "=log:"])
def test_a_wrong_setting_is_named_with_its_cure(setting: str) -> None:
    with pytest.raises(ConfigError, match=r"WIRELAKE_NOTIFY: .*: write log, or smtp:"):
        routes_of(setting)


def test_a_connection_that_is_missing_or_no_address(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ConfigError, match=r"no such connection: 'hook': .*AIRFLOW_CONN_HOOK"):
        sent(monkeypatch, "webhook:hook", None)
    with pytest.raises(ConfigError, match="write a http:// or https:// address"):
        url_of('{"conn_type": "ftp", "host": "ftp://harbour.example"}', what="connection 'hook'")
    of_http = '{"conn_type": "http", "host": "hook.example", "schema": "https", "port": 8443}'
    assert url_of(of_http, what="") == "https://hook.example:8443"
    assert url_of("https://hooks.example/services%2FT0", what="") == "https://hooks.example/services/T0"


def test_a_heartbeat_is_asked_for(monkeypatch: pytest.MonkeyPatch, ear: tuple[str, type[Ear]]) -> None:
    heartbeat()  # none is set
    place, heard = ear
    monkeypatch.setenv(HEARTBEAT, f"http://{place}/ping/{SECRET}")
    heartbeat()
    assert [one[:2] for one in heard.heard] == [("GET", f"/ping/{SECRET}")]
    monkeypatch.setenv(HEARTBEAT, "no address")
    with pytest.raises(ConfigError, match=HEARTBEAT):
        heartbeat()
