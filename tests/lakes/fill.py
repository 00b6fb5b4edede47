"""Fills a small lake through the command of the checkout whose Python runs this: ``python fill.py FOLDER``.

It uses nothing but the command and a drop folder, so it runs with any checkout of wirelake, old or new. The
lake that comes of it holds every table, and what a lake in use may hold at any moment:

* articles in versions of which one corrects the other, a duplicate, a rejection;
* a kill by the wire, a takedown by the command, a kill advisory that nobody has bound to an article yet;
* an embargo that was ended by a command, and one that holds;
* a build that died between history/ and articles/: its work is pending;
* since ``schema-2`` pages, which state no version: one that read A, B and A again, and one that was taken
  down and is held, so that it may be restored.

The clock is the machine's: two fills differ in their instants and ids. The text is invented.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

WIRE = Path(__file__).parent / "wire"
SOURCE = "beacon"
DAYS = ("2026-03-02", "2026-03-03", "2026-03-04")
INTERRUPTED = "2026-03-04"
TAKEN = "beacon:bw.0005"
RELEASED = "beacon:bw.0006"
FERRY = "https://beacon.example/2026/03/02/ferry-to-the-islands"


def fill(folder: Path) -> None:
    """Fill the lake, which must not be there."""
    folder.mkdir(parents=True)
    if "init" in _wirelake(folder, "--help").stdout:
        _done(_wirelake(folder, "init"))
    for day in DAYS:
        shutil.copytree(WIRE / day, folder / "drop" / SOURCE / day)
        if day == INTERRUPTED:
            _interrupted(folder, day)
        else:
            _done(_wirelake(folder, "run", SOURCE, day))
        if day == DAYS[0]:
            at_once = ("--erase",) if "--erase" in _wirelake(folder, "takedown", "--help").stdout else ()
            reason = "asked for by the harbour office"
            _done(_wirelake(folder, "takedown", TAKEN, "--reason", reason, *at_once))
            _done(_wirelake(folder, "release", RELEASED, "--reason", "the council has voted"))
            if "hold" in _wirelake(folder, "--help").stdout:
                page = f"{SOURCE}:{hashlib.sha256(FERRY.encode()).hexdigest()[:24]}"
                _done(_wirelake(folder, "takedown", page, "--reason", "the ferry's owner asked"))
                _done(_wirelake(folder, "hold", page, "--reason", "whether it was right is not known yet"))
    for left in (".lock", ".tmp", ".spool"):  # of this host alone
        place = folder / left
        shutil.rmtree(place) if place.is_dir() else place.unlink(missing_ok=True)


def _interrupted(folder: Path, day: str) -> None:
    """A run that dies as it writes articles/: a file stands where the folder of a day should."""
    in_the_way = folder / "articles" / f"published_date={day}"
    in_the_way.write_bytes(b"")
    ended = _wirelake(folder, "run", SOURCE, day)
    in_the_way.unlink()
    assert ended.returncode == 1, ended.stdout + ended.stderr
    assert "articles.parquet" in ended.stderr, ended.stderr


def _wirelake(folder: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    settings = {"WIRELAKE_LAKE": str(folder), "WIRELAKE_SOURCES": str(WIRE), "COLUMNS": "300"}
    command = [sys.executable, "-m", "wirelake", *words]
    return subprocess.run(command, env=os.environ | settings, capture_output=True, text=True, check=False)


def _done(ended: "subprocess.CompletedProcess[str]") -> None:
    assert ended.returncode == 0, ended.stdout + ended.stderr


if __name__ == "__main__":
    fill(Path(sys.argv[1]).absolute())
