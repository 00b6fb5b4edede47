"""A process that outlives the tests: where they were killed, it removes the stacks that they started.

It reads the stacks' state folders from its input, a line each, until that ends, as it does when the tests
end, in whatever way. A stack that is gone by then is left alone.
"""

import signal
import subprocess
import sys
from pathlib import Path
from typing import Self

from wirelake_local import Stack

ROOT = Path(__file__).parents[1]
SECONDS = 120.0  # that a loaded machine may need


class Reaper:
    """The process, as the tests see it."""

    def __init__(self) -> None:
        # A session of its own: what ends the tests by a signal to their whole group passes it by.
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.reaper"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def watch(self, state: Path) -> None:
        """Remove the stack of this state folder after the tests, unless they have done so."""
        assert self._process.stdin
        self._process.stdin.write(f"{state}\n")
        self._process.stdin.flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(SECONDS)


def main() -> None:
    """Wait for the end of the tests, then clean up."""
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    for state in [Path(line.removesuffix("\n")) for line in sys.stdin]:
        Stack(state, dags=state).clean()


if __name__ == "__main__":
    main()
