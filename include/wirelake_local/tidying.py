"""What grows for ever beside the lake: Airflow's rows of old runs, its tasks' logs, and those of its parts.

The lake's own record of runs is runs/, which nothing here touches.
"""

import os
import shutil
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from wirelake_local.processes import LOG_BYTES, module, run

DAYS = 90  # by default: Airflow's UI shows hardly more


def clean_database(environment: Mapping[str, str], days: int, log: Path | None = None) -> None:
    """Delete what Airflow's database keeps of runs that are older; it keeps each Dag's newest.

    Raises:
        StackError: the command fails; the message holds the end of the log.
    """
    before = (datetime.now(UTC) - timedelta(days=days)).isoformat(timespec="seconds")
    command = module("airflow", "db", "clean", "--clean-before-timestamp", before)
    run([*command, "--skip-archive", "--yes", "--error-on-cleanup-failure"], environment, log)


def age_out(logs: Path, days: int) -> int:
    """Delete the files of tasks' logs to which nothing was added for so many days, and folders without any.

    Returns:
        How many files went. Links are left alone, and never followed.
    """
    oldest, gone = time.time() - days * 86_400, 0
    for folder, _, names in os.walk(logs, topdown=False):
        for path in (Path(folder, name) for name in names):
            with suppress(FileNotFoundError):
                if not path.is_symlink() and path.stat().st_mtime < oldest:
                    path.unlink()
                    gone += 1
        if Path(folder) != logs:
            with suppress(OSError):  # something is in it
                Path(folder).rmdir()
    return gone


def rotate(logs: Iterable[Path], largest: int = LOG_BYTES) -> int:
    """Put aside what stands in logs that are larger, one generation, and go on in the same file.

    Who writes has it open to append, so what comes next stands at its new beginning; what comes in the
    moment between the copy and that is lost.
    """
    turned = 0
    for log in logs:
        if log.exists() and log.stat().st_size > largest:
            part = log.with_suffix(".log.part")
            shutil.copyfile(log, part)
            os.truncate(log, 0)
            part.replace(log.with_suffix(".log.1"))
            turned += 1
    return turned
