"""What the lake keeps of alarms: append-only objects, one an event, named so that a list of them tells all.

``alarms/source=S/20260304T041500Z-quiet-told.json``: a cause ``began``, was ``told``, is ``gone``, and people
heard that all is ``well``. Beside them stand the silences: ``…/silences/20260304T041500Z.json``.
"""

import json
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

from pydantic import BaseModel, ConfigDict

from wirelake.errors import FormatError
from wirelake.lake import layout
from wirelake.lake.decisions.unchanged import unchanged
from wirelake.lake.json_objects import parse_json
from wirelake.storage import Store, Stored

NAME = re.compile(r"(?P<at>\d{8}T\d{12}Z)-(?P<check>\w+)-(?P<what>began|told|gone|well)\.json")
AT = "%Y%m%dT%H%M%S%fZ"


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """How it stands with one check of one source, by what was kept of it."""

    is_open: bool = False
    gone_at: datetime | None = None  # since it is not open any more
    told_at: datetime | None = None  # by the last message, whatever came after it
    awaits_well: bool = False  # people heard of it, and not yet that it ended


class _Told(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    about: str = ""
    owner: str | None = None
    many: bool = False
    text: str = ""


class _Silence(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    until: date


class Book:
    """The events of a lake's alarms, as they stood when it was opened and as they are added.

    Unless it ``keeps`` them, what is added is known to this book alone: of a lake that takes nothing people
    have to hear all the same.
    """

    def __init__(self, store: Store, *, keeps: bool = True) -> None:
        self._store = store
        self._keeps = keeps
        self._states: dict[tuple[str, str], State] = {}
        self._told: list[tuple[datetime, str, str]] = []  # when, which check, in which object
        self._silences: dict[str, str] = {}
        self._began: dict[tuple[str, str], Stored] = {}
        for stored in store.objects(layout.ALARMS):
            self._take(stored.path)
            if found := _began(stored.path):
                self._began[found] = stored

    def state(self, source: str, check: str) -> State:
        """How it stands with that check."""
        return self._states.get((source, check), State())

    def checks(self, source: str) -> set[str]:
        """The checks of which anything is kept."""
        return {check for name, check in self._states if name == source}

    def said(self, source: str, check: str) -> str:
        """What was said of the cause when it began last, before this book was opened; "" where nothing is."""
        stored = self._began.get((source, check))
        try:
            told = unchanged(self._store, stored, partial(parse_json, _Told)) if stored else None
        except FormatError:  # damaged: its name says enough
            return ""
        return told.text if told else ""

    def add(self, source: str, check: str, what: str, at: datetime, **facts: Any) -> None:
        """Keep an event; of one moment the first holds."""
        path = f"{layout.alarms(source)}/{at.astimezone(UTC):{AT}}-{check}-{what}.json"
        if self._keeps:
            self._store.write(path, (json.dumps(facts, ensure_ascii=False) + "\n").encode())
        self._take(path)

    def incident(self, check: str, about: str, owner: str | None, since: datetime) -> datetime | None:
        """When people heard last, since then, that several sources have this cause; None: they did not."""
        for at, told, path in sorted(self._told, reverse=True):
            if at < since:
                break
            known = self._read(path) if told == check else None
            if known and known.many and (known.about, known.owner) == (about, owner):
                return at
        return None

    def silent_until(self, source: str) -> date | None:
        """The last day of which nobody wants to hear from this source; None: it is not silenced."""
        path = self._silences.get(source)
        try:
            answer = self._store.read(path) if path else None
            return parse_json(_Silence, answer[0], path).until if path and answer else None
        except FormatError:  # damaged: rather a message too many than none
            return None

    def _read(self, path: str) -> _Told | None:
        try:
            answer = self._store.read(path)
            return parse_json(_Told, answer[0], path) if answer else None
        except FormatError:  # damaged: people hear of it once more than they need
            return None

    def _take(self, path: str) -> None:
        folder, *between, name = path.removeprefix(f"{layout.ALARMS}/source=").split("/")
        if between == ["silences"]:
            self._silences[folder] = max(path, self._silences.get(folder, ""))
        elif not between and (found := NAME.fullmatch(name)):
            at = datetime.strptime(found["at"], AT).replace(tzinfo=UTC)
            key = folder, found["check"]
            self._states[key] = _next(self._states.get(key, State()), found["what"], at)
            if found["what"] == "told":
                self._told.append((at, found["check"], path))


def _began(path: str) -> tuple[str, str] | None:
    """Of which source the check began by that object, and which."""
    folder, _, name = path.removeprefix(f"{layout.ALARMS}/source=").partition("/")
    found = NAME.fullmatch(name)
    return (folder, found["check"]) if found and found["what"] == "began" else None


def _next(state: State, what: str, at: datetime) -> State:
    match what:
        case "began":
            return State(is_open=True, told_at=state.told_at, awaits_well=state.awaits_well)
        case "told":
            return State(is_open=state.is_open, gone_at=state.gone_at, told_at=at, awaits_well=True)
        case "gone":
            return State(gone_at=at, told_at=state.told_at, awaits_well=state.awaits_well)
    return State(gone_at=state.gone_at, told_at=state.told_at)


def silence(store: Store, source: str, until: date, now: datetime, reason: str = "") -> None:
    """Let nobody hear of this source's alarms up to that day, included; the newest silence holds."""
    told = {"until": str(until), "reason": reason}
    path = f"{layout.alarms(source)}/silences/{now.astimezone(UTC):{AT}}.json"
    store.write(path, (json.dumps(told, ensure_ascii=False) + "\n").encode())


def is_silent(until: date | None, today: date) -> bool:
    """A silence up to that day still holds."""
    return until is not None and today <= until
