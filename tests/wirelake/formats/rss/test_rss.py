"""What is read of a feed, by which charset and base, and what is refused before a parser sees it."""

import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from wirelake.errors import ParseError
from wirelake.formats import rss
from wirelake.records import Article, Association, Author, Kind, Link, RawArticle

URL = "https://quay.example/feed/rss.xml"
SPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "media": "http://search.yahoo.com/mrss/",
    "wp": "http://wordpress.org/export/1.2/",
    "app": "http://www.w3.org/2007/app",
    "atom": "http://www.w3.org/2005/Atom",
}
PREFIXES = " ".join(f'xmlns:{prefix}="{space}"' for prefix, space in SPACES.items())
HEAD = f'<rss version="2.0" {PREFIXES}><channel>'
TAIL = "</channel></rss>"


def raw(body: str | bytes, *headers: tuple[str, str]) -> RawArticle:
    data = body.encode() if isinstance(body, str) else body
    link = Link(url=URL, origin="feed")
    return RawArticle(link=link, kind=Kind.FEED, fetched_at=datetime.now(UTC), body=data, headers=headers)


def only(body: str | bytes, *headers: tuple[str, str]) -> Article:
    (article,) = rss.parse(raw(body, *headers))
    return article


def item(inside: str) -> Article:
    return only(f"{HEAD}<item>{inside}</item>{TAIL}")


def atom(inside: str, head: str = "") -> Article:
    return only(f'<feed xmlns="http://www.w3.org/2005/Atom">{head}<entry>{inside}</entry></feed>')


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


FULL = """<title>Ships &amp;amp; <![CDATA[<b>grain</b>]]></title><link>/1</link>
<guid isPermaLink="false">q-1</guid><pubDate>Wed, 04 Mar 2026 09:30:15 +0300</pubDate>
<dc:date>2026-03-05T08:00:00Z</dc:date>
<description>In short.</description>
<content:encoded><![CDATA[<h2>Basin</h2><p>It is open.<img src="/p.jpg"></p>
<ul><li>Two carriers</li></ul>]]></content:encoded><dc:publisher>Gulfwire</dc:publisher>
<category domain="q">Ports &amp;amp; Ships</category>
<dc:language>fr</dc:language><dc:rights>(c) Quay</dc:rights>
<enclosure url="/a.mp3" type="audio/mpeg" length="1"/><comments>/1/c</comments>
<media:content url="/m.jpg" type="image/jpeg"><media:credit>Bea Warden</media:credit>
<media:description>A pier</media:description></media:content>"""


def test_the_fields_of_an_item() -> None:
    article = item(FULL)
    assert (article.headline, article.description) == ("Ships & grain", "In short.")
    assert [(one.role, one.text) for one in article.spans] == [
        ("h", "Basin"),
        ("p", "It is open."),
        ("li", "Two carriers"),
    ]
    assert [date.value for date in article.date_candidates] == ["2026-03-04T09:30:15+03:00"]
    assert article.version_created == datetime(2026, 3, 5, 8, tzinfo=UTC)
    assert (article.provider, article.language, article.copyright_notice) == ("Gulfwire", "fr", "(c) Quay")
    assert article.subjects == ("Ports & Ships",)
    assert (article.subjects_detail[0].scheme, article.url) == ("q", "https://quay.example/1")
    assert dict(article.extra)["comments"] == "https://quay.example/1/c"
    assert article.alt_ids[0].value == "q-1"
    assert article.associations == (
        Association(rel="enclosure", type="audio/mpeg", href="https://quay.example/a.mp3"),
        Association(
            rel="media",
            type="image/jpeg",
            href="https://quay.example/m.jpg",
            caption="A pier",
            credit="Bea Warden",
        ),
        Association(rel="inline", type="image", href="https://quay.example/p.jpg"),
    )


def test_what_a_feed_says_is_said_of_its_entries() -> None:
    head = (
        "<title>Q</title><rights>(c) Quay</rights><author><name>Bea Warden</name></author>"
        '<link rel="license" href="https://l.example/"/>'
    )
    article = atom("<title>T</title>", head)
    assert (article.copyright_notice, article.usage_terms) == ("(c) Quay", "https://l.example/")
    assert (article.authors, dict(article.extra)["feed_title"]) == ((Author(name="Bea Warden"),), "Q")
    source = "<source><title>Gulf</title><author><name>Ann Ebb</name></author></source>"
    assert atom(source, head).authors == (Author(name="Ann Ebb"),)
    assert atom(source, head).provider == "Gulf"


@pytest.mark.parametrize(
    ("markup", "headline"),
    [
        ('<title type="text">The &lt;hr&gt; tag</title>', "The <hr> tag"),
        ("<title>A &amp;amp; B</title>", "A &amp; B"),  # Atom says that it is plain
        ('<title type="html">The &amp;lt;hr&amp;gt; &lt;i&gt;tag&lt;/i&gt;</title>', "The <hr> tag"),
        ('<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">A <b>b</b></div></title>', "A b"),
    ],
)
def test_atom_says_what_is_markup(markup: str, headline: str) -> None:
    assert atom(markup).headline == headline


