"""Whatever the bytes are, extract answers with articles that can be stored, or with a rejection, and soon."""

import gzip
import time
import zlib
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from wirelake.batches.staging import articles_table
from wirelake.clean import clean
from wirelake.config import load_source, source_files
from wirelake.extract import extract
from wirelake.formats import sniff
from wirelake.payloads import MAX_DECODED_BYTES
from wirelake.payloads.bounds import MAX_PAGE_BYTES
from wirelake.records import Article, Kind, Link, RawArticle, Rejection
from wirelake.statements import date_candidate

MENAFN = load_source(source_files()["menafn"]).model_copy(update={"timezone": "America/New_York"})
TEXT = "<p>" + "The northern basin of the port was open to grain ships again. " * 8 + "</p>"
CPU_SECONDS = 10


def raw(body: bytes, **headers: str) -> RawArticle:
    return RawArticle(
        link=Link(url="https://quay.example/1", origin="feed", guid="1", published="2026-03-04"),
        kind=Kind.ARTICLE,
        fetched_at=datetime(2026, 3, 5, 12, tzinfo=UTC),
        body=body,
        status=200,
        headers=tuple((name.replace("_", "-"), value) for name, value in headers.items()),
        raw_ref="menafn/2026-03-05#<urn:uuid:00000000-0000-4000-8000-000000000001>",
    )


def outcome(body: bytes, **headers: str) -> str:
    """What came of the bytes: a rejection's reason, or the format."""
    found = extract(raw(body, **headers))
    if isinstance(found, Rejection):
        assert found.raw_ref
        return found.reason
    cleaned = [clean(article, MENAFN) for article in found]
    assert len(articles_table(cleaned)) == len(found) > 0
    return cleaned[0].source_format


def page(body: str = TEXT, head: str = "") -> bytes:
    return f"<html><head><title>T</title>{head}</head><body><h1>T</h1>{body}</body></html>".encode()


