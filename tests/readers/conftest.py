"""The lake that every engine reads, in a folder and on S3: filled once, and read alone."""

from collections.abc import Iterator
from datetime import date
from uuid import uuid4

import pytest
from tests.readers.mixed import fill
from tests.wirelake.conftest import lake_uri, s3_server, store
from tests.wirelake.s3_server import BUCKET, S3Server

from wirelake.lake.marker import begin
from wirelake.storage import open_store

__all__ = ["lake_uri", "s3_server", "store"]
Filled = tuple[str, dict[date, int]]


@pytest.fixture(scope="session", params=["local", "s3"])
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filled]:
    """The address of the mixed lake, and the rows of each of its days."""
    with pytest.MonkeyPatch.context() as patch:
        uri = str(tmp_path_factory.mktemp("mixed") / "lake")
        if request.param == "s3":
            server: S3Server = request.getfixturevalue("s3_server")
            for name, value in server.environment.items():
                patch.setenv(name, value)
            uri = f"s3://{BUCKET}/{uuid4().hex}"
        begin(open_store(uri))
        yield uri, fill(open_store(uri))
