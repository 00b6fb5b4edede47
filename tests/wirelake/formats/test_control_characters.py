"""References to what is no character cost no article, no entry and no feed; they are left out and flagged."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wirelake.extract import extract
from wirelake.formats import rss, sitemaps
from wirelake.payloads.references import without_no_characters
from wirelake.records import Article, Kind, Link, RawArticle, Rejection

REFERENCES = ["&#1;", "&#x1F;", "&#X1f;", "&#0;", "&#0001;", "&#11", "&#xFFFE;", "&#65535;", "&#xD800;"]
REFERENCES += ["&#57343;", "&#1114112;", "&#x110000;", "&#99999999999;"]
TEXT = "The night shift painted{0} the crane, the office said on Monday."
MORE = "A second crane will follow in the autumn, and nobody expects the tide to wait for it."
XML = '<?xml version="1.0"?>'
DOCUMENTS = {
    "html": "<html><head><title>Crane{0} turns green</title></head><body><article>"
    "<h1>Crane{0} turns green</h1>"
    f"<p>{TEXT}</p><p>{MORE}</p></article></body></html>",
    "rss": f"{XML}<rss version='2.0'><channel><title>Quay</title><item><title>Crane{{0}} turns green</title>"
    f"<link>https://quay.example/1</link><description>{TEXT}</description></item></channel></rss>",
    "atom": f"{XML}<feed xmlns='http://www.w3.org/2005/Atom'><title>Quay</title><entry><id>a</id>"
    f"<title>Crane{{0}} turns green</title><content type='html'>{TEXT}</content></entry></feed>",
    "cdata": f"{XML}<rss version='2.0'><channel><title>Q</title><item><title>Crane{{0}} turns green</title>"
    f"<link>https://quay.example/1</link><description><![CDATA[<p>{TEXT}</p>]]></description></item>"
    "</channel></rss>",
    "nitf": f"{XML}<nitf><body><body.head><hedline><hl1>Crane{{0}} turns green</hl1></hedline></body.head>"
    f"<body.content><p>{TEXT}</p></body.content></body></nitf>",
    "newsml_g2": f"{XML}<newsItem xmlns='http://iptc.org/std/nar/2006-10-01/' guid='urn:1' version='1'>"
    "<contentMeta><headline>Crane{0} turns green</headline></contentMeta><contentSet><inlineXML>"
    f"<html xmlns='http://www.w3.org/1999/xhtml'><body><p>{TEXT}</p></body></html></inlineXML></contentSet>"
    "</newsItem>",
    "newsml_1": f"{XML}<NewsML><NewsItem><Identification><NewsIdentifier><NewsItemId>1</NewsItemId>"
    "</NewsIdentifier></Identification><NewsComponent><NewsLines><HeadLine>Crane{0} turns green</HeadLine>"
    f"</NewsLines><ContentItem><DataContent><p>{TEXT}</p></DataContent></ContentItem></NewsComponent>"
    "</NewsItem></NewsML>",
    "ninjs": f'{{{{"uri": "urn:1", "headline": "Crane{{0}} turns green", "body_xhtml": "<p>{TEXT}</p>"}}}}',
}


def raw(body: str, kind: Kind = Kind.ARTICLE, codec: str = "utf-8") -> RawArticle:
    return RawArticle(
        link=Link(url="https://quay.example/1", origin="feed"),
        kind=kind,
        fetched_at=datetime(2026, 3, 2, tzinfo=UTC),
        body=body.encode(codec),
        status=200,
        raw_ref="quay/2026-03-02#1",
    )


def article(body: str) -> Article:
    found = extract(raw(body))
    assert not isinstance(found, Rejection), found
    return found[0]


@pytest.mark.parametrize("reference", REFERENCES)
@pytest.mark.parametrize("document", DOCUMENTS)
def test_the_article_is_as_without_them_but_for_a_flag(document: str, reference: str) -> None:
    clean, read = (article(DOCUMENTS[document].format(one)) for one in ("", reference))
    assert read.quality_flags == (*clean.quality_flags, "control_characters")
    assert "control_characters" not in clean.quality_flags
    assert (read.headline, read.extracted_text) == (clean.headline, clean.extracted_text)
    assert clean.headline == "Crane turns green"
    assert TEXT.format("") in clean.extracted_text


@pytest.mark.parametrize("escape", ["\\u0000", "\\u0001", "\\u001F", "\\ud800", "\\uffff"])
def test_json_escapes_of_them_are_flagged_too(escape: str) -> None:
    read = article(DOCUMENTS["ninjs"].format(escape))
    assert (read.headline, read.quality_flags) == ("Crane turns green", ("control_characters",))


def test_json_in_a_page_leaves_none_in_a_name() -> None:
    script = (
        '<script type="application/ld+json">{"@type": "NewsArticle", "author": {"name": "Bea\\u0001 Warden"}}'
    )
    page = DOCUMENTS["html"].format("").replace("<title>", f"{script}</script><title>")
    assert [one.name for one in article(page).authors] == ["Bea Warden"]


@pytest.mark.parametrize("reference", REFERENCES)
def test_one_entry_costs_no_feed(reference: str) -> None:
    items = "".join(
        f"<item><title>Crane {number}{mark}</title><link>https://quay.example/{number}</link></item>"
        for number, mark in enumerate(("", reference, ""))
    )
    feed = f"{XML}<rss version='2.0'><channel><title>Quay</title>{items}</channel></rss>"
    links, left = rss.links(raw(feed, Kind.FEED))
    assert [one.title for one in links] == ["Crane 0", "Crane 1", "Crane 2"]
    assert left == []


@pytest.mark.parametrize("codec", ["utf-8", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("reference", REFERENCES)
def test_one_entry_costs_no_sitemap(reference: str, codec: str) -> None:
    told = "" if codec == "utf-8" else " encoding='utf-16'"
    body = (
        f"<?xml version='1.0'{told}?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url>"
        f"<loc>https://quay.example/1{reference}</loc></url><url><loc>https://quay.example/2</loc></url></urlset>"
    )
    found = sitemaps.read(raw(body, Kind.SITEMAP, codec))
    assert [one.url for one in found.entries] == ["https://quay.example/1", "https://quay.example/2"]
    assert found.left == []


@given(st.integers(0, 0x11FFFF), st.sampled_from(["&#{0};", "&#x{0:x};", "&#X{0:X};", "&#00{0};", "&#{0}"]))
def test_what_xml_allows_stays(number: int, form: str) -> None:
    """XML 1.0, production 2, Char."""
    allowed = number in (9, 10, 13) or 0x20 <= number <= 0xD7FF or 0xE000 <= number <= 0xFFFD
    allowed = allowed or 0x10000 <= number <= 0x10FFFF
    text = f"a{form.format(number)} b"
    assert without_no_characters(text) == (text if allowed else "a b")
