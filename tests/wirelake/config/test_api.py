"""kind: api in a source's YAML: what is wrong is named with its place and a cure."""

from pathlib import Path
from typing import Any

import pytest

from wirelake.config import load_source
from wirelake.errors import ConfigError

YAML = """
title: Pier
description: An invented wire of the tests.
homepage: https://pier.example/
contact: https://pier.example/desk
discover:
  - kind: api
    url: https://api.pier.example/feed
    {items}
{more}
"""
GOOD = "items: $.data.items[*]"


def loaded(folder: Path, items: str = GOOD, more: str = "") -> Any:
    path = folder / "pier.yaml"
    path.write_text(YAML.format(items=items, more=more), encoding="utf-8")
    return load_source(path)


@pytest.mark.parametrize(
    ("items", "more", "told"),
    [
        (
            "items: '$.data.items[*'",
            "",
            r"pier.yaml:9: discover.0.api.items: '\$.data.items\[\*': .*at its end: write",
        ),
        ("items: $.a b", "", r"items: '\$.a b': not a JSONPath \(RFC 9535\): .*at character 5"),
        ("items: /a/b)c", "", r"items: '/a/b\)c': neither a JSONPath.*at character 5"),
        ("items: //a[", "", "items: '//a': |items: '//a\\[': neither a JSONPath.*at its end"),
        (
            "items: /g2:feed/entry",
            "",
            "items: '/g2:feed/entry': Undefined namespace prefix: name each prefix",
        ),
        (GOOD, "    next: /feed/next", "next: '/feed/next': items and next are not of one kind"),
        (GOOD, "    cursor: $.seq", "cursor and cursor_parameter go together"),
        (GOOD, "    wait_parameter: wait", "write that as well"),
        (GOOD, "    namespaces: {g2: 'http://pier.example/g2'}", "delete them"),
        (GOOD, "    wait_seconds: 121", "less than or equal to 120"),
        (GOOD, "    nxt: $.next", "did you mean next"),
        (GOOD, "fetch: {auth: oauth2, connection: pier}", "go together: write both, or neither"),
        (
            GOOD,
            "fetch: {auth: oauth2, connection: pier, oauth2: {token_url: 'http://pier.example/t'}}",
            "a secret goes there: write https://",
        ),
    ],
)
def test_a_mistake_is_named_with_its_place_and_cure(tmp_path: Path, items: str, more: str, told: str) -> None:
    with pytest.raises(ConfigError, match=told):
        loaded(tmp_path, items, more)


def test_a_list_of_a_day_can_be_asked_for_any_day(tmp_path: Path) -> None:
    (part,) = loaded(tmp_path).discover
    assert not part.dated
    assert part.describe() == "API https://api.pier.example/feed"
    begun = loaded(tmp_path, more="    begin: https://api.pier.example/feed?since={day}").discover[0]
    assert not begun.dated
    assert begun.first == "https://api.pier.example/feed?since={day}"


def test_the_source_of_the_docs_is_one(tmp_path: Path) -> None:
    page = (Path(__file__).parents[3] / "docs" / "arriving" / "api.md").read_text(encoding="utf-8")
    path = tmp_path / "pier.yaml"
    path.write_text(page.split("```yaml\n")[1].split("```")[0], encoding="utf-8")
    source = load_source(path)
    assert source.fetch.oauth2 is not None
    assert source.discover[0].kind == "api"
    assert source.discover[0].wait_seconds == 15
