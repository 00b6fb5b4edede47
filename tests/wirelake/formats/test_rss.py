"""What is read of a feed, by which charset and base, and what is refused before a parser sees it."""

import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from wirelake.errors import ParseError
from wirelake.formats import rss
from wirelake.records import Kind, Link, RawArticle

URL = "https://quay.example/feed/rss.xml"
HEAD = '<rss version="2.0"><channel>'
TAIL = "</channel></rss>"


def raw(body: str | bytes, *headers: tuple[str, str]) -> RawArticle:
    data = body.encode() if isinstance(body, str) else body
    link = Link(url=URL, origin="feed")
    return RawArticle(link=link, kind=Kind.FEED, fetched_at=datetime.now(UTC), body=data, headers=headers)


def described(markup: str) -> str:
    return f"{HEAD}<item><title>T</title><description>{markup}</description></item>{TAIL}"


@pytest.mark.parametrize(
    ("declared", "codec", "content_type"),
    [
        ("", "utf-8", None),
        ("", "utf-8", "text/xml"),  # RFC 3023 said ASCII
        ("", "utf-8", "text/html"),
        ("<?xml version='1.0' encoding='windows-1256'?>", "windows-1256", "application/rss+xml"),
        ("", "windows-1256", "text/xml; charset=windows-1256"),
        ("<?xml version='1.0' encoding='utf-16'?>", "utf-16", None),
    ],
)
def test_charsets(declared: str, codec: str, content_type: str | None) -> None:
    body = f"{declared}{HEAD}<item><title>ميناء</title><link>/1</link></item>{TAIL}".encode(codec)
    headers = (("Content-Type", content_type),) if content_type else ()
    (link,), _ = rss.links(raw(body, *headers))
    assert (link.title, link.url) == ("ميناء", "https://quay.example/1")


@pytest.mark.parametrize(
    ("location", "url"),
    [
        ("/en/", "https://quay.example/en/1"),
        ("https://other.example/x/", "https://other.example/x/1"),
        ("javascript:alert(1)", "https://quay.example/feed/1"),
        ("http://[", "https://quay.example/feed/1"),
    ],
)
def test_relative_links_are_those_of_the_content_location(location: str, url: str) -> None:
    body = f"{HEAD}<item><link>1</link></item>{TAIL}"
    (link,), _ = rss.links(raw(body, ("Content-Location", location)))
    assert link.url == url


def test_a_body_that_names_a_file_opens_no_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret.xml"
    secret.write_text(f"{HEAD}<item><title>Secret</title><link>/secret</link></item>{TAIL}")
    for body in (bytes(secret), secret.as_uri().encode()):
        with pytest.raises(ParseError, match="not_a_feed"):
            rss.links(raw(body))


def test_external_entities_stay_outside(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("Secret")
    doctype = f'<!DOCTYPE rss [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    (link,), _ = rss.links(raw(f"{doctype}{HEAD}<item><title>A &x;</title><link>/1</link></item>{TAIL}"))
    assert "Secret" not in (link.title or "")


def test_an_entity_of_a_few_characters_is_read() -> None:
    doctype = '<!DOCTYPE rss [\n<!ENTITY copy "&#169;">\n]>\n'
    (link,), _ = rss.links(raw(f"{doctype}{HEAD}<item><title>A &copy;</title><link>/1</link></item>{TAIL}"))
    assert link.title == "A ©"


@pytest.mark.parametrize("tags", [2, rss.MAX_CLEANED_TAGS])  # cleaned by feedparser, and as it came
def test_scripts_and_styles_are_no_text(tags: int) -> None:
    markup = "<style>p {}</style><p>One</p><script>two()</script><p>Three</p>" + "<b></b>" * tags
    (article,) = rss.parse(raw(described(f"<![CDATA[{markup}]]>")))
    assert article.extracted_text == "One\nThree"


def test_text_deep_in_the_markup_is_kept() -> None:
    (article,) = rss.parse(raw(described("&lt;div&gt;" * 1_000 + "Deep")))
    assert article.extracted_text == "Deep"


MANY = " ".join(f"a{number}='1'" for number in range(100_000))
TOO_MUCH = {
    "entities of entities": (f'<!DOCTYPE a [<!ENTITY b "&a;&a;">]>{HEAD}<item/>{TAIL}', "xml_bomb"),
    "a long entity": (f'<!DOCTYPE a [<!ENTITY a "{"x" * 2_000}">]>{HEAD}<item/>{TAIL}', "xml_bomb"),
    "inner entity": (f'<!DOCTYPE a [<!ENTITY % a "x">%a;]>{HEAD}<item/>{TAIL}', "xml_bomb"),
    "attributes": (f"{HEAD}<item {MANY}/>{TAIL}", "too_many_attributes"),
    "escaped attributes": (described(f"&lt;p {MANY}&gt;"), "too_many_attributes"),
    "tags": (described("&lt;p&gt;" * 300_001), "too_many_tags"),
    "references": (described("&" * 3_000_000), "too_many_references"),
    "bytes": (described("x" * 10_000_001), "too_large"),
    "entries": (f"{HEAD}{'<item/>' * 2_001}{TAIL}", "too_many_entries"),
    "a login page": ("<html><body><p>Please log in</p></body></html>", "not_a_feed"),
    "nothing": (f"{HEAD}{TAIL}", "empty_document"),
}


@pytest.mark.parametrize("name", TOO_MUCH)
@pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
def test_what_is_no_feed_or_too_much_is_refused_at_once(name: str, codec: str) -> None:
    body, reason = TOO_MUCH[name]
    wide = codec == "utf-16" and name in ("tags", "references", "bytes")  # too many bytes before that
    started = time.process_time()
    with pytest.raises(ParseError) as refused:
        rss.parse(raw(body.encode(codec)))
    assert refused.value.reason == reason or (wide and refused.value.reason == "too_large")
    assert time.process_time() - started < 3
