"""The distributed stack of one state folder: PostgreSQL, a broker, an S3 store, Airflow, Celery's workers."""

import shutil
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from wirelake_local.airflow import READY_SECONDS
from wirelake_local.credentials import write_private
from wirelake_local.distributed import broker, settings, store
from wirelake_local.distributed.broker import Broker, answering
from wirelake_local.distributed.store import Store
from wirelake_local.errors import StackError
from wirelake_local.postgres import NAME as POSTGRES
from wirelake_local.processes import Daemon, module, tail
from wirelake_local.stack import Stack

WORKERS = 2
LAKE = f"s3://{store.BUCKET}/lake"
TEMPORARY = "tmp"  # below a worker's home
END_SECONDS = 15.0  # for what workers run, at a stop


def temporary(home: Path) -> Path:
    """A worker's own temporary folder, below the machine's; ``home`` keeps a link to it.

    Its path is short whatever the checkout's is: the address of a socket, by which a task and the processes
    that read its documents speak, has 107 characters at most.
    """
    link = home / TEMPORARY
    if not link.is_dir():  # the first time, or the machine has emptied its own since
        link.unlink(missing_ok=True)
        link.symlink_to(tempfile.mkdtemp(prefix="wl-"))
    return link.resolve()


class DistributedStack(Stack):
    """As ``Stack``; the tasks run on workers, each with a spool and temporary files of its own.

    What two workers share is what workers of two machines would: the lake in the S3 store, the broker,
    Airflow's api-server, the same Dags, sources and secrets. The folder of the tasks' logs is shared too, for
    the UI to show them; docs/many-workers.md says what stands in its place on many machines.

    Args:
        state: as of ``Stack``, and for the broker and the store.
        workers: how many.
        arguments: those of ``Stack``, but no lake: it is ``LAKE``, in the stack's own store.
    """

    def __init__(self, state: Path, *, workers: int = WORKERS, **arguments: Any) -> None:
        super().__init__(state, **{**arguments, "lake": LAKE})
        self.workers = [f"worker-{number}" for number in range(1, workers + 1)]
        self.broker = Broker(self.state, self.processes)
        self.store = Store(self.state, self.processes)

    def environment(self) -> dict[str, str]:
        """The environment of Airflow's components; a worker's adds its own folders."""
        common = super().environment()
        database = common["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"]
        return {
            **common,
            **settings.variables(),
            **self.store.access.environment,
            "AIRFLOW__CORE__PARALLELISM": str(settings.CONCURRENCY * len(self.workers)),
            "AIRFLOW__CELERY__BROKER_URL": self.broker.url,
            "AIRFLOW__CELERY__RESULT_BACKEND": f"db+{database}",
            "AIRFLOW__LOGGING__BASE_LOG_FOLDER": str(self.task_logs),
        }

    def daemons(self) -> list[Daemon]:
        """Airflow's components, and the workers."""
        components = super().daemons()
        return components + [self._worker(name, components[0]) for name in self.workers]

    def revive(self) -> list[str]:
        """Start again what has ended of Airflow and the workers, as a supervisor would; the names of it."""
        ended = [daemon for daemon in self.daemons() if self.processes.running(daemon.name) is None]
        for daemon in ended:
            self.processes.stop([daemon.name])  # what it has forked
            self.processes.start(daemon)
        return [daemon.name for daemon in ended]

    def status(self) -> dict[str, int | None]:
        """Each daemon's pid, or None where it does not run."""
        found = super().status()
        wanted = (broker.NAME, store.NAME, *self.workers)
        return found | {name: found.get(name) for name in wanted}

    def _worker(self, name: str, component: Daemon) -> Daemon:
        home = self.state / name
        own = {"AIRFLOW_HOME": home, "WIRELAKE_SPOOL": home / "spool"}
        for folder in own.values():
            folder.mkdir(parents=True, exist_ok=True)
        own["TMPDIR"] = temporary(home)
        # The server of logs would listen on every address of the machine.
        worker = ["celery", "worker", "--skip-serve-logs", "--without-mingle", "--without-gossip"]
        return Daemon(
            name=name,
            argv=module("airflow", *worker, "--celery-hostname", f"{name}@localhost"),
            environment={**component.environment, **{key: str(folder) for key, folder in own.items()}},
            cwd=home,
            fingerprint=component.fingerprint,
        )

    def clean(self) -> None:
        """Stop all, and delete the state folder and the workers' temporary ones."""
        folders = [link.resolve() for link in self.state.glob(f"worker-*/{TEMPORARY}") if link.is_symlink()]
        super().clean()
        for folder in folders:
            shutil.rmtree(folder, ignore_errors=True)

    def _start_servers(self) -> None:
        with self.step("The broker"):
            self.broker.start()
        with self.step("The S3 store"):
            self.store.start()
        known = {"WIRELAKE_LAKE": LAKE, **self.store.access.environment}
        lines = (f"{name}={value}\n" for name, value in known.items())
        write_private(self.state / "lake.env", "".join(lines))  # for a shell that wants to read the lake

    def _start(self) -> None:
        super()._start()
        with self.step("The workers"):
            self.await_workers()

    def await_workers(self) -> None:
        """Wait until every worker answers by the broker.

        Raises:
            StackError: one has ended, or does not answer in time; the message names its log.
        """
        deadline = time.monotonic() + READY_SECONDS
        silent = set(self.workers)
        while time.monotonic() < deadline:
            for name in silent:
                if self.processes.running(name) is None:
                    log = self.processes.log(name)
                    raise StackError(f"{name} ended. The end of {log}:\n{tail(log)}")
            silent = set(self.workers) - {name.partition("@")[0] for name in answering(self.broker.url)}
            if not silent:
                return
        raise StackError(
            f"{', '.join(sorted(silent))}: no answer after {READY_SECONDS:.0f} s; see {self.processes.logs}"
        )

    def _stop(self, names: Sequence[str]) -> None:
        """The scheduler first, so that nothing new begins; then the workers, with time for what they run."""
        last = (broker.NAME, store.NAME, POSTGRES)
        super()._stop([name for name in names if name == "scheduler"])
        self.processes.stop((name for name in names if name.startswith("worker-")), END_SECONDS)
        rest = [name for name in names if name != "scheduler" and not name.startswith("worker-")]
        super()._stop([name for name in rest if name not in last])
        super()._stop([name for name in rest if name in last])
