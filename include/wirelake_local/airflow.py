"""Airflow's components on this machine: what runs, and with which settings."""

import os
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from wirelake_local.credentials import USERS, airflow_secrets
from wirelake_local.errors import StackError
from wirelake_local.health import unready
from wirelake_local.ports import LOOPBACK
from wirelake_local.processes import Processes, module, tail

API_SERVER = "api-server"
COMPONENTS = ("scheduler", "dag-processor", "triggerer", API_SERVER)  # in the order in which they are stopped
READY_SECONDS = 240.0
# Imported once, in the process from which all tasks are forked: Great Expectations alone takes 3 s of a core,
# once per run otherwise. Nothing of wirelake's own, so that a task always runs the code as it stands.
PRELOADED = (
    "airflow.executors.local_executor",
    "airflow.sdk.execution_time.supervisor",
    "airflow.sdk.execution_time.task_runner",
    "great_expectations",
    "pyarrow.parquet",
    "trafilatura",
)
PATH = "/usr/local/bin:/usr/bin:/bin"
# What of the shell's environment counts: nothing that is set for another Airflow or Python, and nothing that
# differs from one terminal to the next, for a changed environment means a new start.
INHERITED = (
    *("HOME", "USER", "LOGNAME", "LANG", "LC_ALL", "TZ", "TMPDIR"),
    *("HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy"),
    *("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE"),
)
INHERITED_PREFIXES = ("WIRELAKE_", "AWS_", "AIRFLOW_CONN_", "AIRFLOW_VAR_", "AIRFLOW__METRICS__", "OTEL_")


def command(component: str, port: int) -> list[str]:
    """The command that runs one component in the foreground."""
    match component:
        case "api-server":
            # The log server of scheduler and triggerer is for other machines: here all read the same files.
            return module("airflow", component, "--host", LOOPBACK, "--port", str(port))
        case "scheduler" | "triggerer":
            return module("airflow", component, "--skip-serve-logs")
    return module("airflow", component)


def environment(
    *,
    state: Path,
    dags: Path,
    plugins: Path,
    database: str,
    port: int,
    wirelake: Mapping[str, str],
) -> dict[str, str]:
    """The whole environment of each component, the same for all of them.

    Nothing that this shell sets for another Airflow gets through, and no proxy stands between the components.
    """
    keys = airflow_secrets(state / "secrets.json")
    inherited = {
        name: value
        for name, value in os.environ.items()
        if name in INHERITED or name.startswith(INHERITED_PREFIXES)
    }
    sections: dict[str, dict[str, object]] = {
        "core": {
            "dags_folder": dags,
            "plugins_folder": plugins,
            "load_examples": False,
            "executor": "LocalExecutor",
            "parallelism": 4,
            "fernet_key": keys["fernet_key"],
            "execution_api_server_url": f"http://{LOOPBACK}:{port}/execution/",
            "simple_auth_manager_users": ",".join(f"{user}:{role}" for user, role in USERS.items()),
            "simple_auth_manager_passwords_file": state / "passwords.json",
            # The default asks the name server, which may not answer.
            "hostname_callable": "socket.gethostname",
        },
        "database": {"sql_alchemy_conn": database.replace("postgresql:", "postgresql+psycopg2:", 1)},
        "api": {"base_url": f"http://{LOOPBACK}:{port}", "secret_key": keys["secret_key"], "workers": 1},
        "api_auth": {"jwt_secret": keys["jwt_secret"]},
        "scheduler": {
            # A run of four short tasks waits for the scheduler as long as it works: look twice a second.
            "scheduler_idle_sleep_time": 0.5,
            # What a kill -9 or a power cut left behind is tried again after a minute or two, not after five;
            # until then it holds its pool's slot.
            "orphaned_tasks_check_interval": 20,
            "task_instance_heartbeat_timeout": 90,
            "mp_start_method": "forkserver",
            "mp_forkserver_preload": ",".join(PRELOADED),
        },
        "dag_processor": {"parsing_processes": 1, "refresh_interval": 30},
        "workers": {"execution_api_timeout": 30},
    }
    settings = {
        f"AIRFLOW__{section}__{name}".upper(): str(value)
        for section, options in sections.items()
        for name, value in options.items()
    }
    home = inherited.get("HOME") or str(state / "airflow")
    proxied = inherited.get("NO_PROXY") or inherited.get("no_proxy")
    direct = ",".join(filter(None, [proxied, LOOPBACK, "localhost"]))
    return {
        **inherited,
        **settings,
        **wirelake,
        "PATH": f"{Path(sys.executable).parent}:{PATH}",
        "HOME": home,
        "NO_PROXY": direct,
        "no_proxy": direct,
        "AIRFLOW_HOME": str(state / "airflow"),
        "PYTHONUNBUFFERED": "1",
        "GX_ANALYTICS_ENABLED": "false",
    }


def wait(processes: Processes, url: str) -> None:
    """Wait until every component has shown a sign of life since its start.

    Raises:
        StackError: one has ended, or shows none in time; the message names its log.
    """
    deadline = time.monotonic() + READY_SECONDS
    late: list[str] = []
    while time.monotonic() < deadline:
        since: dict[str, float] = {}
        for name in COMPONENTS:
            if (process := processes.running(name)) is None:
                log = processes.log(name)
                raise StackError(f"Airflow's {name} ended. The end of {log}:\n{tail(log)}")
            since[name] = process.create_time()
        late = unready(url, since)
        if not late:
            return
        time.sleep(0.3)
    raise StackError(f"{', '.join(late)}: no sign of life after {READY_SECONDS:.0f} s; see {processes.logs}")
