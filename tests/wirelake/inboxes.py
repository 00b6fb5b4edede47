"""An agency's inbox in each place in which it may lie, and the source that reads it."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Protocol
from uuid import uuid4

import obstore
import pytest
from obstore.store import S3Store
from tests.wirelake.s3_server import BUCKET, S3Server
from tests.wirelake.sftp_server import SftpServer

ID = "quay_inbox"
YAML = """
title: quay wire
description: An invented wire of the tests.
homepage: https://quay.example/
contact: https://quay.example/desk
identity: [wire, url]
language: en
discover:
  - kind: inbox
    url: {url}
"""


class Inbox(Protocol):
    """An agency's place, as the agency sees it."""

    url: str
    lines: tuple[str, ...]  # of the YAML
    connection: str | None
    secrets: tuple[str, ...]

    def put(self, name: str, data: bytes, at: datetime | None = None) -> None: ...

    def names(self, folder: str = "") -> list[str]: ...


class InFolder:
    """A folder; ``at`` is when a file came."""

    lines: tuple[str, ...] = ()
    connection: str | None = None
    secrets: tuple[str, ...] = ()

    def __init__(self, folder: Path, url: str = "") -> None:
        self.folder, self.url = folder, url or str(folder)
        folder.mkdir(exist_ok=True)

    def put(self, name: str, data: bytes, at: datetime | None = None) -> None:
        (self.folder / name).write_bytes(data)
        if at:
            os.utime(self.folder / name, (at.timestamp(), at.timestamp()))

    def names(self, folder: str = "") -> list[str]:
        place = self.folder / folder
        return sorted(one.name for one in place.iterdir() if one.is_file()) if place.is_dir() else []


class OnServer(InFolder):
    """The folder of an SFTP server."""

    def __init__(self, server: SftpServer) -> None:
        name = uuid4().hex
        super().__init__(server.inbox / name, f"{server.url}/{name}")
        self.lines = (f"connection: {ID}", f"host_key: {server.host_key}")
        phrase = {"private_key": server.private_key}
        self.connection = json.dumps({"conn_type": "sftp", "login": server.login, "extra": phrase})
        self.secrets = tuple(server.private_key.splitlines()[1:-1])


class InBucket:
    """A prefix of a bucket; an object's time is the server's own."""

    def __init__(self, server: S3Server) -> None:
        prefix, env = uuid4().hex, server.environment
        self.url = f"s3://{BUCKET}/{prefix}"
        self.lines: tuple[str, ...] = (f"connection: {ID}", f"endpoint: {env['AWS_ENDPOINT_URL']}")
        keys = {"login": env["AWS_ACCESS_KEY_ID"], "password": env["AWS_SECRET_ACCESS_KEY"]}
        self.connection: str | None = json.dumps({"conn_type": "aws", **keys})
        self.secrets: tuple[str, ...] = (keys["password"],)
        self._bucket = S3Store(
            BUCKET,
            prefix=prefix,
            endpoint=env["AWS_ENDPOINT_URL"],
            access_key_id=keys["login"],
            secret_access_key=keys["password"],
            region="us-east-1",
            client_options={"allow_http": True},
        )

    def put(self, name: str, data: bytes, at: datetime | None = None) -> None:  # noqa: ARG002
        obstore.put(self._bucket, name, data)

    def names(self, folder: str = "") -> list[str]:
        listed = obstore.list_with_delimiter(self._bucket, folder or None)
        names = (str(one["path"]).rpartition("/")[2] for one in listed["objects"])
        return sorted(filter(None, names))  # a folder that is empty by now is an object on some servers


@contextmanager
def place(kind: str, request: pytest.FixtureRequest, folder: Path) -> Iterator[Inbox]:
    """The inbox of that kind."""
    if kind == "sftp":
        yield OnServer(request.getfixturevalue("sftp_server"))
    elif kind == "s3":
        yield InBucket(request.getfixturevalue("s3_server"))
    else:
        yield InFolder(folder / "agency")


def write_source(folder: Path, inbox: Inbox, *lines: str, more: str = "") -> Path:
    """The source's YAML, with these lines of its inbox, and more at its end."""
    folder.mkdir(exist_ok=True)
    path = folder / "quay.yaml"
    part = "".join(f"    {line}\n" for line in (*inbox.lines, *lines))
    path.write_text(YAML.format(url=inbox.url) + part + more, encoding="utf-8")
    return path


def today(at: datetime | None = None) -> date:
    """The day by UTC."""
    return (at or datetime.now(UTC)).date()


def facts(inbox: Inbox, **fields: Any) -> dict[str, Any]:
    """The part of ``discover``, as a model takes it."""
    return {"kind": "inbox", "url": inbox.url, **fields}
