"""What lies in the lake itself: files that were dropped, and WARC files that another archive made."""

import gzip
import io
import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.wirelake.discover.searching import NOON, find
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from wirelake.payloads import payload
from wirelake.records import Kind
from wirelake.storage import LocalStore

WARCS = {"kind": "warc", "prefix": "warc/quay/{day}"}
PAGE = b"<!doctype html><title>Port reopens</title><article><p>The basin was open.</p></article>"


def test_a_drop_folders_files(store: LocalStore, tmp_path: Path) -> None:
    folder = tmp_path / "lake" / "drop" / "quay" / "2026-03-04"
    (folder / "more").mkdir(parents=True)
    names = ["a.txt", "b c.txt", "d\ne.txt", "more/f.html", ".hidden", "ü%.txt", "#1.txt"]
    for name in [*names, os.fsdecode(b"latin-\xe9.txt")]:
        (folder / name).write_text("x")
    (folder / "link.txt").symlink_to("/etc/passwd")
    (folder.parent / "2026-03-05").mkdir()
    (folder.parent / "2026-03-05" / "other.txt").write_text("x")
    found = find(store, {"kind": "drop_folder", "prefix": "drop/quay/{day}"})
    urls = [link.url.removeprefix("drop:quay/2026-03-04/") for _, link in found.files]
    assert sorted(urls) == sorted(
        ["a.txt", "b%20c.txt", "d%0Ae.txt", "more/f.html", "%C3%BC%25.txt", "%231.txt", "latin-%E9.txt"]
    )
    assert all(store.read(stored.path) for stored, _ in found.files)


def test_what_a_drop_folder_passes_over_is_named_with_the_reason(store: LocalStore, tmp_path: Path) -> None:
    folder = tmp_path / "lake" / "drop" / "quay" / "2026-03-04"
    (folder / "more" / ".git").mkdir(parents=True)
    for name in ("a.txt", ".DS_Store", "more/b.xml.part", "more/.git/c.txt"):
        (folder / name).write_text("x")
    (folder / "link.txt").symlink_to("/etc/passwd")
    (folder / "linked").symlink_to(tmp_path, target_is_directory=True)
    os.mkfifo(folder / "pipe")
    found = find(store, {"kind": "drop_folder", "prefix": "drop/quay/{day}"})
    assert len(found.files) == 1
    told = dict(one.removeprefix("drop/quay/2026-03-04/").split(" is passed over: ") for one in found.lost)
    assert told == {
        ".DS_Store": "its name begins with a dot",
        "more/.git": "its name begins with a dot",
        "more/b.xml.part": "not finished: its name ends in .part",
        "link.txt": "a symbolic link",
        "linked": "a symbolic link",
        "pipe": "not a file",
    }
    for number in range(30):
        (folder / f".{number}").write_text("x")
    told_then = find(store, {"kind": "drop_folder", "prefix": "drop/quay/{day}"}).lost
    assert len(told_then) == 21
    assert told_then[-1] == "16 more files of the drop folder are passed over"


def test_a_drop_folder_that_is_not_there_is_empty(store: LocalStore) -> None:
    assert find(store, {"kind": "drop_folder", "prefix": "drop/quay/{day}"}).files == []


def record(
    url: str, body: bytes = PAGE, status: str = "200 OK", kind: str = "response", **headers: str
) -> bytes:
    """One record, in a gzip member of its own; headers by their names with _ for -."""
    sink = io.BytesIO()
    writer = WARCWriter(sink, gzip=True)
    named = {"Content_Type": "text/html", **headers}
    facts: dict[str, Any] = {"warc_content_type": "text/html"}
    if kind == "response":
        pairs = [(name.replace("_", "-"), value) for name, value in named.items()]
        facts = {"http_headers": StatusAndHeaders(status, pairs, protocol="HTTP/1.1")}
    writer.write_record(
        writer.create_warc_record(
            url, kind, payload=io.BytesIO(body), warc_headers_dict={"WARC-IP-Address": "192.0.2.1"}, **facts
        )
    )
    return sink.getvalue()


