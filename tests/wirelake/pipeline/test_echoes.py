"""A paid wire repeats our credentials in every spelling: nothing of them is in the lake, a log or a line."""

import logging
import sys
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from tests.wirelake.fetch.hostile_server import HostileServer, moved, page
from tests.wirelake.fetch.spelling import TEXTS, pages
from tests.wirelake.obligations.decoding import texts

from wirelake.__main__ import main
from wirelake.fetch.spellings import Spellings
from wirelake.lake.marker import begin
from wirelake.lake.reading import read
from wirelake.storage import LocalStore

DAY = date(2026, 3, 2)
LOGIN, SECRET = "quay", "s3cret/with+signs"
TOKEN = "cXVheTpzM2NyZXQvd2l0aCtzaWducw=="  # noqa: S105, <LOGIN>:<SECRET> in base64
HIDDEN = Spellings([SECRET, TOKEN])
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
fetch:
  connection: quay_wire
  auth: basic
  allow_loopback: true
  requests_per_second: 100
  timeout_seconds: 5
"""
ARTICLE = """<html lang="en"><head><title>Crane turns green in the old harbour</title>
<meta property="article:published_time" content="2026-03-02T10:00:00+00:00"></head><body><article>
<h1>Crane turns green in the old harbour</h1><p>The night shift painted the crane, the office said.</p>
<p>A second crane will follow in the autumn, and nobody expects the tide to wait for it.</p></article></body>
</html>"""


def test_nothing_of_them_is_kept(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    store = LocalStore(tmp_path / "lake")
    with HostileServer() as server:
        answers = {f"/{number}": page(body) for number, body in enumerate(pages(SECRET).values())}
        for number, spelled in enumerate(TEXTS.values()):
            text = spelled(TOKEN).replace("\r", "").replace("\n", " ").encode().decode("latin-1")
            answers[f"/header-{number}"] = page(b"<p>x</p>", f"X-Got: {text}", f"X-Robots-Tag: noai, {text}")
            answers[f"/reason-{number}"] = page(b"<p>x</p>", status=f"403 {text}")
            answers[f"/moved-{number}"] = moved(f"/there?{text}")
        answers["/clean"] = page(ARTICLE.encode())
        items = "".join(f"<item><title>{one}</title><link>{server.url}{one}</link></item>" for one in answers)
        feed = f"<rss version='2.0'><channel><title>Quay</title>{items}</channel></rss>"
        server.answers = {path: [answer] for path, answer in answers.items()}
        server.answers[f"/feed-{DAY}.xml"] = [page(feed.encode())]
        (tmp_path / "sources").mkdir()
        (tmp_path / "sources" / "quay.yaml").write_text(YAML.format(url=server.url), encoding="utf-8")
        monkeypatch.setenv("WIRELAKE_SOURCES", str(tmp_path / "sources"))
        begin(store)
        monkeypatch.setenv("WIRELAKE_LAKE", store.uri)
        monkeypatch.setenv("AIRFLOW_CONN_QUAY_WIRE", f"http://{LOGIN}:s3cret%2Fwith%2Bsigns@127.0.0.1/")
        monkeypatch.setattr(sys, "argv", ["wirelake", "run", "quay", str(DAY), "--accept"])
        with suppress(SystemExit):
            main()
        assert sum(TOKEN in head for head in server.asked) > len(pages(SECRET))
    assert read("articles", lake=store.uri, columns=["headline"])["headline"].to_pylist() == [
        "Crane turns green in the old harbour"
    ]
    rejected = read("rejected", lake=store.uri, columns=["reason"])["reason"].to_pylist()
    assert rejected.count("secret_echoed") >= len(pages(SECRET))
    said = "".join(capsys.readouterr())
    holding = [where for where, text in [("said", said), ("log", caplog.text), *texts(store)] if _shows(text)]
    assert holding == []


def _shows(text: str) -> bool:
    data = text.encode("utf-8", "replace")
    return HIDDEN.stand_in(data) or any(one in text for one in (SECRET, TOKEN, SECRET[:9], TOKEN[:9]))
