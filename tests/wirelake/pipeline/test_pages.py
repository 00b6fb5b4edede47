"""Articles over several pages: asked for together, one article in the lake, and what is missing is said."""

import threading
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from tests.wirelake.quay import contents, frozen, new_lake

from wirelake import archive, obligations, pipeline
from wirelake.config import Batch, Mode, Run, load_source
from wirelake.inquiry import why
from wirelake.lake.exchanges import outcomes, read_index
from wirelake.lake.reading import read_days
from wirelake.storage import LocalStore

DAY = date(2026, 3, 2)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
BATCH = Batch("longform", DAY)
YAML = """
title: Longform
description: An invented site whose articles stand on several pages.
homepage: {url}/
contact: https://longform.example/desk
language: en
identity: [url]
poll: "*/15 * * * *"
recheck_hours: [24]
discover:
  - kind: feed
    url: {url}/feed.xml
fetch: {{allow_loopback: true, ports: [{port}], requests_per_second: 100}}
"""
TEXTS = {
    1: "The first part tells how the crane at the quay was painted green by the night shift on Monday.",
    2: "The second part tells that nobody had asked for it, as the harbour master said in the morning.",
    3: "The third part tells that it will be painted blue again as soon as the weather allows for it.",
}
MORE = "All of {} was seen by those who stood there, and they spoke of it in the town for days."
TITLE = "Crane turns green in the old harbour"
PAGE = """<!doctype html><html lang="en"><head><title>{title}</title>
<meta property="article:published_time" content="2026-03-02T09:14:00Z"></head>
<body><article><h1>{title}</h1>{text}</article>{follow}</body></html>"""
Row = dict[str, Any]


class Site:
    """The site: ``texts`` by page; ``failing`` ones answer that status, ``next`` is what follows."""

    def __init__(self) -> None:
        self.texts = {
            number: f"<p>{text}</p><p>{MORE.format(text[4:9])}</p>" for number, text in TEXTS.items()
        }
        self.failing: dict[int, int] = {}
        self.next = {1: "/news/crane?page=2", 2: "/news/crane?page=3"}
        self.asked: Counter[str] = Counter()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.port = self.server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def page(self, path: str) -> tuple[int, bytes]:
        if path == "/feed.xml":
            item = f"<item><title>{TITLE}</title><link>{self.url}/news/crane</link></item>"
            return 200, f'<rss version="2.0"><channel>{item}</channel></rss>'.encode()
        if not path.startswith("/news/crane"):
            return 404, b""
        number = int(path.partition("page=")[2] or 1)
        if number in self.failing:
            return self.failing[number], b""
        there = self.next.get(number)
        follow = f'<nav><a rel="next" href="{there}">{number + 1}</a></nav>' if there else ""
        return 200, PAGE.format(title=TITLE, text=self.texts[number], follow=follow).encode()