def put(tmp_path: Path, name: str, *records: bytes) -> None:
    path = tmp_path / "lake" / "warc" / "quay" / "2026-03-04" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"".join(records))


def test_the_pages_of_a_warc_file_are_articles(store: LocalStore, tmp_path: Path) -> None:
    packed = gzip.compress(PAGE)
    chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(PAGE), PAGE)
    put(
        tmp_path,
        "a.warc.gz",
        record("https://quay.example/1?src=x"),
        record("https://quay.example/2", packed, Content_Encoding="gzip", Set_Cookie="a=b"),
        record("https://quay.example/3", chunked, Transfer_Encoding="chunked"),
        record("https://quay.example/4", kind="resource"),
        record("https://quay.example/gone", status="404 Not Found"),
        record("https://quay.example/picture", b"GIF89a", Content_Type="image/gif"),
        record("dns:quay.example", kind="resource"),
    )
    put(tmp_path, ".hidden.warc", b"x")
    found = find(store, WARCS)
    assert (found.links, found.files, found.exchanges) == ([], [], [])
    raws = list(found.records)
    assert [raw.link.url.removeprefix("https://quay.example/") for raw in raws] == ["1", "2", "3", "4"]
    assert {(raw.kind, raw.link.origin, raw.status, raw.fetched_at, raw.ip) for raw in raws} == {
        (Kind.ARTICLE, "warc", 200, NOON, "192.0.2.1")
    }
    assert raws[1].body == packed  # still as the server packed it
    assert not any(raw.header("set-cookie") or raw.header("transfer-encoding") for raw in raws)
    assert [payload(raw) for raw in raws] == [PAGE] * 4
    assert found.lost == []


def test_the_pattern_chooses_records(store: LocalStore, tmp_path: Path) -> None:
    put(tmp_path, "a.warc.gz", record("https://quay.example/1"), record("https://other.example/2"))
    found = find(store, {**WARCS, "link_pattern": "//quay[.]"})
    assert [raw.link.url for raw in found.records] == ["https://quay.example/1"]


@pytest.mark.parametrize("damage", ["cut", "flip"])
def test_a_damaged_warc_file_loses_the_damaged_record_alone(
    store: LocalStore, tmp_path: Path, damage: str
) -> None:
    records = [record(f"https://quay.example/{number}") for number in range(3)]
    if damage == "cut":
        records[2] = records[2][:-20]
    else:
        middle = bytearray(records[1])
        middle[len(middle) // 2] ^= 0x10
        records[1] = bytes(middle)
    put(tmp_path, "a.warc.gz", *records)
    put(tmp_path, "b.warc.gz", record("https://quay.example/3"))
    found = find(store, WARCS)
    kept = ["0", "1", "3"] if damage == "cut" else ["0", "2", "3"]
    assert [raw.link.url[-1] for raw in found.records] == kept
    assert found.lost
    assert all(told.startswith("warc/quay/2026-03-04/a.warc.gz at ") for told in found.lost)


def test_a_file_that_is_no_warc_file_is_told(store: LocalStore, tmp_path: Path) -> None:
    put(tmp_path, "notes.txt", b"x")
    put(tmp_path, "b.warc", b"this is no WARC file")
    found = find(store, WARCS)
    assert list(found.records) == []
    assert len(found.lost) == 2
    assert found.lost[1] == "warc/quay/2026-03-04/notes.txt: not the name of a WARC file, so it is not read"


def test_records_are_read_as_they_are_taken(store: LocalStore, tmp_path: Path) -> None:
    put(tmp_path, "a.warc.gz", *(record(f"https://quay.example/{number}") for number in range(3)))
    records = iter(find(store, WARCS).records)
    assert next(records).link.url.endswith("/0")
    put(tmp_path, "z.warc.gz", record("https://quay.example/9"))
    assert [raw.link.url[-1] for raw in records] == ["1", "2"]
    assert list(find(store, WARCS, day=date(2026, 3, 5)).records) == []
