"""What the commands say, and how: steps with their seconds, and errors in a sentence."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

import psutil
from rich.console import Console
from rich.markup import escape

from wirelake.config.settings import FILE, NAMED_BY, SHIPPED, settings_file, write_settings
from wirelake.errors import WirelakeError
from wirelake_local.errors import StackError
from wirelake_local.stack import Stack

console = Console(highlight=False)
errors = Console(stderr=True, highlight=False)


@contextmanager
def step(name: str) -> Iterator[None]:
    """Show that something goes on, and how long it took."""
    began = monotonic()
    with console.status(f"{name} …"):
        yield
    console.print(f"  [green]✓[/] {name} ({monotonic() - began:.1f} s)")


def say_where(stack: Stack) -> None:
    """Where Airflow is, who may enter, and how to stop it."""
    lines = (
        f"\nAirflow    [bold]{stack.url}[/]",
        f"           user admin, password {stack.password('admin')}",
        f"           user viewer, password {stack.password('viewer')}: may look, not act",
        f"lake       {escape(stack.lake)}",
        f"logs       {escape(str(stack.processes.logs))}",
        f"task logs  {escape(str(stack.task_logs))}",
        "stop it    make down   (make clean also deletes the database, the logs and the local lake)",
    )
    for line in lines:
        console.print(line, soft_wrap=True)  # a path that is broken in two cannot be copied


def keep_settings(stack: Stack) -> None:
    """The first time, write down in wirelake.toml what holds, so that every command means it."""
    if settings_file() is not None or os.environ.get(NAMED_BY) == "":
        return
    path = Path.cwd() / FILE
    shipped = [SHIPPED, stack.state / "sources"]
    own = [one for one in stack.sources if one not in shipped] or [Path.cwd() / "sources"]
    if write_settings(path, stack.lake, [*own, stack.state / "sources"], os.environ):
        console.print(f"{escape(str(path))} is written: every command of this checkout means this lake")


def run(command: Callable[[], object]) -> None:
    """Run the command. What goes wrong is said in a sentence and gives exit code 1; Ctrl-C gives 130."""
    try:
        command()
    except psutil.AccessDenied as error:
        errors.print(f"[red]wirelake:[/] process {error.pid} is another user's: run this as who started it")
        raise SystemExit(1) from error
    except (StackError, WirelakeError, OSError) as error:  # a full disk, or a state folder of another user
        errors.print(f"[red]wirelake:[/] {escape(str(error))}", soft_wrap=True)
        raise SystemExit(1) from error
    except KeyboardInterrupt as interrupt:
        errors.print("wirelake: interrupted; 'make down' stops what was started")
        raise SystemExit(130) from interrupt
