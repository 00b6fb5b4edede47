"""What is wrong with a file of facts: each mistake with its file, line, field, value and cure."""

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from wirelake.config.discovery import KINDS, MODELS

Place = tuple[str | int, ...]
Lines = Mapping[Place, int]
NOT_WRITTEN = frozenset({"name", "learned", "layouts"})  # of a source, whose file may not hold them
SHOWN = 80  # characters of a value
SIMILAR = 0.6
PASSWORD = re.compile(r"(://[^/@\s]*?:)[^/@\s]*@")  # in an address


def complaints(
    path: Path, error: ValidationError, model: type[BaseModel], lines: Lines | None = None
) -> Iterator[str]:
    """A line a mistake; ``lines`` is the line of each field of the file, where that is known.

    A field that is missing because its name is misspelt is one mistake, and so is a list that is empty only
    as its one entry is wrong.
    """
    problems = error.errors()
    within = {one["loc"][:end] for one in problems for end in range(len(one["loc"]))}
    problems = [one for one in problems if one["type"] != "too_short" or one["loc"] not in within]
    misspelt = {
        (*one["loc"][:-1], near)
        for one in problems
        if one["type"] == "extra_forbidden" and (near := _near(one["loc"], model))
    }
    told = [one for one in problems if one["type"] != "missing" or one["loc"] not in misspelt]
    for problem in sorted(told, key=lambda one: _line(one["loc"], lines or {}) or 0):
        line = _line(problem["loc"], lines or {})
        where = ".".join(map(str, problem["loc"])) or "the file"
        yield f"{path}{f':{line}' if line else ''}: {where}: {_value(problem)}{_cure(problem, model)}"


def _line(place: Place, lines: Lines) -> int | None:
    """The line of the field, or of the nearest one around it; kinds of discovery are no fields."""
    place = tuple(part for part in place if part not in MODELS)
    return next((lines[place[:end]] for end in range(len(place), -1, -1) if place[:end] in lines), None)


def _value(problem: Any) -> str:
    """The value, but of what is missing, where it would be all that stands around it."""
    if problem["type"] in ("missing", "union_tag_not_found") or not problem["loc"]:
        return ""
    # Of a kind that there is not, the kind: its value would be the whole part.
    value = problem["ctx"]["tag"] if problem["type"] == "union_tag_invalid" else problem["input"]
    text = PASSWORD.sub(r"\1***@", repr(value))
    return f"{text if len(text) <= SHOWN else f'{text[: SHOWN - 3]}…'}: "


def _cure(problem: Any, model: type[BaseModel]) -> str:
    message = str(problem["msg"])
    match problem["type"]:
        case "extra_forbidden":
            return _unknown(problem["loc"], model)
        case "missing":
            return f"this field is required: add '{problem['loc'][-1]}: …'"
        case "union_tag_invalid" | "union_tag_not_found":
            near = get_close_matches(str(problem.get("ctx", {}).get("tag", "")), MODELS, 1, SIMILAR)
            return f"write kind: {KINDS}" + (f"; did you mean {near[0]}?" if near else "")
        case "too_short":
            return "write at least one"
        case "tuple_type":
            return "write a list, such as [1, 2]"
        case "model_type" | "model_attributes_type":
            return "write its fields below it, one a line and indented"
        case "string_type":
            return "write text, in quotes where it looks like a number"
    own = message.removeprefix("Value error, ")
    return own if own != message else message[0].lower() + message[1:]


def _unknown(place: Place, model: type[BaseModel]) -> str:
    if near := _near(place, model):
        return f"no such field: did you mean {near}?"
    known = _fields(place[:-1], model)
    return f"no such field: delete the line, or write one of {', '.join(known)}"


def _near(place: Place, model: type[BaseModel]) -> str:
    """The field that somebody may have meant; "" for none."""
    return next(iter(get_close_matches(str(place[-1]), _fields(place[:-1], model), 1, SIMILAR)), "")


def _fields(place: Place, model: type[BaseModel]) -> list[str]:
    """The names of the fields at this place, of ``("fetch",)`` or ``("discover", 0, "feed")``."""
    found = model
    for part in place:
        if isinstance(part, str) and part in MODELS:
            found = MODELS[part]
        elif isinstance(part, str) and part in found.model_fields:
            found = next(_models(found.model_fields[part].annotation), found)
    return [name for name in found.model_fields if name not in NOT_WRITTEN]


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models(inner)
