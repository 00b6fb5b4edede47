"""Each scene in short; ``make attack`` plays them longer."""

import random
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from tests.attacks import closed_gate, failing_s3, flipper, full_disk, killer, racers
from tests.attacks.deliveries import Deliveries, id_of
from tests.attacks.readers import Watch
from tests.attacks.report import Report
from tests.attacks.stage import Stage, doing, staged
from tests.wirelake.mortality import Mortal
from tests.wirelake.s3_server import BUCKET, S3Server
from tests.wirelake.storage.small_disk import NoDiskError, small_disk

SEED = 20


@pytest.fixture(scope="module")
def process() -> Iterator[Mortal]:
    process = doing()
    yield process
    process.end()


@pytest.fixture
def stage(lake_uri: str, tmp_path: Path, process: Mortal) -> Iterator[Stage]:
    """A folder, then S3."""
    with staged(lake_uri, tmp_path, process) as stage:
        yield stage


@pytest.fixture
def local(tmp_path: Path, process: Mortal) -> Iterator[Stage]:
    """A folder alone, where S3 would tell no more."""
    with staged(str(tmp_path / "lake"), tmp_path, process) as stage:
        yield stage


def assert_clean(report: Report, *, least: int, of: str) -> None:
    assert report.is_clean, report
    assert report.tried[of] >= least, report


def test_the_killer(stage: Stage) -> None:
    count = 6 if stage.uri.startswith("s3:") else 10
    assert_clean(killer.attack(stage, SEED, count), least=1, of="killed")


def test_the_failing_network(tmp_path: Path, process: Mortal, s3_server: S3Server) -> None:
    lake = f"s3://{BUCKET}/{tmp_path.name}-failing"
    with staged(lake, tmp_path, process, **s3_server.environment) as stage:
        server = s3_server.environment["AWS_ENDPOINT_URL"]
        assert_clean(failing_s3.attack(stage, SEED, 4, server=server), least=10, of="failed")


def test_the_bit_flipper(stage: Stage) -> None:
    count = 20 if stage.uri.startswith("s3:") else 60
    assert_clean(flipper.attack(stage, SEED, count), least=count * 3 // 4, of="named")


def test_the_full_disk(tmp_path: Path, process: Mortal) -> None:
    try:
        with (
            small_disk(tmp_path / "small", "2m") as place,
            staged(str(place / "lake"), tmp_path, process) as stage,
        ):
            report = full_disk.attack(stage, SEED, 4)
    except NoDiskError as error:
        pytest.skip(str(error))
    assert_clean(report, least=2, of="full")


def test_the_closed_gate(local: Stage) -> None:
    assert_clean(closed_gate.attack(local, SEED, 3), least=3, of="closed")


def test_the_racers(local: Stage) -> None:
    assert_clean(racers.attack(local, SEED, 1, size=4, laps=2), least=5, of="reads by wirelake")


def test_a_reader_tells_what_it_saw(local: Stage) -> None:
    sent, gone, over = Deliveries(random.Random(SEED)), {4}, Event()  # noqa: S311
    looks = [[(1, 5), (2, 6), (3, 7)], [(1, 4), (1, 4), (2, 8)], [(4, 9)]]

    def look(_: str) -> list[dict[str, str]]:
        shown = looks.pop(0)
        if not looks:
            sent.killed |= {1, 2}
            over.set()
        return [
            {"article_id": id_of(number), "body_text": f"The berths were dredged for the {issue}th time."}
            for number, issue in shown
        ]

    watch = Watch(look, local, sent, gone)
    watch.until(over)
    assert {kind: count for kind, count in watch.faults.found.items() if count} == {
        "twice for a reader": 1,  # article 1
        "missing for a reader": 1,  # article 3, by the second look
        "went back for a reader": 1,
        "came back for a reader": 1,
    }


def test_a_report_tells_what_is_wrong() -> None:
    report = Report(scene="x", tried={"runs": 1}, faults={"lost": 1}, told=("lost: 7",))
    assert not report.is_clean
    assert not Report(scene="x", tried={}, faults={}).is_clean