def json_ld(text: str) -> bytes:
    return page(head=f'<script type="application/ld+json">{text}</script>')


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
HOSTILE = {
    "deep div": (page("<div>" * 10_000 + TEXT), "too_deep"),
    "deep inline": (page("<b><i>" * 5_000 + TEXT), "too_deep"),
    "many tags": (page("<p>x</p>" * 150_000), "too_many_tags"),
    "many rows": (page("<table>" + "<tr><td>a</td></tr>" * 100_000), "too_many_tags"),
    "many attributes": (
        page("<div " + " ".join(f"a{n}=1" for n in range(200_000)) + ">"),
        "too_many_attributes",
    ),
    "long page": (page("<p>" + "x " * MAX_PAGE_BYTES), "too_large"),
    "white space": (page(TEXT + "<p>" + "\u00a0 \t" * 500_000 + "x</p>"), "html"),
    "entities": (page(TEXT + "&amp;&lt;" * 300_000), "html"),
    "endless comment": (page(TEXT + "<!--" + "-" * 3_000_000), "html"),
    "deep JSON": (json_ld("[" * 100_000 + "]" * 100_000), "html"),
    "JSON of odd types": (
        json_ld(
            '{"@type":["NewsArticle"],"headline":{},"author":[1,null,{"name":[]}],'
            '"keywords":[1,[]],"inLanguage":{},"publisher":[3],"datePublished":{}}'
        ),
        "html",
    ),
    "JSON that is a number": (json_ld("1e999"), "html"),
    "JSON with half a pair": (
        json_ld('{"@type":"Article","headline":"T\\ud800","datePublished":"\\udfff"}'),
        "html",
    ),
    "long date": (page(TEXT + f'<time datetime="{"1" * 500_000}">'), "html"),
    "invalid UTF-8": (page() + b"\0" * 1000 + b"\xff\xfe\xc3\x28\xed\xa0\x80" * 5000, "html"),
    "billion laughs": (
        f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "lol">{LAUGHS}]><rss version="2.0">'
        "<channel><item><title>&l9;</title></item></channel></rss>".encode(),
        "xml_bomb",
    ),
    "deep feed": (
        b'<rss version="2.0"><channel><item>' + b"<a>" * 30_000 + b"</item></channel></rss>",
        "rss",
    ),
    "deep description": (b'<rss version="2.0"><channel><item><description>' + b"&lt;div&gt;" * 50_000, "rss"),
    "many entries": (b'<rss version="2.0"><channel>' + b"<item/>" * 3_000, "too_many_entries"),
    "nothing": (b"", "empty_document"),
    "zeros": (b"\0" * 1000, "bad_encoding"),
    "too long": (b"x" * (MAX_DECODED_BYTES + 1), "too_large"),
    "gzip bomb": (gzip.compress(b"\0" * (MAX_DECODED_BYTES + 1)), "too_large"),
    "gzip in gzip": (gzip.compress(gzip.compress(page())), "bad_encoding"),
    "deep JSON file": (b'{"uri":' + b'{"a":' * 100_000, "too_deep"),
    "JSON without an end": (b'{"uri":"' + b'\\"' * 2_000_000, "not_json"),
    "JSON of brackets": (b'{"uri":[' + b"[]," * 600_000, "too_many_values"),
    "JSON that is no news": (b'{"a": 1}', "unknown_format"),
    "SYN without an end": (b"\x16" * 5_000_000, "empty_document"),
    "many transmissions": (b"\x16\x16\x01\x02\x03" * 100_000, "too_many_transmissions"),
    "other XML, undeclared": (
        b'<release xmlns="urn:quay"><title>Basin</title><body>Ships.</body></release>\n',
        "unknown_format",
    ),
    "other XML": (
        b'<?xml version="1.0"?><release xmlns="urn:quay"><title>Basin</title><body>Ships.</body></release>',
        "unknown_format",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_documents_are_bounded(name: str) -> None:
    body, expected = HOSTILE[name]
    started = time.process_time()
    assert outcome(body) == expected
    assert time.process_time() - started < CPU_SECONDS


def test_no_file_is_read_through_an_entity() -> None:
    feed = (
        b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss version="2.0">'
        b"<channel><item><title>&x;</title><description>&x; of a port</description></item></channel></rss>"
    )
    (article,) = _articles(feed)
    assert "root:" not in article.headline + article.extracted_text


def test_a_pinned_format_is_asked_whatever_the_bytes_look_like() -> None:
    found = extract(raw(page()), "text")
    assert isinstance(found, list)
    assert found[0].source_format == "text"
    refused = extract(raw(page()), "ninjs")
    assert isinstance(refused, Rejection)
    assert refused.reason == "not_json"


def _articles(body: bytes, **headers: str) -> list[Article]:
    found = extract(raw(body, **headers))
    assert not isinstance(found, Rejection), found
    return found


@pytest.mark.parametrize(
    "charset", ["utf-7", "idna", "undefined", "unicode_escape", "punycode", "bogus", "base64"]
)
def test_a_charset_that_is_none_is_not_believed(charset: str) -> None:
    (article,) = _articles(
        b"Caf\xe9 by the port\n\n+ADw-b+AD4- \\u0041", content_type=f"text/plain; charset={charset}"
    )
    assert article.headline == "Café by the port"
    assert article.extracted_text.endswith("+ADw-b+AD4- \\u0041")


def test_deflate_with_and_without_its_header() -> None:
    for bits in (zlib.MAX_WBITS, -zlib.MAX_WBITS):
        engine = zlib.compressobj(wbits=bits)
        body = engine.compress(page()) + engine.flush()
        assert outcome(body, content_encoding="deflate") == "html"
    assert outcome(page(), content_encoding="br") == "content_encoding"
    assert outcome(b"no deflate at all", content_encoding="deflate") == "content_encoding"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"<rss>", "rss"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- a --><?b c?><feed>", "rss"),
        (b"<!DOCTYPE rss SYSTEM 'a.dtd'><rdf:RDF>", "rss"),
        ("<?xml version='1.0' encoding='utf-16'?><rss>".encode("utf-16"), "rss"),
        (b"<?xml version='1.0'?><newsMessage xmlns='http://iptc.org/std/nar/2006-10-01/'>", "newsml_g2"),
        (b"<!-- a --><g2:newsItem xmlns:g2='urn:g2'><title>", "newsml_g2"),
        (b"<packageItem>", "newsml_g2"),
        (b"<knowledgeItem>", "newsml_g2"),
        (
            b"<?xml version='1.0'?><!DOCTYPE NewsML [<!ENTITY % nitf SYSTEM 'a.dtd'> %nitf;]>\n<NewsML>",
            "newsml_1",
        ),
        (b"\n<NewsML Version='1.2'><head><title>", "newsml_1"),
        (b"<nitf><head><title>", "nitf"),
        ("<?xml version='1.0'?><nitf>".encode("utf-16"), "nitf"),
        (b"<?xml version='1.0'?><!DOCTYPE html><html>", "html"),
        (b"<?xml version='1.0'?><h:html xmlns:h='http://www.w3.org/1999/xhtml'><body>", "html"),
        (b"<!-- an rss feed --><HTML>", "html"),
        ("<html><p>Ėjo Ė".encode("utf-16"), "html"),
        ("<html><p>Ėjo Ė".encode("utf-16-le"), "text"),
        (b"hello <p> world", "html"),
        (b"a < b, rss > c", "text"),
        (b"<?a?>" * 20_000, "text"),
    ],
)
def test_formats_are_told_by_their_content(data: bytes, name: str) -> None:
    assert sniff(data) == name


