"""The desk's pages of an article and of obligations: who sees what, who may act, and what comes of it."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlencode

import httpx
import pytest
from tests.plugins import articles
from tests.plugins.articles import ADVISORY, HELD, ids, readable
from tests.plugins.conftest import YAML
from tests.plugins.desk_client import Rights, desk_of, new_lake

from wirelake.lake.decisions.events import read_events
from wirelake.lake.decisions.review import read_review
from wirelake.storage import LocalStore

FORM = {"Sec-Fetch-Site": "same-origin", "Content-Type": "application/x-www-form-urlencoded"}
VIEWER, EDITOR = Rights(reads={"coastal"}), Rights(reads={"coastal"}, triggers={"coastal"})


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of a lake that is filled once, and of its sources."""
    folder = tmp_path_factory.mktemp("desk")
    (folder / "sources").mkdir()
    for name in ("coastal", "island"):
        (folder / "sources" / f"{name}.yaml").write_text(YAML.format(name=name), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WIRELAKE_SOURCES", str(folder / "sources"))
        patch.setenv("WIRELAKE_SPOOL", str(folder / "state"))
        articles.fill(new_lake(folder / "lake"))
        yield folder


@pytest.fixture
def lake(filled: Path, tmp_path: Path) -> LocalStore:
    shutil.copytree(filled / "lake", tmp_path / "lake")
    return LocalStore(tmp_path / "lake")


def ask(lake: LocalStore, path: str, rights: Rights = VIEWER) -> httpx.Response:
    with (
        pytest.MonkeyPatch.context() as patch,
        desk_of(Path(lake.uri.removeprefix("file://")), rights, patch) as client,
    ):
        answer: httpx.Response = client.get(path)
    return answer


def page(lake: LocalStore, article_id: str, rights: Rights = VIEWER) -> httpx.Response:
    return ask(lake, f"/articles/coastal/{quote(article_id, safe='')}", rights)


def post(lake: LocalStore, act: str, rights: Rights = EDITOR, /, **form: str) -> httpx.Response:
    with (
        pytest.MonkeyPatch.context() as patch,
        desk_of(Path(lake.uri.removeprefix("file://")), rights, patch) as client,
    ):
        told = urlencode(form)
        answer: httpx.Response = client.post(f"/obligations/coastal/{act}", content=told, headers=FORM)
    return answer


def test_markup_of_a_headline_is_text(lake: LocalStore) -> None:
    shown = page(lake, ids(lake)["page"])
    assert shown.status_code == 200
    assert "&lt;script&gt;document.title" in shown.text
    assert "<script>document" not in shown.text
    assert "<img src=x" not in shown.text
    assert "Takes out whose the article is" in shown.text
    assert "it says otherwise, 0.50 against" in shown.text


def test_what_an_embargo_holds_is_for_those_who_may_edit_the_dag(lake: LocalStore) -> None:
    held = ids(lake)["held"]
    shown = page(lake, held)
    assert "an embargo holds it until" in shown.text
    assert HELD not in shown.text
    assert "Its text is not shown here" in shown.text
    assert HELD in page(lake, held, EDITOR).text


def test_what_nobody_knows_and_what_is_no_id(lake: LocalStore) -> None:
    assert page(lake, "coastal:999").status_code == 404
    for wrong in ("coastal:..%2f..", "island:1", "<script>", "coastal:" + "a" * 300, "coastal:\0"):
        shown = page(lake, wrong)
        assert shown.status_code in (404, 422)
        assert "<script>" not in shown.text
    assert ask(lake, "/articles/coastal/coastal%3A1?version=0").status_code == 422
    assert ask(lake, "/articles/island/island%3A1").status_code == 403
    assert ask(lake, "/obligations?source=island").status_code == 404


def test_a_damaged_lake_is_told_with_its_path_and_cure(lake: LocalStore) -> None:
    (path,) = [one.path for one in lake.objects("history") if "capture_date=2026-03-02" in one.path]
    article_id = ids(lake)["plain"]
    lake.write(path, b"rotten")
    shown = page(lake, article_id)
    assert shown.status_code == 503
    assert path in shown.text
    assert "wirelake verify coastal 2026-03-02 --repair" in shown.text
    assert "Traceback" not in shown.text


def test_a_viewer_sees_and_cannot_act(lake: LocalStore) -> None:
    shown = ask(lake, "/obligations").text
    assert ADVISORY in shown
    assert '<form method="post"' not in shown
    assert '<form method="post"' in ask(lake, "/obligations", EDITOR).text
    before = {one.path: one.etag for one in lake.objects("raw/source=coastal")}
    known = ids(lake)
    forms: dict[str, dict[str, str]] = {
        "bind": {"advisory": ADVISORY, "article_id": known["plain"], "reason": "because"},
        "close": {"advisory": ADVISORY, "reason": "because"},
        "release": {"article_id": known["held"], "reason": "because"},
    }
    for act, form in forms.items():
        assert post(lake, act, VIEWER, **form).status_code == 403
    assert {one.path: one.etag for one in lake.objects("raw/source=coastal")} == before


def test_a_release_is_in_the_lake_with_the_users_name(lake: LocalStore) -> None:
    held = ids(lake)["held"]
    done = post(lake, "release", article_id=held, reason="the wire let it go")
    assert done.status_code == 303
    assert done.headers["Location"].startswith("/obligations?did=released&about=coastal%3A")
    (event,) = read_events(lake, "coastal").releases[held]
    assert (event.by, event.reason) == ("ada", "the wire let it go")
    assert held in readable(lake)
    assert HELD in page(lake, held).text
    assert "released" not in page(lake, held).text
    assert "its embargo was ended" in page(lake, held).text


def test_an_advisory_is_bound(lake: LocalStore) -> None:
    meant = ids(lake)["plain"]
    done = post(lake, "bind", advisory=ADVISORY, article_id=meant, reason="it names this")
    assert done.status_code == 303
    assert meant not in readable(lake)
    (event,) = read_events(lake, "coastal").kills[meant]
    assert event.by == "ada"
    (entry,) = read_review(lake, "coastal")
    assert entry.closed == f"bound to {meant} by an operator (by ada)"
    shown = page(lake, meant, EDITOR).text
    assert "berths of Aldergate" not in shown
    assert "taken down" in shown


def test_an_advisory_is_closed(lake: LocalStore) -> None:
    done = post(lake, "close", advisory=ADVISORY, reason="the mill is not ours")
    assert done.status_code == 303
    (entry,) = read_review(lake, "coastal")
    assert entry.closed == "the mill is not ours (by ada)"
    shown = ask(lake, done.headers["Location"]).text
    assert "The advisory is closed." in shown
    assert "No advisory waits." in shown


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"advisory": ADVISORY}, "Say why"),
        ({"advisory": ADVISORY, "reason": "a\u202eb"}, "one line of text"),
        ({"advisory": ADVISORY, "reason": "a" * 501}, "at most 500"),
        ({"advisory": "island:advisory", "reason": "not this source's"}, "Name an article of coastal"),
        ({"advisory": "coastal:999", "reason": "nobody's"}, "not on the review list"),
        ({"advisory": ADVISORY, "reason": "a" * 20_000}, "too long"),
    ],
)
def test_what_makes_no_sense_is_refused(lake: LocalStore, form: dict[str, str], said: str) -> None:
    done = post(lake, "close", **form)
    assert done.status_code in (404, 413, 422)
    assert said in done.text.replace("&#39;", "'")
    (entry,) = read_review(lake, "coastal")
    assert not entry.closed


def test_nothing_is_reflected_but_what_the_page_knows(lake: LocalStore) -> None:
    shown = ask(lake, "/obligations?did=%3Cscript%3E&about=%3Cscript%3Ealert(1)%3C/script%3E").text
    assert "alert(1)" not in shown
