"""robots.txt: what RFC 9309 says of rules, of status codes and of caching, against a server on loopback."""

import gzip
import threading
import time
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.wirelake.fetch.asking import MOST, ask
from tests.wirelake.fetch.hostile_server import HostileServer, moved, page

from wirelake.fetch.permission.origins import PerOrigin, origin
from wirelake.fetch.permission.robots import Robots, allowed, crawl_delay, license, parse, sitemaps  # noqa: A004
from wirelake.fetch.permission.robots_txt import MAX_PARSED_BYTES, deciding
from wirelake.records import RawArticle

AGENT = "wirelake"
SITE = "https://wire.example"


@pytest.fixture
def server() -> Iterator[HostileServer]:
    with HostileServer() as running:
        yield running


def may(text: str | bytes, path: str, agent: str = AGENT) -> bool:
    return allowed(parse(text if isinstance(text, bytes) else text.encode()), agent, SITE + path)


@pytest.mark.parametrize(
    ("text", "free", "forbidden"),
    [
        ("User-agent: *\nDisallow: /private", "/news", "/private/1"),
        ("User-agent: wirelake\nDisallow: /a\n\nUser-agent: *\nDisallow: /b", "/b", "/a"),
        ("User-agent: WireLake/2.0\nDisallow: /a", "/b", "/a"),
        ("user-agent: wire\nDisallow: /\n\nuser-agent: *\nDisallow: /b", "/a", "/b"),  # another agent
        ("User-agent: w*\nDisallow: /\nUser-agent: *\nDisallow: /b", "/a", "/b"),
        ("User-agent: other, wirelake\nDisallow: /a", "/b", "/a"),
        ("User-agent: wirelake bot\nDisallow: /a", "/b", "/a"),
        ("User-agent: wirelake\nSitemap: /s\nUser-agent: other\nDisallow: /a", "/b", "/a"),
        ("User-agent: wirelake\nHarry: Potter\nUser-agent: other\nDisallow: /a", "/b", "/a"),
        ("User-agent: wirelake\nDisallow: /a\nUser-agent: wirelake\nDisallow: /b", "/c", "/b"),  # merged
        ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/1", "/a/c"),
        ("User-agent: *\nDisallow: /*.pdf$", "/a.pdf?x", "/a.pdf"),
        ("User-agent: *\nDisallow: /caf%C3%A9", "/cafe", "/café"),
        ("User-agent: *\nDisallow: /café", "/cafe", "/caf%c3%a9"),
        ("User-agent: *\nDisallow: /%7Edesk", "/desk", "/~desk"),
        ("User-agent: *\nDisalow: /a\nDissallow: /b", "/c", "/b"),
        ("User-agent *\ndisallow /a", "/b", "/a"),
        ("user agent: *\ndisallow : /a # why", "/b", "/a"),
        ("User-agent: *\rDisallow: /a\rDisallow: /b", "/c", "/b"),
        ("User-agent: *\r\nDisallow: /a\r\n", "/b", "/a"),
        ("\ufeffUser-agent: *\nDisallow: /a", "/b", "/a"),
        (b"\xef\xbbUser-agent: *\nDisallow: /a", "/b", "/a"),
        ("User-agent: *\nDisallow: /a".encode("utf-16"), "/b", "/a"),
        ("User-agent: *\nDisallow: /a".encode("utf-16-le"), "/b", "/a"),
        (b"User-agent: *\nDisallow: /\xff\nDisallow: /a", "/b", "/a"),
        ("User-agent: *\nDisallow: /", "/robots.txt", "/"),
        ("<html><body>User-agent: *<br>\nDisallow: /a<br>\n</body></html>", "/b", "/a"),
    ],
)
def test_rules(text: str | bytes, free: str, forbidden: str) -> None:
    assert may(text, free)
    assert not may(text, forbidden)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "User-agent: *\nDisallow:",
        "Disallow: /",  # no agent
        "User-agent:\nDisallow: /",
        "User-agent: other\nDisallow: /",
        "<!DOCTYPE html><html><head><title>Not found</title></head><body><p>Disallow: /</p></body></html>",
        '{"error": "not found"}',
        b"\x89PNG\r\n\x1a\n\0\0",
    ],
)
def test_what_forbids_nothing(text: str | bytes) -> None:
    assert may(text, "/a")