PIECES = st.sampled_from(
    [
        b"<html>",
        b"<p>",
        b"<h1>",
        b"</",
        b"<rss>",
        b"<item><title>",
        b"<pubDate>",
        b'<time datetime="',
        b"&#xD800;",
        b'<script type="application/ld+json">{"@type":"Article","datePublished":"',
        b'"}</script>',
        b'"author":"',
        b"9999-12-31T23:59:59-14:00",
        b"0001-01-01T00:00:00+14:00",
        b"Fri, 31 Dec 9999 23:59:59 -1200",
        b"\\ud800",
        b"MENAFN01010001000045017640ID1110448168",
        b"Tuesday, 02 January 0000 12:17 GMT",
        b"\x1f\x8b\x08",
        b"\0",
        b'<meta name="date" content="',
        b"\xe2\x80\xa8",
        b"\x85",
        b"\r",
        b"\n\n",
        b"(end) x",
        b"(MENAFN- ",
        b'{"uri":"1","headline":"',
        b'"body_html":"<p>',
        b'"embargoed":"',
        b'"}',
        b"\x16\x16\x01f0295\x1fquayx\nd f BC-PORT   03-04 0137\n\x02",
        b"\x01eca062 4 i 211\r\n\x02",
        b"\x03131137 GMT Nov 13\x04",
        b"MARSA, March 4 - ",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(PIECES, st.binary(max_size=20)), max_size=30).map(b"".join))
@example(
    b'<html><meta name="date" content="0001-01-01T00:00:00+00:00"><p>MENAFN01010001000045017640ID1110448168'
)
def test_any_bytes_end_as_articles_or_as_a_rejection(body: bytes) -> None:
    assert outcome(body)


@pytest.mark.parametrize(
    ("stated", "value", "precision"),
    [
        ("2026-03-04", "2026-03-04", "day"),
        ("20260304", "2026-03-04", "day"),
        ("2026-W10-3", "2026-03-04", "day"),
        (" 2026-03-04T09:30Z ", "2026-03-04T09:30:00+00:00", "minute"),
        ("2026-03-04T09:30:15.250+0300", "2026-03-04T09:30:15.250000+03:00", "instant"),
        ("2026-03-04 09:30:00 -0500", "2026-03-04T09:30:00-05:00", "minute"),
        ("2026-03-04T09:30:00", "2026-03-04T09:30:00", "minute"),
        ("Wed, 04 Mar 2026 09:30:15 GMT", "2026-03-04T09:30:15+00:00", "instant"),
        ("Wed, 04 Mar 2026 09:30:15", "2026-03-04T09:30:15", "instant"),
        ("2026-03-04T09:30:00 Mars/Olympus", "2026-03-04", "day"),  # an hour whose zone nobody knows is none
        ("2026-03-04 09:30 Uhr", "2026-03-04T09:30:00", "minute"),
        ("04.03.2026", "2026-03-04", "day"),
    ],
)
def test_dates_are_read_as_they_are_stated(stated: str, value: str, precision: str) -> None:
    found = date_candidate(stated, "meta", 0.9)
    assert found is not None
    assert (found.value, found.precision, found.raw) == (value, precision, stated)


@pytest.mark.parametrize(
    "stated",
    [
        None,
        5,
        [],
        "",
        "soon",
        "2026-02-30",
        "0000-01-01",
        "2026-03-04T25:00",
        "2026-03-04T09:30+25:00",
        "9" * 400,
        "Wed, 32 Foo 2026 99:99:99 +9999",
        "04/03/2026",
        "\ud800",
    ],
)
def test_what_is_no_date_is_none(stated: object) -> None:
    assert date_candidate(stated, "meta", 0.9) is None


@pytest.mark.parametrize(
    ("origin", "told"), [("feed", ["feed"]), ("sitemap", ["sitemap"]), ("link_page", [])]
)
def test_the_date_of_a_feeds_or_sitemaps_entry_is_a_candidate(origin: str, told: list[str]) -> None:
    link = Link(url="https://quay.example/1", origin=origin, published="2026-03-04")
    found = extract(replace(raw(page()), link=link))
    assert not isinstance(found, Rejection)
    (article,) = found
    assert [one.origin for one in article.date_candidates if one.origin in ("feed", "sitemap")] == told


@pytest.mark.parametrize(
    "body",
    [
        b"<section><p>Ships came into the basin.</p></section>",
        b"<quay-article><p>Ships came into the basin.</p></quay-article>",
        b"<release><p>Ships came, and nothing ends here.</p>",
    ],
)
def test_a_part_of_a_page_is_no_other_xml(body: bytes) -> None:
    assert sniff(body) == "html"
