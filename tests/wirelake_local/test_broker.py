"""Celery's broker of the distributed stack: what it was told outlives a kill -9."""

from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
import redis

from wirelake_local.distributed.broker import NAME, Broker, answering
from wirelake_local.processes import Processes


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Broker]:
    started = Broker(tmp_path, Processes(tmp_path / "run", tmp_path / "logs"))
    started.start()
    yield started
    started.processes.stop([NAME])


def test_what_it_was_told_stands_after_a_kill_and_at_the_same_address(broker: Broker) -> None:
    before = broker.url
    with redis.Redis.from_url(before) as client:
        client.lpush("default", "a task")
    assert answering(before, 0.1) == set()  # nobody works here
    process = broker.processes.running(NAME)
    assert isinstance(process, psutil.Process)
    process.kill()
    process.wait(30)
    assert answering(before, 0.1) == set()
    broker.start()
    assert broker.url == before
    assert answering(before, 0.1) == set()
    with redis.Redis.from_url(before) as client:
        assert client.lrange("default", 0, -1) == [b"a task"]


def test_nobody_enters_without_its_password_and_only_by_loopback(broker: Broker) -> None:
    port = int(broker.url.rpartition(":")[2].partition("/")[0])
    with redis.Redis(host="127.0.0.1", port=port) as client, pytest.raises(redis.AuthenticationError):
        client.ping()
    process = broker.processes.running(NAME)
    assert process
    assert {one.laddr.ip for one in process.net_connections() if one.status == "LISTEN"} == {"127.0.0.1"}
    assert (broker.folder / "valkey.conf").stat().st_mode & 0o777 == 0o600
    broker.start()  # a second time does no harm
    assert broker.processes.running(NAME) == process
