"""Pictures and packages through a whole run: what is no item is passed over, a kill reaches the caption."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pytest
from tests.wirelake.obligations.decoding import holding
from tests.wirelake.quay import BATCH, DAY, NOON, built, capture, frozen, new_lake, write_sources

from wirelake import obligations, pipeline
from wirelake.config import Run
from wirelake.lake.exchanges import ledger, outcomes
from wirelake.lake.streams import read
from wirelake.records import Kind, Link, Outcome, RawArticle
from wirelake.storage import Store

CAPTION = "A crane lies across the northern channel of Brackwater for the ninth day."
JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF\0" + bytes(100)
EMPTY = """<NewsML><NewsItem><Identification><NewsIdentifier><ProviderId>quay.example</ProviderId>
<DateId>20260302</DateId><NewsItemId>list</NewsItemId><RevisionId>1</RevisionId></NewsIdentifier></Identification>
<NewsManagement><ThisRevisionCreated>20260302T090000Z</ThisRevisionCreated></NewsManagement>
<NewsComponent>{}</NewsComponent></NewsItem></NewsML>"""
LISTED = '<NewsComponent><NewsItemRef NewsItem="{}"/></NewsComponent>'


@pytest.fixture
def lake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    write_sources(tmp_path / "sources", "quay", more="erase_after_days: 0\n")
    monkeypatch.setenv("WIRELAKE_SOURCES", str(tmp_path / "sources"))
    return new_lake(tmp_path / "lake")


def picture(number: int, caption: str, **fields: Any) -> bytes:
    item = {
        "uri": f"urn:quay:{number}",
        "type": "picture",
        "version": "1",
        "versioncreated": f"{DAY}T10:00:00Z",
        "description_caption": caption,
        "renditions": {"main": {"href": f"{number}.jpg", "mimetype": "image/jpeg", "width": 1500}},
    }
    return json.dumps(item | fields).encode()


def deliver(store: Store, files: dict[str, bytes]) -> str:
    for name, data in files.items():
        store.write(f"drop/quay/{DAY}/{name}", data)
    run = Run.new(BATCH)
    pipeline.fetch_batch(run, store=store, clock=frozen())
    return pipeline.build_batch(run, store=store, clock=frozen()).summary


def test_a_day_of_pictures_alone_is_published(lake: Store) -> None:
    files = {f"{n}.json": picture(n, f"{CAPTION} Number {n}.") for n in range(6)}
    files |= {f"{n}.jpg": JPEG for n in range(6)} | {"nameless": JPEG, "sums.md5": b"0"}
    files |= {
        "index.xml": EMPTY.format("").encode(),
        "week/index.xml": EMPTY.format(LISTED.format("1.json")).encode(),
    }
    files |= {"half.xml.part": b"<NewsML>"}
    told = deliver(lake, files)
    assert told.startswith(
        "0 articles, 6 media, 1 package, "
        "10 passed over (7 picture, 1 unfinished, 1 index, 1 checksum), nothing changed; incomplete: "
    )
    assert Counter(ledger(lake, BATCH).values()) == {
        Outcome.MEDIA: 6, Outcome.PACKAGE: 1, Outcome.PASSED_OVER: 10,
    }  # fmt: skip
    assert None not in outcomes(lake, BATCH).values()
    (row,) = read("runs", lake=lake.uri).to_pylist()
    assert (row["status"], row["articles"], row["media"], row["packages"]) == ("success", 0, 6, 1)
    assert (row["rejected"], len(row["passed_over"])) == (0, 10)
    assert {"name": "nameless", "reason": "picture"} in row["passed_over"]
    assert not any("jpg" in gap for gap in row["gaps"])
    (package,) = read("packages", lake=lake.uri).to_pylist()
    assert package["member_ids"] == [f"quay:{one}" for one in _ids(lake, "1.json")]
    stood = built(lake)
    pipeline.build_batch(Run.new(BATCH, "replay"), store=lake, clock=frozen())
    assert built(lake) == stood


def _ids(store: Store, file: str) -> list[str]:
    rows = read("media", lake=store.uri).to_pylist()
    return [
        row["article_id"].partition(":")[2]
        for row in rows
        if any(one["value"].endswith(f"/{file}") for one in row["alt_ids"])
    ]


def test_a_binary_that_stands_in_raw_already_is_no_rejection(lake: Store) -> None:
    link = Link(url=f"drop:quay/{DAY}/old.jpg", origin="drop_folder")
    capture(lake, BATCH, [RawArticle(link=link, kind=Kind.ARTICLE, fetched_at=NOON, body=JPEG)])
    pipeline.build_batch(Run.new(BATCH, "replay"), store=lake, clock=frozen())
    assert not len(read("rejected", lake=lake.uri))
    assert list(outcomes(lake, BATCH).values()) == [Outcome.PASSED_OVER]


def test_a_takedown_finds_a_films_list_of_shots_wherever_it_stands(lake: Store) -> None:
    shots = "A pilot boat turns off the mole in the rain. Divers fasten the last chain to the crane."
    film = picture(1, CAPTION, type="video", body_text=shots)
    quoting = f"Crane lifted\n\n{shots} The desk wrote this text.\n\nQUAY02032026000001000001ID1000009\n"
    deliver(lake, {"1.json": film, "9.txt": quoting.encode()})
    (row,) = read("media", lake=lake.uri).to_pylist()
    assert (row["description"], row["extracted_text"]) == (CAPTION, shots)
    obligations.take_down(row["article_id"], "by order", store=lake, clock=frozen(), erase=True)
    (manifest,) = obligations.manifests("quay", store=lake)
    assert [copy.sentences for copy in manifest.copies] == [2]


def test_an_advisory_reaches_the_text_that_pictures_share_their_slugline_with(lake: Store) -> None:
    text = {
        "uri": "urn:quay:text-7", "type": "text", "version": "1", "slugline": "EU-Crane-Channel",
        "versioncreated": f"{DAY}T10:00:00Z", "headline": "Crane blocks the channel", "body_text": CAPTION,
    }  # fmt: skip
    shown = picture(
        8, "The crane by night.", slugline="EU-Crane-Channel", headline="Crane blocks the channel"
    )
    message = "KILL EU-Crane-Channel\n\nEditors: Please kill EU-Crane-Channel. A kill is mandatory.\n\n"
    message += "QUAY02032026000001000001ID1000007\n"
    deliver(lake, {"7.json": json.dumps(text).encode(), "8.json": shown})
    told = deliver(lake, {"kill.txt": message.encode()})
    assert "taken down: quay:" in told
    assert not len(read("articles", lake=lake.uri))
    assert len(read("media", lake=lake.uri)) == 1


def test_a_takedown_erases_the_caption_and_an_embargo_holds_it(lake: Store) -> None:
    files = {"1.json": picture(1, CAPTION), "2.json": picture(2, "Ferries wait outside of the basin.")}
    files |= {"3.json": picture(3, "Held back until the minister has spoken.", embargoed=f"{DAY}T23:00:00Z")}
    deliver(lake, files)
    assert len(read("media", lake=lake.uri, as_of=NOON)) == 2
    assert holding(lake, CAPTION)
    (killed,) = _ids(lake, "1.json")
    obligations.take_down(f"quay:{killed}", "by order", store=lake, clock=frozen(), erase=True)
    assert holding(lake, CAPTION) == []
    (manifest,) = obligations.manifests("quay", store=lake)
    assert obligations.verify(manifest, store=lake).is_proven
    assert f"quay:{killed}" not in read("media", lake=lake.uri)["article_id"].to_pylist()
    pipeline.build_batch(Run.new(BATCH, "replay"), store=lake, clock=frozen())
    assert f"quay:{killed}" not in read("media", lake=lake.uri)["article_id"].to_pylist()


def test_a_picture_is_released_and_restored_as_an_article_is(lake: Store, tmp_path: Path) -> None:
    write_sources(tmp_path / "sources", "quay")  # which erases after days only
    listing = {
        "uri": "urn:quay:9", "type": "composite", "version": "1", "versioncreated": f"{DAY}T10:00:00Z",
        "headline": "Pictures of the day",
        "associations": {"one": {"uri": "urn:quay:1", "type": "picture", "headline": "Crane by night"}},
    }  # fmt: skip
    held = picture(1, CAPTION, embargoed=f"{DAY}T23:00:00Z")
    deliver(lake, {"1.json": held, "9.json": json.dumps(listing).encode()})

    def standing() -> tuple[list[str], list[Any], list[str | None]]:
        (package,) = read("packages", lake=lake.uri, as_of=NOON).to_pylist()
        captions = read("media", lake=lake.uri, as_of=NOON)["description"].to_pylist()
        return captions, package["member_ids"], [one["headline"] for one in package["members"]]

    assert standing() == ([], [None], ["Crane by night"])
    known = read("versions", lake=lake.uri).filter(pc.field("record_kind") == "media")
    (id_,) = known["article_id"].to_pylist()
    obligations.release(id_, "the minister spoke early", store=lake, clock=frozen())
    assert standing() == ([CAPTION], [id_], ["Crane by night"])
    obligations.take_down(id_, "by order", store=lake, clock=frozen())
    assert standing() == ([], [None], [None])
    obligations.restore(id_, "not that one", store=lake, clock=frozen())
    assert standing() == ([CAPTION], [id_], ["Crane by night"])
