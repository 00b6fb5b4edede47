"""What can go wrong, and whether a retry may help.

::

    WirelakeError
    ├── ConfigError            a source's YAML is wrong: names file, field, value and cure
    ├── ParseError             one article cannot be read: becomes a Rejection in extract
    ├── TransientError         may work later: Airflow retries the task
    │   ├── FetchError         the network or the remote host
    │   ├── AirflowError       Airflow does not answer, or refuses what a command asks of it
    │   └── StorageError       the lake's store
    │       └── ConflictError  another writer was faster: read again, then write
    └── PermanentError         a retry cannot help: the task fails at once
        ├── AccessError        the wire refused us for good: credentials, a refused address
        ├── ArchiveError       what stands in raw/ is damaged
        ├── FormatError        the lake holds something that this version cannot read
        │   └── DamagedError   an object of the lake is not what was written: names the cure
        ├── MissingError       what was asked for is not there
        ├── ResyncError        what changed since a cursor is not known any more
        └── QualityError       the gate closed: this day is not fit to be published

A bad article is data (a ``Rejection``); a bad system is one of these. Foreign exceptions are
translated in the one module that imports the library they come from.

Each says by ``failure`` which kind of failure a run ends with, in the words of ``runs.failure``: that of its
type, unless whoever raises it knows better.
"""

from typing import Any

from wirelake.legible import one_line


class WirelakeError(Exception):
    """Anything that wirelake itself raises; ``failure`` is the kind of failure that a run ends with."""

    failure = "unexpected"

    def __init__(self, *said: str, failure: str = "") -> None:
        super().__init__(*said)
        if failure:
            self.failure = failure


class ConfigError(WirelakeError):
    """A source's YAML, or a command's argument, is wrong."""

    failure = "source"


class ParseError(WirelakeError):
    """One article cannot be read; ``reason`` is the rejection's snake_case id."""

    failure = "format"

    def __init__(self, reason: str, detail: str) -> None:
        detail = one_line(detail)  # a parser may quote the page
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


class TransientError(WirelakeError):
    """May work later."""


class FetchError(TransientError):
    """The network or the remote host failed."""

    failure = "network"


class AirflowError(TransientError):
    """Airflow does not answer a command, or refuses; ``status`` is its HTTP status, 0 where it gave none."""

    def __init__(self, said: str, *, status: int = 0) -> None:
        super().__init__(said)
        self.status = status


class StorageError(TransientError):
    """The lake's store failed."""

    failure = "lake"


class ConflictError(StorageError):
    """The object changed since it was read."""


class PermanentError(WirelakeError):
    """A retry cannot help."""


class AccessError(PermanentError):
    """The wire refused us for good."""

    failure = "access"


class ArchiveError(PermanentError):
    """What stands in raw/ is damaged."""

    failure = "lake"


class FormatError(PermanentError):
    """The lake holds something that this version cannot read."""

    failure = "lake"


class DamagedError(FormatError):
    """An object of the lake is not what was written: ``path``. The words name the command that repairs it."""

    def __init__(self, path: str, what: str) -> None:
        super().__init__(f"{path}: damaged: {what}; `{_cure(path)}` repairs it")
        self.path = path
        self.what = what

    def __reduce__(self) -> tuple[Any, ...]:  # it comes back from processes of their own
        return type(self), (self.path, self.what)


def _cure(path: str) -> str:
    named = dict(part.split("=", 1) for part in path.split("/")[:-1] if "=" in part)
    source, day = named.get("source"), named.get("capture_date")
    which = f"{source} {day}" if source and day else f"{source} --all" if source else "--all"
    return f"wirelake verify {which} --repair"


class MissingError(PermanentError):
    """What was asked for is not there."""

    failure = "lake"


class ResyncError(PermanentError):
    """What changed since a cursor is not known any more: articles of the ``sources`` have to be read anew.

    ``sources`` says of each why; ``cursor`` is the one to go on from after that.
    """

    failure = "lake"

    def __init__(self, cursor: str, sources: dict[str, str]) -> None:
        why = "; ".join(f"{source}: {reason}" for source, reason in sorted(sources.items()))
        super().__init__(
            f"resync: {why}. Read their articles anew, then go on from {cursor or 'the beginning'}"
        )
        self.cursor = cursor
        self.sources = sources


class QualityError(PermanentError):
    """The gate closed: the day is not fit to be published; ``closed`` says why, in a few words.

    ``failure`` is what most of its rejections come from, such as ``network``; else ``gate``.
    """

    failure = "gate"

    def __init__(self, message: str, closed: str = "", *, failure: str = "") -> None:
        super().__init__(message, failure=failure)
        self.closed = closed
