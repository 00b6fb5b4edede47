"""Which dropped files are no items, by their name or by how they begin, and which may be."""

import pytest

from wirelake.payloads.no_items import by_content, by_name, is_index


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("q1.jpg", "picture"),
        ("2026/Q1.JPEG", "picture"),
        ("q1.xml.jpg", "picture"),
        ("film.mp4", "video"),
        ("film.xml", None),
        ("sound.mp3", "audio"),
        ("release.pdf", "pdf"),
        ("q1.xml.md5", "checksum"),
        ("manifest.json", "manifest"),
        ("MANIFEST", "manifest"),
        ("manifest-20260302.xml", "manifest"),
        ("manifest-destiny.txt", None),
        ("manifesto.txt", None),
        ("index.html", "index"),
        ("4711/index.html", None),  # a page that was saved in a folder of its own
        ("index.xml", None),  # NewsML 1: may be a package
        ("jpg", None),
        ("q1", None),
        ("all.zip", None),
    ],
)
def test_by_name(name: str, kind: str | None) -> None:
    assert by_name(name) == kind


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "picture"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "picture"),
        (b"RIFF\x10\0\0\0WAVEfmt ", "audio"),
        (b"\0\0\0\x18ftypmp42", "video"),
        (b"\0\0\0\x18ftypheic", "picture"),
        (b"%PDF-1.7", "pdf"),
        (b"", None),
        (b"GIF8 is a format of pictures.", None),
        (b"ID3 cards are issued", None),
        ("Żegluga".encode("utf-16"), None),
        (b"\x01a0123\x1fQUAY", None),
        (b"<?xml version='1.0'?>", None),
    ],
)
def test_by_content(data: bytes, kind: str | None) -> None:
    assert by_content(data) == kind


def test_an_index_goes_by_its_name() -> None:
    assert [is_index(name) for name in ("a/Index.XML", "index", "index2.xml", "myindex.xml")] == [
        True, True, False, False,
    ]  # fmt: skip
