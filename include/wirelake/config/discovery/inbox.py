"""A place outside the lake in which an agency leaves files: a folder, a foreign bucket, or SFTP."""

import re
from datetime import timedelta
from pathlib import PurePosixPath
from typing import Annotated, Any, ClassVar, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from wirelake.config.discovery.part import Part
from wirelake.config.fields import ConnectionId, Expression, HttpUrl, placeholders

WRITE = "write a folder's whole path, s3://bucket/prefix or sftp://host/folder, without credentials"
PAUSE = re.compile(r"(\d{1,3})(s|m)")
LONGEST = timedelta(minutes=10)
SETTLE = timedelta(seconds=30)
SFTP_PORT = 22
KEY = re.compile(r"(?:ssh|ecdsa)-[a-z0-9@.-]+ [A-Za-z0-9+/]+={0,2}")
FINGERPRINT = re.compile(r"SHA256:[A-Za-z0-9+/]{43}")


def _place(value: str) -> str:
    try:
        parts = urlsplit(value)
        is_known = parts.scheme in ("", "s3", "sftp") and (not parts.scheme or bool(parts.hostname))
        clean = not (parts.username or parts.password or parts.query or parts.fragment)
        fits = is_known and clean and (parts.port is None or (parts.scheme == "sftp" and parts.port > 0))
    except ValueError:  # sftp://[broken, sftp://host:99999
        fits = False
    path = value.partition("://")[2] if "://" in value else value
    whole = "://" in value or (value.startswith("/") and value != "/")
    if not fits or not whole or not value.isprintable() or {"..", "."} & set(path.split("/")):
        raise ValueError(WRITE)
    return value


def _pause(value: Any) -> timedelta:
    if isinstance(value, timedelta):
        return value
    found = PAUSE.fullmatch(value) if isinstance(value, str) else None
    length = timedelta(seconds=int(found[1]) * (60 if found[2] == "m" else 1)) if found else None
    if length is None or length > LONGEST:
        raise ValueError("write a pause such as 30s or 2m, ten minutes at most; 0s looks once")
    return length


def _mark(value: str) -> str:
    named = value.count("{name}") + value.count("{stem}")
    rest = value.replace("{name}", "").replace("{stem}", "")
    if named != 1 or not rest or "/" in value or "{" in rest or not value.isprintable():
        raise ValueError("write the name of the file that says so, such as '{name}.done' or '{stem}.ok'")
    return value


def _below(value: str) -> str:
    parts = value.split("/")
    if value.startswith("/") or {"", ".", ".."} & set(parts) or not value.isprintable() or "\\" in value:
        raise ValueError("write a folder below the inbox, such as taken or 'taken/{day}'")
    if "{" in parts[0]:
        raise ValueError("begin with a name: its folder is not looked at, such as 'taken/{day}'")
    return placeholders(value)


def _host_key(value: str) -> str:
    value = " ".join(value.split())
    if not KEY.fullmatch(value) and not FINGERPRINT.fullmatch(value):
        raise ValueError("write the host's key, such as 'ssh-ed25519 AAAA…', or its SHA256:… fingerprint")
    return value


class Inbox(Part):
    """A flat folder of an agency's files: on this host, in a bucket of its own, or on an SFTP server."""

    kind: Literal["inbox"]
    dated: ClassVar[bool] = True  # a day without files is no mistake
    url: Annotated[str, AfterValidator(_place)]
    connection: ConnectionId | None = Field(default=None, description="the Airflow connection's id")
    match: Expression | None = Field(default=None, description="found in a file's name")
    settle: Annotated[timedelta | None, BeforeValidator(_pause)] = Field(
        default=None, description="a file is whole if it stands unchanged so long"
    )
    done: Annotated[str, AfterValidator(_mark)] | None = Field(
        default=None, description="the name of the file that says that another is whole"
    )
    after: Literal["leave", "move", "delete"] = Field(
        default="leave", description="what becomes of a file that raw/ holds"
    )
    move_to: Annotated[str, AfterValidator(_below)] | None = Field(
        default=None, description="a folder below the inbox"
    )
    host_key: Annotated[str, AfterValidator(_host_key)] | None = Field(
        default=None, description="of the SFTP server: the only one that is trusted"
    )
    endpoint: HttpUrl | None = Field(default=None, description="of a bucket that is not Amazon's")
    region: str = Field(default="us-east-1", pattern=r"^[a-z0-9-]{2,40}$", description="of the bucket")

    @model_validator(mode="after")
    def _fits_its_place(self) -> "Inbox":
        if self.scheme == "sftp" and self.connection is None:
            raise ValueError("connection: an SFTP server asks who comes: name the Airflow connection")
        if self.scheme != "sftp" and self.host_key is not None:
            raise ValueError("host_key is of an SFTP server: delete it, or write url: sftp://host/folder")
        if self.scheme != "s3" and {"endpoint", "region"} & self.model_fields_set:
            raise ValueError("endpoint and region are of a bucket: delete them, or write url: s3://bucket")
        if not self.scheme and self.connection is not None:
            raise ValueError("connection: a folder of this host asks for none: delete it")
        return self

    @model_validator(mode="after")
    def _says_each_once(self) -> "Inbox":
        if self.done is not None and self.settle is not None:
            raise ValueError("done says when a file is whole: delete settle")
        if (self.after == "move") != (self.move_to is not None):
            raise ValueError("move_to: with after: move, and only then, write where, such as 'taken/{day}'")
        return self

    @property
    def scheme(self) -> str:
        """``s3``, ``sftp``, or nothing for a folder of this host."""
        return self.url.partition("://")[0] if "://" in self.url else ""

    @property
    def host(self) -> str:
        """The SFTP server, or the bucket."""
        return urlsplit(self.url).hostname or ""

    @property
    def port(self) -> int:
        """The SFTP server's."""
        return urlsplit(self.url).port or SFTP_PORT

    @property
    def folder(self) -> str:
        """The path on that host; of a bucket the prefix, without strokes at its ends."""
        if not self.scheme:
            return str(PurePosixPath(self.url))
        path = urlsplit(self.url).path
        return path.strip("/") if self.scheme == "s3" else path.rstrip("/") or "/"

    @property
    def pause(self) -> timedelta:
        """How long a new file must stand unchanged. An object of a bucket is whole as soon as it is there."""
        if self.done is not None or self.scheme == "s3":
            return timedelta(0) if self.settle is None else self.settle
        return SETTLE if self.settle is None else self.settle

    def mark_of(self, name: str) -> str | None:
        """The name of the file that says that this one is whole; None without such a rule."""
        if self.done is None:
            return None
        stem = name.rpartition(".")[0] or name
        return self.done.replace("{name}", name).replace("{stem}", stem)

    def is_mark(self, name: str) -> bool:
        """The name is that of a file that speaks of another."""
        if self.done is None:
            return False
        before, _, after = re.sub(r"\{(?:name|stem)\}", "\0", self.done).partition("\0")
        return len(name) > len(before) + len(after) and name.startswith(before) and name.endswith(after)

    def describe(self) -> str:
        """One line for people."""
        then = {"leave": "files are left there", "delete": "files are deleted", "move": "files are moved"}
        where = f" to {self.move_to}" if self.move_to else ""
        return self.described(f"inbox {self.url} ({then[self.after]}{where})")
