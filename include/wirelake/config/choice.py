"""Which of a wire's articles a source wants: the rules ``keep`` and ``drop`` of its YAML."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from pydantic import Field

from wirelake.config.fields import Expression, Facts

MAX_SHOWN = 80  # characters of a value in what is said about it
Rules = tuple[Expression, ...]


class Choice(Facts):
    """Regular expressions by what they are looked for in; each is found anywhere in a value."""

    path: Rules = Field(default=(), max_length=100, description="in the path of the article's address")
    title: Rules = Field(default=(), max_length=100, description="in the headline")
    category: Rules = Field(default=(), max_length=100, description="in a subject's name or code")
    author: Rules = Field(default=(), max_length=100, description="in an author's name, or the byline")


class LeftOut(NamedTuple):
    """The rule that leaves an article out, such as ``drop.path '/sport/'``; ``told`` says why it does."""

    reason: str
    rule: str
    told: str


LEFT_OUT = {name: f"left_out_by_{name}" for name in Choice.model_fields}  # reasons in rejected/
NOT_WANTED = frozenset(LEFT_OUT.values())  # which are no faults


def left_out(keep: Choice, drop: Choice, said: Mapping[str, Sequence[str]]) -> LeftOut | None:
    """The first rule that leaves out what ``said`` describes, by the names of Choice's fields.

    Each field that ``keep`` names must hold what one of its expressions finds. What ``said`` leaves out is
    not judged: of an address alone nobody knows the headline.
    """
    return next(chain(_dropped(drop, said), _not_kept(keep, said)), None)


def _dropped(drop: Choice, said: Mapping[str, Sequence[str]]) -> Iterator[LeftOut]:
    for name, values in said.items():
        for rule in getattr(drop, name):
            if found := next((value for value in values if re.search(rule, value)), None):
                label = f"drop.{name} {rule!r}"
                yield LeftOut(LEFT_OUT[name], label, f"{label} fits {_shown(found)}")


def _not_kept(keep: Choice, said: Mapping[str, Sequence[str]]) -> Iterator[LeftOut]:
    for name, values in said.items():
        rules = getattr(keep, name)
        if rules and not any(re.search(rule, value) for rule in rules for value in values):
            label = f"keep.{name}"
            seen = ", ".join(_shown(value) for value in values[:3]) or "nothing is stated"
            yield LeftOut(LEFT_OUT[name], label, f"no rule of {label} fits: {seen}")


def _shown(value: str) -> str:
    return repr(value[:MAX_SHOWN])
