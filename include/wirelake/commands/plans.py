"""Takedowns of several articles: named in a file or by their source, planned into a file, and done by it."""

import csv
from pathlib import Path
from typing import TYPE_CHECKING

from rich.markup import escape

from wirelake import obligations
from wirelake.commands.days import FAILED
from wirelake.console.terminal import out, progress, say_wrong
from wirelake.errors import ConfigError, WirelakeError
from wirelake.obligations.reasons import checked_source

if TYPE_CHECKING:
    from wirelake.lake.requests import Request

COLUMNS = ("article_id", "url")
SHOWN = 20


def named_in(path: Path) -> list[str]:
    """The ids and addresses in the file: its column article_id or url, else its first.

    Raises:
        ConfigError: it cannot be read, or a line names neither; every such line is told by its number.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file)
            lines = [(reader.line_num, row) for row in reader if any(map(str.strip, row))]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ConfigError(f"--file {path}: cannot be read: {error}") from error
    head = [one.strip() for one in lines[0][1]] if lines else []
    column = next((head.index(one) for one in COLUMNS if one in head), None)
    body = lines[1:] if column is not None else lines
    found, bad = [], []
    for number, row in body:
        value = row[column or 0].strip() if len(row) > (column or 0) else ""
        if _is_name(value):
            found.append(value)
        else:
            bad.append(f"line {number}: {value!r}")
    if bad or not found:
        told = "; ".join(bad[:SHOWN]) or "names nobody"
        raise ConfigError(f"--file {path}: no article's id and no address: {told}")
    return found


def write_plan(path: Path, named: list[str], reason: str, whole: str) -> None:
    """Write down what the takedown would touch; nothing else is changed."""
    plan = obligations.plan(named, reason, whole=whole)
    try:
        path.write_text(plan.model_dump_json(indent=1), encoding="utf-8")
    except OSError as error:
        raise ConfigError(f"--plan {path}: cannot be written: {error.strerror}") from error
    for one in plan.targets[:SHOWN]:
        days = ", ".join(map(str, one.capture_dates))
        out.print(escape(f"{one.article_id}, {one.rows} rows of {days}: {one.headline}"))
    if len(plan.targets) > SHOWN:
        out.print(f"… and {len(plan.targets) - SHOWN} more")
    out.print(escape(f"{len(plan.targets)} articles planned: wirelake takedown --apply {path}"))


def apply_plan(path: Path, *, erase: bool, request: "Request") -> int:
    """Take down what was planned, one after another; nothing where something changed since. The exit code."""
    plan = obligations.read_plan(path)
    if changed := obligations.changed_since(plan):
        for one in changed[:SHOWN]:
            say_wrong(one)
        say_wrong(f"{len(changed)} of {len(plan.targets)} changed since {path} was planned: plan anew")
        return FAILED
    with progress(path.name) as step:
        for done, target in enumerate(plan.targets, start=1):
            obligations.take_down(target.article_id, plan.reason, erase=erase, request=request)
            step("takedown", done, len(plan.targets))
    out.print(f"{len(plan.targets)} articles taken down")
    return 0


def _is_name(value: str) -> bool:
    if value.startswith(("http://", "https://")):
        return True
    try:
        return bool(checked_source(value))
    except WirelakeError:
        return False
