"""import-opml at the command line: a source's YAML for each feed, none wrong, and none overwritten."""

import json
from pathlib import Path

import pytest
from tests.wirelake.commands.command import status

from wirelake import config

OPML = """<?xml version="1.0"?><opml version="2.0"><head><title>Mine</title></head><body>
<outline text="News"><outline type="rss" text="Harbour &amp; Quay: &quot; {day} [x]" language="en-gb"
  xmlUrl="https://harbour.example/feed.xml#top" htmlUrl="https://harbour.example/news"/></outline>
<outline text="\u0645\u0631\u0633\u0649" XMLURL="https://marsa.example/rss"/>
<outline text="again" xmlUrl="https://harbour.example/feed.xml"/>
<outline text="no address" xmlUrl="javascript:alert(1)" htmlUrl="x"/><outline text="a folder"/>
<outline text="Harbour, Quay: day (x)" xmlUrl="http://other.example/feed?of=2"/></body></opml>"""


def run(monkeypatch: pytest.MonkeyPatch, file: Path, *words: str) -> object:
    return status(monkeypatch, "import-opml", str(file), "--contact", "desk@quay.example", *words)


def test_each_feed_is_a_source_that_is_switched_off(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path
) -> None:
    file = tmp_path / "mine.opml"
    file.write_text(OPML, encoding="utf-8")
    assert run(monkeypatch, file, "--json") == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["name"] for row in rows] == ["harbour_quay_day_x", "marsa_example", "harbour_quay_day_x_2"]
    assert {row["path"] for row in rows} == {str(one) for one in folder.iterdir()}
    loaded = [config.load_named(row["name"]) for row in rows]
    assert not any(one.enabled for one in loaded)
    assert [part.url for one in loaded for part in one.discover if part.kind == "feed"] == [
        "https://harbour.example/feed.xml",
        "https://marsa.example/rss",
        "http://other.example/feed?of=2",
    ]
    assert (loaded[0].homepage, loaded[0].language) == ("https://harbour.example/news", "en-GB")
    assert loaded[1].homepage == "https://marsa.example/"
    stood = {one: one.read_bytes() for one in folder.iterdir()}
    assert run(monkeypatch, file) == 0
    assert "known already" in capsys.readouterr().out
    assert {one: one.read_bytes() for one in folder.iterdir()} == stood


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("<rss></rss>", "its root is 'rss'"),
        ("<opml><body/></opml>", "no feed is listed"),
        ("plain", "no OPML"),
        ("<opml>" + "<outline xmlUrl='https://a.example/{n}'/>" * 1_001 + "</opml>", "more than 1000 feeds"),
        (None, "No such file"),
    ],
)
def test_what_is_no_list_of_feeds_is_told(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    folder: Path,
    tmp_path: Path,
    text: str | None,
    told: str,
) -> None:
    file = tmp_path / "mine.opml"
    if text:
        parts = text.split("{n}")
        file.write_text("".join(f"{part}{n}" for n, part in enumerate(parts)), encoding="utf-8")
    assert run(monkeypatch, file) == 2
    assert told in capsys.readouterr().err
    assert list(folder.iterdir()) == []
