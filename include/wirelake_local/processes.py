"""Daemons with a log and a record each: they outlive the command that starts them, and are found again.

A record names a process by its pid and by when it was born, counted from the machine's boot: a pid alone
may belong to somebody else after a reboot, and a wall clock may be set. Each daemon leads a session of its
own, so that what it has forked is found even when it was killed itself.
"""

import hashlib
import json
import os
import pwd
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import psutil

from wirelake_local.errors import StackError

TERM_SECONDS = 15.0
KILL_SECONDS = 10.0
SAME_BIRTH_SECONDS = 1.5  # the kernel tells the boot time in whole seconds
LOG_BYTES = 20_000_000  # a log that is larger is put aside when its daemon starts


@dataclass(frozen=True, slots=True, kw_only=True)
class Daemon:
    """What to run. ``environment`` is the whole one; ``user`` a system user to become, None for our own."""

    name: str
    argv: Sequence[str]
    environment: Mapping[str, str] = field(repr=False)
    cwd: Path
    user: str | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    fingerprint: str = ""

    def digest(self) -> str:
        """Changes when the daemon would have to be started anew to follow its settings."""
        facts = [list(self.argv), sorted(self.environment.items()), str(self.cwd), self.fingerprint]
        return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Record:
    """What is remembered of a started daemon."""

    pid: int
    born: float
    cwd: str
    digest: str
    stop_signal: int


class Processes:
    """The daemons of one state folder: records in ``folder``, logs in ``logs``."""

    def __init__(self, folder: Path, logs: Path) -> None:
        self.folder = folder
        self.logs = logs

    def names(self) -> list[str]:
        """The daemons of which there is a record, running or not."""
        return sorted(path.stem for path in self.folder.glob("*.json"))

    def log(self, name: str) -> Path:
        return self.logs / f"{name}.log"

    def record(self, name: str) -> Record | None:
        try:
            return Record(**json.loads((self.folder / f"{name}.json").read_text(encoding="utf-8")))
        except (FileNotFoundError, ValueError, TypeError):
            return None

    def running(self, name: str) -> psutil.Process | None:
        """The daemon's own process, if it is alive and truly ours."""
        record = self.record(name)
        if record is None:
            return None
        with suppress(psutil.NoSuchProcess):
            process = psutil.Process(record.pid)
            if is_alive(process) and abs(born(process) - record.born) < SAME_BIRTH_SECONDS:
                return process
        return None

    def is_current(self, daemon: Daemon) -> bool:
        """Whether the daemon runs, and with these very settings."""
        record = self.record(daemon.name)
        return (
            record is not None and record.digest == daemon.digest() and self.running(daemon.name) is not None
        )

    def start(self, daemon: Daemon) -> psutil.Process:
        """Start the daemon, detached from this process and its terminal."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.logs.mkdir(parents=True, exist_ok=True)
        log = self.log(daemon.name)
        if log.exists() and log.stat().st_size > LOG_BYTES:
            log.replace(log.with_suffix(".log.1"))
        with log.open("ab") as out:
            process = psutil.Process(_spawn(daemon, out.fileno()))
        record = Record(process.pid, born(process), str(daemon.cwd), daemon.digest(), int(daemon.stop_signal))
        part = self.folder / f"{daemon.name}.part"
        part.write_text(json.dumps(asdict(record)), encoding="utf-8")
        part.replace(self.folder / f"{daemon.name}.json")
        return process

    def stop(self, names: Iterable[str], seconds: float = TERM_SECONDS) -> None:
        """Ask these daemons to end, wait, then kill what is left of them and of what they forked.

        Raises:
            StackError: something survives even that.
        """
        ended = list(names)
        leaders = {name: process for name in ended if (process := self.running(name))}
        family = [child for process in leaders.values() for child in _descendants(process)]
        for name, process in leaders.items():
            record = self.record(name)
            with suppress(psutil.NoSuchProcess):
                process.send_signal(record.stop_signal if record else signal.SIGTERM)
        _wait_for_end(leaders.values(), seconds)
        rest = {*leaders.values(), *family, *(orphan for name in ended for orphan in self.orphans(name))}
        for process in rest:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        if alive := _wait_for_end(rest, KILL_SECONDS):
            raise StackError(f"still alive after SIGKILL: {', '.join(str(process.pid) for process in alive)}")
        for name in ended:
            (self.folder / f"{name}.json").unlink(missing_ok=True)

    def orphans(self, name: str) -> list[psutil.Process]:
        """Members of the daemon's session whose leader is gone; known by the session and their folder."""
        record = self.record(name)
        if record is None or self.running(name) is not None:
            return []
        return [process for process in psutil.process_iter() if _is_orphan(process, record)]


def born(process: psutil.Process) -> float:
    """Seconds from the machine's boot to the process's start: the same however the clock is set."""
    return float(round(process.create_time() - psutil.boot_time(), 2))


def tail(log: Path, lines: int = 15) -> str:
    """The log's last lines, for an error message."""
    try:
        return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])
    except FileNotFoundError:
        return ""


def _spawn(daemon: Daemon, out: int) -> int:
    try:
        return subprocess.Popen(  # noqa: S603 (our own commands, no shell)
            list(daemon.argv),
            env=dict(daemon.environment),
            cwd=daemon.cwd,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            **as_user(daemon.user),
        ).pid
    except OSError as error:
        raise StackError(f"{daemon.name}: {daemon.argv[0]} cannot be started: {error.strerror}") from error


def as_user(user: str | None) -> dict[str, Any]:
    """Arguments for ``subprocess`` that make the child this user; none where it stays who we are."""
    return {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []} if user else {}


def is_alive(process: psutil.Process) -> bool:
    """Whether it runs still; a zombie, which only waits for its parent to take notice, does not."""
    try:
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def _wait_for_end(processes: Iterable[psutil.Process], seconds: float) -> list[psutil.Process]:
    """Wait until they have ended, and give those that have not.

    Not ``psutil.wait_procs``: it waits for a zombie too, which only its parent can bury.
    """
    deadline = time.monotonic() + seconds
    alive = [process for process in processes if is_alive(process)]
    while alive and time.monotonic() < deadline:
        time.sleep(0.05)
        alive = [process for process in alive if is_alive(process)]
    return alive


def _descendants(process: psutil.Process) -> list[psutil.Process]:
    try:
        return list(process.children(recursive=True))
    except psutil.NoSuchProcess:
        return []


def _is_orphan(process: psutil.Process, record: Record) -> bool:
    try:
        return os.getsid(process.pid) == record.pid and process.cwd() == record.cwd and is_alive(process)
    except (OSError, psutil.Error):
        return False


def module(name: str, *arguments: str) -> list[str]:
    """The command that runs this Python module with the interpreter that we run with."""
    return [sys.executable, "-m", name, *arguments]


def run(command: Sequence[str], environment: Mapping[str, str], log: Path | None = None) -> None:
    """Run the command to its end; what it prints goes into the log, where there is one.

    Raises:
        StackError: it fails; the message holds the end of the log.
    """
    shown = " ".join(command[2:] if command[1:2] == ["-m"] else command)
    if log is None:
        ended = subprocess.run(command, env=dict(environment), check=False)  # noqa: S603 (our own commands, no shell)
    else:
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("wb") as out:
            ended = subprocess.run(command, env=dict(environment), stdout=out, stderr=out, check=False)  # noqa: S603 (our own commands, no shell)
    if ended.returncode != 0:
        said = f" The end of {log}:\n{tail(log)}" if log else ""
        raise StackError(f"'{shown}' failed with exit code {ended.returncode}.{said}")
