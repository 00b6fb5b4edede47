"""The scenes' lakes: the fixtures of the package's own tests."""

from tests.wirelake.conftest import lake_uri, s3_server

__all__ = ["lake_uri", "s3_server"]
