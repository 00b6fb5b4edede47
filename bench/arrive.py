"""What a thousand files of an inbox cost, from each place in which it may lie.

    python bench/arrive.py FOLDER [--files 1000]

FOLDER takes lakes and is left with them. The files are invented pages of about 1 KB. The bucket is on
SeaweedFS and the SFTP server is OpenSSH's, both on loopback; without sshd that line is left out. *took* is
the capture that reads the files and moves them away, *looked* the next one, which finds the place empty,
*built* what follows a capture. Calls are those of the lake's store.
"""

import argparse
import os
import shutil
import sys
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.store_calls import counted, total
from tests.wirelake.inboxes import Inbox, InBucket, InFolder, OnServer, write_source
from tests.wirelake.s3_server import S3Server
from tests.wirelake.sftp_server import SSHD, SftpServer

from wirelake import pipeline
from wirelake.config import Batch, Run
from wirelake.lake.marker import begin
from wirelake.storage import LocalStore

WORDS = "The dredger came at night and the lock stayed shut until the tide had turned. "


def page(number: int) -> bytes:
    """A page unlike the others."""
    stamp = f"QUAY{datetime.now(UTC):%d%m%Y}000001000001ID{1_000_000 + number}"
    return f"Sluice {number} opens\n\nGate {number} is open. {WORDS * 12}\n\n{stamp}\n".encode()


def measured(folder: Path, name: str, inbox: Inbox, files: int) -> None:
    """Fill the inbox, take its files, look again; print both."""
    place = folder / name
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    write_source(place / "sources", inbox, "settle: 0s", "after: move", "move_to: taken")
    os.environ["WIRELAKE_SOURCES"] = str(place / "sources")
    store = LocalStore(place / "lake")
    begin(store)
    for number in range(files):
        inbox.put(f"{number:05}.txt", page(number))
    run = Run.new(Batch("quay", datetime.now(UTC).date()))
    for what in ("took", "looked"):
        calls: Counter[str] = Counter()
        started = time.monotonic()
        with counted(store, calls):
            new = pipeline.fetch_batch(run, inbox_connection=inbox.connection, store=store).new
        seconds = time.monotonic() - started
        print(f"{name}: {what} {new} files in {seconds:.1f} s ({new / seconds:.0f} a second), ", end="")
        print(f"{total(calls)} calls of the store")
    calls, started = Counter(), time.monotonic()
    with counted(store, calls):
        pipeline.build_batch(run, store=store)
    print(f"{name}: built in {time.monotonic() - started:.1f} s, {total(calls)} calls of the store")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--files", type=int, default=1000)
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(asked.folder / "agency", ignore_errors=True)
    measured(asked.folder, "folder", InFolder(asked.folder / "agency"), asked.files)
    served = asked.folder / "bucket"
    shutil.rmtree(served, ignore_errors=True)
    served.mkdir()
    s3 = S3Server(served)
    try:
        measured(asked.folder, "s3", InBucket(s3), asked.files)
    finally:
        s3.stop()
    if SSHD is None:
        return
    sftp = SftpServer()
    try:
        measured(asked.folder, "sftp", OnServer(sftp), asked.files)
    finally:
        sftp.stop()


if __name__ == "__main__":
    main()
