"""A lake on S3: addresses, and servers that are gone or refuse us."""

import pytest
from tests.wirelake.s3_server import S3Server

from wirelake.errors import ConfigError, ConflictError, StorageError
from wirelake.storage import ABSENT, open_store


@pytest.mark.parametrize(
    "uri",
    ["s3://", "s3:///prefix", "gs://bucket/lake", "file:///lake", "https://127.0.0.1/lake", "s3://a b/c"],
)
def test_a_bad_address_is_a_config_error(uri: str) -> None:
    with pytest.raises(ConfigError, match="WIRELAKE_LAKE"):
        open_store(uri)


def test_a_server_that_is_gone_is_a_storage_error(
    s3_server: S3Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in s3_server.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    store = open_store("s3://bucket/lake")
    with pytest.raises(StorageError, match="cannot read a/x in s3://bucket/lake"):
        store.read("a/x")
    with pytest.raises(StorageError, match="cannot write a/x"):
        store.write("a/x", b"1", if_etag=ABSENT)


def test_refused_credentials_and_a_missing_bucket_are_storage_errors(
    s3_server: S3Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in s3_server.environment.items():
        monkeypatch.setenv(name, value)
    store = open_store("s3://no-such-bucket/lake")
    for attempt in (lambda: store.write("a/x", b"1"), lambda: store.objects("a"), lambda: store.folders("a")):
        with pytest.raises(StorageError, match="no-such-bucket") as caught:
            attempt()
        assert not isinstance(caught.value, ConflictError)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "of somebody else")
    store = open_store("s3://no-such-bucket/lake")
    with pytest.raises(StorageError, match="cannot read a/x"):
        store.read("a/x")
