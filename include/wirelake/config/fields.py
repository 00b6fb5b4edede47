"""The kinds of value that a source's YAML holds, each checked with a cure in its message."""

import re
from datetime import date, datetime, timedelta
from difflib import get_close_matches
from functools import lru_cache
from importlib.resources import files
from typing import Annotated, Any
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StringConstraints

from wirelake.config.days import DAY

PARSES = re.compile(r"^def parse\(raw: RawArticle\) -> list\[Article\]:", re.MULTILINE)
MAX_NAME = 60  # characters, of which the longest zone has half
FIRST_YEAR, LAST_YEAR = 1900, 2999
LENGTH = re.compile(r"([1-9]\d{0,3})([hdw])")
UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}
PLACEHOLDERS = ("{day}", "{year}", "{month}", "{date}")


class Facts(BaseModel):
    """Frozen, and nothing unknown allowed."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def is_dated(value: str) -> bool:
    """A day can be filled in."""
    return "{day}" in value or all(name in value for name in PLACEHOLDERS[1:])


def _http_url(value: str) -> str:
    try:
        parts = urlsplit(value)
        whole = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:  # http://[broken, http://host:99999
        whole = False
    if not whole or not re.fullmatch(r"https?://[^\s/?#@]+(?:[/?#]\S*)?", value):
        raise ValueError("write a http:// or https:// address without credentials")
    return placeholders(value)


def placeholders(value: str) -> str:
    """The value, whose ``{…}`` are all ones that a day fills in."""
    for name in re.findall(r"\{[^{}]*\}", value):
        if name not in PLACEHOLDERS:
            raise ValueError(f"no such placeholder {name}: there are {', '.join(PLACEHOLDERS)}")
    return value


@lru_cache(maxsize=1)
def _zones() -> set[str]:
    return available_timezones()  # it reads the disk each time


def _zone(value: str) -> str:
    if value not in _zones():
        near = get_close_matches(value[:MAX_NAME], _zones(), 1)
        meant = f"; did you mean {near[0]}?" if near else ""
        raise ValueError(f"name a zone of the IANA data base, such as UTC or Asia/Kuwait{meant}")
    return value


def _expression(value: str) -> str:
    try:
        re.compile(value)
    except (re.error, OverflowError, RecursionError) as error:
        raise ValueError(f"not a regular expression: {error}") from error
    return value


@lru_cache(maxsize=1)
def _formats() -> tuple[str, ...]:
    """The modules that read articles; found, not imported: what reads is of no concern to what configures."""
    folder = files("wirelake").joinpath("formats")
    modules = ((one, one.joinpath("__init__.py") if one.is_dir() else one) for one in folder.iterdir())
    return tuple(
        sorted(
            one.name.removesuffix(".py")
            for one, code in modules
            if code.is_file()
            and code.name.endswith(".py")
            and PARSES.search(code.read_text(encoding="utf-8"))
        )
    )


def _format(value: str) -> str:
    if value not in _formats():
        raise ValueError(f"no such format: there are {', '.join(_formats())}")
    return value


def _with_group(value: str) -> str:
    if re.compile(_expression(value)).groups != 1:
        raise ValueError("write exactly one (group): it captures the wire's id")
    return value


def _prefix(value: str) -> str:
    inside = not value.startswith("/") and not {"..", "."} & set(value.split("/"))
    if not inside or "{day}" not in value or not value.isprintable() or "\\" in value:
        raise ValueError("write a path under the lake that holds {day}, such as drop/menafn/{day}")
    return placeholders(value)


def _selector(value: str) -> str:
    from cssselect import HTMLTranslator, SelectorError

    try:
        HTMLTranslator().css_to_xpath(value)
    except SelectorError as error:
        raise ValueError(f"not a CSS selector: {error}") from error
    return value


def _cron(value: str) -> str:
    from croniter import CroniterBadDateError, croniter

    if len(value.split()) != 5 or not croniter.is_valid(value):
        raise ValueError('write a cron expression of five fields, such as "*/15 * * * *"')
    try:
        croniter(value).get_next()
    except CroniterBadDateError as error:  # the 30th of February
        raise ValueError("no such moment ever comes: write another day or month") from error
    return value


def _until(value: Any) -> date:
    """A day, or an instant with its zone; YAML reads some of them itself."""
    found = value
    if isinstance(value, str):
        try:
            found = date.fromisoformat(value) if DAY.fullmatch(value) else datetime.fromisoformat(value)
        except ValueError:
            found = None
    if not isinstance(found, date) or (isinstance(found, datetime) and found.tzinfo is None):
        raise ValueError("write a day such as 2026-12-31, or an instant with its zone: 2026-12-31T18:00:00Z")
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise ValueError(
            f"write a year from {FIRST_YEAR} to {LAST_YEAR}; where there is no end, delete the line"
        )
    return found


def _length(value: Any) -> timedelta:
    if isinstance(value, timedelta):
        return value
    found = LENGTH.fullmatch(value) if isinstance(value, str) else None
    length = int(found[1]) * UNITS[found[2]] if found else timedelta(0)
    if not timedelta(0) < length <= timedelta(days=366):
        raise ValueError("write a length of time such as 6h, 1d or 2w, a year at most")
    return length


HttpUrl = Annotated[str, AfterValidator(_http_url)]
Expression = Annotated[str, AfterValidator(_expression)]
IdExpression = Annotated[str, AfterValidator(_with_group)]
Prefix = Annotated[str, AfterValidator(_prefix)]
Selector = Annotated[str, AfterValidator(_selector)]
Cron = Annotated[str, AfterValidator(_cron)]
FormatName = Annotated[str, AfterValidator(_format)]
Zone = Annotated[str, AfterValidator(_zone)]
Until = Annotated[datetime | date, BeforeValidator(_until)]
ConnectionId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_.-]{0,99}$")]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Length = Annotated[timedelta, BeforeValidator(_length)]
