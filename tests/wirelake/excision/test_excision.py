"""A killed article is cut out of what holds others too, and the others stand as they did."""

import json
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from tests.wirelake.quay import NOON

from wirelake.errors import ParseError
from wirelake.excision import excise, readable
from wirelake.extract import extract
from wirelake.records import Article, Kind, Link, RawArticle
from wirelake.sentences import Sentences

WIRE_FILES = Path(__file__).parents[4] / "shared" / "wire" / "formats"
COUNT = 4


def text_of(number: int) -> str:
    return f"The ‘{number}th’ crane of the harbour was painted green — nobody knows why."


def rss(n: int) -> str:
    return f"""<item><guid isPermaLink="false">g-{n}</guid><title>Crane {n} turns green</title>
<description><![CDATA[<p>{text_of(n)}</p> <p>Nobody was there in the night of number {n}, it is said.</p>]]>
</description></item>"""


def atom(n: int) -> str:
    return f"""<entry><id>urn:x:{n}</id><title>Crane {n} turns green</title>
<content type="html">&lt;p&gt;{text_of(n)}&lt;/p&gt;</content></entry>"""


def g2(n: int) -> str:
    return f"""<newsItem guid="urn:quay:{n}" version="1"><itemMeta/><contentMeta>
<headline>Crane number {n} turns green again</headline></contentMeta><contentSet><inlineXML>
<html xmlns="http://www.w3.org/1999/xhtml"><body><p>{text_of(n)}</p></body></html>
</inlineXML></contentSet></newsItem>"""


def newsml1(n: int) -> str:
    return f"""<NewsItem><Identification><NewsIdentifier><ProviderId>quay</ProviderId>
<DateId>20260302</DateId><NewsItemId>{n}</NewsItemId>
<RevisionId Update="N" PreviousRevision="0">1</RevisionId>
<PublicIdentifier>urn:quay:{n}</PublicIdentifier></NewsIdentifier></Identification><NewsManagement/>
<NewsComponent><NewsLines><HeadLine>Crane {n} turns green</HeadLine></NewsLines><ContentItem><DataContent>
<p>{text_of(n)}</p></DataContent></ContentItem></NewsComponent></NewsItem>"""


def ninjs(n: int) -> dict[str, str]:
    return {"uri": f"urn:quay:{n}", "headline": f"Crane {n} turns green", "body_html": f"<p>{text_of(n)}</p>"}


def anpa(n: int) -> str:
    return (
        f"\x16\x16\x01f{n:04}<US>reute\x1fn\r\nr z\x13\x11 BC-CRANE-{n}   03-02 0020\r\n"
        f"\x02^CRANE {n} TURNS GREEN\r\n"
        f"    QUAY, March 2 - The number {n} crane of the harbour was\r\npainted green, nobody says why.\r\n"
        f" REUTER\r\n\x03\r\n03-02-26 1200est\x04\r\n"
    ).replace("<US>", "\x1f")


def iptc(n: int) -> str:
    return (
        f"\x01qua{n:03} 4 i 20 quay\r\nCranes/\r\n\x02Crane {n} turns green =\r\n\r\n"
        f"Quay (qua) - The number {n} crane\r\n"
        f"of the harbour was painted green.\r\n\x03021200 GMT Mar 26\x04\r\n"
    )


def joined(make: Callable[[int], str], around: str = "%s", charset: str = "utf-8") -> bytes:
    return (around % "\n".join(map(make, range(1, COUNT + 1)))).encode(charset, "replace")


ITEMS = [ninjs(n) for n in range(1, COUNT + 1)]
PAYLOADS = {
    "rss": joined(rss, '<rss version="2.0"><channel><title>Quay</title>%s</channel></rss>'),
    "atom": joined(atom, '<feed xmlns="http://www.w3.org/2005/Atom"><title>Quay</title>%s</feed>'),
    "utf16": joined(rss, '<rss version="2.0"><channel><title>Quay</title>%s</channel></rss>', "utf-16"),
    "cp1252": joined(
        rss,
        '<?xml version="1.0" encoding="windows-1252"?>\n'
        '<rss version="2.0"><channel><title>Quay</title>%s</channel></rss>',
        "cp1252",
    ),
    "g2": joined(
        g2,
        '<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header/><itemSet>%s</itemSet></newsMessage>',
    ),
    "newsml_1": joined(newsml1, "<NewsML><NewsEnvelope/>%s</NewsML>"),
    "list": json.dumps(ITEMS).encode(),
    "spread": json.dumps({"data": {"items": [{"item": one} for one in ITEMS]}}, indent=2).encode(),
    "lines": "\n".join(map(json.dumps, ITEMS)).encode(),
    "anpa": joined(anpa),
    "parity": bytes(byte | (byte.bit_count() % 2) << 7 for byte in joined(anpa)),
    "iptc7901": joined(iptc),
}


def parse(data: bytes, path: str = "file") -> list[Article]:
    link = Link(url=f"drop:quay/2026-03-02/{path}", origin="drop_folder")
    found = extract(
        RawArticle(link=link, kind=Kind.ARTICLE, fetched_at=NOON, body=data, raw_ref="quay/2026-03-02#1")
    )
    if not isinstance(found, list):
        raise ParseError(found.reason, found.detail)
    return found


