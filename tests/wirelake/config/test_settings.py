"""The settings of a checkout: one file for all commands, the environment before it; what differs is said."""

import os
import tomllib
from pathlib import Path

import pytest
from tests.wirelake.commands.command import status

from wirelake.commands.days import WRONG
from wirelake.config.settings import SHIPPED, apply_settings, read_settings, settings_file, write_settings
from wirelake.errors import ConfigError

FILE = """
lake = "data/lake"
sources = ["mine", "/srv/sources"]
contact = "newsdesk@harbour.example"
[environment]
AWS_REGION = "eu-north-1"
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    (tmp_path / "wirelake.toml").write_text(FILE, encoding="utf-8")
    (tmp_path / "deep" / "down").mkdir(parents=True)
    return tmp_path


def test_a_command_below_the_file_has_its_settings(checkout: Path) -> None:
    environment: dict[str, str] = {}
    applied = apply_settings(environment, checkout / "deep" / "down")
    assert applied == (checkout / "wirelake.toml", ())
    assert environment == {
        "WIRELAKE_LAKE": f"{checkout}/data/lake",
        "WIRELAKE_SOURCES": os.pathsep.join([f"{checkout}/mine", "/srv/sources", str(SHIPPED)]),
        "WIRELAKE_CONTACT": "newsdesk@harbour.example",
        "AWS_REGION": "eu-north-1",
    }
    assert apply_settings(environment, checkout).differs == ()  # twice is once


def test_the_environment_counts_and_what_differs_is_said(checkout: Path) -> None:
    own = {"WIRELAKE_LAKE": "s3://other/lake", "WIRELAKE_SOURCES": ""}
    (differs,) = apply_settings(own, checkout).differs
    assert differs.startswith("WIRELAKE_LAKE is s3://other/lake, by the environment")
    assert f"{checkout}/wirelake.toml says {checkout}/data/lake" in differs
    assert own["WIRELAKE_LAKE"] == "s3://other/lake"
    assert own["WIRELAKE_SOURCES"].startswith(f"{checkout}/mine")


def test_the_file_may_be_named_or_none(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    assert settings_file({}, elsewhere) is None
    named = {"WIRELAKE_SETTINGS": str(checkout / "wirelake.toml")}
    assert settings_file(named, elsewhere) == checkout / "wirelake.toml"
    assert settings_file({"WIRELAKE_SETTINGS": ""}, checkout) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("\nlake = x", "not TOML: Invalid value (at line 2"),
        ('laek = "x"', "laek: 'x': no such field: did you mean lake?"),
        ("sources = 5", "sources: 5: write a list"),
        (
            '[environment]\nAWS_SECRET_ACCESS_KEY = "hidden"',
            "AWS_SECRET_ACCESS_KEY': a secret does not stand here",
        ),
        ('[environment]\nPATH = "hidden"', "'PATH': only AWS_* and WIRELAKE_SPOOL"),
        ("#" * 200_000, "larger than 100000 bytes"),
        ("x = " + "[" * 50_000, "not TOML: "),
    ],
)
def test_a_wrong_file_is_named_with_its_cure(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "wirelake.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        read_settings(path)
    assert str(caught.value).startswith(f"{path}: ")
    assert said in str(caught.value)
    assert "hidden" not in str(caught.value)


def test_what_holds_is_written_once_and_read_back(tmp_path: Path) -> None:
    path = tmp_path / "wirelake.toml"
    now = {"AWS_ENDPOINT_URL": "http://127.0.0.1:9000", "AWS_SECRET_ACCESS_KEY": "secret", "HOME": "/root"}
    folders = [tmp_path / "sources", Path("/srv/sources")]
    assert write_settings(path, "s3://wires/lake", folders, now)
    assert not write_settings(path, str(tmp_path / "lake"), [], {})
    assert tomllib.loads(path.read_text()) == {
        "lake": "s3://wires/lake",
        "sources": ["sources", "/srv/sources"],
        "environment": {"AWS_ENDPOINT_URL": "http://127.0.0.1:9000"},
    }
    found = read_settings(path).variables(tmp_path)
    assert found["WIRELAKE_SOURCES"] == os.pathsep.join([*map(str, folders), str(SHIPPED)])


def test_a_command_says_whose_word_counts(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], checkout: Path
) -> None:
    monkeypatch.setenv("WIRELAKE_SETTINGS", str(checkout / "wirelake.toml"))
    for name in ("WIRELAKE_SOURCES", "WIRELAKE_CONTACT", "AWS_REGION"):
        monkeypatch.setenv(name, "")  # what the command sets goes with the test
    monkeypatch.setenv("WIRELAKE_LAKE", str(checkout / "another"))
    assert status(monkeypatch, "show", "quay:1") == WRONG
    first, last = capsys.readouterr().err.splitlines()
    assert first.startswith(f"WIRELAKE_LAKE is {checkout}/another, by the environment")
    assert f"{checkout}/another" in last
