"""An export is chosen, whole, the same each time, and known to the takedown that comes after it."""

import json
import os
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
import yaml
from tests.wirelake.obligations.test_model import Deliver, batch, build, sent
from tests.wirelake.quay import DAY, NOON, frozen, new_lake, version, write_sources
from tests.wirelake.write.publishing import publish

import wirelake
from wirelake import obligations, upkeep
from wirelake.console.citations import as_text
from wirelake.errors import ConfigError, StorageError
from wirelake.exporting import export as exporting
from wirelake.exporting.choosing import Filters, refused
from wirelake.exporting.export import Export, Wish, export
from wirelake.exporting.rows import SCHEMA
from wirelake.lake.exports import record
from wirelake.lake.freezes import freezing
from wirelake.lake.freezes import frozen as freezes
from wirelake.lake.freezes.freezing import articles_query, freeze
from wirelake.storage import LocalStore

HOUR = timedelta(hours=1)
LATER = NOON + HOUR
HOSTILE = "Cranes | <script>x</script>\n# [odd](https://quay.example/)"
WORDS = " ".join(f"word{number} of the harbour" for number in range(20))


@pytest.fixture
def lake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> LocalStore:
    """A lake of the wire quay."""
    write_sources(tmp_path / "sources", "quay")
    monkeypatch.setenv("WIRELAKE_SOURCES", str(tmp_path / "sources"))
    monkeypatch.setenv("WIRELAKE_LAKE", str(tmp_path / "lake"))
    return new_lake(tmp_path / "lake")


def put(store: LocalStore, name: str = "cranes", title: str = "Cranes") -> None:
    wish = freezing.Wish(name=name, query=articles_query(None, None, None), title=title)
    freeze(store, wish, code="c0de", now=LATER)


def exported(store: LocalStore, place: Path, form: Any = "parquet", **filters: Any) -> Export:
    upkeep.build_stories(DAY, DAY, store=store)
    return export(store, wish(store, place, form, **filters), LATER)


def wish(store: LocalStore, place: Path, form: Any = "parquet", **filters: Any) -> Wish:
    found = freezes.read(store, "cranes")
    said = as_text(found.head)
    return Wish(freeze=found, place=place, form=form, filters=Filters(**filters), cited=said)


def files(place: Path) -> dict[str, bytes]:
    return {one.relative_to(place).as_posix(): one.read_bytes() for one in place.rglob("*") if one.is_file()}


