"""``python -m wirelake_demo``: three invented wires, a week of them backfilled, and what comes of it."""

import time
from contextlib import nullcontext, suppress
from datetime import date
from pathlib import Path
from typing import Annotated

import psutil
import typer

from wirelake.batches.lakes import no_progress
from wirelake.errors import ConfigError
from wirelake.migrate import migrate
from wirelake.storage import open_store
from wirelake_demo import backfill, report
from wirelake_demo.wire import write_sources
from wirelake_local import Stack, StackError
from wirelake_local.contents import fingerprint
from wirelake_local.ports import LOOPBACK, claimed_port, is_free
from wirelake_local.processes import Daemon, is_alive, module, tail
from wirelake_local.terminal import console, keep_settings, run, say_where, step

WIRE = "demo-wire"
WIRE_PORTS = range(8900, 8920)
WIRE_SECONDS = 30.0
SOURCES = ("demo_harbour", "demo_gulf", "demo_nile")
WEEK = backfill.Week(dags=SOURCES, first=date(2026, 3, 2), last=date(2026, 3, 8))

app = typer.Typer(add_completion=False, help=__doc__, pretty_exceptions_enable=False)


@app.command()
def demo(
    state: Annotated[Path, typer.Option(help="The folder that holds all the stack keeps.")] = Path(
        ".wirelake"
    ),
) -> None:
    """Start Airflow and three invented wires, backfill a week of them, and show the lake that comes of it.

    All of it stays on this machine: the wires are a process that answers on 127.0.0.1, and the lake is
    <state>/lake whatever WIRELAKE_LAKE says. A second time the week is captured and built again.
    """
    stack = Stack(state, dags=Path("dags"), plugins=Path("plugins"), step=step)
    console.print("[bold]wirelake's demo[/]: three invented wires, captured, cleaned, checked and written\n")
    stack.prepare()
    bring_up_to_date(str(stack.lake))
    with step("The invented wires"):
        address = start_wire(stack)
        write_sources(stack.state / "sources", address)
    stack.up()
    client = stack.client()
    with step("Airflow reads the Dags"):
        backfill.start(client, WEEK)
    console.print(f"\nAirflow backfills {WEEK.first} to {WEEK.last}, a run per wire and day:")
    backfill.watch(client, WEEK, console, stack.task_logs, stack.check)
    console.print()
    report.show(Path(stack.lake), SOURCES, console)
    keep_settings(stack)
    say_where(stack)


def bring_up_to_date(lake: str) -> None:
    """What an earlier version of the demo left there becomes a lake of this one."""
    with suppress(ConfigError):  # none stands there yet
        migrate(open_store(lake), no_progress)


def start_wire(stack: Stack) -> str:
    """The address of the demo's wires; their process is started, unless it runs with this very code.

    Raises:
        StackError: it does not answer; the message holds the end of its log.
    """
    # The port stays from one time to the next, where it can: it is part of the articles' addresses.
    kept = stack.state / "demo-wire.port"
    port = int(kept.read_text(encoding="ascii")) if kept.exists() else WIRE_PORTS[0]
    is_running = stack.processes.running(WIRE) is not None
    with nullcontext(port) if is_running else claimed_port((port, *WIRE_PORTS)) as port:
        kept.write_text(str(port), encoding="ascii")
        daemon = Daemon(
            name=WIRE,
            argv=module("wirelake_demo.wire", "--port", str(port)),
            environment={"PATH": "/usr/bin:/bin", "PYTHONUNBUFFERED": "1"},
            cwd=stack.state,
            fingerprint=fingerprint(Path(__file__).parent),
        )
        if not stack.processes.is_current(daemon):
            stack.processes.stop([WIRE])
            _await_answer(stack.processes.start(daemon), port, stack.processes.log(WIRE))
    return f"http://{LOOPBACK}:{port}"


def _await_answer(wire: psutil.Process, port: int, log: Path) -> None:
    deadline = time.monotonic() + WIRE_SECONDS
    while is_free(port):
        if time.monotonic() > deadline or not is_alive(wire):
            raise StackError(f"the invented wires do not answer. The end of {log}:\n{tail(log)}")
        time.sleep(0.05)


if __name__ == "__main__":
    run(app)
