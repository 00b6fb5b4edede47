"""Logs that age out, and those that are turned over while somebody writes them."""

import os
import time
from pathlib import Path

from wirelake_local.tidying import age_out, rotate


def test_logs_of_tasks_age_out_with_their_folders_and_links_stay(tmp_path: Path) -> None:
    logs, elsewhere = tmp_path / "logs", tmp_path / "elsewhere.log"
    elsewhere.write_text("not ours")
    for name, days in (("a/old.log", 100), ("b/old.log", 91), ("b/new.log", 89)):
        path = logs / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("told")
        os.utime(path, (time.time() - days * 86_400,) * 2)
    os.utime(elsewhere, (0, 0))
    (logs / "link.log").symlink_to(elsewhere)
    assert age_out(logs, 90) == 2
    assert sorted(path.name for path in logs.rglob("*")) == ["b", "link.log", "new.log"]
    assert elsewhere.exists()
    assert age_out(tmp_path / "none", 90) == 0


def test_a_large_log_is_turned_over_under_who_writes_it(tmp_path: Path) -> None:
    log, small = tmp_path / "scheduler.log", tmp_path / "api-server.log"
    small.write_text("little\n")
    with log.open("ab", buffering=0) as writer:
        writer.write(b"before\n" * 100)
        assert rotate([log, small, tmp_path / "none.log"], largest=100) == 1
        writer.write(b"after\n")
    assert log.read_bytes() == b"after\n"
    assert (tmp_path / "scheduler.log.1").read_bytes() == b"before\n" * 100
    assert small.read_text() == "little\n"
