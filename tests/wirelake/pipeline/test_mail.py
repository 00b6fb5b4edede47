"""Messages of mail in an inbox: each part is read by its format, and the message stands in raw/ once."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

import pytest
from tests.wirelake.inboxes import InFolder, write_source
from tests.wirelake.mail_server import LOGIN, MailServer, needs_mail
from tests.wirelake.quay import contents, new_lake, page

from wirelake import archive, obligations, pipeline
from wirelake.config import Batch, Run, load_source
from wirelake.inquiry import why
from wirelake.lake.exchanges import ledger, read_index
from wirelake.lake.reading import read_days
from wirelake.storage import LocalStore

PAGE = Path(__file__).parents[3] / "docs" / "arriving" / "mail.md"
DAY = date(2026, 3, 2)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
NITF = """<?xml version="1.0" encoding="UTF-8"?><nitf><head><title>{title}</title><docdata>
<doc-id id-string="{id}"/><date.issue norm="20260302T091400Z"/></docdata></head><body><body.head><hedline>
<hl1>{title}</hl1></hedline></body.head><body.content><p>{text}</p></body.content></body></nitf>"""
PNG = b"\x89PNG\r\n\x1a\n0000"
BASIN = "The new basin of the harbour was opened on Monday, after two years of work and of waiting."
CRANE = "The crane at the quay was painted green on Monday – nobody had asked for it, said the master."
Row = dict[str, Any]


def message(subject: str, text: str = "See attached.\n", **headers: str) -> EmailMessage:
    """A message of the invented agency's desk."""
    one = EmailMessage(policy=SMTP)
    given = {"From": "Quay Desk <desk@quay.example>", "Date": "Mon, 02 Mar 2026 09:14:00 +0300"}
    for name, value in (given | {"Subject": subject, "Message-ID": "<1@quay.example>"} | headers).items():
        one[name] = value
    one.set_content(text)
    return one


def with_two() -> EmailMessage:
    """One with two articles, a picture and an attachment that is broken."""
    one = message("[quay] Basin opens")
    for id_, title, text in (("q-1", "Basin opens", BASIN), ("q-2", "Crane turns green", CRANE)):
        nitf = NITF.format(id=id_, title=title, text=text).encode()
        one.add_attachment(nitf, maintype="application", subtype="octet-stream", filename=f"{id_}.xml")
    one.add_attachment(PNG, maintype="image", subtype="png", filename="logo.png")
    one.add_attachment(b"<nitf><broken", maintype="application", subtype="xml", filename="broken.xml")
    return one


@pytest.fixture
def store(tmp_path: Path) -> LocalStore:
    return new_lake(tmp_path / "lake")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> InFolder:
    monkeypatch.setenv("WIRELAKE_SOURCES", str(tmp_path / "sources"))
    inbox = InFolder(tmp_path / "agency")
    write_source(tmp_path / "sources", inbox, "settle: 0s", more="mail: {date: published}\n")
    return inbox


def run(store: LocalStore, at: datetime = NOON) -> None:
    one = Run.new(Batch("quay", at.date()))
    pipeline.fetch_batch(one, store=store, clock=lambda: at)
    pipeline.build_batch(one, store=store, clock=lambda: at)


def rows(store: LocalStore, table: str = "history", day: date = DAY) -> list[Row]:
    found: list[Row] = read_days(store, table, day, day, source="quay").to_pylist()
    return found


def test_each_part_of_a_message_is_read_by_its_format(store: LocalStore, folder: InFolder) -> None:
    folder.put("1.M2P3.host", with_two().as_bytes(), NOON)
    run(store)
    found = {row["article_id"]: row for row in rows(store)}
    assert {id_: row["source_format"] for id_, row in found.items()} == {
        "quay:q-1": "nitf",
        "quay:q-2": "nitf",
    }
    assert found["quay:q-2"]["body_text"] == CRANE
    assert found["quay:q-1"]["date_source"] == "date.issue"
    stated = dict(found["quay:q-1"]["extra"])
    assert stated["mail_message_id"] == "1@quay.example"
    assert found["quay:q-1"]["authors"] in (None, [])
    (rejected,) = rows(store, "rejected")
    assert (rejected["reason"], rejected["url"]) == ("truncated", f"drop:quay/{DAY}/1.M2P3.host/5/broken.xml")
    (ran,) = rows(store, "runs")
    told = {one["name"]: one["reason"] for one in ran["passed_over"]}
    assert told == {"1.M2P3.host/1": "mail_text", "1.M2P3.host/4/logo.png": "picture"}
    assert len(read_index(store, Batch("quay", DAY))) == 1  # the message, once
    parts = {"4/logo.png": "passed_over", "5/broken.xml": "rejected", "2/q-1.xml": "readable"}
    told = {part: why(f"drop:quay/{DAY}/1.M2P3.host/{part}", store=store).verdict for part in parts}
    assert told == parts
    assert ledger(store, Batch("quay", DAY)) == {"1.M2P3.host": "article"}  # its parts are no files


