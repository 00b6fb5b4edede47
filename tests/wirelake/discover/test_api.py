"""Pages of APIs as they are read: JSON and XML, well-formed and hostile."""

import json
import pickle
from datetime import UTC, datetime
from typing import Any

import pytest

from wirelake.bounded.pool import Bounded
from wirelake.config import Api
from wirelake.discover.api import without_hidden
from wirelake.discover.api.reading import Page, read_page
from wirelake.errors import ParseError
from wirelake.records import Kind, Link, RawArticle

URL = "https://api.pier.example/feed"
XML = b"""<?xml version="1.0"?><f:feed xmlns:f="http://pier.example/feed" xmlns="http://pier.example/item">
<f:next>/feed?after=2</f:next>
<f:entry><item id="pier1"><text href="/text/1.xml"/><headline>Crane 1 turns green</headline></item></f:entry>
<f:entry><item id="pier2"><kill/></item></f:entry></f:feed>"""


def part(**facts: Any) -> Api:
    return Api.model_validate({"kind": "api", "url": URL, "items": "$.items[*]", **facts})


def of_xml(**facts: Any) -> Api:
    spaces = {"f": "http://pier.example/feed", "i": "http://pier.example/item"}
    return part(items="/f:feed/f:entry/i:item", next="/f:feed/f:next", namespaces=spaces, **facts)


def page(body: bytes | dict[str, Any], asked: Api) -> Page:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    raw = RawArticle(
        link=Link(url=URL, origin="api"),
        kind=Kind.FEED,
        fetched_at=datetime(2026, 3, 2, tzinfo=UTC),
        body=data,
        status=200,
        final_url=URL,
    )
    return read_page(raw, asked, "pier")


def test_xml_is_read_by_xpaths() -> None:
    asked = of_xml(rendition="i:text/@href", guid="@id", title="i:headline")
    found = page(XML, asked)
    assert (found.items, found.next, found.cursor) == (2, "/feed?after=2", None)
    assert found.links == (
        Link(
            url="https://api.pier.example/text/1.xml",
            origin="api",
            guid="pier1",
            title="Crane 1 turns green",
        ),
    )
    ((link, body),) = found.loose
    assert link.url == "api:pier/pier2"
    assert body.startswith(b"<item ")
    assert pickle.loads(pickle.dumps(found)) == found  # noqa: S301  it comes from a process of its own


@pytest.mark.parametrize(
    ("body", "cursor"),
    [
        ({"seq": 17}, "17"),
        ({"seq": "a b"}, "a b"),
        ({"seq": 12345678901234567890123}, "12345678901234567890123"),
        ({"seq": None}, None),
        ({"seq": True}, None),
        ({"seq": {"a": 1}}, None),
        ({"seq": " "}, None),
        ({}, None),
        ({"items": {}}, None),
        ({"items": "text"}, None),
        (b"[1, 2]", None),
        (b'"text"', None),
    ],
)
def test_a_cursor_is_a_text_or_a_number(body: Any, cursor: str | None) -> None:
    found = page(body, part(cursor="$.seq", cursor_parameter="after"))
    assert found.cursor == cursor


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"<html>", "not_json"),
        (b"", "empty_document"),
        ({"items": [1] * 2001}, "too_many_items"),
        ({"items": [], "seq": "1" * 4001}, "too_large"),
        (b"[" * 100 + b"]" * 100, "too_deep"),
    ],
)
def test_a_hostile_page_is_refused_by_name(body: Any, reason: str) -> None:
    with pytest.raises(ParseError) as told:
        page(body, part(cursor="$.seq", cursor_parameter="after"))
    assert told.value.reason == reason


def test_an_item_that_is_none_has_no_rendition_and_is_kept() -> None:
    found = page({"items": [1, None, "x", []]}, part(rendition="$.href", guid="$.id"))
    assert found.items == 4
    assert found.links == ()
    assert [body for _, body in found.loose] == [b"1", b"null", b'"x"', b"[]"]


def test_a_path_that_takes_too_long_ends() -> None:
    deep = {"items": [{"a": [[i] * 20 for i in range(20)]} for _ in range(1500)]}
    asked = part(items="$..[?count($..*) > 0]..[?count($..*) > 0]")
    raw = RawArticle(
        link=Link(url=URL, origin="api"),
        kind=Kind.FEED,
        fetched_at=datetime(2026, 3, 2, tzinfo=UTC),
        body=json.dumps(deep).encode(),
    )
    with Bounded(1, cpu_seconds=1, wall_seconds=60) as pool, pytest.raises(ParseError) as told:
        pool.call(read_page, raw, asked, "pier")
    assert told.value.reason in ("cpu_limit", "time_limit", "too_many_items", "bad_path")


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        (f"{URL}?apikey=***&seq=3", f"{URL}?seq=3"),
        (f"{URL}?seq=3&apikey=%2A%2A%2a", f"{URL}?seq=3"),
        (f"{URL}?seq=3", f"{URL}?seq=3"),
        (URL, URL),
    ],
)
def test_a_masked_parameter_is_left_out(url: str, asked: str) -> None:
    assert without_hidden(url) == asked