def test_no_more_than_500_kib_are_read_and_no_half_line() -> None:
    line = b"Disallow: /private/archive\n"
    head = b"User-agent: *\n" + b"# filling\n" * ((MAX_PARSED_BYTES - 14) // 10)
    body = head[: MAX_PARSED_BYTES - 11].rpartition(b"\n")[0] + b"\n" + line
    assert len(body) > MAX_PARSED_BYTES
    assert may(body, "/private/archive")
    assert may(body, "/p")  # "Disallow: /p" of the cut line would forbid it
    assert not may(head[:400_000].rpartition(b"\n")[0] + b"\n" + line, "/private/archive")


def test_a_hostile_file_is_read_quickly() -> None:
    began = time.process_time()
    many = b"".join(b"user-agent: a%d\n" % number for number in range(15_000)) + b"disallow:/\n" * 25_000
    assert not may(many, "/x", "a7")
    for hostile in (b"<" * 500_000, b"user-agent" + b" " * 500_000, b"disallow: /" + b"*a" * 250_000):
        assert may(b"user-agent: *\n" + hostile, "/x" * 500)
    assert time.process_time() - began < 5


@given(st.binary(max_size=300), st.text(max_size=30))
def test_nothing_is_raised(body: bytes, path: str) -> None:
    rules = parse(body)
    allowed(rules, AGENT, path)
    allowed(parse(b"user-agent: *\ndisallow: " + body), AGENT, f"{SITE}/{path}")
    crawl_delay(rules, AGENT)
    license(rules, AGENT)
    Robots(AGENT, ask).verdict(path)  # no http(s) address: nobody is asked


@pytest.mark.parametrize(
    ("text", "delay"),
    [
        ("User-agent: *\nCrawl-delay: 10\nDisallow:", 10.0),
        ("User-agent: wirelake\nCrawl-delay: 2.5\nUser-agent: other\nDisallow: /a", 2.5),
        ("User-agent: other\nCrawl-delay: 2.5\nUser-agent: wirelake\nDisallow: /a", None),
        ("User-agent: *\nCrawl-delay: 1\n\nUser-agent: wirelake\nDisallow: /a", None),
        ("User-agent: *\nCrawl-delay: soon", None),
        ("User-agent: *\nCrawl-delay: -1", None),
        ("User-agent: *\nCrawl-delay: nan", None),
    ],
)
def test_crawl_delay(text: str, delay: float | None) -> None:
    assert crawl_delay(parse(text.encode()), AGENT) == delay


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("License: https://wire.example/l.xml\n\nUser-agent: *\nDisallow:", "https://wire.example/l.xml"),
        (
            "User-agent: other\nDisallow: /\n\nLicense: https://wire.example/l.xml",
            "https://wire.example/l.xml",
        ),
        ("User-agent: other\nLicense: https://wire.example/l.xml\nDisallow: /", None),
        ("User-agent: *\nLicense: https://wire.example/l.xml\nDisallow: /a", "https://wire.example/l.xml"),
        (
            "License: https://wire.example/all.xml\nUser-agent: wirelake\nLicense: https://wire.example/own.xml",
            "https://wire.example/own.xml",
        ),
        ("License: see our terms", None),
        ("License: javascript:alert(1)", None),
    ],
)
def test_the_licence_that_rsl_points_to(text: str, found: str | None) -> None:
    assert license(parse(text.encode()), AGENT) == found


