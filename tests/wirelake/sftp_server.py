"""A real SFTP server on loopback: OpenSSH's sshd, with a configuration, keys and a port of its own."""

import getpass
import shutil
import socket
import subprocess
import time
from pathlib import Path
from tempfile import mkdtemp

import pytest

from wirelake_local.ports import claimed_port

SSHD = shutil.which("sshd") or shutil.which("sshd", path="/usr/sbin:/usr/local/sbin")
START_SECONDS = 60.0
CONFIG = """
Port {port}
ListenAddress 127.0.0.1
HostKey {folder}/host_key
PidFile none
AuthorizedKeysFile {folder}/authorized_keys
StrictModes no
UsePAM no
PasswordAuthentication no
PermitRootLogin yes
PermitUserRC no
AllowTcpForwarding no
X11Forwarding no
MaxStartups 100
Subsystem sftp internal-sftp
ForceCommand internal-sftp
"""
needs_sshd = pytest.mark.skipif(SSHD is None, reason="no sshd: tests/install-packages.sh installs it")


class SftpServer:
    """The server; answers from the moment it is made until ``stop``. ``inbox`` is the folder it serves."""

    def __init__(self) -> None:
        self._root = Path(mkdtemp(prefix="sftp-"))
        self.inbox = self._root / "inbox"
        self.inbox.mkdir()
        self.login = getpass.getuser()
        for name in ("host_key", "client_key"):
            make = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", str(self._root / name)]
            subprocess.run(make, check=True)
        shutil.copy(self._root / "client_key.pub", self._root / "authorized_keys")
        self.private_key = (self._root / "client_key").read_text()
        self.host_key = (self._root / "host_key.pub").read_text().strip()
        listed = subprocess.run(
            ["ssh-keygen", "-lf", str(self._root / "host_key.pub")],
            check=True,
            capture_output=True,
            text=True,
        )
        self.fingerprint = listed.stdout.split()[1]
        if Path("/run").is_dir() and self.login == "root":
            Path("/run/sshd").mkdir(exist_ok=True)  # sshd asks for it
        with claimed_port() as self.port:
            self._start()

    def _start(self) -> None:
        config = self._root / "sshd_config"
        config.write_text(CONFIG.format(port=self.port, folder=self._root), encoding="utf-8")
        self.log = self._root / "sshd.log"
        assert SSHD
        with self.log.open("ab") as log:
            command = [SSHD, "-D", "-e", "-f", str(config)]
            self._process = subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self._process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.02)
        end = self.log.read_text(errors="replace")[-2_000:]
        self.stop()
        raise RuntimeError(f"sshd did not start: {end}")

    @property
    def url(self) -> str:
        """Of its inbox."""
        return f"sftp://127.0.0.1:{self.port}{self.inbox}"

    def stop(self) -> None:
        """End it, and remove its folder."""
        self._process.kill()
        self._process.wait()
        shutil.rmtree(self._root, ignore_errors=True)
