"""A real POP3 server on loopback, Dovecot with a configuration of its own; getmail fetches from it.

Both refuse to deliver mail as root: then they work as nobody.
"""

import os
import shutil
import socket
import subprocess
import time
from pathlib import Path
from tempfile import mkdtemp

import pytest

from wirelake_local.ports import claimed_port

DOVECOT = shutil.which("dovecot") or shutil.which("dovecot", path="/usr/sbin:/usr/local/sbin")
GETMAIL = shutil.which("getmail")
START_SECONDS = 60.0
NOBODY = 65534
IS_ROOT = os.geteuid() == 0
OWNER = NOBODY if IS_ROOT else os.geteuid()
LOGIN, PASSWORD = "desk", "of-the-harbour-4711"
CONFIG = """
base_dir = {folder}/run
log_path = {folder}/dovecot.log
state_dir = {folder}/state
protocols = pop3
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
default_internal_user = {internal}
default_internal_group = {internal}
default_login_user = {login_user}
first_valid_uid = 1
mail_location = maildir:{folder}/box
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={owner} gid={owner} home={folder}/home
}}
service pop3-login {{
  chroot =
  inet_listener pop3 {{
    port = {port}
  }}
  inet_listener pop3s {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
"""
needs_mail = pytest.mark.skipif(
    not (DOVECOT and GETMAIL and IS_ROOT),  # Dovecot wants users of its own, to which root alone may turn
    reason="no dovecot and getmail, or not root: tests/install-packages.sh installs them",
)


class MailServer:
    """The server; answers from the moment it is made until ``stop``."""

    def __init__(self) -> None:
        self.folder = Path(mkdtemp(prefix="mail-"))
        self.folder.chmod(0o755)
        for name in (
            "run",
            "state",
            "home",
            *(f"{box}/{part}" for box in ("box", "Maildir") for part in PARTS),
        ):
            (self.folder / name).mkdir(parents=True)
        self.delivered = self.folder / "Maildir"
        with claimed_port() as self.port:
            self._start()

    def _start(self) -> None:
        config = self.folder / "dovecot.conf"
        facts = {"folder": self.folder, "port": self.port, "owner": OWNER, "password": PASSWORD}
        config.write_text(CONFIG.format(**facts, internal="dovecot", login_user="dovenull"), encoding="utf-8")
        self._own()
        assert DOVECOT
        self._process = subprocess.Popen([DOVECOT, "-F", "-c", str(config)], stdin=subprocess.DEVNULL)
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self._process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        log = self.folder / "dovecot.log"
        raise AssertionError(log.read_text() if log.exists() else "dovecot did not start")

    def put(self, name: str, message: bytes) -> None:
        """A message that came for the desk."""
        (self.folder / "box" / "new" / name).write_bytes(message)
        self._own()

    def getmail(self, recipe: str) -> str:
        """What getmail says that fetches by this recipe."""
        folder = self.folder / "getmail"
        folder.mkdir(exist_ok=True)
        (folder / "secret").write_text(PASSWORD, encoding="utf-8")
        (folder / "harbour").write_text(recipe, encoding="utf-8")
        self._own()
        assert GETMAIL
        command = [GETMAIL, f"--getmaildir={folder}", "--rcfile=harbour"]
        done = subprocess.run(
            command, cwd=folder, user=OWNER, group=OWNER, capture_output=True, text=True, timeout=120
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(timeout=60)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _own(self) -> None:
        for box in ("box", "home", "Maildir", "getmail"):
            for path in (self.folder / box, *(self.folder / box).rglob("*")):
                if path.exists():
                    os.chown(path, OWNER, OWNER)


PARTS = ("new", "cur", "tmp")
