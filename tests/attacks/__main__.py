"""``make attack``: every scene again and again for SECONDS, from SEED on; it fails where anything is wrong.

Each round has a lake of its own and the next seed, so ``SEED=<that> SECONDS=1`` plays the round again that
found a fault. SCENES names those to play, parted by commas; all are played without it.
"""

import os
import secrets
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.attacks import closed_gate, failing_s3, flipper, full_disk, killer, racers
from tests.attacks.report import Report, table, together
from tests.attacks.stage import Stage, doing, staged
from tests.wirelake.s3_server import BUCKET, S3Server
from tests.wirelake.storage.small_disk import NoDiskError, small_disk

HOUR = 3600.0
Play = Callable[[Path, S3Server, int], Report]


def main() -> int:
    """Play the scenes in turn until the time is over, each once at least; then the table."""
    seconds = float(os.environ.get("SECONDS") or HOUR)
    seed = int(os.environ.get("SEED") or secrets.randbelow(1_000_000))
    chosen = [name for name in (os.environ.get("SCENES") or "").split(",") if name] or list(SCENES)
    if unknown := set(chosen) - SCENES.keys():
        say(f"SCENES: no such scene: {', '.join(sorted(unknown))}; there are {', '.join(SCENES)}")
        return 2
    started = time.monotonic()
    say(f"SEED={seed} SECONDS={seconds:g} SCENES={','.join(chosen)}")
    found: dict[str, list[Report]] = {name: [] for name in chosen}
    rounds = 0
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        server = S3Server(Path(folder))
        try:
            while not rounds or time.monotonic() - started < seconds:
                for name in chosen:
                    if rounds and time.monotonic() - started >= seconds:
                        break
                    found[name].append(play(name, Path(folder, f"{name}-{rounds}"), server, seed + rounds))
                rounds += 1
        finally:
            server.stop()
    say(table(together(reports) for reports in found.values()))
    say(f"SEED={seed}, {rounds} rounds, {time.monotonic() - started:.0f} s")
    is_clean = all(report.is_clean for reports in found.values() for report in reports)
    return 0 if is_clean else 1


def play(name: str, folder: Path, server: S3Server, seed: int) -> Report:
    """One round of a scene; what breaks it off is a fault too."""
    started = time.monotonic()
    try:
        report = SCENES[name](folder, server, seed)
    except NoDiskError as error:
        report = Report(scene=name, tried={"not played": 1}, faults={}, told=(str(error),))
    except Exception as error:
        told = f"{type(error).__name__}: {error}"
        report = Report(scene=name, tried={}, faults={"broken off": 1}, told=(told,))
    say(f"{name}, seed {seed}, {time.monotonic() - started:.0f} s: {'clean' if report.is_clean else report}")
    return report


@contextmanager
def new_stage(uri: str, folder: Path, server: S3Server) -> Iterator[Stage]:
    process = doing()
    try:
        with staged(uri, folder, process, **server.environment) as stage:
            yield stage
    finally:
        process.end()


def on_disk(attack: Callable[[Stage, int, int], Report], count: int) -> Play:
    def played(folder: Path, server: S3Server, seed: int) -> Report:
        with new_stage(str(folder / "lake"), folder, server) as stage:
            return attack(stage, seed, count)

    return played


def on_s3(attack: Callable[[Stage, int, int], Report], count: int) -> Play:
    def played(folder: Path, server: S3Server, seed: int) -> Report:
        with new_stage(f"s3://{BUCKET}/{folder.name}", folder, server) as stage:
            return attack(stage, seed, count)

    return played


def through_a_failing_network(folder: Path, server: S3Server, seed: int) -> Report:
    with new_stage(f"s3://{BUCKET}/{folder.name}", folder, server) as stage:
        return failing_s3.attack(stage, seed, 30, server=server.environment["AWS_ENDPOINT_URL"])


def on_a_full_disk(folder: Path, server: S3Server, seed: int) -> Report:
    folder.mkdir()
    with (
        small_disk(folder / "small", "8m") as place,
        new_stage(str(place / "lake"), folder, server) as stage,
    ):
        return full_disk.attack(stage, seed, 40)


SCENES: dict[str, Play] = {
    "killer": on_disk(killer.attack, 100),
    "killer-s3": on_s3(killer.attack, 50),
    "failing-s3": through_a_failing_network,
    "flipper": on_disk(flipper.attack, 500),
    "flipper-s3": on_s3(flipper.attack, 50),
    "full-disk": on_a_full_disk,
    "closed-gate": on_disk(closed_gate.attack, 8),
    "racers": on_disk(racers.attack, 2),
    "racers-s3": on_s3(racers.attack, 1),
}


def say(text: str) -> None:
    print(text, flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
