"""why at the command line: for each way in which an article is there or not, the verdict and its evidence."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.wirelake.commands.command import status
from tests.wirelake.quay import (
    BATCH,
    DAY,
    NOON,
    capture,
    contents,
    failed,
    page,
    received,
    version,
    write_sources,
)

from wirelake.batches.staging import articles_table
from wirelake.commands.days import NOTHING, WRONG
from wirelake.config import Batch
from wirelake.lake.decisions.events import Cause, Event, What, record
from wirelake.records import Kind, Link
from wirelake.storage import LocalStore, Store, open_store
from wirelake.write import write_articles, write_history

FEEDS = """
  - kind: feed
    url: https://quay.example/feed
  - kind: archive_page
    url: https://quay.example/{day}
    link_pattern: '/\\d+$'
"""
LISTED = (
    b'<html><a href="/news/storm-warning">Storm</a> <a href="https://quay.example/4711x">Not this</a></html>'
)


@pytest.fixture
def store(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> LocalStore:
    write_sources(folder, "quay", "pier", more="gate:\n  max_rejected_share: 1\n")
    monkeypatch.setenv("COLUMNS", "300")
    return LocalStore(tmp_path / "lake")


def asked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *words: str, code: int = NOTHING
) -> dict[str, Any]:
    """What the command answers as JSON."""
    capsys.readouterr()
    assert status(monkeypatch, "why", *words, "--json") == code
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert found["readable"] is (code == 0)
    return found


def built(store: Store, monkeypatch: pytest.MonkeyPatch, *exchanges: Any, batch: Batch = BATCH) -> None:
    capture(store, batch, exchanges)
    assert status(monkeypatch, "replay", batch.source, str(batch.day)) == 0


def test_a_readable_one_by_id_address_and_record(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], store: LocalStore
) -> None:
    built(store, monkeypatch, received(1, page(1)), received(2, page(2)))
    stood = contents(store, "")
    by_url = asked(monkeypatch, capsys, "https://quay.example/1", code=0)
    assert by_url["verdict"] == "readable"
    assert (by_url["article_id"], by_url["capture_date"]) == ("quay:1000001", str(DAY))
    assert f"published_date={DAY}" in by_url["told"]
    assert by_url["run_id"]
    for named in ("quay:1000001", by_url["raw_ref"], "https://quay.example/1?utm_source=x"):
        assert asked(monkeypatch, capsys, named, code=0) == by_url
    assert status(monkeypatch, "why", "https://quay.example/1") == 0
    told = capsys.readouterr().out
    assert told.startswith("readable  ")
    assert "next: wirelake show quay:1000001" in told
    assert contents(store, "") == stood  # it only reads


def test_what_came_and_is_no_article(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], store: LocalStore
) -> None:
    listing = received(9, LISTED, link=Link(url="https://quay.example/list", origin="feed"), kind=Kind.FEED)
    built(
        store, monkeypatch, received(1, page(1)), received(2, page(2, None)), failed(3, "http_404"), listing
    )
    found = asked(monkeypatch, capsys, "https://quay.example/2")
    assert (found["verdict"], found["reason"]) == ("rejected", "published_at_missing")
    assert found["headline"] == "Crane 2 turns green"
    assert f"wirelake replay quay {DAY}" in " ".join(found["next"])
    assert asked(monkeypatch, capsys, found["article_id"]) == found
    found = asked(monkeypatch, capsys, "https://quay.example/3")
    assert (found["verdict"], found["reason"]) == ("failed", "http_404")
    assert asked(monkeypatch, capsys, "https://quay.example/list")["verdict"] == "list"
    later = Batch("quay", DAY + timedelta(days=1))
    capture(store, later, [received(5, page(5), at=NOON + timedelta(days=1))])
    found = asked(monkeypatch, capsys, "https://quay.example/5")
    assert (found["verdict"], found["capture_date"]) == ("unbuilt", str(later.day))
    assert found["next"] == [f"wirelake replay quay {later.day}"]


def test_a_closed_gate(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], store: LocalStore, folder: Path
) -> None:
    write_sources(folder, "quay")
    capture(store, BATCH, [received(n, page(n, None if n > 1 else DAY)) for n in range(1, 7)])
    assert status(monkeypatch, "replay", "quay", str(DAY)) != 0
    found = asked(monkeypatch, capsys, "https://quay.example/1")
    assert found["verdict"] == "gate_closed"
    assert found["next"][0] == f"wirelake rejected quay --day {DAY}"


def test_what_no_capture_asked_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], store: LocalStore, folder: Path
) -> None:
    assert asked(monkeypatch, capsys, "https://quay.example/7")["verdict"] == "never_captured"
    write_sources(folder, "quay", more=FEEDS)
    feed = received(8, LISTED, link=Link(url="https://quay.example/feed", origin="feed"), kind=Kind.FEED)
    day = received(
        9, LISTED, link=Link(url="https://quay.example/day", origin="archive_page"), kind=Kind.ARCHIVE_PAGE
    )
    built(store, monkeypatch, received(1, page(1)), feed)
    assert asked(monkeypatch, capsys, "https://quay.example/news/storm-warning")["verdict"] == "listed"
    found = asked(monkeypatch, capsys, "https://quay.example/news/storm")
    assert found["verdict"] == "never_listed"
    assert f"1 lists of {DAY}" in found["evidence"][0]
    later = Batch("quay", DAY + timedelta(days=1))
    capture(store, later, [day])
    found = asked(monkeypatch, capsys, "https://quay.example/news/storm-warning")
    assert found["verdict"] == "not_chosen"
    assert "discover[2].link_pattern" in found["told"]
    found = asked(monkeypatch, capsys, "https://quay.example/news/storm-warning", "--day", str(DAY))
    assert found["verdict"] == "listed"


def test_dropped_files(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], store: LocalStore
) -> None:
    store.write(f"drop/quay/{DAY}/a.txt", page(1))
    store.write(f"drop/quay/{DAY}/a.md5", b"d41d8cd98f00b204e9800998ecf8427e  a.txt")
    assert status(monkeypatch, "run", "quay", str(DAY)) == 0
    store.write(f"drop/quay/{DAY}/late.txt", page(2))
    for name, verdict in (("late.txt", "listed"), ("none.txt", "never_listed"), ("a.md5", "passed_over")):
        assert asked(monkeypatch, capsys, f"drop:quay/{DAY}/{name}")["verdict"] == verdict
    assert asked(monkeypatch, capsys, f"drop:quay/{DAY}/a.txt", code=0)["article_id"] == "quay:1000001"


def test_decisions(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], store: LocalStore
) -> None:
    held = version(2, embargoed_until=NOON + timedelta(days=36500))
    expired = version(3, expires=NOON + timedelta(days=1))
    withheld, picture = version(4, pub_status="withheld"), version(5, record_kind="media")
    rows = [version(1), held, expired, withheld, picture, *(version(n) for n in (6, 7, 8))]
    write_history(store, BATCH, articles_table(rows))
    write_articles(store, BATCH, NOON)
    assert status(monkeypatch, "takedown", "quay:1", "--reason", "by order") == 0
    decided: dict[str, Any] = {"at": NOON, "reason": "said so", "raw_ref": f"{BATCH}#<urn:uuid:0>"}
    record(
        store, Event(what=What.TAKEDOWN, article_id="quay:6", cause=Cause.ADVISORY, message="k 1", **decided)
    )
    record(
        store,
        Event(what=What.REPLACEMENT, article_id="quay:7", cause=Cause.WIRE, message="quay:8 2", **decided),
    )
    record(store, Event(what=What.TAKEDOWN, article_id="quay:99", cause=Cause.OPERATOR, **decided))
    write_articles(store, BATCH, NOON)
    for path in [one.path for one in store.objects("articles")]:
        store.delete(path)
    verdicts = {
        n: asked(monkeypatch, capsys, f"quay:{n}", code=0 if n == 5 else NOTHING) for n in range(1, 9)
    }
    assert {n: one["verdict"] for n, one in verdicts.items()} == {
        1: "taken_down", 2: "embargoed", 3: "expired", 4: "withheld", 5: "readable", 6: "killed",
        7: "replaced", 8: "unwritten",
    }  # fmt: skip
    assert verdicts[1]["reason"] == "by order"
    assert "wirelake release quay:2" in " ".join(verdicts[2]["next"])
    assert verdicts[7]["told"].startswith("quay:8 took its place")
    assert asked(monkeypatch, capsys, "quay:99")["verdict"] == "taken_down"  # in advance of its capture
    assert asked(monkeypatch, capsys, "quay:100")["verdict"] == "never_captured"


def test_bytes_of_an_older_version(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], store: LocalStore
) -> None:
    late = received(1, page(1, text="Crane 1 is green, and so is crane 2."), at=NOON + timedelta(hours=1))
    built(store, monkeypatch, received(1, page(1)), late)
    now = asked(monkeypatch, capsys, "https://quay.example/1", code=0)
    first, second = (line.rpartition(" ")[2] for line in now["evidence"])
    assert (now["raw_ref"], asked(monkeypatch, capsys, second, code=0)["verdict"]) == (second, "readable")
    assert asked(monkeypatch, capsys, first)["verdict"] == "superseded"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nonsense",), "'nonsense' names no article: write an article's id"),
        (("ferry:1",), "no source 'ferry'"),
        (("ftp://quay.example/1",), "no address of a page"),
        (("https://quay.example/1", "--source", "ferry"), "no source 'ferry'"),
        (("quay:1", "--day", "today"), "not a day: 'today'"),
        (("ferry/2026-03-02#<urn:uuid:00000000-0000-0000-0000-000000000000>",), "no source 'ferry'"),
    ],
)
def test_what_names_nothing_is_a_wrong_argument(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    store: LocalStore,  # noqa: ARG001  the lake stands
    words: tuple[str, ...],
    said: str,
) -> None:
    assert status(monkeypatch, "why", *words) == WRONG
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("lake_uri", ["s3"], indirect=True)
def test_on_a_bucket(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], folder: Path, lake_uri: str
) -> None:
    write_sources(folder, "quay")
    built(open_store(lake_uri), monkeypatch, received(1, page(1)), received(2, page(2, None)))
    assert asked(monkeypatch, capsys, "https://quay.example/1", code=0)["verdict"] == "readable"
    assert asked(monkeypatch, capsys, "https://quay.example/2")["verdict"] == "rejected"
