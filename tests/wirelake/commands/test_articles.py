"""preview at the command line: all that one payload holds, with the package in which it came."""

import json
from pathlib import Path

import pytest
from tests.wirelake.commands.command import status
from tests.wirelake.quay import write_sources

SAMPLE = Path(__file__).parents[2] / "samples" / "breakwater" / "newsml-g2-package-text-picture" / "raw.xml"


def test_all_records_of_a_payload_are_shown(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    write_sources(folder, "quay")
    assert status(monkeypatch, "preview", str(SAMPLE), "--source", "quay", "--json") == 0
    records = json.loads(capsys.readouterr().out)
    assert [one["record_kind"] for one in records] == ["package", "article", "media"]
    (package, *members) = records
    assert package["packages"] == []
    assert [one["packages"] for one in members] == [[package["article_id"]]] * 2
    assert status(monkeypatch, "preview", str(SAMPLE), "--source", "quay", "--lines") == 0
    lines = capsys.readouterr().out.splitlines()
    assert [json.loads(line)["article_id"] for line in lines] == [one["article_id"] for one in records]
    assert status(monkeypatch, "preview", str(SAMPLE), "--source", "quay") == 0
    told = capsys.readouterr().out
    assert "1 of 3" in told
    assert "3 of 3" in told