def test_a_message_without_news_is_passed_over(store: LocalStore, folder: InFolder) -> None:
    folder.put("1.eml", page(1), NOON)
    away = message("Out of office", "Until Friday.", **{"Auto-Submitted": "auto-replied"})
    folder.put("2.eml", away.as_bytes(), NOON)
    for number, trace in ((3, b""), (4, b"Received: by mx.paper.example; Mon, 2 Mar 2026\r\n")):
        folder.put(f"{number}.eml", trace + message("Basin opens", f"{BASIN}\n\n{CRANE}\n").as_bytes(), NOON)
    run(store)
    found = rows(store)  # 1.eml is no message, whatever its name; what is sent twice is one version
    assert sorted(row["headline"] for row in found) == ["Basin opens", "Crane 1 turns green"]
    assert rows(store, "rejected") == []
    (ran,) = rows(store, "runs")
    told = {one["name"]: one["reason"] for one in ran["passed_over"]}
    assert told == {"2.eml": "mail_without_news", "2.eml/1": "report"}
    ended = {name: str(one) for name, one in ledger(store, Batch("quay", DAY)).items()}
    assert ended["2.eml"] == "passed_over"
    assert None not in ended.values()


def test_a_takedown_takes_one_article_out_of_its_message(store: LocalStore, folder: InFolder) -> None:
    folder.put("1.eml", with_two().as_bytes(), NOON)
    run(store)
    stood = {row["article_id"]: row for row in rows(store)}
    before = contents(store, "history", "rejected", "articles")
    replay = Run.new(Batch("quay", DAY), "replay")
    pipeline.build_batch(replay, store=store, clock=lambda: NOON)
    assert contents(store, "history", "rejected", "articles") == before
    obligations.take_down("quay:q-1", "by order", erase=True, store=store, clock=lambda: NOON)
    (raw,) = archive.read_batch(store, Batch("quay", DAY))
    assert b"Basin opens" not in raw.body
    manifest = next(one for one in obligations.manifests("quay", store=store))
    verification = obligations.verify(manifest, store=store)
    assert (verification.left, verification.is_proven) == ([], True)
    pipeline.build_batch(Run.new(Batch("quay", DAY), "replay"), store=store, clock=lambda: NOON)
    left = {row["article_id"]: row for row in rows(store)}
    told = ("version", "body_text", "content_sha256", "raw_sha256")
    assert [left["quay:q-2"][name] for name in told] == [stood["quay:q-2"][name] for name in told]
    assert BASIN not in str(rows(store)) + str(rows(store, "articles"))


@pytest.fixture(scope="module")
def server() -> Iterator[MailServer]:
    one = MailServer()
    yield one
    one.stop()


@needs_mail
def test_the_recipe_of_the_page_fetches_what_its_source_reads(
    server: MailServer, store: LocalStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = PAGE.read_text(encoding="utf-8")
    (yaml,) = re.findall(r"```yaml\n# harbour.yaml\n(.*?)```", text, re.DOTALL)
    (recipe,) = re.findall(r"```ini\n# [^\n]*\n(.*?)```", text, re.DOTALL)
    for old, new in (
        ("SimplePOP3SSLRetriever", "SimplePOP3Retriever"),
        ("mail.paper.example", "127.0.0.1"),
        ("port = 995", f"port = {server.port}"),
        ("harbour-news", LOGIN),
        ("/etc/getmail/", f"{server.folder}/getmail/"),
        ("/srv/mail/harbour.log", f"{server.folder}/home/log"),
        ("/srv/mail/harbour/", f"{server.delivered}/"),
    ):
        assert old in recipe
        recipe = recipe.replace(old, new)
    sources = tmp_path / "sources"
    sources.mkdir()
    (sources / "harbour.yaml").write_text(yaml.replace("/srv/mail/harbour/", f"{server.delivered}/"))
    monkeypatch.setenv("WIRELAKE_SOURCES", str(sources))
    load_source(sources / "harbour.yaml")
    server.put("1.host", with_two().as_bytes())
    server.put(
        "2.host",
        message("Buoy moved", f"{CRANE}\n\n{BASIN}\n", **{"Message-ID": "<2@quay.example>"}).as_bytes(),
    )
    assert "2 messages" in server.getmail(recipe)
    assert "0 messages" in server.getmail(recipe)
    day = datetime.now(UTC).astimezone(load_source(sources / "harbour.yaml").zone).date()
    one = Run.new(Batch("harbour", day))
    assert pipeline.fetch_batch(one, store=store).new == 2
    assert [*(server.delivered / "new").iterdir()] == []  # raw/ holds them
    pipeline.build_batch(one, store=store)
    found = read_days(store, "history", day, day, source="harbour").to_pylist()
    assert sorted(row["headline"] for row in found) == ["Basin opens", "Buoy moved", "Crane turns green"]
