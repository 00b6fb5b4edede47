"""The commands that look after the lake's objects."""

from typing import Annotated

import typer
from rich.markup import escape

from wirelake import config, upkeep
from wirelake.commands.arguments import AsJson, SourceOrAll
from wirelake.commands.days import FAILED, end
from wirelake.console.terminal import err, out, print_json, progress, say_wrong
from wirelake.errors import ConfigError

app = typer.Typer()


@app.command()
def verify(
    source: SourceOrAll = None,
    day: Annotated[str | None, typer.Argument(help="capture day, such as 2025-12-07")] = None,
    all_days: Annotated[
        bool, typer.Option("--all", help="all days; articles/ too, without a SOURCE")
    ] = False,
    repair: Annotated[
        bool, typer.Option("--repair", help="make again what raw/, history/ or a WARC can give")
    ] = False,
    sweep: Annotated[
        bool, typer.Option("--sweep", help="remove emptied tables and digests of a day ago, changes of 30")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Read the lake whole: every object against its digest, every WARC record against its index.

    Names each damaged object, WARCs without an index and indexes without their WARC, and what repairs them.

    Exit code 1: something is damaged, and is still so after --repair.
    """
    from wirelake.lake.faults import Repair

    said = err if as_json else out  # what was done, beside what is printed for scripts
    scope = _scope(source, day, all_days=all_days)
    found = _inspected(scope)
    if repair and (found.faults or found.undigested):
        for line in upkeep.repair(found):
            said.print(escape(line))
        found = _inspected(scope)
    if sweep:
        said.print(escape(str(upkeep.sweep())))
    if as_json:
        faults = [{"path": one.path, "what": one.what, "repair": one.repair} for one in found.faults]
        print_json({"objects": found.objects, "undigested": found.undigested, "faults": faults}, indent=2)
        end(FAILED if faults else 0)
        return
    for fault in found.faults:
        cure = str(fault.repair) if fault.repair is Repair.NONE else f"--repair: {fault.repair}"
        say_wrong(f"{fault.path}: {fault.what} ({cure})")
    if found.undigested:
        err.print(f"{len(found.undigested)} objects have no digest: they could only be parsed (--repair)")
    out.print(f"{found.objects} objects read, {len(found.faults)} faults")
    end(FAILED if found.faults else 0)


@app.command()
def maintain(
    repair: Annotated[
        bool, typer.Option("--repair", help="make again what raw/, history/ or a WARC can give")
    ] = False,
) -> None:
    """What is due by now for every source, then the day's upkeep: sweep, and read a share of the lake whole.

    The same as the Dags wire_due and wire_maintenance do, for a lake without Airflow: once a day by a timer.
    After four weeks each object has been read. Everything at once: wirelake verify --all.

    Exit code 1: a source could not be served, or something is damaged.
    """
    wrong = 0
    for source, told, is_wrong in upkeep.carry_out_all():
        if is_wrong:
            wrong += 1
            say_wrong(told)
        elif told:
            out.print(escape(f"{source}: {told}"))
    with progress("lake") as step:
        done = upkeep.maintain(repair=repair, progress=step)
    for line in done.repaired:
        out.print(escape(line))
    for fault in done.found.faults:
        say_wrong(f"{fault.path}: {fault.what} ({fault.repair})")
    out.print(escape(str(done)))
    end(FAILED if wrong or done.found.faults else 0)


def _scope(source: str | None, day: str | None, *, all_days: bool) -> "upkeep.Scope":
    if bool(day) == all_days:
        raise ConfigError("verify: name a source and a day, or all days: --all")
    return upkeep.Scope(
        source=config.load_named(source).name if source else None,
        day=config.parse_day(day) if day else None,
    )


def _inspected(scope: "upkeep.Scope") -> "upkeep.Inspection":
    with progress(scope.source or "lake") as step:
        return upkeep.inspect(scope, progress=step)