def test_sitemaps_stand_anywhere(server: HostileServer) -> None:
    text = b"Sitemap: /s1.xml\nUser-agent: other\nsite-map: https://wire.example/s2.xml\nDisallow: /"
    assert sitemaps(parse(text)) == ["/s1.xml", "https://wire.example/s2.xml"]
    server.answers["/robots.txt"] = [page(text)]
    assert Robots(AGENT, ask).sitemaps(f"{server.url}/x") == [
        f"{server.url}/s1.xml",
        "https://wire.example/s2.xml",
    ]


def test_the_longest_line_that_forbids_is_named() -> None:
    rules = parse(b"User-agent: *\nDisallow: /a\nDisallow: /a/b*\nDisallow: /c")
    assert deciding(rules, AGENT, f"{SITE}/a/b/1") == "Disallow: /a/b*"
    assert deciding(rules, AGENT, f"{SITE}/b") is None


def test_a_verdict_names_its_fact(server: HostileServer) -> None:
    rules = b"License: https://wire.example/l.xml\nUser-agent: *\nCrawl-delay: 3\nDisallow: /private"
    server.answers["/robots.txt"] = [page(rules)]
    robots = Robots(AGENT, ask)
    refused, free = robots.verdict(f"{server.url}/private/1"), robots.verdict(f"{server.url}/news")
    assert (refused.allowed, refused.unreachable) == (False, False)
    assert refused.evidence == f"{server.url}/robots.txt: Disallow: /private"
    assert free.allowed
    assert (free.crawl_delay, free.license) == (3.0, "https://wire.example/l.xml")
    assert free.evidence == f"{server.url}/robots.txt: no rule forbids it"
    assert server.paths() == ["/robots.txt"]


@pytest.mark.parametrize("status", ["400", "401", "403", "404", "410", "451"])
def test_4xx_restricts_nothing(server: HostileServer, status: str) -> None:
    server.answers["/robots.txt"] = [page(b"User-agent: *\nDisallow: /", status=f"{status} No")]
    verdict = Robots(AGENT, ask).verdict(f"{server.url}/a")
    assert (verdict.allowed, verdict.unreachable) == (True, False)
    assert verdict.evidence == f"{server.url}/robots.txt: http_{status}: no restriction"


@pytest.mark.parametrize("status", ["500", "502", "503", "504"])
def test_5xx_forbids_all(server: HostileServer, status: str) -> None:
    server.answers["/robots.txt"] = [page(b"User-agent: *\nAllow: /", status=f"{status} No")]
    robots = Robots(AGENT, ask)
    verdict = robots.verdict(f"{server.url}/a")
    assert (verdict.allowed, verdict.unreachable) == (False, True)
    assert verdict.evidence == f"{server.url}/robots.txt: could not be read (http_{status}): all is forbidden"
    assert robots.verdict(f"{server.url}/robots.txt").allowed


def test_a_host_that_is_down_forbids_all() -> None:
    with HostileServer() as gone:
        url = gone.url
    verdict = Robots(AGENT, ask).verdict(f"{url}/a")
    assert (verdict.allowed, verdict.unreachable) == (False, True)


def test_redirects_are_followed_and_hold_for_the_first_origin(server: HostileServer) -> None:
    for number in range(5):
        server.answers[f"/{number or 'robots.txt'}"] = [moved(f"{server.url}/{number + 1}")]
    server.answers["/5"] = [page(b"User-agent: *\nDisallow: /a")]
    assert not Robots(AGENT, ask).verdict(f"{server.url}/a").allowed
    assert server.paths()[0] == "/robots.txt"


def test_gzip_is_decoded_and_damage_forbids_all(server: HostileServer) -> None:
    packed = gzip.compress(b"User-agent: *\nDisallow: /a")
    server.answers["/robots.txt"] = [page(packed, "Content-Encoding: gzip")]
    assert Robots(AGENT, ask).verdict(f"{server.url}/b").allowed
    assert not Robots(AGENT, ask).verdict(f"{server.url}/a").allowed
    server.answers["/robots.txt"] = [page(packed[:20], "Content-Encoding: gzip")]
    assert Robots(AGENT, ask).verdict(f"{server.url}/b").unreachable
    bomb = gzip.compress(b"#\n" * 12_000_000)
    server.answers["/robots.txt"] = [page(bomb, "Content-Encoding: gzip")]
    verdict = Robots(AGENT, ask).verdict(f"{server.url}/b")
    assert (verdict.allowed, verdict.evidence) == (
        False,
        f"{server.url}/robots.txt: could not be read (too_large): all is forbidden",
    )


