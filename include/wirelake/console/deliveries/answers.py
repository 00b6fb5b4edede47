"""What changed, put down: to standard output, or to a file as a whole."""

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from wirelake.console.deliveries.forms import lines
from wirelake.console.terminal import out, print_json
from wirelake.errors import PermanentError
from wirelake.lake.changes.asking import since_cursor
from wirelake.lake.changes.cursors import Cursor, parse
from wirelake.legible import in_json
from wirelake.storage import Store


def answers(
    store: Store, cursor: Cursor, source: str | None, form: str, every: float | None
) -> Iterator[tuple[Iterator[str], str]]:
    """The lines of each answer, and the cursor after it: one, or one whenever something changed."""
    while True:
        found = since_cursor(store, cursor, source)
        if len(found.changes) or every is None:
            yield lines(store, found.changes, form), found.cursor
        if every is None:
            return
        cursor = parse(found.cursor)
        time.sleep(every)


def write(told: Iterator[str], cursor: str, output: Path | None) -> None:
    """Write the lines, then the cursor: without ``output`` as a last line, else alone to standard output."""
    if output is None:
        for line in told:
            sys.stdout.write(f"{in_json(line) if out.is_terminal else line}\n")
        print_json({"cursor": cursor})
        sys.stdout.flush()
        return
    part = output.with_name(f".{output.name}.part{os.getpid()}")
    try:
        with part.open("w", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in told)
        part.replace(output)
    except OSError as error:
        raise PermanentError(f"--output {output}: {error.strerror or error}") from error
    finally:
        part.unlink(missing_ok=True)
    sys.stdout.write(f"{cursor}\n")
    sys.stdout.flush()
