"""Facts about a source, read from its YAML: frozen, checked, nothing unknown allowed.

The file's stem is the source's name. Folders are searched in the order of ``WIRELAKE_SOURCES`` (a list
parted like ``PATH``); by default that is this package's ``sources/``.
"""

import os
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

import yaml
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    field_validator,
    model_validator,
)

from wirelake.errors import ConfigError

NAME = re.compile(r"[a-z][a-z0-9_]{1,39}")
RESERVED = frozenset({"wire_replay"})
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
MAX_YAML_BYTES = 256_000
PLACEHOLDERS = ("{day}", "{year}", "{month}", "{date}")
DEFAULT_LAKE = "lake"
FIRST_DAY = "1900-01-01"
MAX_DAYS = 3660


def _http_url(value: str) -> str:
    try:
        parts = urlsplit(value)
        whole = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:  # http://[broken, http://host:99999
        whole = False
    if not whole or not re.fullmatch(r"https?://[^\s/?#@]+(?:[/?#]\S*)?", value):
        raise ValueError("write a http:// or https:// address without credentials")
    return _placeholders(value)


def _placeholders(value: str) -> str:
    for name in re.findall(r"\{[^{}]*\}", value):
        if name not in PLACEHOLDERS:
            raise ValueError(f"no such placeholder {name}: there are {', '.join(PLACEHOLDERS)}")
    return value


def _is_dated(value: str) -> bool:
    return "{day}" in value or all(name in value for name in PLACEHOLDERS[1:])


@lru_cache(maxsize=1)
def _zones() -> set[str]:
    return available_timezones()  # it reads the disk each time


def _zone(value: str) -> str:
    if value not in _zones():
        raise ValueError("name a zone of the IANA data base, such as UTC or Asia/Kuwait")
    return value


def _expression(value: str) -> str:
    try:
        re.compile(value)
    except (re.error, OverflowError, RecursionError) as error:
        raise ValueError(f"not a regular expression: {error}") from error
    return value


def _with_group(value: str) -> str:
    if re.compile(_expression(value)).groups != 1:
        raise ValueError("write exactly one (group): it captures the wire's id")
    return value


def _prefix(value: str) -> str:
    inside = not value.startswith("/") and not {"..", "."} & set(value.split("/"))
    if not inside or "{day}" not in value or not value.isprintable() or "\\" in value:
        raise ValueError("write a path under the lake that holds {day}, such as drop/menafn/{day}")
    return _placeholders(value)


HttpUrl = Annotated[str, AfterValidator(_http_url)]
Expression = Annotated[str, AfterValidator(_expression)]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


