"""Whatever a document of these roots holds: articles that can be stored come of it, or it is refused."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.growth import assert_in_proportion
from tests.wirelake.formats.documents import g2_item, newsml, nitf, raw

from wirelake.batches.staging import articles_table
from wirelake.clean import clean
from wirelake.config import load_source, source_files
from wirelake.extract import extract
from wirelake.records import Rejection

MENAFN = load_source(source_files()["menafn"])
ELEMENTS = """itemMeta contentMeta contentSet inlineXML inlineData remoteContent headline subject name
embargoed edNote pubStatus versionCreated urgency nitf head body body.head body.content docdata date.issue
p table tr td media NewsItem Identification NewsIdentifier RevisionId NewsManagement NewsComponent NewsLines
HeadLine ContentItem DataContent DescriptiveMetadata Language Property Role html pre br"""
NAMES = st.sampled_from(ELEMENTS.split())
TIMES = ("9999-12-31T23:59:59-14:00", "0001-01-01", "20260305T093015+0100", "")
MARKUP = ("&lt;p&gt;One&lt;br&gt;", "x" * 300, "\x1f", "&nbsp;", "&none;", "قرب الميناء")
VALUES = st.sampled_from([*TIMES, *MARKUP, "stat:usable", "Embargoed", "4", "²", "1e9", "-1"])
ATTRIBUTES = st.sampled_from(
    ["qcode", "guid", "version", "norm", "FormalName", "Value", "rank", "wordcount", "href"]
)
TREES = st.recursive(
    VALUES,
    lambda inner: st.builds(
        lambda name, key, value, parts: f'<{name} {key}="{value}">{"".join(parts)}</{name}>',
        NAMES,
        ATTRIBUTES,
        VALUES,
        st.lists(inner, max_size=4),
    ),
    max_leaves=25,
)
ROOTS = st.sampled_from(["newsItem", "newsMessage", "packageItem", "NewsML", "nitf"])


@settings(max_examples=150, deadline=None)
@given(root=ROOTS, parts=st.lists(TREES, max_size=5))
def test_documents_of_all_shapes(root: str, parts: list[str]) -> None:
    found = extract(raw(f"<{root}>{''.join(parts)}</{root}>"))
    if not isinstance(found, Rejection):
        articles_table([clean(article, MENAFN) for article in found])


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_documents_cut_off_or_torn(data: st.DataObject) -> None:
    whole = data.draw(
        st.sampled_from([g2_item(content="<inlineData>One</inlineData>"), newsml("<NewsComponent/>"), nitf()])
    )
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(whole))] * 2)))
    found = extract(raw(whole[:start] + whole[end:]))
    if not isinstance(found, Rejection):
        articles_table([clean(article, MENAFN) for article in found])


PART = "<NewsComponent xml:lang='a{}'><ContentItem><DataContent>t</DataContent></ContentItem></NewsComponent>"
IMAGE, MEDIUM, REFERENCE = "<img src='a'/>", "<ContentItem Href='a'/>", "<NewsItemRef NewsItem='a'/>"
MUCH: dict[str, tuple[Callable[[int], str], int]] = {
    "a row of many cells": (
        lambda many: nitf(content=f"<table><tr>{'<td><p>1</p></td>' * many}</tr></table>"),
        50_000,
    ),
    "a figure of many pictures": (
        lambda many: g2_item(content=f"<inlineXML><figure>{IMAGE * many}</figure></inlineXML>"),
        90_000,
    ),
    "headers in headers": (
        lambda many: g2_item(content=f"<inlineXML>{'<header>' * many}x{'</header>' * many}</inlineXML>"),
        200,
    ),
    "many subjects": (
        lambda many: g2_item(about="<subject qcode='a:b'><name>x</name></subject>" * many),
        30_000,
    ),
    "many languages": (
        lambda many: newsml(f"<NewsComponent>{''.join(map(PART.format, range(many)))}</NewsComponent>"),
        10_000,
    ),
    "many media deep down": (
        lambda many: newsml(f"{'<NewsComponent>' * 200}{MEDIUM * many}{'</NewsComponent>' * 200}"),
        90_000,
    ),
    "many media each in its own": (
        lambda many: newsml(f"<NewsComponent>{MEDIUM}</NewsComponent>" * many),
        45_000,
    ),
    "many references": (
        lambda many: newsml(f"<NewsComponent>{REFERENCE * many}</NewsComponent>"),
        90_000,
    ),
    "items in items": (
        lambda many: newsml(
            f"{'<NewsComponent><NewsItem>' * 90}<NewsComponent>{MEDIUM * many}</NewsComponent>"
            f"{'</NewsItem></NewsComponent>' * 90}"
        ),
        20_000,
    ),
}


@pytest.mark.parametrize("case", MUCH)
def test_much_of_one_thing_takes_no_longer_than_it_is_long(case: str) -> None:
    make, many = MUCH[case]

    def read(many: int) -> None:
        assert not isinstance(extract(raw(make(many))), Rejection)

    assert_in_proportion(read, many)
