"""What a template of the desk uses is what its context documents, field by field."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest
from jinja2 import meta, nodes
from plugins.wire_desk.rendering import ENVIRONMENT, Failure, Place, Shell, template_of

from wirelake import desk

TEMPLATES = Path(__file__).parents[2] / "plugins" / "wire_desk" / "templates"
SHARED = {"base.html", "parts.html"}
METHODS = {"isoformat", "items"}
CONTEXTS: list[Any] = [Failure, *(made for name in desk.__all__ if is_dataclass(made := getattr(desk, name)))]


def read(template: str) -> nodes.Template:
    return ENVIRONMENT.parse((TEMPLATES / template).read_text(encoding="utf-8"))


def below(made: Any) -> Iterator[Any]:
    """The dataclasses that the types of the fields lead to, this one first."""
    yield made
    waiting: list[Any] = [*get_type_hints(made).values()]
    seen = {made}
    while waiting:
        one = waiting.pop()
        waiting += get_args(one)
        if is_dataclass(one) and one not in seen:
            seen.add(one)
            waiting += get_type_hints(one).values()
            yield one


def documented(made: Any) -> set[str]:
    """The names in the ``Attributes`` of its docstring."""
    _, _, told = (made.__doc__ or "").partition("Attributes:\n")
    return set(re.findall(r"^ {8}(\w+): \S", told, re.M))


def names(made: Any) -> set[str]:
    """What a template may ask of one: its fields and properties."""
    properties = {name for name, value in vars(made).items() if isinstance(value, property)}
    return {one.name for one in fields(made)} | properties


def asked(template: str) -> set[str]:
    """The attributes that the template asks for, and the shared parts with it."""
    trees = [read(template), read("parts.html")]
    found = [one for tree in trees for one in tree.find_all(nodes.Getattr)]
    return {one.attr for one in found if getattr(one.node, "name", "") != "loop"}


def test_each_template_has_its_context() -> None:
    pages = {path.name for path in TEMPLATES.glob("*.html")} - SHARED
    assert pages == {template_of(made) for made in CONTEXTS}


@pytest.mark.parametrize("made", CONTEXTS, ids=lambda made: made.__name__)
def test_a_template_uses_what_its_context_documents(made: Any) -> None:
    template = template_of(made)
    own = {one.name for one in read(template).find_all(nodes.Macro)}
    used = meta.find_undeclared_variables(read(template)) - {"shell", "parts"} - own
    assert used == {one.name for one in fields(made)}
    for one in below(made):
        assert documented(one) == {field.name for field in fields(one)}, one
    nested = [one for one in below(made) if one is not made]
    known = set().union(*(names(one) for one in [*nested, Shell, Place]), METHODS)
    macros = {one.name for one in read("parts.html").find_all(nodes.Macro)}
    assert asked(template) - known - macros == set()
    assert set().union(*({one.name for one in fields(part)} for part in nested)) <= asked(template)


def test_the_shell_is_documented() -> None:
    for made in (Shell, Place):
        assert documented(made) == {one.name for one in fields(made)}
    assert meta.find_undeclared_variables(read("base.html")) == {"shell"}


def test_templates_hold_no_script_and_no_style_of_their_own() -> None:
    for path in TEMPLATES.glob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"<script(?! src=)|<style|\sstyle=|\son\w+=|\|\s*safe|https?:", text), path.name