@pytest.mark.parametrize(
    ("title", "headline"),
    [
        ("A &amp;amp; B", "A & B"),
        ("One&lt;br&gt;two", "One two"),
        ("Profit &lt; 3", "Profit < 3"),
        ("<![CDATA[Ships <i>wait</i>]]>", "Ships wait"),
        ("Caf&eacute; &nbsp; Nour", "Café Nour"),
    ],
)
def test_rss_does_not_say_what_is_markup(title: str, headline: str) -> None:
    assert item(f"<title>{title}</title>").headline == headline


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("b@quay.example (Bea Warden)", ["Bea Warden"]),
        ("Bea Warden (b@quay.example)", ["Bea Warden"]),
        ("Bea Warden &lt;b@quay.example&gt;", ["Bea Warden"]),
        ("b@quay.org (Bea Warden)", ["Bea Warden"]),
        ("b@quay.example", []),
        ("b@quay.org", []),
        ("Bea Warden", ["Bea Warden"]),
    ],
)
def test_names_are_parted_from_addresses(author: str, names: list[str]) -> None:
    assert [one.name for one in item(f"<author>{author}</author>").authors] == names


def test_contributors_are_no_authors() -> None:
    article = item("<dc:creator>Bea Warden</dc:creator><dc:contributor>Ann Ebb</dc:contributor>")
    assert article.authors == (Author(name="Bea Warden"), Author(name="Ann Ebb", role="contributor"))


@pytest.mark.parametrize("name", ["HTTP://quay.example/%7ea", "/relative", "tag:quay.example,2026:1"])
def test_an_id_of_atom_stays_as_it_is_and_is_no_link(name: str) -> None:
    article = atom(f"<id>{name}</id>")
    assert article.alt_ids[0].value == name
    assert article.url == URL


def test_lines_without_markup_are_parted_by_blank_ones() -> None:
    article = item("<description>One\ntwo &amp;amp; three\n\nFour</description>")
    assert article.extracted_text == "One two & three\nFour"


@pytest.mark.parametrize(
    ("inside", "status"),
    [
        ("", "usable"),
        ("<wp:status>publish</wp:status>", "usable"),
        ("<wp:status>draft</wp:status>", "withheld"),
        ("<wp:status>publish</wp:status><wp:post_password>x</wp:post_password>", "withheld"),
        ("<app:control><app:draft>yes</app:draft></app:control>", "withheld"),
        ("<app:control><app:draft>no</app:draft></app:control>", "usable"),
    ],
)
def test_drafts_are_withheld(inside: str, status: str) -> None:
    assert item(f"<title>T</title>{inside}").pub_status == status


@pytest.mark.parametrize(
    ("content", "text", "shown"),
    [
        ('<content src="https://quay.example/f.mp4" type="video/mp4"/>', "", ["https://quay.example/f.mp4"]),
        ('<content type="application/octet-stream">PHA+U2hpcHMgd2FpdDwvcD4=</content>', "Ships wait", []),
        ('<content type="image/png">iVBORw0KGgoAAAANSUhEUgAAAAEAAAAB</content>', "", []),
    ],
)
def test_contents_that_are_no_text(content: str, text: str, shown: list[str]) -> None:
    article = atom(content)
    assert (article.extracted_text, [one.href for one in article.associations]) == (text, shown)


def test_a_feed_that_stops_in_an_entry_says_so() -> None:
    body = f"{HEAD}<item><title>One</title><link>/1</link></item><item><title>Two</title><link>/2"
    one, two = rss.parse(raw(body))
    assert (one.is_truncated, two.is_truncated) == (False, True)
    assert two.quality_flags == ("markup_healed", "feed_cut")
    found, left = rss.links(raw(body))
    assert ([link.title for link in found], len(left)) == (["One"], 1)
    whole = body.removesuffix("<item><title>Two</title><link>/2") + "<item/>"
    assert not rss.parse(raw(whole))[-1].is_truncated


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("港が再び開いた。九日ぶりのこと", "euc-jp"),
        ("港が再び開いた。九日ぶりのこと", "shift_jis"),
        ("항구가 아흐레 만에 다시 열렸다", "euc-kr"),
    ],
)
def test_charsets_that_nothing_declares(text: str, codec: str) -> None:
    body = f"{HEAD}<item><title>{text}</title><description>{text}</description></item>{TAIL}"
    assert only(body.encode(codec)).headline == text


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_wide_characters_without_a_mark(codec: str) -> None:
    assert only(f"{HEAD}<item><title>Порт</title></item>{TAIL}".encode(codec)).headline == "Порт"


def test_a_declaration_that_comes_late_is_no_error() -> None:
    article = only(f"\n<!-- served by q -->\n<?xml version='1.0'?>{HEAD}<item><title>T</title></item>{TAIL}")
    assert (article.headline, article.quality_flags) == ("T", ())