def key_of(article: Article) -> object:
    return article.alt_ids, article.url


def bare(article: Article) -> Article:
    return replace(article, raw_sha256="", quality_flags=())


@pytest.mark.parametrize("name", PAYLOADS)
@pytest.mark.parametrize("place", range(COUNT))
def test_one_of_many_goes_and_the_bytes_of_the_others_stay(name: str, place: int) -> None:
    data = PAYLOADS[name]
    articles = parse(data)
    assert len(articles) == COUNT
    key = key_of(articles[place])
    sentences = Sentences.of(articles[place])
    assert sentences.found_in(readable(data))
    left = excise(data, lambda one: key_of(one) == key, sentences, parse)
    assert left is not None
    others = [one for at, one in enumerate(articles) if at != place]
    assert [bare(one) for one in parse(left)] == [bare(one) for one in others]
    assert sentences.found_in(readable(left)) == []
    assert sentences.prints().found_in(readable(left)) == []
    assert is_cut_of(left, data)
    assert b"removed" not in left


def is_cut_of(left: bytes, data: bytes) -> bool:
    """One stretch is gone, and nothing else is another."""
    same = next((at for at, (one, two) in enumerate(zip(left, data, strict=False)) if one != two), len(left))
    return data.endswith(left[same:])


@pytest.mark.parametrize("name", PAYLOADS)
def test_where_all_are_killed_nothing_remains(name: str) -> None:
    data = PAYLOADS[name]
    assert excise(data, lambda _: True, Sentences.of(*parse(data)), parse) is None


def test_two_versions_of_one_article_go_both() -> None:
    data = json.dumps([ITEMS[0], ITEMS[1], ITEMS[0] | {"body_html": f"<p>{text_of(9)}</p>"}]).encode()
    left = excise(
        data, lambda one: one.headline == "Crane 1 turns green", Sentences.of(*parse(data)[:1]), parse
    )
    assert left is not None
    assert json.loads(left) == [ITEMS[1]]


def test_what_a_package_says_of_it_is_masked_and_what_others_say_themselves_stays() -> None:
    group = """<packageItem guid="urn:quay:p" version="1"><itemMeta/><groupSet root="r"><group id="r">
<itemRef residref="urn:quay:2"><title>Crane number 2 turns green again</title></itemRef>
<itemRef residref="urn:quay:1"><title>Crane number 1 turns green again</title></itemRef></group></groupSet>
</packageItem>"""
    data = PAYLOADS["g2"].replace(b"<itemSet>", b"<itemSet>" + group.encode())
    articles = parse(data)
    killed = next(one for one in articles if "urn:quay:2" in str(one.alt_ids))
    left = excise(data, lambda one: one.alt_ids == killed.alt_ids, Sentences.of(killed), parse)
    assert left is not None
    assert b'<itemRef residref="urn:quay:2"><title>[removed]</title>' in left
    assert b"<title>Crane number 1 turns green again</title>" in left
    assert [key_of(one) for one in parse(left)] == [key_of(one) for one in articles if one is not killed]


def test_a_payload_that_holds_nothing_of_it_is_returned_as_it_is() -> None:
    other = Sentences.of(parse(json.dumps([ninjs(9)]).encode())[0])
    for data in PAYLOADS.values():
        assert excise(data, lambda _: False, other, parse) is data


def test_every_article_of_the_wires_own_files_can_be_cut_out() -> None:
    if not WIRE_FILES.is_dir():
        pytest.skip("../shared/wire/formats is not there")
    cut = 0
    for path in sorted(one for one in WIRE_FILES.rglob("*") if one.is_file()):
        data = path.read_bytes()
        try:
            articles = parse(data)
        except ParseError:
            continue
        for killed in articles[:12]:
            others = [one for one in articles if key_of(one) != key_of(killed)]
            if not others:
                continue
            own = Sentences.of(*(one for one in articles if key_of(one) == key_of(killed)))
            left = excise(data, partial(is_same, killed), own, parse)
            assert left is not None, path
            rest = own.without(Sentences.of(*others))
            for one in others:  # the same text under another id is theirs too
                rest = rest.unsaid(f"{one.headline}\n{one.description}\n{one.extracted_text}")
            found = rest.found_in(readable(left))
            assert [one for one in found if len(one) >= 40] == [], path
            now = [one for one in parse(left) if key_of(one) != key_of(killed)]
            assert [bare(one) for one in now] == [bare(one) for one in others], path
            cut += 1
    assert cut > 15


def is_same(killed: Article, one: Article) -> bool:
    return key_of(one) == key_of(killed)


def test_a_file_of_many_takes_seconds_at_most() -> None:
    data = json.dumps([ninjs(n) for n in range(1_500)]).encode()
    articles = parse(data)
    began = time.process_time()
    left = excise(data, partial(is_same, articles[700]), Sentences.of(articles[700]), parse)
    assert left is not None
    assert len(json.loads(left)) == 1_499
    assert time.process_time() - began < 10
