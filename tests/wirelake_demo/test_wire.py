"""The server, over real HTTP: what it serves is what the truth says, every time."""

import html
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import feedparser
import pytest
import requests
from lxml import html as lxml_html
from trafilatura import extract

from wirelake.config import ArchivePage, Feed, load_source
from wirelake_demo.grammar import DAYS
from wirelake_demo.truth import GULF, HARBOUR, NILE, WIRES, Kind, Oddity, Truth, truth
from wirelake_demo.wire import DemoWire, serve, write_sources

TIMEOUT = 10
STALE_CLOCK = "Tuesday, 02 January 2024 12:17 GMT"


@pytest.fixture(scope="module")
def wire() -> Iterator[DemoWire]:
    with serve() as running:
        yield running


@pytest.fixture(scope="module")
def session() -> Iterator[requests.Session]:
    with requests.Session() as opened:
        yield opened


def week(name: str) -> list[Truth]:
    return [one for day in DAYS for one in truth(name, day)]


def page(wire: DemoWire, session: requests.Session, one: Truth) -> str:
    answer = session.get(wire.url + one.path, timeout=TIMEOUT)
    if answer.status_code == 500 and one.oddity is Oddity.FAILS_FIRST:
        answer = session.get(wire.url + one.path, timeout=TIMEOUT)
    assert answer.status_code == 200, one.path
    return answer.content.decode()


@pytest.mark.parametrize("name", WIRES)
def test_pages_show_the_truth(wire: DemoWire, session: requests.Session, name: str) -> None:
    for one in week(name):
        if one.kind is Kind.MISSING:
            assert session.get(wire.url + one.path, timeout=TIMEOUT).status_code == 404
            continue
        shown = [p.text_content() for p in lxml_html.fromstring(page(wire, session, one)).iter("p")]
        expected = list(one.paragraphs)
        if one.credit:
            expected[0] = f"{one.credit} {expected[0]}"
        assert [text for text in shown if text in expected] == expected


@pytest.mark.parametrize("name", WIRES)
def test_trafilatura_finds_the_body(wire: DemoWire, session: requests.Session, name: str) -> None:
    found = wanted = 0
    for one in [one for one in week(name) if one.kind is Kind.ARTICLE][::7]:
        text = extract(page(wire, session, one)) or ""
        wanted += len(one.paragraphs)
        found += sum(paragraph in text for paragraph in one.paragraphs)
    assert found >= 0.98 * wanted


def test_another_server_answers_the_same_but_for_its_address(wire: DemoWire) -> None:
    paths = [
        "/harbour/feed/2026-03-04.xml",
        "/gulf/archive/2026-03-06.html",
        "/nile/2026/03/08/",
        "/nile/feed.xml",
    ]
    paths += [truth(name, DAYS[5])[7].path for name in WIRES]
    with serve() as other:
        for path in paths:
            first, second = wire.answer(path), other.answer(path)
            assert first[0] == 200
            assert first[2].replace(wire.url.encode(), other.url.encode()) == second[2]


def test_the_planted_500_heals_for_each_server() -> None:
    (one,) = [one for one in week(GULF) if one.oddity is Oddity.FAILS_FIRST]
    for _ in range(2):
        with serve() as fresh:
            statuses = [requests.get(fresh.url + one.path, timeout=TIMEOUT).status_code for _ in range(3)]
            assert statuses == [500, 200, 200]


def test_the_harbour_feed_lists_the_day(wire: DemoWire) -> None:
    entries = feedparser.parse(
        requests.get(f"{wire.url}/harbour/feed/2026-03-05.xml", timeout=TIMEOUT).content
    )
    listed = truth(HARBOUR, DAYS[3])
    assert [entry.id for entry in entries.entries] == [one.guid for one in listed]
    assert all("src=rss" in entry.link for entry in entries.entries)
    assert entries.entries[0].title == f"CORRECTED-{listed[0].headline}"
    assert "?v=2&src=rss" in entries.entries[0].link