def test_what_broke_off_forbids_all_and_what_was_cut_is_read(server: HostileServer) -> None:
    rules = b"User-agent: *\nDisallow: /a\n"
    server.answers["/robots.txt"] = [page(rules).replace(b"Content-Length: 2", b"Content-Length: 92")]
    assert Robots(AGENT, ask).verdict(f"{server.url}/b").unreachable
    server.answers["/robots.txt"] = [page(rules + b"# filling\n" * (MOST // 10))]
    assert Robots(AGENT, ask).verdict(f"{server.url}/b").allowed
    assert not Robots(AGENT, ask).verdict(f"{server.url}/a").allowed


def test_it_is_kept_for_a_day_and_unreachable_for_ten_minutes(server: HostileServer) -> None:
    now = [0.0]
    robots = Robots(AGENT, ask, clock=lambda: now[0])
    server.answers["/robots.txt"] = [
        page(b"", status="503 Busy"),
        page(b"User-agent: *\nDisallow: /a"),
        page(b""),
    ]
    answers = []
    for at in (0, 599, 600, 600 + 86_399, 600 + 86_400):
        now[0] = at
        answers.append(robots.verdict(f"{server.url}/a").allowed)
    assert answers == [False, False, False, False, True]
    assert len(server.asked) == 3


def test_many_threads_ask_an_origin_once(server: HostileServer) -> None:
    server.answers["/robots.txt"] = [page(b"User-agent: *\nDisallow: /a")]
    robots = Robots(AGENT, ask)
    start = threading.Barrier(16)
    found: list[bool] = []

    def look(number: int) -> None:
        start.wait(10)
        found.append(robots.verdict(f"{server.url}/{'a' if number % 2 else 'b'}").allowed)

    threads = [threading.Thread(target=look, args=(number,)) for number in range(16)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(20)
    assert sorted(found) == [False] * 8 + [True] * 8
    assert server.paths() == ["/robots.txt"]


def test_each_port_and_scheme_has_its_own(server: HostileServer) -> None:
    asked: list[str] = []

    def note(url: str) -> RawArticle:
        asked.append(url)
        return ask(f"{server.url}/robots.txt")

    robots = Robots(AGENT, note)
    for url in (
        "http://Wire.example/a",
        "http://wire.example:80/b",
        "https://wire.example/a",
        "http://wire.example:8080/",
    ):
        robots.verdict(url)
    assert asked == [
        "http://wire.example/robots.txt",
        "https://wire.example/robots.txt",
        "http://wire.example:8080/robots.txt",
    ]


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("HTTPS://Wire.Example:443/a?b", "https://wire.example"),
        ("http://bücher.example/", "http://xn--bcher-kva.example"),
        ("http://[::1]:8080/", "http://[::1]:8080"),
        ("ftp://wire.example/", None),
        ("http://wi re.example/", None),
        ("drop:quay/2026-03-05/a.txt", None),
        ("", None),
        ("http://wire.example/\udc00", "http://wire.example"),
    ],
)
def test_origin(url: str, found: str | None) -> None:
    assert origin(url) == found


def test_origins_are_bounded_and_an_error_is_not_kept() -> None:
    asked: list[str] = []

    def learn(place: str) -> tuple[str, float]:
        asked.append(place)
        if len(asked) == 1:
            raise TimeoutError(place)
        return place.upper(), 60.0

    facts = PerOrigin(learn, most=2)
    with pytest.raises(TimeoutError):
        facts.of("a")
    assert [facts.of(place) for place in "aabbcca"] == list("AABBCCA")
    assert asked == list("aabca")
