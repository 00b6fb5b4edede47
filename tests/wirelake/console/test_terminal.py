"""What a hostile page says cannot command the terminal that shows it, by whichever command it is shown."""

import io
import json
import sys
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.progress import Progress
from rich.table import Table
from tests.wirelake.quay import BATCH, DAY, YAML, capture, page, received, write_sources

from wirelake.__main__ import main
from wirelake.console.terminal import Terminal
from wirelake.lake.marker import begin
from wirelake.legible import OBEYED, header, in_json, legible, one_line
from wirelake.storage import LocalStore

EVIL = "\x1b[2J\x1b]0;gone\x07\x9b31m\u202edlog\u2066\u2028\x85\r\x7f"
SPACES = "a\u00a0b\u3000c \u200cمی\u200dخ\u200e"  # blanks, joiners and marks of real texts


def obeyed(text: str) -> list[str]:
    """The characters that a terminal would obey, but for line ends."""
    turning = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    return [
        one
        for one in text
        if (unicodedata.category(one) in ("Cc", "Zl", "Zp", "Cs") and one not in "\n\t")
        or unicodedata.bidirectional(one) in turning
    ]


@given(st.text())
def test_nothing_that_is_obeyed_is_left_and_nothing_else_goes(text: str) -> None:
    assert obeyed(legible(text)) == []
    assert len(legible(text)) == len(text)
    assert all(a == b or obeyed(a) or a in "\ufffe\uffff" for a, b in zip(text, legible(text), strict=True))
    assert "\n" not in one_line(text)


@given(st.text())
def test_json_means_the_same(text: str) -> None:
    written = in_json(json.dumps({text: [text]}, ensure_ascii=False))
    assert obeyed(written) == []
    assert json.loads(written) == {text: [text]}
    written.encode()


def test_texts_of_real_scripts_stay() -> None:
    assert legible(SPACES) == SPACES


def test_a_header_keeps_its_utf_8() -> None:
    value = "né\x1b[2Jà".encode().decode("latin-1")
    assert header(value).encode("latin-1").decode() == "né [2Jà"


def test_all_that_a_console_can_show_passes_the_filter() -> None:
    stream = io.StringIO()
    console = Terminal(file=stream, force_terminal=False, width=200)
    table = Table(EVIL, title=EVIL)
    table.add_row(EVIL)
    console.print(EVIL, table)
    console.log(EVIL)
    with Progress(console=console) as bar:
        bar.add_task(EVIL, total=1)
    assert obeyed(stream.getvalue()) == []
    coloured = io.StringIO()
    Terminal(file=coloured, force_terminal=True, color_system="standard").print("[red]a\x1b[2J[/red]")
    assert "\x1b[31m" in coloured.getvalue()  # its own colours stay
    assert "\x1b[2J" not in coloured.getvalue()


def said(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *words: str) -> str:
    monkeypatch.setattr(sys, "argv", ["wirelake", *words])
    try:
        main()
    except SystemExit as ended:
        assert ended.code != 2, capsys.readouterr()
    streams = capsys.readouterr()
    return streams.out + streams.err


def test_no_command_prints_what_a_page_commands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WIRELAKE_SOURCES", str(tmp_path / "sources"))
    monkeypatch.setenv("WIRELAKE_LAKE", str(tmp_path / "lake"))
    begin(LocalStore(tmp_path / "lake"))
    write_sources(tmp_path / "sources", "quay")
    assert "{name}" in YAML
    text = f"Crane number 1 was painted{EVIL} green. Nobody{EVIL} saw it happen on the quay."
    given: dict[str, Any] = {"link": received(1).link}
    bad = received(2, failure="http_403", failure_detail=f"answered 403 {EVIL}")
    undated = received(3, page(3, None, text))
    capture(LocalStore(tmp_path / "lake"), BATCH, [received(1, page(1, text=text), **given), bad, undated])
    (tmp_path / "page.txt").write_bytes(page(1, text=text))
    commands = (
        ("replay", "quay", str(DAY), "--accept"),
        ("show", "quay:1000001"),
        ("preview", str(tmp_path / "page.txt"), "--source", "quay"),
        ("preview", str(tmp_path / "page.txt"), "--source", "quay", "--json"),
        ("preview", str(tmp_path / "page.txt"), "--source", "quay", "--lines"),
        ("diff", "quay", str(DAY)),
        ("diff", "quay", str(DAY), "--json"),
        ("learn", "quay", "--min-articles", "2"),
        ("learn", "quay", "--min-articles", "2", "--json"),
        ("sources",),
        ("review",),
        ("takedown", "quay:1000001", "--reason", f"because{EVIL}"),
        ("takedown", "quay:1000001", "--verify"),
    )
    for words in commands:
        shown = said(monkeypatch, capsys, *words)
        assert obeyed(shown) == [], words
        if words[0] in ("replay", "show"):
            assert "\N{REPLACEMENT CHARACTER}" in shown
        if words[-1] == "--json" and words[0] != "diff":
            json.loads(shown[shown.index("[" if words[0] == "preview" else "{") :])
    assert OBEYED.search(EVIL)
