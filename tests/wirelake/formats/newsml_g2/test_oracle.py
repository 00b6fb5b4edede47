"""Fields that the IPTC's own library reads too: both agree, on our document and the shared ones if there."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from tests.wirelake.formats.documents import g2_item, raw

from wirelake.extract import extract
from wirelake.records import Article, Rejection

oracle = pytest.importorskip("NewsMLG2", reason="newsmlg2, the IPTC's library, is not installed")
NAR = "{http://iptc.org/std/nar/2006-10-01/}"
SHARED = Path(__file__).parents[5] / "shared" / "wire" / "formats"
OURS = g2_item(
    '<firstCreated>2026-03-05T08:00:00+01:00</firstCreated><pubStatus qcode="stat:usable"/>',
    "<urgency>4</urgency><slugline>BASIN</slugline><by>By Bea Warden</by><creditline>QP</creditline>"
    '<subject type="cpnat:abstract" qcode="medtop:04000000"/><subject type="cpnat:person" qcode="p:1"/>',
)
LINES = {"slugline": "slugline", "by": "byline", "creditline": "credit_line", "dateline": "dateline_text"}
KINDS = ("subjects_detail", "people", "organisations", "places", "instruments")


def shared_items() -> Iterator[Any]:
    """The files' first news items, or one parameter that is skipped."""
    manifest = SHARED / "manifest.jsonl"
    if not manifest.exists():
        yield pytest.param(None, marks=pytest.mark.skip("../shared/wire/formats is not there"))
        return
    for row in map(json.loads, manifest.read_text(encoding="utf-8").splitlines()):
        if row["format"] == "newsml-g2":
            yield pytest.param((SHARED / row["path"]).read_bytes(), id=row["path"])


def plain(value: Any) -> str | None:
    """The text of a value; the library shows an empty element as ``<Urgency>``."""
    text = " ".join(str(value).split()) if value is not None else ""
    return None if text in ("", f"<{type(value).__name__}>") else text


def theirs(item: Any) -> dict[str, Any]:
    """What the library reads, by our names."""
    about = item.contentmeta
    found = {
        ours: plain(held[0]) if len(held := getattr(about, name)) else None for name, ours in LINES.items()
    }
    urgency = plain(about.urgency) if "urgency" in about._element_values else None
    codes = {one.qcode for one in about.subject if one.qcode}
    created = plain(item.itemmeta.versioncreated)
    return {
        "guid": item.guid,
        "version": item.version,
        "urgency": urgency,
        "subjects": codes,
        "at": created,
    } | found


def ours(article: Article) -> dict[str, Any]:
    guid = next((one.value for one in article.alt_ids if one.role == "guid"), None)
    subjects = [one for kind in KINDS for one in getattr(article, kind) if one.role != "located"]
    return {
        "guid": guid,
        "version": article.version or None,
        "urgency": plain(article.urgency),
        "subjects": {one.qcode for one in subjects if one.qcode},
        "at": next((one.raw for one in article.date_candidates if one.origin == "version_created"), None),
        **{name: getattr(article, name) for name in LINES.values()},
    }


@pytest.mark.parametrize("data", [pytest.param(OURS.encode(), id="our own"), *shared_items()])
def test_both_read_the_same(data: bytes) -> None:
    item = next(etree.fromstring(data).iter(f"{NAR}newsItem"), None)
    articles = extract(raw(data))
    if item is None or isinstance(articles, Rejection):
        pytest.skip("no news item of NewsML-G2's namespace")
    for catalog in item.findall(f"{NAR}catalogRef"):  # the library would look them up
        item.remove(catalog)
    try:
        held = oracle.NewsMLG2Document(etree.tostring(item)).get_item()
        expected = theirs(held)
    except (AttributeError, TypeError) as error:
        pytest.skip(f"the library does not read it: {type(error).__name__}")
    (article,) = [one for one in articles if ours(one)["guid"] == expected["guid"]][:1]
    found = ours(article)
    if not item.get("version"):  # the library says 1; here the record's own digest tells issues apart
        del expected["version"]
    if re.match(r"\d{4}-\d", expected["dateline_text"] or ""):  # a stamp
        del expected["dateline_text"]
    # Lines that the item leaves open come from its text's own markup, which the library does not look into.
    assert {name: found[name] for name, value in expected.items() if value} == {
        name: value for name, value in expected.items() if value
    }
