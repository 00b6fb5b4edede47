"""The whole stack of one state folder: PostgreSQL and Airflow, started, found again, stopped and removed."""

import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from urllib.parse import urlsplit

from filelock import FileLock, Timeout

from wirelake.airflow_api import Client
from wirelake_local import airflow, contents, postgres
from wirelake_local.credentials import passwords, write_private
from wirelake_local.errors import StackError
from wirelake_local.health import set_pools, unready
from wirelake_local.ports import LOOPBACK, claimed_port
from wirelake_local.processes import Daemon, Processes, module, run, tail

PORT = 8080
MARKER = "wirelake-state"  # 'clean' deletes only a folder that holds this file
LOCK_SECONDS = 600.0
SUPERVISED = "systemctl --user status 'wirelake*', or without --user where the units are the machine's"
Step = Callable[[str], AbstractContextManager[object]]


class Stack:
    """PostgreSQL and Airflow on this machine, bound to 127.0.0.1, with all they keep in ``state``.

    Args:
        state: the folder for settings, logs, the database (but see ``wirelake_local.postgres`` on root) and,
            by default, the lake.
        dags, plugins: Airflow's folders; without ``plugins`` there are none.
        sources: folders of sources' YAML files, before those that ship with wirelake.
        lake: a folder or ``s3://bucket/prefix``; ``<state>/lake`` by default.
        port: where the UI and the API are to be; another one is taken where this one is not free.
        step: told of each step that takes time, as a context manager around it.
    """

    def __init__(
        self,
        state: Path,
        *,
        dags: Path,
        plugins: Path | None = None,
        sources: Sequence[Path] = (),
        lake: str | Path | None = None,
        port: int = PORT,
        step: Step = nullcontext,
    ) -> None:
        self.state = state.absolute()
        self.dags = dags.absolute()
        self.plugins = (plugins or self.state / "plugins").absolute()
        self.sources = [folder.absolute() for folder in sources]
        self.lake = contents.lake_address(lake or self.state / "lake")
        self.preferred_port = port
        self.step = step
        self.processes = Processes(self.state / "run", self.state / "logs")
        self.postgres = postgres.Postgres(self.state, self.processes)

    @property
    def url(self) -> str:
        """Where Airflow's UI and API are."""
        return f"http://{LOOPBACK}:{self._settings()['port']}"

    @property
    def task_logs(self) -> Path:
        """The folder of the tasks' own logs."""
        return self.state / "airflow" / "logs"

    def password(self, user: str = "admin") -> str:
        return passwords(self.state / "passwords.json")[user]

    def client(self, user: str = "admin") -> Client:
        return Client(self.url, user, self.password(user))

    def token(self, user: str = "admin") -> str:
        """A new bearer token for Airflow's REST API."""
        return self.client(user).token()

    def environment(self) -> dict[str, str]:
        """The environment of Airflow's components: with it ``airflow`` and ``wirelake`` act on this stack."""
        settings = self._settings()
        return airflow.environment(
            state=self.state,
            dags=self.dags,
            plugins=self.plugins,
            database=str(settings["database"]),
            port=int(settings["port"]),
            wirelake={
                "WIRELAKE_LAKE": self.lake,
                "WIRELAKE_SOURCES": contents.source_folders((*self.sources, self.state / "sources")),
            },
        )

    def prepare(self) -> None:
        """Make the state folder, unless it is there; nothing is started."""
        if not self.dags.is_dir():
            raise StackError(
                f"no folder {self.dags}: run in the checkout, or name the Dags' folder by --dags"
            )
        for folder in (self.state, self.state / "airflow", self.state / "sources", self.plugins):
            folder.mkdir(parents=True, exist_ok=True)
        (self.state / MARKER).write_text("'make clean' may delete this folder.\n", encoding="utf-8")
        passwords(self.state / "passwords.json")

    def up(self) -> None:
        """Bring the stack up: what runs with these settings is left alone, the rest is started.

        Raises:
            StackError: it does not come up; the message names the log and shows its end.
        """
        self.prepare()
        with self._lock():
            if self.is_supervised():
                raise StackError(f"{self.url} answers already, and 'make up' did not start it: {SUPERVISED}")
            with self.step("PostgreSQL"):
                database = self.postgres.start()
            self._start_servers()
            with self._settled(database):
                environment = self.environment()
                contents.begin_lake(environment, self.state / "lakes")
                if not self.postgres.is_migrated():
                    with self.step("Airflow's tables"):
                        run(module("airflow", "db", "migrate"), environment, self.processes.log("migrate"))
                    self.postgres.note_migrated()
                self._start()
            set_pools(self.client(), contents.pools(environment))

    def down(self) -> None:
        """Stop everything that was started, and nothing else; done when all of it is gone."""
        if not self.state.exists():
            return
        with self._lock():
            self._stop(self.processes.names())

    def check(self) -> None:
        """Make sure that everything which was started still runs.

        Raises:
            StackError: something has ended; the message holds the end of its log.
        """
        for name in self.processes.names():
            if self.processes.running(name) is None:
                log = self.processes.log(name)
                raise StackError(f"{name} has ended. The end of {log}:\n{tail(log)}")

    def clean(self) -> None:
        """Stop the stack and delete its state, the database and the lake in it.

        Raises:
            StackError: the folder is not one of ours.
        """
        if self.state.exists() and any(self.state.iterdir()) and not (self.state / MARKER).exists():
            raise StackError(f"{self.state} is not a state folder of wirelake: nothing was deleted")
        self.down()
        self.postgres.remove()
        if self.state.exists():
            shutil.rmtree(self.state)

    def status(self) -> dict[str, int | None]:
        """Each daemon's pid, or None where it does not run."""
        names = dict.fromkeys([postgres.NAME, *reversed(airflow.COMPONENTS), *self.processes.names()])
        return {name: process.pid if (process := self.processes.running(name)) else None for name in names}

    @contextmanager
    def _lock(self) -> Iterator[None]:
        try:
            with FileLock(self.state / "lock", timeout=LOCK_SECONDS):
                yield
        except Timeout as error:
            raise StackError(f"another command works on {self.state} since {LOCK_SECONDS:.0f} s") from error

    def _settings(self) -> dict[str, str | int]:
        try:
            found: dict[str, str | int] = json.loads(
                (self.state / "settings.json").read_text(encoding="utf-8")
            )
        except FileNotFoundError as error:
            raise StackError(f"{self.state} was never up: start it by 'make up'") from error
        return found

    @contextmanager
    def _settled(self, database: str) -> Iterator[None]:
        """Fix the addresses: those of a running stack stay, a port that is taken by others is passed by.

        Nobody else of wirelake takes the port before this ends, when Airflow listens on it.
        """
        kept = int(self._settings().get("port", 0)) if (self.state / "settings.json").exists() else 0
        wanted = filter(None, (kept, *range(self.preferred_port, self.preferred_port + 20)))
        is_running = self.processes.running(airflow.API_SERVER) is not None
        with nullcontext(kept) if is_running else claimed_port(wanted) as port:
            settings = {"port": port, "database": database}
            write_private(self.state / "settings.json", json.dumps(settings, indent=2) + "\n")
            yield

    def daemons(self) -> list[Daemon]:
        """Airflow's components as they are started, in the order in which they are stopped."""
        environment, fingerprint = self.environment(), contents.fingerprint(contents.PACKAGE, self.plugins)
        return [
            Daemon(
                name=name,
                argv=airflow.command(name, int(self._settings()["port"])),
                environment=environment,
                cwd=self.state / "airflow",
                fingerprint=fingerprint,
            )
            for name in airflow.COMPONENTS
        ]

    def database_daemon(self) -> Daemon:
        """PostgreSQL as it is started, on the port that it had last."""
        return self.postgres.daemon(urlsplit(str(self._settings()["database"])).port or 0)

    def is_supervised(self) -> bool:
        """Airflow answers at our address, and it is none that we started: systemd's, by ``make service``."""
        is_ours = any(self.processes.running(name) for name in airflow.COMPONENTS)
        if is_ours or not (self.state / "settings.json").exists():
            return False
        return unready(self.url, {airflow.API_SERVER: 0.0}) == []

    def _start_servers(self) -> None:
        """What else Airflow needs beside PostgreSQL; nothing here."""

    def _start(self) -> None:
        outdated = [daemon for daemon in self.daemons() if not self.processes.is_current(daemon)]
        names = [daemon.name for daemon in outdated]
        changed = any(self.processes.running(name) for name in names)
        with self.step("Stopping what has other settings or older code") if changed else nullcontext():
            self._stop(names)  # or what a daemon that was killed has left behind
        with self.step("Airflow"):
            for daemon in outdated:
                self.processes.start(daemon)
            airflow.wait(self.processes, self.url)

    def _stop(self, names: Sequence[str]) -> None:
        """The scheduler first, with time for its tasks; the database last: what tasks report needs it."""
        others = [name for name in names if name not in ("scheduler", postgres.NAME)]
        for group, seconds in ((["scheduler"], 15.0), (others, 5.0), ([postgres.NAME], 15.0)):
            self.processes.stop((name for name in group if name in names), seconds)