def _handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked[self.path] += 1
            status, body = site.page(self.path)
            self.send_response(status)
            self.send_header("Content-Type", "text/xml" if self.path.endswith(".xml") else "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Stay silent."""

    return Handler


@pytest.fixture
def site() -> Iterator[Site]:
    one = Site()
    yield one
    one.server.shutdown()
    one.server.server_close()


@pytest.fixture
def store(tmp_path: Path) -> LocalStore:
    return new_lake(tmp_path / "lake")


@pytest.fixture
def sources(tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WIRELAKE_SOURCES", str(tmp_path / "sources"))
    (tmp_path / "sources").mkdir()
    return write(tmp_path / "sources", site, "pages: {}\n")


def write(folder: Path, site: Site, more: str) -> Path:
    path = folder / "longform.yaml"
    path.write_text(YAML.format(url=site.url, port=site.port) + more, encoding="utf-8")
    return path


def look(store: LocalStore, at: datetime = NOON, mode: Mode = "run", *, refetch: bool = False) -> None:
    run = Run.named(Batch("longform", at.date()), mode, at.isoformat())
    pipeline.fetch_batch(run, refetch=refetch, store=store, clock=ticking(at))
    pipeline.build_batch(run, store=store, clock=frozen(at))


def ticking(start: datetime) -> Any:
    """A clock of which no two times are the same."""
    ticks = iter(range(1_000_000))
    return lambda: start + timedelta(milliseconds=next(ticks))


def rows(store: LocalStore, table: str = "history", day: date = DAY) -> list[Row]:
    found: list[Row] = read_days(store, table, day, day, source="longform").to_pylist()
    return found


def body(*pages: int) -> str:
    return "\n".join(f"{TEXTS[page]}\n{MORE.format(TEXTS[page][4:9])}" for page in pages)


@pytest.mark.usefixtures("sources")
def test_pages_become_one_article_and_a_recheck_sees_the_same(site: Site, store: LocalStore) -> None:
    look(store)
    (article,) = rows(store)
    assert (article["headline"], article["body_text"]) == (TITLE, body(1, 2, 3))
    assert dict(article["extra"])["pages"].count("?page=") == 2
    assert not article["is_truncated"]
    index = read_index(store, BATCH)
    by_place = sorted(index, key=lambda row: int(row["offset"]))
    assert [row["kind"] for row in by_place] == [
        "feed",
        "page",
        "page",
        "article",
    ]  # which says that all came
    ends = outcomes(store, BATCH)
    assert sorted(map(str, ends.values())) == ["article", "not_content", "not_content", "not_content"]
    assert "page 2 of the article at" in why(f"{site.url}/news/crane?page=2", store=store).told
    before = contents(store, "history", "rejected", "articles")
    pipeline.build_batch(Run.new(BATCH, "replay"), store=store, clock=frozen(NOON))
    assert contents(store, "history", "rejected", "articles") == before
    look(store, NOON + timedelta(days=1, minutes=1))
    (again,) = rows(store, day=DAY + timedelta(days=1))
    assert site.asked["/news/crane?page=3"] == 2
    assert (again["version"], again["body_text"]) == (article["version"], article["body_text"])
    assert again["stood_before"]["changed"] == []
    site.texts[3] = site.texts[3].replace("blue", "red")
    look(store, NOON + timedelta(days=1, hours=1), "poll", refetch=True)
    news = rows(store, day=DAY + timedelta(days=1))
    assert "painted red again" in news[-1]["body_text"]
    (stands,) = rows(store, "articles")
    assert "painted red again" in stands["body_text"]
    obligations.take_down(
        article["article_id"], "by order", erase=True, store=store, clock=frozen(NOON + timedelta(days=2))
    )
    manifest = next(one for one in obligations.manifests("longform", store=store))
    verification = obligations.verify(manifest, store=store)
    assert (verification.left, verification.is_proven) == ([], True)


@pytest.mark.usefixtures("sources")
def test_a_missing_page_is_said_and_comes_with_the_next_poll(site: Site, store: LocalStore) -> None:
    site.failing = {3: 503}
    look(store)
    (article,) = rows(store)
    assert article["body_text"] == body(1, 2)
    assert article["is_truncated"]
    assert "page_missing" in article["quality_flags"]
    assert any("later pages of articles are missing" in gap for gap in rows(store, "runs")[-1]["gaps"])
    site.failing = {}
    look(store, NOON + timedelta(minutes=15), "poll")
    assert rows(store)[-1]["body_text"] == body(1, 2, 3)
    assert not rows(store)[-1]["is_truncated"]
    assert len(rows(store, "articles")) == 1


def test_numbered_pages_loops_and_other_articles_end(site: Site, store: LocalStore, sources: Path) -> None:
    write(sources.parent, site, "pages: {pattern: '[?&]page=(\\d+)$', most: 2}\n")
    site.next |= {3: "/news/crane"}
    look(store)
    (article,) = rows(store)
    assert article["body_text"] == body(1, 2)
    assert "too_many_pages" in dict(article["extra"])["page_missing"]
    write(sources.parent, site, "pages: {select: 'nav a'}\n")
    look(store, NOON + timedelta(minutes=15), "poll", refetch=True)
    assert rows(store)[-1]["body_text"] == body(1, 2, 3)
    assert max(site.asked.values()) <= 3  # the third leads back to the first
    assert {raw.kind for raw in archive.read_batch(store, BATCH)} == {"article"}


def test_preview_says_which_pages_it_joined(site: Site, sources: Path) -> None:
    source = load_source(sources)
    site.next[2] = "http://127.0.0.2:1/elsewhere"  # another host
    raw = pipeline.raw_of(f"{site.url}/news/crane", source)
    (record,) = pipeline.preview(source, raw)
    assert dict(record["extra"])["pages"] == f"{site.url}/news/crane?page=2"
    assert record["body_text"] == body(1, 2)
