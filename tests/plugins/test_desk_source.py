"""The desk's page of a source, and the preview of an address: who sees what, and what is never written."""

import http.server
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from tests.plugins import rows
from tests.plugins.conftest import YAML
from tests.plugins.desk_client import Rights, desk_of, new_lake

from wirelake.config import Batch
from wirelake.desk.source import preview
from wirelake.lake.counts import DayCounts, Month
from wirelake.lake.layout import source_counts
from wirelake.storage import LocalStore

FORM = {"Sec-Fetch-Site": "same-origin", "Content-Type": "application/x-www-form-urlencoded"}
VIEWER, EDITOR = Rights(reads={"coastal"}), Rights(reads={"coastal"}, triggers={"coastal"})
LOOPBACK = "enabled: false\nfetch:\n  allow_loopback: true\n  ports: [{port}]\n"
PAGE = b"""<!doctype html><html lang="en"><head><title>Harbour reopens</title></head><body><article>
<h1>Harbour reopens</h1><p>The harbour of Port Ansel reopened on Wednesday after the crane was mended.</p>
<p>Ships <b>&lt;script&gt;</b> left the basin again, the warden said, and the pier was full by noon.</p>
</article></body></html>"""


class Wire(http.server.BaseHTTPRequestHandler):
    """One page at every address."""

    def do_GET(self) -> None:
        is_page = self.path.startswith("/1")
        self.send_response(200 if is_page else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(PAGE if is_page else b"none")

    def log_message(self, *_said: object) -> None:
        """Nothing."""


@pytest.fixture
def port() -> Iterator[int]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Wire) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


@pytest.fixture
def lake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> LocalStore:
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "coastal.yaml").write_text(YAML.format(name="coastal"), encoding="utf-8")
    monkeypatch.setenv("WIRELAKE_SOURCES", str(tmp_path / "sources"))
    monkeypatch.setenv("WIRELAKE_SPOOL", str(tmp_path / "state"))
    return new_lake(tmp_path / "lake")


def ask(lake: LocalStore, path: str, rights: Rights = VIEWER, address: str | None = None) -> httpx.Response:
    with (
        pytest.MonkeyPatch.context() as patch,
        desk_of(Path(lake.uri.removeprefix("file://")), rights, patch) as client,
    ):
        where, form = f"/sources/coastal/{path}", {"address": address}
        asked = client.get(where) if address is None else client.post(where, data=form, headers=FORM)
        answer: httpx.Response = asked
    return answer


def test_the_page_shows_the_yaml_as_it_stands_and_nothing_as_markup(lake: LocalStore, tmp_path: Path) -> None:
    path = tmp_path / "sources" / "coastal.yaml"
    path.write_text(path.read_text("utf-8") + "# <script>mine</script>\n", "utf-8")
    answer = ask(lake, "about")
    assert answer.status_code == 200
    assert "# &lt;script&gt;mine&lt;/script&gt;" in answer.text
    assert "<script>mine" not in answer.text
    assert 'href="https://coastal.example/" target="_blank" rel="noopener' in answer.text
    assert "Preview an address" not in answer.text
    assert "Preview an address" in ask(lake, "about", EDITOR).text


def test_a_headline_that_is_hostile_leads_nowhere(lake: LocalStore) -> None:
    rows.fill(lake)
    batch = Batch("coastal", rows.LAST)
    assert ask(lake, "about").status_code == 200
    at = datetime(2025, 12, 8, 6, tzinfo=UTC)
    one = DayCounts(day=batch.day, run_id="1", status="success", began=at, ended=at, articles=41)
    month = Month(days={batch.day: one}).model_dump_json().encode()
    lake.write(source_counts("2025-12", "coastal"), month)
    assert "<script>document" not in ask(lake, "about").text


def test_who_may_not_read_the_dag_sees_no_page(lake: LocalStore) -> None:
    assert ask(lake, "about", Rights()).status_code == 403


def test_who_may_not_trigger_previews_nothing(lake: LocalStore) -> None:
    assert ask(lake, "preview", VIEWER, "https://coastal.example/1").status_code == 403


@pytest.mark.parametrize(
    "address",
    [
        "",
        "drop:coastal/1",
        "file:///etc/hostname",
        "--help",
        "https://",
        "https://ada:b@c.example/",
        "http://a b/",
    ],
)
def test_what_is_no_address_is_refused(lake: LocalStore, address: str) -> None:
    assert ask(lake, "preview", EDITOR, address).status_code == 422


def test_an_address_within_the_network_is_refused_as_by_fetch(lake: LocalStore, port: int) -> None:
    answer = ask(lake, "preview", EDITOR, f"http://127.0.0.1:{port}/1")
    assert answer.status_code == 200
    assert "Harbour reopens" not in answer.text
    assert "not a public address" in answer.text
    assert "Traceback" not in answer.text


def test_a_page_is_previewed_before_its_source_is_enabled_and_the_lake_stays(
    lake: LocalStore, port: int, tmp_path: Path
) -> None:
    path = tmp_path / "sources" / "coastal.yaml"
    path.write_text(path.read_text("utf-8") + LOOPBACK.format(port=port), "utf-8")
    before = {one: one.stat().st_mtime_ns for one in (tmp_path / "lake").rglob("*")}
    answer = ask(lake, "preview", EDITOR, f"http://127.0.0.1:{port}/1")
    assert answer.status_code == 200
    assert "after the crane was mended" in answer.text, answer.text
    assert {one: one.stat().st_mtime_ns for one in (tmp_path / "lake").rglob("*")} == before


def test_a_page_that_never_ends_is_given_up(
    lake: LocalStore, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preview, "SECONDS", 0.01)
    answer = ask(lake, "preview", EDITOR, f"http://127.0.0.1:{port}/1")
    assert "took longer than" in answer.text


def test_one_preview_is_made_at_a_time(lake: LocalStore) -> None:
    with preview._one_at_a_time:
        assert ask(lake, "preview", EDITOR, "https://coastal.example/1").status_code == 429
