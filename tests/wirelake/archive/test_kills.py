"""kill -9 at random moments of a capture, then the next try: nothing is lost, and little is asked twice."""

import io
import random
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, ClassVar

import pytest
from fastwarc.warc import ArchiveIterator as FastIterator
from tests.wirelake.mortality import SIGKILL, Mortal
from tests.wirelake.quay import BATCH, contents, page
from warcio.archiveiterator import ArchiveIterator

from wirelake.archive import read_batch
from wirelake.lake.exchanges import read_index
from wirelake.storage import Store, open_store
from wirelake.warc import records

KILLS = 20
LINKS = 300
RECORDS = 40  # a segment
RUN = "20260302T120000Z-0a1b2c3d"


class Wire(BaseHTTPRequestHandler):
    """Every seventh page is gone; counts who is asked for."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body in one packet: else each answer waits for the client's delayed ACK
    asked: ClassVar[Counter[str]] = Counter()

    def do_GET(self) -> None:
        self.asked[self.path] += 1
        number = int(self.path.rpartition("/")[2])
        body = page(number, text=f"{self.path} " * 50)
        self.send_response(404 if number % 7 == 0 else 200)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Stay silent."""


class Server(ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        """Say nothing of clients that were killed."""


@pytest.fixture(scope="module")
def wire() -> Iterator[str]:
    server = Server(("127.0.0.1", 0), Wire)
    server.daemon_threads = True
    Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def collector() -> Iterator["Collector"]:
    process = Collector()
    yield process
    process.end()


class Collector:
    """The process of collector.py."""

    def __init__(self) -> None:
        self._process = Mortal("tests.wirelake.archive.collector")
        self.end = self._process.end

    def run(self, store: Store, spool: Path, links: list[str], *, seconds: float = 0) -> int:
        """How a child ended that captured these links."""
        order = {"spool": str(spool), "links": links, "run_id": RUN, "records": RECORDS}
        return self._process.run(lake=store.uri, seconds=seconds, **order)["status"]


def test_a_retry_on_the_same_host_asks_for_the_record_in_flight_alone(
    lake_uri: str, tmp_path: Path, wire: str, collector: Collector
) -> None:
    chance = random.Random(1815)  # noqa: S311
    is_remote = lake_uri.startswith("s3:")
    # Now within a life's first steps, where it salvages what the one before left, and now well after them.
    longest = (0.3, 1.0) if is_remote else (0.1, 0.5)
    wanted = KILLS // 2 if is_remote else KILLS
    killed, lake = 0, 0
    while killed < wanted:  # a capture that came to its end is followed by another
        store, spool = open_store(f"{lake_uri}/{lake}"), tmp_path / f"spool-{lake}"
        place = f"{uri_tag(lake_uri)}/{lake}"
        links = [f"{wire}/{place}/{number}" for number in range(LINKS)]
        kills = 0
        while (
            collector.run(store, spool, links, seconds=moment(chance, longest, wanted - killed - kills))
            == SIGKILL
        ):
            kills += 1
        assert_complete(store, links)
        assert all(1 <= Wire.asked[f"/{place}/{number}"] <= 1 + kills for number in range(LINKS))
        again = sum(Wire.asked[f"/{place}/{number}"] for number in range(LINKS)) - LINKS
        assert again <= kills, f"{again} links were asked for again after {kills} kills"
        assert list(spool.iterdir()) == []
        killed += kills
        lake += 1


def test_a_retry_on_another_host_asks_for_the_open_segment_at_most(
    lake_uri: str, tmp_path: Path, wire: str, collector: Collector
) -> None:
    chance = random.Random(1816)  # noqa: S311
    store = open_store(lake_uri)
    links = [f"{wire}/elsewhere/{uri_tag(lake_uri)}/{number}" for number in range(LINKS)]
    kills = 0
    for host in range(KILLS // 4):
        kills += (
            collector.run(store, tmp_path / str(host), links, seconds=chance.uniform(0.1, 0.5)) == SIGKILL
        )
        assert_readable(store)
    assert collector.run(store, tmp_path / "last", links) == 0
    assert_complete(store, links)
    again = sum(Wire.asked[link.removeprefix(wire)] for link in links) - LINKS
    assert again <= kills * RECORDS
    assert kills > 0


def moment(chance: random.Random, longest: tuple[float, ...], left: int) -> float:
    """When the next kill comes; 0 for never, once there were enough."""
    return chance.uniform(0.001, chance.choice(longest)) if left > 0 else 0


def uri_tag(uri: str) -> str:
    return "s3" if uri.startswith("s3:") else "local"


def assert_complete(store: Store, links: list[str]) -> None:
    """Every link stands in raw/ once, by its payload or as a failure, and reads back."""
    rows = read_index(store, BATCH)
    assert Counter(row["url"] for row in rows) == Counter(links)
    assert {row["record_type"] for row in rows} == {"response"}
    kept = {raw.link.url: raw for raw in read_batch(store, BATCH)}
    assert kept.keys() == set(links)
    for url, raw in kept.items():
        number = int(url.rpartition("/")[2])
        assert raw.failure == ("http_404" if number % 7 == 0 else None)
        assert raw.body == page(number, text=f"/{url.split('/', 3)[3]} " * 50)
    assert_readable(store)


def assert_readable(store: Store) -> None:
    """Whatever stands in raw/, published or not yet, is whole to every reader."""
    for path, data in contents(store, "raw").items():
        if path.endswith(".warc.gz"):
            ours = list(records(io.BytesIO(data)))
            assert [one.damage for one in ours] == [None] * len(ours), path
            assert count_of(ArchiveIterator(io.BytesIO(data), check_digests="raise")) == len(ours)
            assert len(list(FastIterator(io.BytesIO(data), verify_digests=True))) == len(ours)


def count_of(found: Any) -> int:
    count = 0
    for record in found:
        record.raw_stream.read()
        count += 1
    return count
