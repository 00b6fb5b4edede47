"""`wirelake backfill`: what it refuses by itself. tests/test_airflow_backfills.py asks a real Airflow."""

from pathlib import Path

import pytest
from tests.wirelake.commands.command import status

from wirelake.commands.days import FAILED, WRONG
from wirelake_demo.wire import write_sources

URL, TOKEN = "WIRELAKE_AIRFLOW_URL", "WIRELAKE_AIRFLOW_TOKEN"
NOBODY = "http://127.0.0.1:9"  # the port of a service that nobody runs
DAY = "2026-03-05"


@pytest.fixture(autouse=True)
def nowhere(monkeypatch: pytest.MonkeyPatch, folder: Path, tmp_path: Path) -> None:
    """The demo's sources, a folder where `make up` never ran, and an environment that names no Airflow."""
    write_sources(folder, "http://127.0.0.1:1")
    monkeypatch.chdir(tmp_path)
    for name in ("URL", "TOKEN", "USER", "PASSWORD"):
        monkeypatch.delenv(f"WIRELAKE_AIRFLOW_{name}", raising=False)


@pytest.mark.parametrize(
    ("words", "environment", "told"),
    [
        ((DAY,), {}, "no Airflow is known here"),
        ((DAY,), {URL: "airflow.example"}, "WIRELAKE_AIRFLOW_URL: 'airflow.example': write the address"),
        ((DAY,), {URL: NOBODY}, "not who asks: set WIRELAKE_AIRFLOW_TOKEN, or WIRELAKE_AIRFLOW_USER and"),
        (("2026-03-05", "--to", "2026-03-04"), {}, "write 1 to 3660 days, the first one first"),
        (("5 March",), {}, "not a day: '5 March'"),
        ((DAY, "--reprocess", "all"), {}, "--reprocess: 'all': write one of none, failed, completed"),
        (
            ("1999-12-30", "--to", "2000-01-02"),
            {URL: NOBODY, TOKEN: "t"},
            "before the first day of the source",
        ),
        (("2035-01-01",), {URL: NOBODY, TOKEN: "t"}, "a day to come"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_its_cure(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    environment: dict[str, str],
    told: str,
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert status(monkeypatch, "backfill", "demo_gulf", *words) == WRONG
    assert told in " ".join(capsys.readouterr().err.split())


def test_an_airflow_that_is_down_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(URL, NOBODY)
    monkeypatch.setenv(TOKEN, "a-token-4711")
    assert status(monkeypatch, "backfill", "demo_gulf", DAY) == FAILED
    told = capsys.readouterr().err
    assert f"Airflow at {NOBODY} does not answer" in told
    assert "4711" not in told
    assert len(told.splitlines()) == 1
