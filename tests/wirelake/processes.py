"""Processes that meet in one lake."""

import subprocess
import sys

SECONDS = 120.0  # that a loaded machine may need


def run_at_once(*commands: list[str]) -> None:
    """Run Python with each of these arguments; all go on together once each has printed ``ready``."""
    running = [
        subprocess.Popen(
            [sys.executable, *command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for command in commands
    ]
    try:
        for process in running:
            assert process.stdout
            assert process.stdout.readline() == "ready\n", process.communicate(timeout=SECONDS)
        for process in running:
            assert process.stdin
            process.stdin.write("go\n")
            process.stdin.flush()
        outcomes = [process.communicate(timeout=SECONDS) for process in running]
        assert [process.returncode for process in running] == [0] * len(running), outcomes
    finally:
        for process in running:
            process.kill()
