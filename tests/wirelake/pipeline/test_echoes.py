"""A paid wire repeats our credentials in every spelling: nothing of them is in the lake, a log or a line."""

import json
import logging
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, suppress
from datetime import date
from pathlib import Path

import pytest
from tests.wirelake.fetch.hostile_server import HostileServer, moved, page
from tests.wirelake.fetch.spelling import CHARSETS, TEXTS, pages
from tests.wirelake.obligations.decoding import texts

from wirelake.__main__ import main
from wirelake.fetch.spellings import Spellings
from wirelake.lake.marker import begin
from wirelake.lake.streams import read
from wirelake.storage import LocalStore

DAY = date(2026, 3, 2)
LOGIN, SECRET = "quay", "s3cret/with+signs"
TOKEN = "cXVheTpzM2NyZXQvd2l0aCtzaWducw=="  # noqa: S105, <LOGIN>:<SECRET> in base64
HIDDEN = Spellings([SECRET, TOKEN])
ROBOTS = ("as it is", "decimal references", "JSON's escapes", "percent", "base64", "hex in capitals")
YAML = """
title: Quay wire
description: An invented wire of the tests.
homepage: https://quay.example/
contact: https://quay.example/desk
identity: [url]
language: en
discover:
  - kind: feed
    url: {url}/feed-{{day}}.xml
{feeds}
fetch:
  connection: quay_wire
  auth: basic
  allow_loopback: true
  ports: {ports}
  requests_per_second: 100
  timeout_seconds: 5
"""
ARTICLE = """<html lang="en"><head><title>Crane turns green in the old harbour</title>
<meta property="article:published_time" content="2026-03-02T10:00:00+00:00"></head><body><article>
<h1>Crane turns green in the old harbour</h1><p>The night shift painted the crane, the office said.</p>
<p>A second crane will follow in the autumn, and nobody expects the tide to wait for it.</p></article></body>
</html>"""


FEED = """<rss version='2.0'><channel><title>Quay</title>{}</channel></rss>"""
ITEM = "<item><title>{0}</title><link>{0}</link></item>"
SPELLED = {spelled(secret) for spelled in TEXTS.values() for secret in (SECRET, TOKEN)}


def test_nothing_of_them_is_kept(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    store = LocalStore(tmp_path / "lake")
    with ExitStack() as running:
        server = running.enter_context(HostileServer())
        others = [running.enter_context(HostileServer()) for _ in ROBOTS]
        for other, how in zip(others, ROBOTS, strict=True):
            repeat_in_policies(other, how)
        answers = echoing()
        links = [*(f"{server.url}{path}" for path in answers), *(f"{other.url}/x" for other in others)]
        feeds = echoing_feeds()
        server.answers = {path: [answer] for path, answer in (answers | feeds).items()}
        server.answers[f"/feed-{DAY}.xml"] = [page(FEED.format("".join(map(ITEM.format, links))).encode())]
        write_source(tmp_path / "sources", server, feeds, [server.port, *(other.port for other in others)])
        monkeypatch.setenv("WIRELAKE_SOURCES", str(tmp_path / "sources"))
        begin(store)
        monkeypatch.setenv("WIRELAKE_LAKE", store.uri)
        monkeypatch.setenv("AIRFLOW_CONN_QUAY_WIRE", f"http://{LOGIN}:s3cret%2Fwith%2Bsigns@127.0.0.1/")
        monkeypatch.setattr(sys, "argv", ["wirelake", "run", "quay", str(DAY), "--accept"])
        with suppress(SystemExit):
            main()
        asked = [head.split(" ")[1] for head in server.asked if TOKEN in head]
        assert set(asked) >= answers.keys() | feeds.keys()
        assert all("/robots.txt" in other.paths() for other in others)
    assert read("articles", lake=store.uri, columns=["headline"])["headline"].to_pylist() == [
        "Crane turns green in the old harbour"
    ]
    rejected = read("rejected", lake=store.uri, columns=["reason"])["reason"].to_pylist()
    assert rejected.count("secret_echoed") >= 2 * len(pages(SECRET))
    said = "".join(capsys.readouterr())
    found = [("said", said), ("log", caplog.text), *texts(store), *as_they_lie(store)]
    assert [where for where, text in found if _shows(text)] == []


def echoing() -> dict[str, bytes]:
    """By path: pages, error pages, headers, reasons and redirects that repeat them; and one clean page."""
    answers = {f"/{number}": page(body) for number, body in enumerate(pages(SECRET).values())}
    for number, body in enumerate(pages(TOKEN).values()):
        answers[f"/error-{number}"] = page(body, status="403 Forbidden")
    for number, spelled in enumerate(TEXTS.values()):
        text = _line(spelled(TOKEN))
        answers[f"/header-{number}"] = page(b"<p>x</p>", f"X-Got: {text}", f"X-Robots-Tag: noai, {text}")
        answers[f"/reason-{number}"] = page(b"<p>x</p>", status=f"403 {text}")
        answers[f"/moved-{number}"] = moved(f"/there?{text}")
    return answers | {"/clean": page(ARTICLE.encode())}


def echoing_feeds() -> dict[str, bytes]:
    """By path: feeds that repeat them in an entry."""
    bodies = (FEED.format(ITEM.format(spelled(TOKEN))).encode() for spelled in TEXTS.values())
    return {f"/echo-{number}-{DAY}.xml": page(body) for number, body in enumerate(bodies)}


def repeat_in_policies(server: HostileServer, how: str) -> None:
    """The origin's robots.txt, in a comment, a rule and a sitemap's address, and its tdmrep.json."""
    text = _line(TEXTS[how](TOKEN))
    robots = f"# {text}\nUser-agent: *\nDisallow: /{text}\nSitemap: https://quay.example/{text}\n"
    server.answers["/robots.txt"] = [page(robots.encode("latin-1"))]
    rules = [{"location": "/", "tdm-reservation": 0, "tdm-policy": f"https://quay.example/{text}"}]
    server.answers["/.well-known/tdmrep.json"] = [page(json.dumps(rules).encode())]
    server.answers["/x"] = [page(b"<p>x</p>")]


def write_source(folder: Path, server: HostileServer, feeds: Iterable[str], ports: list[int]) -> None:
    each = "\n".join(
        f"  - kind: feed\n    url: {server.url}{path.replace(str(DAY), '{day}')}" for path in feeds
    )
    folder.mkdir()
    text = YAML.format(url=server.url, feeds=each, ports=ports)
    (folder / "quay.yaml").write_text(text, encoding="utf-8")


def as_they_lie(store: LocalStore) -> Iterator[tuple[str, str]]:
    """Every file of the lake, byte for byte."""
    for stored in store.objects(""):
        yield stored.path, (store.root / stored.path).read_bytes().decode("latin-1")


def _line(text: str) -> str:
    return text.replace("\r", "").replace("\n", " ").encode().decode("latin-1")


def _shows(text: str) -> bool:
    """By the search that the fetcher makes, and without it."""
    data = text.encode("utf-8", "replace")
    plain = any(one in text for one in (*SPELLED, SECRET[:9], TOKEN[:9]))
    wide = any(one.encode(charset) in data for one in (SECRET, TOKEN) for charset in CHARSETS)
    return plain or wide or HIDDEN.stand_in(data)
