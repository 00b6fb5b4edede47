"""Takedowns of several articles: named in a file or by their source, planned into a file, and done by it."""

import csv
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

from rich.markup import escape

from wirelake import config, obligations
from wirelake.batches.lakes import utc_now
from wirelake.commands.days import FAILED
from wirelake.console.terminal import out, progress, say_wrong
from wirelake.errors import ConfigError
from wirelake.obligations.reasons import named_source

if TYPE_CHECKING:
    from wirelake.lake.decisions.requests import Request

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
    found, bad, sources = [], [], config.source_files()
    for number, row in body:
        value = row[column or 0].strip() if len(row) > (column or 0) else ""
        if _is_name(value, sources):
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
    """Take down what was planned, all at once; nothing where something changed since. The exit code."""
    began = utc_now()
    plan = obligations.read_plan(path)
    if changed := obligations.changed_since(plan):
        for one in changed[:SHOWN]:
            say_wrong(one)
        say_wrong(f"{len(changed)} of {len(plan.targets)} changed since {path} was planned: plan anew")
        return FAILED
    with progress(path.name) as step:
        ids = [target.article_id for target in plan.targets]
        done = obligations.take_down_all(ids, plan.reason, erase=erase, request=request, progress=step)
    before = sum(one.begun_at < began for one in done)
    out.print(f"{len(done)} articles taken down" + (f", {before} of them already before" if before else ""))
    return 0


def _is_name(value: str, sources: Collection[str]) -> bool:
    if value.startswith(("http://", "https://")):
        return True
    try:
        return named_source(value) in sources
    except ConfigError:
        return False
