"""Stores for every test that reads or writes a lake: a folder, and S3 on a real server."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from tests.wirelake.s3_server import BUCKET, S3Server
from tests.wirelake.sftp_server import SSHD, SftpServer

from wirelake.lake.marker import begin
from wirelake.storage import Store, open_store


@pytest.fixture(scope="session")
def s3_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3Server]:
    """A real S3 server on loopback, with credentials of its own."""
    server = S3Server(tmp_path_factory.mktemp("s3"))
    yield server
    server.stop()


@pytest.fixture(scope="session")
def sftp_server() -> Iterator[SftpServer]:
    """A real SFTP server on loopback, with keys of its own."""
    if SSHD is None:
        pytest.skip("no sshd: tests/install-packages.sh installs it")
    server = SftpServer()
    yield server
    server.stop()


@pytest.fixture(params=["local", "s3"])
def lake_uri(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A new lake without rows: a folder, then a prefix of an S3 bucket; WIRELAKE_LAKE names it."""
    uri = str(tmp_path / "lake")
    if request.param == "s3":
        server: S3Server = request.getfixturevalue("s3_server")
        for name, value in server.environment.items():
            monkeypatch.setenv(name, value)
        uri = f"s3://{BUCKET}/{uuid4().hex}"
    monkeypatch.setenv("WIRELAKE_LAKE", uri)
    # Not where whoever runs the tests keeps the spools of real lakes.
    monkeypatch.setenv("WIRELAKE_SPOOL", str(tmp_path / "state"))
    begin(open_store(uri))
    return uri


@pytest.fixture
def store(lake_uri: str) -> Store:
    """The store of ``lake_uri``."""
    return open_store(lake_uri)
