"""``python -m wirelake_local``: start, show, stop and remove the stack of this checkout."""

import json
import os
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from wirelake.config.settings import LAKE, SOURCES, apply_settings, settings_file
from wirelake.errors import ConfigError
from wirelake.legible import legible
from wirelake_local.containers import initialise, write_dotenv
from wirelake_local.distributed import DistributedStack, stack_of
from wirelake_local.distributed.broker import answering
from wirelake_local.errors import StackError
from wirelake_local.health import unready
from wirelake_local.processes import module, tail
from wirelake_local.service import user_folder, write_units
from wirelake_local.stack import PORT, SUPERVISED, Stack
from wirelake_local.terminal import console, errors, keep_settings, run, say_where, step
from wirelake_local.tidying import DAYS, age_out, clean_database, rotate

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__, pretty_exceptions_enable=False)
State = Annotated[Path, typer.Option(help="The folder that holds all the stack keeps.")]
Dags = Annotated[Path, typer.Option(help="Airflow's Dags folder.")]
Plugins = Annotated[Path, typer.Option(help="Airflow's plugins folder.")]
Port = Annotated[int, typer.Option(help="The UI's port; the next free one where it is taken.")]
Workers = Annotated[
    int, typer.Option(help="So many workers of Celery's, a broker and an S3 store; none by default.", min=0)
]


def stack(
    state: Path,
    dags: Path = Path("dags"),
    plugins: Path = Path("plugins"),
    port: int = PORT,
    workers: int = 0,
) -> Stack:
    """The stack as this shell's ``WIRELAKE_LAKE`` and ``WIRELAKE_SOURCES`` want it, else wirelake.toml."""
    try:
        applied = apply_settings()
    except ConfigError as error:
        raise StackError(str(error)) from error
    for line in applied.differs:
        errors.print(f"[yellow]{escape(line)}[/]", soft_wrap=True)
    listed = os.environ.get(SOURCES, "").split(os.pathsep)
    return stack_of(
        state,
        workers=workers,
        dags=dags,
        plugins=plugins,
        sources=[Path(folder) for folder in listed if folder],
        lake=os.environ.get(LAKE) or None,
        port=port,
        step=step,
    )


@app.command()
def up(
    state: State = Path(".wirelake"),
    dags: Dags = Path("dags"),
    plugins: Plugins = Path("plugins"),
    port: Port = PORT,
    workers: Workers = 0,
) -> None:
    """Start PostgreSQL and Airflow, and wait until they are healthy. What runs already is left alone.

    wirelake.toml says which lake (<state>/lake where it says none) and which folders with more sources' YAML;
    WIRELAKE_LAKE and WIRELAKE_SOURCES count before it. The first time the file is written with what holds.
    With --workers the lake is the stack's own, in its own S3 store: <state>/lake.env says how to reach it.
    """
    local = stack(state, dags, plugins, port, workers)
    local.prepare()
    if not isinstance(local, DistributedStack):
        keep_settings(local)
        local = stack(state, dags, plugins, port)  # as every later start sees it: else that one starts anew
    local.up()
    say_where(local)


@app.command()
def down(state: State = Path(".wirelake")) -> None:
    """Stop what 'up' started, and nothing else."""
    with step("Stopping"):
        stack(state).down()


@app.command()
def clean(state: State = Path(".wirelake")) -> None:
    """Stop it and delete its state: settings, logs, database, and the lake if it stands there."""
    with step("Stopping and deleting"):
        stack(state).clean()


@app.command()
def status(state: State = Path(".wirelake")) -> None:
    """Show what runs; exit code 3 unless all of it does."""
    local = stack(state)
    found = local.status()
    if local.is_supervised():
        console.print(
            f"Airflow answers at {local.url}; 'make up' did not start it: {SUPERVISED}", soft_wrap=True
        )
        return
    for name, pid in found.items():
        console.print(f"{name:<14}{f'runs, pid {pid}' if pid else 'does not run'}")
    if not all(found.values()):
        raise typer.Exit(3)
    console.print(f"{'address':<14}{local.url}")
    console.print(f"{'lake':<14}{escape(local.lake)}", soft_wrap=True)
    settings = settings_file()
    console.print(f"{'settings':<14}{escape(str(settings or 'the environment'))}", soft_wrap=True)