@pytest.mark.parametrize(
    ("name", "path"), [(GULF, "/gulf/archive/2026-03-06.html"), (NILE, "/nile/2026/03/06/")]
)
def test_archive_pages_link_the_day(wire: DemoWire, name: str, path: str) -> None:
    tree = lxml_html.fromstring(requests.get(wire.url + path, timeout=TIMEOUT).content)
    linked = [anchor.get("href") for anchor in tree.iter("a") if anchor.getparent().tag == "li"]
    assert linked == [one.path for one in truth(name, DAYS[4]) for _ in range(one.listed)]


def test_the_nile_feed_shows_the_last_day(wire: DemoWire) -> None:
    feed = feedparser.parse(requests.get(f"{wire.url}/nile/feed.xml", timeout=TIMEOUT).content)
    assert [entry.link for entry in feed.entries] == [wire.url + one.path for one in truth(NILE, DAYS[-1])]


def test_days_outside_of_the_week_are_empty_and_nonsense_is_404(wire: DemoWire) -> None:
    assert wire.answer("/gulf/archive/2026-11-06.html")[0] == 200
    assert b"/gulf/44" not in wire.answer("/gulf/archive/2026-11-06.html")[2]
    for path in (
        "/gulf/archive/2026-02-30.html",
        "/gulf/4410000021/X",
        "/nile/news/7300000",
        "/harbour/live/x-1",
        "//",
    ):
        assert wire.answer(path)[0] == 404, path
    assert wire.answer(truth(GULF, DAYS[0], 30)[25].path)[0] == 404  # it serves 20 a day


def test_gulf_pages_have_a_stopped_clock_and_a_stamp(wire: DemoWire, session: requests.Session) -> None:
    for one in truth(GULF, DAYS[3]):
        shown = page(wire, session, one)
        heading = shown.index("<h1")
        assert shown.index(STALE_CLOCK) < heading
        stamps = 2 if one.number % 5 == 0 or one.kind is Kind.FURNITURE_ONLY else 1
        assert shown.count(f"017640ID{one.wire_id}</p>") == stamps
        assert "GULFWIRE05032026" in shown


def test_the_date_stands_in_the_feed_only(wire: DemoWire, session: requests.Session) -> None:
    (one,) = [one for one in week(HARBOUR) if one.oddity is Oddity.DATE_IN_FEED_ONLY]
    shown = page(wire, session, one)
    assert "datePublished" not in shown
    assert "<time" not in shown
    assert "2026" not in shown.split('class="related"')[0]


def test_gzip_etag_and_head(wire: DemoWire) -> None:
    address = wire.url + truth(HARBOUR, DAYS[0])[2].path
    plain = requests.get(address, headers={"Accept-Encoding": "identity"}, timeout=TIMEOUT)
    zipped = requests.get(address, headers={"Accept-Encoding": "gzip"}, timeout=TIMEOUT)
    assert (plain.headers.get("Content-Encoding"), zipped.headers["Content-Encoding"]) == (None, "gzip")
    assert plain.content == zipped.content
    assert plain.headers["ETag"] != zipped.headers["ETag"]
    again = requests.get(address, headers={"If-None-Match": zipped.headers["ETag"]}, timeout=TIMEOUT)
    assert (again.status_code, again.content) == (304, b"")
    head = requests.head(address, timeout=TIMEOUT)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["Content-Length"] == zipped.headers["Content-Length"]


def test_texts_are_escaped(wire: DemoWire, session: requests.Session) -> None:
    one = next(one for one in week(GULF) if one.paragraphs and "'" in "".join(one.paragraphs))
    assert html.unescape(page(wire, session, one)).count(one.headline) >= 3


def test_the_sources_load_and_name_the_server(wire: DemoWire, tmp_path: Path) -> None:
    sources = {path.stem: load_source(path) for path in write_sources(tmp_path / "sources", wire.url)}
    assert tuple(sorted(sources)) == tuple(sorted(WIRES))
    for source in sources.values():
        assert source.fetch.allow_loopback
        for part in source.discover:
            assert isinstance(part, Feed | ArchivePage)
            assert part.url.startswith(wire.url + "/")


def test_the_command_names_a_taken_port_without_a_traceback(wire: DemoWire) -> None:
    command = [sys.executable, "-m", "wirelake_demo.wire", "--port", str(wire.port)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert f"port {wire.port}" in done.stderr
    assert "Traceback" not in done.stderr
