"""Which address is asked for, and which stands for all spellings of it."""

import pytest

from wirelake.addresses import address, canonicalise, joined, registrable_domain


@pytest.mark.parametrize(
    ("url", "asked", "canonical"),
    [
        ("https://q.example/a#top", "https://q.example/a", "https://q.example/a"),
        ("https://q.example/a?src=rss", "https://q.example/a", "https://q.example/a"),
        (
            "https://q.example/a?utm_source=x&id=1",
            "https://q.example/a?utm_source=x&id=1",
            "https://q.example/a?id=1",
        ),
        ("https://q.example/a?4711", "https://q.example/a?4711", "https://q.example/a?4711"),
        ("https://q.example/a?x=1&4711", "https://q.example/a?x=1&4711", "https://q.example/a?x=1&4711"),
        ("https://q.example/a?b=1;c&src=2", "https://q.example/a?b=1;c", "https://q.example/a?b=1%3Bc"),
        ("https://Q.example:443/a", "https://Q.example:443/a", "https://q.example/a"),
        (" https://q.example/a b ", "https://q.example/a%20b", "https://q.example/a%20b"),
        ("javascript:alert(1)", None, None),
        ("ftp://q.example/", None, None),
        ("https://u:p@q.example/", None, None),
        ("http://[broken", None, None),
        ("https://q.example/\x07", None, None),
        ("https://q.example/a\u200bb", "https://q.example/a%E2%80%8Bb", "https://q.example/a%E2%80%8Bb"),
        ("https://q.example/a\nb", "https://q.example/ab", "https://q.example/ab"),
        # Read as browsers read them, so that the host which is vetted is the host which is asked.
        (
            "http://q.example\\@other.example/",
            "http://q.example/@other.example/",
            "http://q.example/%40other.example/",
        ),
        ("http:q.example/a", "http://q.example/a", "http://q.example/a"),
        ("http://0x7f.1/a", "http://127.0.0.1/a", "http://127.0.0.1/a"),
        ("http://2130706433/a", "http://127.0.0.1/a", "http://127.0.0.1/a"),
        ("https://ü.example/ü", "https://xn--tda.example/%C3%BC", "https://ü.example/%C3%BC"),
        ("https://xn--tda.example/ü", "https://xn--tda.example/ü", "https://ü.example/%C3%BC"),
        ("https://q.example:99999/", None, None),
        ("https://q.example/\ud800", None, None),
        ("https://q.example/a/../b/%2e/c", "https://q.example/b/c", "https://q.example/b/c"),
        # An address within another is a part of it, and what links to one page is not that page.
        (
            "https://q.example/a?u=https://q.example/",
            "https://q.example/a?u=https://q.example/",
            "https://q.example/a?u=https%3A%2F%2Fq.example%2F",
        ),
        (
            "https://q.example/to/https://x.example/a",
            "https://q.example/to/https://x.example/a",
            "https://q.example/to/https%3A%2F%2Fx.example/a",
        ),
        ("https://q.example/a<b", "https://q.example/a<b", "https://q.example/a%3Cb"),
        ("/relative", None, None),
        ("", None, None),
    ],
)
def test_addresses(url: str, asked: str | None, canonical: str | None) -> None:
    assert address(url, ("src",)) == asked
    assert canonicalise(url, ("src",)) == canonical


@pytest.mark.parametrize(
    ("base", "target", "meant"),
    [
        ("https://q.example/en/list", "a", "https://q.example/en/a"),
        ("https://q.example/en/list", " /a\n", "https://q.example/a"),
        ("https://q.example/en/list", "//other.example/a", "https://other.example/a"),
        ("https://q.example/en/list", "\\\\other.example\\a", "https://other.example/a"),
        ("https://q.example/en/list?page=2", "?page=3", "https://q.example/en/list?page=3"),
        ("https://q.example/en/list", "ü", "https://q.example/en/%C3%BC"),
        ("https://q.example/en/list", "mailto:x", "mailto:x"),
        ("https://q.example/en/list", "http://[/a", None),
        ("", "a", None),
        ("not an address", "a", None),
    ],
)
def test_joining(base: str, target: str, meant: str | None) -> None:
    assert joined(base, target) == meant


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("news.example.co.uk:8080", "example.co.uk"),
        ("Example.COM", "example.com"),
        ("example.com.", "example.com"),
        ("intranet", "intranet"),
        ("192.0.2.7:8080", "192.0.2.7"),
        ("2001:db8::7", "2001:db8::7"),
        ("[2001:db8::7]:8080", "2001:db8::7"),
        ("127.0.0.5:8001", "127.0.0.5:8001"),
        ("127.0.0.5", "127.0.0.5"),
        ("[::1]:8001", "::1:8001"),
        ("localhost:8001", "localhost:8001"),
        ("", ""),
        ("..", ".."),
    ],
)
def test_one_owner_is_one_domain(host: str, domain: str) -> None:
    assert registrable_domain(host) == domain


@pytest.mark.parametrize(
    "name", ["cid", "clid", "eid", "uid", "ref", "source", "session", "keyword", "ga", "gl"]
)
def test_what_only_begins_like_a_tracker_names_the_page(name: str) -> None:
    one, other = (canonicalise(f"https://quay.example/story?{name}={n}") for n in (1000, 1001))
    assert one == f"https://quay.example/story?{name}=1000"
    assert other != one


@pytest.mark.parametrize(
    "name", ["utm_source", "fbclid", "gclid", "at_medium", "mc_cid", "UTM_Campaign", "xtor"]
)
def test_a_tracker_known_to_the_letter_goes(name: str) -> None:
    assert canonicalise(f"https://quay.example/story?{name}=1000&id=7") == "https://quay.example/story?id=7"