@app.command()
def service(
    to: Annotated[Path | None, typer.Option(help="The folder; ~/.config/systemd/user by default.")] = None,
    system: Annotated[
        bool, typer.Option(help="For the machine's manager, as the state folder's owner.")
    ] = False,
    state: State = Path(".wirelake"),
    dags: Dags = Path("dags"),
    plugins: Plugins = Path("plugins"),
) -> None:
    """Write systemd units for what 'up' has set up here. Nothing is started or stopped."""
    local, folder = stack(state, dags, plugins), to or user_folder()
    if isinstance(local, DistributedStack):
        raise StackError("the units are those of 'make up'; for many workers see docs/many-workers.md")
    for path in write_units(local, folder, system=system):
        console.print(escape(str(path)), soft_wrap=True)
    ctl = "systemctl" if system else "systemctl --user"
    console.print(f"Then: make down; {ctl} daemon-reload; {ctl} enable --now wirelake.target", soft_wrap=True)
    if not system:
        console.print("So that it outlives your session: loginctl enable-linger", soft_wrap=True)


@app.command()
def logs(
    name: Annotated[str, typer.Argument(help="One component, such as scheduler; all by default.")] = "",
    lines: Annotated[int, typer.Option(help="The last lines of each.", min=1, max=100_000)] = 20,
    state: State = Path(".wirelake"),
) -> None:
    """Show the end of the components' logs, and where the tasks' own stand."""
    local = stack(state)
    names = [one for one in local.status() if name in ("", one)]
    if not names:
        raise StackError(f"no component {name!r}: there are {', '.join(local.status())}")
    for one in names:
        log = local.processes.log(one)
        console.print(f"[bold]── {one}: {escape(str(log))}[/]", soft_wrap=True)
        if log.exists():
            console.print(escape(legible(tail(log, lines))), soft_wrap=True)
    if local.is_supervised():
        console.print("[bold]── what systemd runs: journalctl --user -u 'wirelake*'[/]", soft_wrap=True)
    console.print(f"[bold]── tasks: {escape(str(local.task_logs))}[/]", soft_wrap=True)


@app.command()
def tidy(
    days: Annotated[int, typer.Option(help="What is older goes.", min=1)] = DAYS,
    state: State = Path(".wirelake"),
    container: Annotated[bool, typer.Option("--container", hidden=True)] = False,
) -> None:
    """Delete Airflow's rows and task logs of old runs, and turn over large logs. The lake is untouched."""
    if container:
        environment, logs = dict(os.environ), Path(os.environ["AIRFLOW_HOME"], "logs")
        clean_database(environment, days)
    else:
        local = stack(state)
        environment, logs = local.environment(), local.task_logs
        clean_database(environment, days, local.processes.log("tidy"))
        rotate(sorted(local.processes.logs.glob("*.log")))
    console.print(
        f"what is older than {days} days left Airflow's database; {age_out(logs, days)} logs of tasks went"
    )


@app.command(name="airflow", context_settings={"ignore_unknown_options": True})
def airflow_command(
    arguments: Annotated[list[str], typer.Argument(help="As the airflow command takes them.")],
    state: State = Path(".wirelake"),
) -> None:
    """Run an airflow command on this stack: its database, Dags and secrets."""
    environment = stack(state).environment()
    os.execve(sys.executable, module("airflow", *arguments), environment)  # noqa: S606  our own, no shell


@app.command()
def token(state: State = Path(".wirelake")) -> None:
    """Print Airflow's address and a bearer token for its REST API, as JSON: {"url": …, "token": …}."""
    local = stack(state)
    print(json.dumps({"url": local.url, "token": local.token()}))  # noqa: T201 (for a program, not a console)


@app.command()
def env(
    path: Annotated[Path, typer.Option(help="The file to write.")] = Path(".env"),
    workers: Annotated[bool, typer.Option("--workers", help="For the profile celery: many workers.")] = False,
) -> None:
    """Write .env with new secrets for docker-compose.yaml; one that is there is left as it is."""
    if write_dotenv(path, workers=workers):
        console.print(f"{path} is written. It holds the admin's password; 'docker-compose up -d' reads it.")
    else:
        console.print(f"{path} is there already and was left as it is; delete it to get new secrets.")


@app.command(hidden=True)
def init() -> None:
    """In a container: make Airflow's tables, set passwords and pools from the environment."""
    initialise()


@app.command(hidden=True)
def healthy(component: str, url: str = "http://api-server:8080") -> None:
    """In a container: exit code 0 if Airflow says that this component of it is well, else 1.

    Of a worker the broker says it; its component is its name among Celery's.
    """
    broker = os.environ.get("AIRFLOW__CELERY__BROKER_URL", "") if "@" in component else ""
    if component not in answering(broker) if broker else unready(url, {component: 0.0}):
        raise typer.Exit(1)


if __name__ == "__main__":
    run(app)
