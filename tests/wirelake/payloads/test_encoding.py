"""The charset that the bytes bear out, whatever is declared."""

import codecs

import pytest
from tests.growth import assert_in_proportion

from wirelake.payloads.declarations import declared_in, from_header
from wirelake.payloads.encoding import decode
from wirelake.payloads.labels import label

RUSSIAN = "Порт открыли для зерновых судов, сообщила смотрительница набережной."
JAPANESE = "港は再び穀物船に開かれたと埠頭の管理人が述べた。"
FRENCH = "Le quai a été rouvert à l’aube, déclare la gardienne du port."


def page(text: str, meta: str = "") -> str:
    return f"<html><head>{meta}<title>{text}</title></head><body><p>{text * 3}</p></body></html>"


@pytest.mark.parametrize(
    ("text", "charset", "header", "meta", "found"),
    [
        # as declared
        (RUSSIAN, "utf-8", "text/html; charset=utf-8", "", "utf-8"),
        (RUSSIAN, "cp1251", "text/html; charset=windows-1251", "", "windows-1251"),
        (RUSSIAN, "koi8-r", None, "<meta charset=koi8-r>", "koi8-r"),
        (JAPANESE, "cp932", None, '<meta http-equiv=content-type content="a; charset=x-sjis">', "shift_jis"),
        (JAPANESE, "iso2022_jp", "text/html; charset=iso-2022-jp", "", "iso-2022-jp"),
        (JAPANESE, "gb18030", "text/html; charset=gb2312", "", "gbk"),
        (FRENCH, "cp1252", "text/html; charset=ISO-8859-1", "", "windows-1252"),
        (FRENCH, "utf-16-le", "text/html; charset=utf-16", "", "utf-16le"),
        (FRENCH, "utf-16-be", "text/html; charset=utf-16", "", "utf-16be"),
        # named, though not declared as it should be
        (RUSSIAN, "cp1251", None, '<meta name=x content="text/html; charset=windows-1251">', "windows-1251"),
        # nothing declared
        (FRENCH, "utf-8", None, "", "utf-8"),
        (FRENCH, "cp1252", None, "", "windows-1252"),
        (RUSSIAN, "cp1251", None, "", "windows-1251"),
        # a mark wins over what is declared
        (FRENCH, "utf-8-sig", "text/html; charset=windows-1252", "", "utf-8"),
        (FRENCH, "utf-16", "text/html; charset=utf-8", "", "utf-16le"),
        (FRENCH, "utf-32", None, "", "utf-32le"),
    ],
)
def test_charset(text: str, charset: str, header: str | None, meta: str, found: str) -> None:
    written = page(text, meta)
    decoded = decode(written.encode(charset), header, markup=True)
    assert (decoded.text, decoded.charset, decoded.flags) == (written, found, ())


@pytest.mark.parametrize(
    ("text", "charset", "header", "meta", "found"),
    [
        (RUSSIAN, "utf-8", "text/html; charset=windows-1251", "", "utf-8"),
        (FRENCH, "cp1252", "text/html; charset=utf-8", "", "windows-1252"),
        (FRENCH, "cp1252", None, "<meta charset=utf-8>", "windows-1252"),
        (RUSSIAN, "cp1251", "text/html; charset=utf-8", "", "windows-1251"),
        (FRENCH, "utf-8", "text/html; charset=iso-8859-1", "<meta charset=latin1>", "utf-8"),
    ],
)
def test_a_wrong_declaration_is_healed(
    text: str, charset: str, header: str | None, meta: str, found: str
) -> None:
    written = page(text, meta)
    decoded = decode(written.encode(charset), header, markup=True)
    assert (decoded.text, decoded.charset, decoded.flags) == (written, found, ("charset_healed",))


def test_the_meta_element_is_believed_where_the_header_is_wrong() -> None:
    written = page(RUSSIAN, "<meta charset=windows-1251>")
    decoded = decode(written.encode("cp1251"), "text/html; charset=utf-8", markup=True)
    assert (decoded.text, decoded.flags) == (written, ())


@pytest.mark.parametrize("broken", [b"\xf0\x9f\x98", b"\xe2\x80", b"\xc3(", b"\x92"])
def test_a_broken_byte_does_not_change_the_charset_of_all(broken: bytes) -> None:
    data = page(FRENCH).encode() + broken + b"</p>"
    for header in ("text/html; charset=utf-8", None):
        decoded = decode(data, header, markup=True)
        assert decoded.charset == "utf-8"
        assert FRENCH in decoded.text
        assert decoded.flags == ("characters_lost",)


def test_utf_7_is_no_charset() -> None:
    decoded = decode(b"<meta charset=utf-7>+ADw-script+AD4-", "text/html; charset=utf-7", markup=True)
    assert decoded.text.endswith("+ADw-script+AD4-")
    assert label("utf-7") is None


@pytest.mark.parametrize(
    ("text", "codec", "charset"),
    [
        ("北の港が九日ぶりに開いた。", "shift_jis", "shift_jis"),
        ("北の港が九日ぶりに開いた。", "euc-jp", "euc-jp"),
        ("북쪽 항구가 아흐레 만에 다시 열렸다.", "euc-kr", "euc-kr"),
        (
            "北港九天后重新开放，两艘船已经进港。船员们说，他们等了很久才看到港口的灯光。",
            "gb18030",
            "gb18030",
        ),
        ("Der Präfekt prüfte die Gefängnisse, sagte er über Örtlichkeiten", "cp1252", "windows-1252"),
        ("ÄÖÜ ÄÖÜ «ÀÉÈ» ÄÖÜ", "cp1252", "windows-1252"),
    ],
)
def test_japanese_and_korean_are_told_by_their_letters(text: str, codec: str, charset: str) -> None:
    assert decode(f"<p>{text}</p>".encode(codec), markup=True).charset == charset


def test_text_declares_nothing_by_itself() -> None:
    assert decode(b"<meta charset=koi8-r> \xc1").text.endswith("Á")


@pytest.mark.parametrize(
    ("markup", "charset"),
    [
        ("<meta charset=utf-16>", "utf-8"),  # it was read as ASCII
        ("<meta charset=x-user-defined>", "windows-1252"),
        ("<!-- <meta charset=koi8-r> --><meta charset=big5>", "big5"),
        ('<p title="<meta charset=koi8-r>"><meta charset=big5>', "big5"),
        ("<meta charset=bogus><meta charset=big5>", "big5"),
        ('<?xml version="1.0" encoding="koi8-r"?><html>', "koi8-r"),
        (" " * 30_000 + "<meta charset=big5>", "big5"),
        ("<body><meta charset=big5>", None),
        ('<meta name=a content="text/html; charset=big5">', None),
        ('<meta charset="big5', None),
    ],
)
def test_declarations(markup: str, charset: str | None) -> None:
    assert declared_in(markup.encode()) == charset


def test_headers() -> None:
    assert from_header('text/html; foo="bar; charset=koi8-r"; charset="big5"') == "big5"
    assert from_header("text/html; charset=utf-7") is None
    assert from_header(None) is None


@pytest.mark.parametrize(
    "piece", [b"<", b"<!", b"<meta ", b'<a b="', b"\xe9", b"\xe0\xa0", b"<\xe9", b"<!--", b"<meta charset='"]
)
def test_the_time_is_bounded(piece: bytes) -> None:
    assert_in_proportion(lambda many: decode(piece * (many // len(piece)), markup=True), 3_000_000)


def test_any_mark_and_any_rest_decode() -> None:
    for mark in (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE, b""):
        assert isinstance(decode(mark + b"\xff\xd8\x00\xed\xa0\x80", markup=True).text, str)
