"""Alarms in words: what is of one cause and concerns the same people is one message."""

from collections.abc import Sequence
from dataclasses import dataclass

from wirelake.alarms.view import URGENT, Alarm
from wirelake.config import SourceConfig
from wirelake.legible import one_line

SEVERITIES = ("info", "warning", "critical")
MOST_NAMED = 20  # sources of one message


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What is to be told of one source: an alarm, or that its ``check`` is well again."""

    source: SourceConfig
    alarm: Alarm | None = None
    check: str = ""

    def __post_init__(self) -> None:
        if self.alarm:
            object.__setattr__(self, "check", self.alarm.check)

    @property
    def about(self) -> str:
        return self.alarm.about if self.alarm else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message: foreign text in it is legible, and it is never a template."""

    subject: str
    text: str
    owner: str | None
    severity: str
    check: str
    sources: tuple[str, ...]
    is_well: bool = False


def grouped(tellings: Sequence[Telling]) -> list[tuple[Message, list[Telling]]]:
    """The messages, each with what it tells; alarms of one cause and owner are one."""
    parts: dict[tuple[str, str, str | None, bool], list[Telling]] = {}
    for one in tellings:
        parts.setdefault((one.check, one.about, one.source.owner, one.alarm is None), []).append(one)
    return [(_message(some), some) for some in parts.values()]


def unreadable(why: str) -> Message:
    """A round saw nothing, as the lake is not there or cannot be read: of no source, and so to no owner."""
    return Message(
        subject="wirelake: the lake cannot be read",
        text=f"no wire was looked at: {one_line(why)}\nWhat to do: mount it, or mend its address or "
        "credentials; then clear the failed tasks. What a wire sends meanwhile is not kept",
        owner=None,
        severity=SEVERITIES[-1],
        check="store",
        sources=(),
    )


def _message(some: list[Telling]) -> Message:
    first, names = some[0], tuple(one.source.name for one in some)
    who = names[0] if len(some) == 1 else f"{len(some)} sources"
    stated = (one.source.severity for one in some)
    severity = SEVERITIES[-1] if first.check in URGENT else max(stated, key=SEVERITIES.index)
    if first.alarm is None:
        subject = f"wirelake: {who}: {first.check} is well again"
        lines = [f"{one.source.title} ({one.source.name}): {one.check} is well again" for one in some]
    else:
        subject = f"wirelake: {who}: {first.check}{f' ({first.about})' if first.about else ''}"
        lines = [f"{one.source.name}: {one_line(one.alarm.message)}" for one in some if one.alarm]
    if len(lines) > MOST_NAMED:
        lines = [*lines[:MOST_NAMED], f"and {len(lines) - MOST_NAMED} more: wirelake alarms"]
    if first.alarm:
        lines.append(f"What to do: {one_line(first.alarm.cure)}")
    return Message(
        subject=one_line(subject),
        text="\n".join(lines),
        owner=first.source.owner,
        severity=severity,
        check=first.check,
        sources=names,
        is_well=first.alarm is None,
    )