class _Facts(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Feed(_Facts):
    """An RSS, RDF or Atom feed. Without ``{day}`` (or its parts) in its URL it shows the open day only."""

    kind: Literal["feed"]
    url: HttpUrl
    enabled: bool = True

    @property
    def dated(self) -> bool:
        """It can be asked for any day."""
        return _is_dated(self.url)

    def describe(self) -> str:
        """One line for people."""
        return f"feed {self.url}" + ("" if self.enabled else " (disabled)")


class ArchivePage(_Facts):
    """A dated page of links: ``{day}`` (2025-12-07), ``{year}``, ``{month}`` and ``{date}`` are filled in."""

    kind: Literal["archive_page"]
    url: HttpUrl
    link_pattern: Expression = Field(description="a regular expression, found in an article's whole URL")
    enabled: bool = True

    def describe(self) -> str:
        """One line for people."""
        return f"archive page {self.url}" + ("" if self.enabled else " (disabled)")

    @field_validator("url")
    @classmethod
    def _dated(cls, value: str) -> str:
        if not _is_dated(value):
            raise ValueError("write {day}, or {year}, {month} and {date}, where the page's date stands")
        return value


class DropFolder(_Facts):
    """Files that an operator or an SFTP job leaves under a prefix of the lake, by day."""

    kind: Literal["drop_folder"]
    prefix: Annotated[str, AfterValidator(_prefix)]
    enabled: bool = True

    def describe(self) -> str:
        """One line for people."""
        return f"drop folder {self.prefix}" + ("" if self.enabled else " (disabled)")


Discovery = Annotated[Feed | ArchivePage | DropFolder, Field(discriminator="kind")]


class FetchFacts(_Facts):
    """How this source's hosts are to be treated."""

    requests_per_second: float = Field(default=1.0, gt=0, le=100)
    timeout_seconds: float = Field(default=30.0, gt=0, le=300)
    max_bytes: int = Field(default=5_000_000, gt=0, le=50_000_000)
    allow_loopback: bool = Field(default=False, description="for the demo and tests: this machine itself")


class Gate(_Facts):
    """When a day is not fit to be published."""

    allow_empty: bool = False
    max_rejected_share: float = Field(default=0.5, ge=0, le=1)
    min_articles_for_share: int = Field(default=5, ge=1)


class _PlainLoader(yaml.SafeLoader):
    """YAML without aliases, by which 1 kB can stand for gigabytes, and with each field once."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("aliases (*name) are not used here: write the value out")
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value in seen:
                raise yaml.YAMLError(f"{key.value!r} stands twice: delete one")
            seen.add(str(key.value))
        return super().construct_mapping(node, deep)


class SourceConfig(_Facts):
    """One wire service: one YAML, one Dag."""

    name: str
    title: Text
    description: Text
    homepage: HttpUrl
    terms_url: HttpUrl | None = None
    licence: Text = "unknown: ask the wire before publishing"
    contact: Text
    retention_days: int | None = Field(default=None, ge=1)
    enabled: bool = True
    timezone: Annotated[str, AfterValidator(_zone)] = "UTC"
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$")] | None = None
    start: date = date(2000, 1, 1)
    discover: tuple[Discovery, ...] = Field(min_length=1)
    identity: tuple[Literal["wire", "guid", "url"], ...] = ("wire", "guid", "url")
    wire_id_in_url: Annotated[str, AfterValidator(_with_group)] | None = None
    drop_query: tuple[Text, ...] = ()
    provider: Text | None = None
    furniture: tuple[Text, ...] = ()
    fetch: FetchFacts = FetchFacts()
    gate: Gate = Gate()

    @model_validator(mode="after")
    def _identity_once(self) -> "SourceConfig":
        if not self.identity or len(set(self.identity)) != len(self.identity):
            raise ValueError("identity: name each of wire, guid, url at most once, and at least one")
        return self

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    def open_days(self, now: datetime) -> tuple[date, date]:
        """Yesterday and today in the source's zone: the days that a feed without ``{day}`` can show.

        The scheduled run of a day starts when that day has just ended, so yesterday still counts.
        """
        today = now.astimezone(self.zone).date()
        return today - timedelta(days=1), today


def source_folders() -> tuple[Path, ...]:
    """The folders that hold the sources' YAML files."""
    listed = os.environ.get("WIRELAKE_SOURCES")
    if not listed:
        return (Path(__file__).parent / "sources",)
    return tuple(Path(part) for part in listed.split(os.pathsep) if part)


def source_files(folders: tuple[Path, ...] | None = None) -> dict[str, Path]:
    """Name → YAML file, by name; where two folders hold one name, the first folder's file counts."""
    found: dict[str, Path] = {}
    for folder in folders or source_folders():
        for path in sorted(folder.glob("*.y*ml")):
            if not path.name.startswith("."):  # an editor's own file
                found.setdefault(path.stem, path)
    return dict(sorted(found.items()))


def load_source(path: Path) -> SourceConfig:
    """Read one source's YAML.

    Raises:
        ConfigError: naming the file, the field, the value and the cure.
    """
    if path.suffix not in (".yaml", ".yml"):
        raise ConfigError(f"{path}: a source is a .yaml file")
    if not NAME.fullmatch(path.stem):
        raise ConfigError(
            f"{path}: the file's name is the source's name: 2 to 40 of a-z, 0-9 and _, a letter first"
        )
    if path.stem in RESERVED:
        raise ConfigError(f"{path}: a Dag of wirelake has this name: choose another for the file")
    try:
        if path.stat().st_size > MAX_YAML_BYTES:
            raise ConfigError(f"{path}: larger than {MAX_YAML_BYTES} bytes: is this a source's YAML?")
        facts = yaml.load(path.read_text(encoding="utf-8"), _PlainLoader)  # noqa: S506 (a SafeLoader)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from error
    # PyYAML lets its constructors' own errors out: "2025-99-99" is a ValueError, "!!bool x" a KeyError.
    except (yaml.YAMLError, ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
        raise ConfigError(f"{path}: not YAML: {' '.join(str(error).split())}") from error
    if not isinstance(facts, dict):
        raise ConfigError(f"{path}: write fields at the top level, such as 'title: My Wire'")
    if "name" in facts:
        raise ConfigError(f"{path}: name: {facts['name']!r}: leave it out, the file's name is the name")
    try:
        return SourceConfig.model_validate({**facts, "name": path.stem})
    except ValidationError as error:
        raise ConfigError("\n".join(_complaints(path, error))) from error


def load_named(name: str) -> SourceConfig:
    """The source of that name.

    Raises:
        ConfigError: no such source, or its YAML is wrong.
    """
    files = source_files()
    if name not in files:
        known = ", ".join(files) or "none"
        raise ConfigError(
            f"no source {name!r}; known: {known} (in {os.pathsep.join(map(str, source_folders()))})"
        )
    return load_source(files[name])


def parse_day(text: str) -> date:
    """A day such as 2025-12-07, and nothing else: it becomes part of paths.

    Raises:
        ConfigError: anything else.
    """
    if DAY.fullmatch(text) and text >= FIRST_DAY:
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    raise ConfigError(f"not a day: {text!r}; write it as 2025-12-07, from {FIRST_DAY} on")


def days(first: str, last: str) -> list[date]:
    """Every day from the first to the last, both included.

    Raises:
        ConfigError: not days, in the wrong order, or more than ten years.
    """
    start, end = parse_day(first), parse_day(last)
    count = (end - start).days + 1
    if not 1 <= count <= MAX_DAYS:
        raise ConfigError(f"{first} to {last}: write 1 to {MAX_DAYS} days, the first one first")
    return [start + timedelta(days=number) for number in range(count)]


class Batch(NamedTuple):
    """One source's one capture day; written ``menafn/2025-12-07``, and so it crosses XCom."""

    source: str
    day: date

    def __str__(self) -> str:
        return f"{self.source}/{self.day}"

    @classmethod
    def parse(cls, text: str) -> "Batch":
        """The batch of that name.

        Raises:
            ConfigError: not a batch's name.
        """
        source, _, day = text.partition("/")
        if not NAME.fullmatch(source):
            raise ConfigError(f"not a batch: {text!r}; write it as menafn/2025-12-07")
        return cls(source, parse_day(day))


def lake_uri() -> str:
    """Where the lake lives: ``WIRELAKE_LAKE``, a folder or ``s3://bucket/prefix``."""
    return os.environ.get("WIRELAKE_LAKE") or DEFAULT_LAKE


def _complaints(path: Path, error: ValidationError) -> Iterator[str]:
    for problem in error.errors():
        where = ".".join(str(part) for part in problem["loc"]) or "the file"
        yield f"{path}: {where}: {_shown(problem['input'])}: {_cure(problem)}"


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:77]}…"


def _cure(problem: Any) -> str:
    message = str(problem["msg"]).removeprefix("Value error, ")
    match problem["type"]:
        case "extra_forbidden":
            return "no such field: check its spelling, or delete the line"
        case "missing":
            return "this field is required: add it"
        case "union_tag_invalid" | "union_tag_not_found":
            return "write kind: feed, archive_page or drop_folder"
    return message[0].lower() + message[1:]
