"""What of XML is read, healed and refused: before, in and after the parser."""

import time
from pathlib import Path

import pytest
from tests.wirelake.formats.documents import nitf, raw

from wirelake.errors import ParseError
from wirelake.formats import newsml_1, newsml_g2
from wirelake.markup import xml_tree
from wirelake.markup.xml_tree import attribute, first, read, text_at, words

LAUGHS = '<!DOCTYPE nitf [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
DEEP = "<p>" * 2_000 + "x" + "</p>" * 2_000
MANY = " ".join(f"a{number}='1'" for number in range(20_000))
ITEMS = {newsml_g2: "newsItem", newsml_1: "NewsItem"}
ROOTS = {newsml_g2: "newsMessage", newsml_1: "NewsML"}
TOO_MUCH = {
    "entities of entities": (LAUGHS + nitf("<ed-msg info='&b;'/>"), "xml_bomb"),
    "a long entity": (f'<!DOCTYPE nitf [<!ENTITY a "{"x" * 2_000}">]>{nitf()}', "xml_bomb"),
    "nesting": (nitf(content=DEEP), "too_deep"),
    "tags": (nitf(content="<p/>" * xml_tree.MAX_TAGS), "too_many_tags"),
    "attributes": (nitf(content=f"<p {MANY}/>"), "too_many_attributes"),
    "bytes": (nitf(content="x" * xml_tree.MAX_BYTES), "too_large"),
    "half a document": (nitf(content="<p>Ships wait.</p>" * 100)[:1_000], "truncated"),
    "no document": ("Ships wait.", "not_xml"),
    "nothing": ("", "not_xml"),
}


@pytest.mark.parametrize("case", TOO_MUCH)
@pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
def test_what_is_no_document_or_too_much_is_refused_at_once(case: str, codec: str) -> None:
    body, reason = TOO_MUCH[case]
    started = time.process_time()
    with pytest.raises(ParseError) as refused:
        read(raw(body.encode(codec)))
    assert refused.value.reason == reason
    assert time.process_time() - started < 3


@pytest.mark.parametrize("module", [newsml_g2, newsml_1])
def test_a_message_of_too_many_items_is_refused(module: object) -> None:
    root, item = ROOTS[module], ITEMS[module]  # type: ignore[index]
    started = time.process_time()
    with pytest.raises(ParseError) as refused:
        module.parse(raw(f"<{root}>{f'<{item}/>' * 100_000}</{root}>"))  # type: ignore[attr-defined]
    assert refused.value.reason == "too_many_entries"
    assert time.process_time() - started < 3


def test_external_entities_and_dtds_stay_outside(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("Secret")
    doctype = f'<!DOCTYPE nitf SYSTEM "{secret.as_uri()}" [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    tree = read(raw(f"{doctype}{nitf(content='<p>A &x; ship</p>')}")).root
    assert words(first(tree, "body")) == "A &x; ship"


def test_named_characters_of_a_dtd_that_is_never_loaded_are_read() -> None:
    doctype = '<!DOCTYPE nitf SYSTEM "nitf-3-4.dtd">'
    tree = read(raw(f"{doctype}{nitf(content='<p>Caf&eacute; &amp; quay&nbsp;&lt;1&gt;</p>')}")).root
    assert words(first(tree, "body")) == "Café & quay <1>"


@pytest.mark.parametrize(
    ("declared", "codec", "flags"),
    [
        ("", "utf-8", ()),
        ("<?xml version='1.0' encoding='iso-8859-1'?>", "iso-8859-1", ()),
        ("<?xml version='1.0' encoding='iso-8859-1'?>\n", "utf-8", ("charset_healed",)),
        ("<?xml version='1.0' encoding='utf-8'?>", "windows-1252", ("charset_healed",)),
        ("<?xml version='1.0' encoding='utf-16'?>", "utf-16", ()),
        ("<?xml version='1.0' encoding='windows-1251'?>", "utf-8-sig", ()),
    ],
)
def test_charsets(declared: str, codec: str, flags: tuple[str, ...]) -> None:
    document = read(raw((declared + nitf(content="<p>Größe des Hafens</p>")).encode(codec)))
    assert words(first(document.root, "body")) == "Größe des Hafens"
    assert document.flags == flags


@pytest.mark.parametrize("content", ["<p>Bed & berth</p>", "<p><q:b>Bed & berth</q:b></p>"])
def test_what_is_not_quite_xml_is_healed_and_flagged(content: str) -> None:
    document = read(raw(nitf(content=content)))
    assert "Bed" in words(first(document.root, "body"))
    assert "berth" in words(first(document.root, "body"))
    assert document.flags == ("markup_healed",)


def test_control_characters_of_old_transmissions_are_blanks() -> None:
    document = read(raw(nitf(content="<p>Ships\x02 wait\x1a.</p>")))
    assert words(first(document.root, "body")) == "Ships wait ."
    assert document.flags == ()


def test_names_go_without_namespace_and_case() -> None:
    tree = read(
        raw('<q:News xmlns:q="urn:q"><q:HeadLine q:ID=" 1  2 "> A\n B </q:HeadLine><headline/></q:News>')
    ).root
    assert text_at(tree, "headline") == "A B"
    assert attribute(first(tree, "headline"), "missing", "id") == "1 2"
    assert attribute(None, "id") is None
