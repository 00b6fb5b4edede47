"""What is read out of an archive, and what a hostile one gets done: nothing but being passed over."""

import gzip
import os
import tarfile
import zipfile
from pathlib import Path
from typing import Any

import pytest
from tests.wirelake.importing.archives import tarred, zip_of, zipped

from wirelake.errors import ConfigError, PermanentError
from wirelake.importing import members as reading
from wirelake.importing.members import members

ITEMS = {"2026/b.txt": b"second", "2026/a.txt": b"first"}


def read(path: Path) -> dict[str, bytes | str]:
    """By name the bytes, or why it is passed over."""
    return {one.name: one.why_not or one.body for one in members(path)}


def test_each_kind_of_archive_gives_its_items_in_its_order(tmp_path: Path) -> None:
    whole = zipped(tmp_path / "wire.zip", ITEMS)
    assert [*read(whole).items()] == [("wire.zip/2026/b.txt", b"second"), ("wire.zip/2026/a.txt", b"first")]
    for name, form in (("wire.tar", "w"), ("wire.tgz", "w:gz"), ("wire.tar.xz", "w:xz")):
        found = read(tarred(tmp_path / name, ITEMS, form=form))
        assert [*found.values()] == [b"second", b"first"]
    (tmp_path / "one.txt.gz").write_bytes(gzip.compress(b"alone"))
    assert read(tmp_path / "one.txt.gz") == {"one.txt": b"alone"}
    folder = tmp_path / "folder"
    (folder / "2026").mkdir(parents=True)
    for name, body in ITEMS.items():
        (folder / name).write_bytes(body)
    zipped(folder / "more.zip", {"c.txt": b"third"})
    (folder / "link.txt").symlink_to("/etc/hostname")
    assert read(folder) == {
        "folder/2026/a.txt": b"first",
        "folder/2026/b.txt": b"second",
        "folder/link.txt": "not_a_file",
        "folder/more.zip/c.txt": b"third",
    }


def test_a_mailbox_gives_its_messages(tmp_path: Path) -> None:
    box = (
        b"From a@x Thu\nSubject: one\n\nBody.\n>From here on.\n\nFrom b@x Fri\nSubject: two\n\nThe harbour.\n"
    )
    (tmp_path / "wire.mbox").write_bytes(box)
    assert read(tmp_path / "wire.mbox") == {
        "wire.mbox/1.eml": b"Subject: one\n\nBody.\nFrom here on.\n\n",
        "wire.mbox/2.eml": b"Subject: two\n\nThe harbour.\n",
    }


def test_names_links_and_locked_members_lead_nowhere(tmp_path: Path) -> None:
    names = ["../evil.txt", "/etc/evil.txt", "a/../../evil.txt", "C:\\evil.txt", "..\\evil.txt", ".hidden"]
    found = read(zipped(tmp_path / "odd.zip", dict.fromkeys(names, b"x") | {"n" * 1_001: b"x"}))
    assert [*found.values()] == ["unsafe_name"] * 5 + ["hidden", "long_name"]
    link, hard, pipe = (tarfile.TarInfo(name) for name in ("link.txt", "hard.txt", "pipe.txt"))
    link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
    hard.type, hard.linkname = tarfile.LNKTYPE, "../../etc/passwd"
    pipe.type = tarfile.FIFOTYPE
    assert [*read(tarred(tmp_path / "odd.tar.gz", ITEMS, link, hard, pipe)).values()][2:] == [
        "not_a_file"
    ] * 3
    info = zipfile.ZipInfo("link.txt")
    info.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "link.zip", "w") as whole:
        whole.writestr(info, "/etc/passwd")
    assert read(tmp_path / "link.zip") == {"link.zip/link.txt": "not_a_file"}


def test_archives_within_archives_are_opened_so_deep_and_no_deeper(tmp_path: Path) -> None:
    data = zip_of({"item.txt": b"deep"})
    for _ in range(2):
        data = zip_of({"inner.zip": data})
    found = read(
        zipped(tmp_path / "outer.zip", {"good.txt": b"good", "deep.zip": data, "bad.zip": b"PK\x03\x04"})
    )
    assert found == {
        "outer.zip/good.txt": b"good",
        "outer.zip/deep.zip/inner.zip/inner.zip": "too_deep",
        "outer.zip/bad.zip": "damaged",
    }


def test_what_grows_beyond_bounds_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_DROPPED_BYTES", 100_000)
    monkeypatch.setattr(reading, "SLACK", 1_000_000)
    bomb = bytes(90_000)
    assert read(zipped(tmp_path / "one.zip", {"large.txt": bytes(200_000)})) == {
        "one.zip/large.txt": "too_large"
    }
    path = zipped(tmp_path / "bomb.zip", {f"{number}.txt": bomb for number in range(100)})
    with pytest.raises(PermanentError, match="times its size"):
        read(path)
    path = tarred(tmp_path / "bomb.tar.xz", {f"{number}.txt": bomb for number in range(100)}, form="w:xz")
    with pytest.raises(PermanentError, match="times its size"):
        read(path)
    monkeypatch.setattr(reading, "MOST_IN_ZIP", 2)
    with pytest.raises(PermanentError, match="a zip of 3 members"):
        read(zipped(tmp_path / "many.zip", {f"{number}.txt": b"" for number in range(3)}))


def test_a_header_of_headers_is_not_read_at_any_size(tmp_path: Path) -> None:
    info = tarfile.TarInfo("name")
    info.type, info.size = tarfile.GNUTYPE_LONGNAME, 1 << 33
    (tmp_path / "long.tar").write_bytes(info.tobuf(tarfile.GNU_FORMAT) + bytes(10_240))
    with pytest.raises(PermanentError, match="a header of"):
        read(tmp_path / "long.tar")


def test_a_folder_that_cannot_be_listed_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "wire/2026").mkdir(parents=True)
    listed = os.scandir

    def refused(path: str) -> Any:  # root may list any
        if str(path).endswith("2026"):
            raise PermissionError(13, "Permission denied", str(path))
        return listed(path)

    monkeypatch.setattr(os, "scandir", refused)
    with pytest.raises(PermanentError, match="Permission denied"):
        list(members(tmp_path / "wire"))


def test_a_broken_archive_is_said(tmp_path: Path) -> None:
    whole = tarred(tmp_path / "cut.tar.gz", {"a.txt": os.urandom(10_000), "b.txt": os.urandom(100_000)})
    whole.write_bytes(whole.read_bytes()[:50_000])
    with pytest.raises(PermanentError, match="breaks off"):
        read(whole)
    with pytest.raises(ConfigError, match="no such file"):
        read(tmp_path / "nothing.zip")
    data = bytearray(zip_of({"a.txt": b"a" * 5_000, "b.txt": b"good"}))
    data[40] ^= 0xFF
    (tmp_path / "flipped.zip").write_bytes(data)
    assert read(tmp_path / "flipped.zip") == {"flipped.zip/a.txt": "damaged", "flipped.zip/b.txt": b"good"}