def test_what_may_not_be_given_away_is_left_out_and_counted(lake: LocalStore, tmp_path: Path) -> None:
    told = [
        version(1, rights_reserved=True),
        version(2, usage_terms="Not for redistribution."),
        version(3, body_text=WORDS, rights_reserved=False, language="en"),
        version(4, body_text=WORDS),
        version(5, body_text="Quite another text.", usage_terms="Credit the agency."),
        version(6, body_text="It is killed later on."),
    ]
    publish(lake, batch(0), *told)
    put(lake, title=HOSTILE)
    obligations.take_down("quay:6", "by order", store=lake, clock=frozen(LATER))
    done = exported(lake, tmp_path / "out")
    why = {"rights_reserved": 1, "terms_refuse": 1, "same_story": 1, "takedown": 1}
    assert done.choice.left_out == Counter(why)
    rows = pq.read_table(tmp_path / "out/data/train-00000-of-00001.parquet", partitioning=None)
    assert rows.schema.names == SCHEMA.names
    assert rows["article_id"].to_pylist() == ["quay:3", "quay:5"]
    assert rows["text"].to_pylist() == [WORDS, "Quite another text."]
    card = (tmp_path / "out" / "README.md").read_text(encoding="utf-8")
    assert "<script>" not in card.split("---\n")[2]
    assert all(f"| `{one}` | {count} |" in card for one, count in why.items())
    assert done.choice.rights == Counter({"open": 1, "unknown": 1})
    assert "mining the publishers say: 1 open, 1 unknown" in card
    facts = yaml.safe_load(card.split("---\n")[1])
    assert facts["configs"][0]["data_files"] == [{"split": "train", "path": "data/*.parquet"}]
    assert facts["language"] == ["en"]
    croissant = json.loads((tmp_path / "out" / "croissant.json").read_text(encoding="utf-8"))
    (file,) = (one for one in croissant["distribution"] if one["@type"] == "cr:FileObject")
    assert file["sha256"] == {one.path: one.sha256 for one in done.head.files}[file["contentUrl"]]
    licensed = exported(lake, tmp_path / "more", "jsonl", licensed=frozenset({"quay"}), keep_copies=True)
    assert licensed.choice.left_out == Counter({"takedown": 1})
    lines = (tmp_path / "more/data/train-00000-of-00001.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["article_id"] for line in lines] == [f"quay:{number}" for number in range(1, 6)]
    only = exported(lake, tmp_path / "open", open_only=True)
    assert [*only.choice.rows.values()] == ["quay:3"]


def test_the_same_is_the_same_to_the_byte_and_nothing_else_is_replaced(
    lake: LocalStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wirelake.exporting.rows.OF_A_FILE", 2)
    monkeypatch.setattr("wirelake.exporting.rows.AT_ONCE", 1)
    publish(lake, batch(0), *(version(number, body_text=f"{number} is what it says.") for number in range(5)))
    put(lake)
    for form in ("parquet", "jsonl"):
        first = exported(lake, tmp_path / form, form)
        assert len([name for name in files(tmp_path / form) if name.startswith("data/")]) == 3
        again = export(lake, wish(lake, tmp_path / f"again-{form}", form), LATER + HOUR)
        assert files(tmp_path / form) == files(tmp_path / f"again-{form}")
        assert again.head.digest == first.head.digest
        export(lake, wish(lake, tmp_path / form, form), LATER)  # it stands as it would
    assert len(lake.objects("exports")) == 2
    found, _ = record.holding(lake, ["quay:1"])
    assert [one.exported_at for one in found["quay:1"]] == [LATER, LATER]
    with pytest.raises(ConfigError, match="--replace"):
        export(lake, wish(lake, tmp_path / "parquet", "jsonl"), LATER)
    export(lake, replace(wish(lake, tmp_path / "parquet", "jsonl"), replace=True), LATER)
    assert files(tmp_path / "parquet") == files(tmp_path / "jsonl")
    assert [one.name for one in tmp_path.iterdir() if "unfinished" in one.name] == []


@pytest.mark.parametrize("kept", ["work.txt", "data/2026.csv", "data/deep/part.parquet", "data/link.parquet"])
def test_what_is_no_export_is_never_deleted(lake: LocalStore, tmp_path: Path, kept: str) -> None:
    publish(lake, batch(0), version(1))
    put(lake)
    exported(lake, tmp_path / "out")
    (tmp_path / "out" / kept).parent.mkdir(exist_ok=True)
    if "link" in kept:
        (tmp_path / "out" / kept).symlink_to(tmp_path / "elsewhere")
    else:
        (tmp_path / "out" / kept).write_text("somebody's")
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "README.md").write_text("of another work")
    for place in (*(tmp_path / name for name in ("out", "out/README.md", "notes")), Path(lake.uri).parent):
        with pytest.raises(ConfigError, match="no export and stays"):
            export(lake, replace(wish(lake, place, "jsonl"), replace=True), LATER)
    assert (tmp_path / "out" / kept).is_symlink() or (tmp_path / "out" / kept).read_text() == "somebody's"


def test_one_that_dies_leaves_nothing_that_looks_whole(
    lake: LocalStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(lake, batch(0), version(1))
    put(lake)
    child = os.fork()
    if not child:  # dies as by kill -9, with all of it written
        monkeypatch.setattr(exporting, "finish", lambda *_, **__: os._exit(9))
        try:
            exported(lake, tmp_path / "out")
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    assert not (tmp_path / "out").exists()
    left = [one for one in tmp_path.iterdir() if "unfinished" in one.name]
    assert len(left) == 1
    exported(lake, tmp_path / "out")
    assert not left[0].exists()
    assert "README.md" in files(tmp_path / "out")


def test_a_takedown_lists_every_export_that_holds_the_article(lake: LocalStore, tmp_path: Path) -> None:
    build(lake, [sent(Deliver(number, 1, "usable", 0), NOON) for number in (1, 2)], 0, NOON)
    put(lake)
    heads = [exported(lake, tmp_path / form, form).head for form in ("parquet", "jsonl")]
    query = "SELECT name, digest, article_id FROM exports WHERE article_id = 'quay:1' ORDER BY digest"
    rows = [("cranes", digest, "quay:1") for digest in sorted(one.digest for one in heads)]
    assert [tuple(row.values()) for row in wirelake.sql(query, lake=lake.uri).to_pylist()] == rows
    clock = frozen(LATER)
    taken = obligations.take_down("quay:1", "by order", store=lake, clock=clock)
    named = [f"export cranes sha256:{one.digest}" for one in heads]
    assert all(any(one in said for said in taken.unreached) for one in named)
    erased = obligations.take_down("quay:1", "by order", erase=True, store=lake, clock=clock)
    assert erased.erased_at
    assert len([one for one in erased.unreached if one.startswith("export ")]) == 2
    proof = obligations.verify(erased, store=lake)
    assert all(any(one in said for said in proof.unreached) for one in named)
    (path, _) = (one.path for one in lake.objects("exports"))
    (Path(lake.uri) / path).write_bytes(b"rot")
    other = obligations.take_down("quay:2", "by order", store=lake, clock=clock)
    assert any("nobody knows" in one and path in one for one in other.unreached)
    assert any(one.startswith("export ") for one in other.unreached)


def test_a_takedown_while_it_is_made_stops_it(
    lake: LocalStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(lake, [sent(Deliver(number, 1, "usable", 0), NOON) for number in (1, 2)], 0, NOON)
    put(lake)
    noted = exporting._noted

    def late(*arguments: Any) -> record.Head:
        obligations.take_down("quay:1", "by order", store=lake, clock=frozen(LATER))
        return noted(*arguments)

    monkeypatch.setattr(exporting, "_noted", late)
    with pytest.raises(StorageError, match="ask again"):
        exported(lake, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_freeze_that_quotes_an_article_is_found(lake: LocalStore) -> None:
    article = sent(Deliver(1, 1, "usable", 0), NOON)
    build(lake, [article], 0, NOON)
    query = f"SELECT row_id FROM articles WHERE body_text = '{article.body_text}'"  # noqa: S608
    freeze(lake, freezing.Wish(name="quoting", query=query), code="c0de", now=LATER)
    taken = obligations.take_down("quay:1", "by order", erase=True, store=lake, clock=frozen(LATER))
    proof = obligations.verify(taken, store=lake)
    assert [one.partition(":")[0] for one in proof.left] == ["freezes/name=quoting/freeze.parquet"]


@pytest.mark.parametrize(
    ("until", "why"),
    [
        ("2026-03-01", "licence_ended"),
        ("2026-03-02", ""),
        ("2026-03-02T10:00:00+00:00", "licence_ended"),
        (None, ""),
    ],
)
def test_a_licence_ends_in_the_sources_zone(until: str | None, why: str) -> None:
    row = {"source": "quay", "rights_status": "open", "rights_reserved": False, "usage_terms": None}
    source = {"licence_until": until, "timezone": "America/Los_Angeles", "licence": "yours to use"}
    assert refused(row, source, Filters(), datetime(2026, 3, 3, 7, tzinfo=UTC)) == why


def test_nothing_is_exported_into_the_lake_or_of_nothing(lake: LocalStore, tmp_path: Path) -> None:
    publish(lake, batch(0), version(1, rights_reserved=True))
    put(lake)
    with pytest.raises(ConfigError, match="within the lake"):
        exported(lake, Path(lake.uri) / "out")
    with pytest.raises(ConfigError, match="1 rights_reserved"):
        exported(lake, tmp_path / "out")
    assert lake.objects("exports") == []
