"""takedown, release and review at the command line: what they say, and by which exit code they end."""

import hashlib
import io
import json
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from tests.wirelake.commands.command import status
from tests.wirelake.obligations.decoding import holding
from tests.wirelake.obligations.quaynews import KILLED, THIRD, TITLE, WORDS, fill, with_advisory, write_wires
from tests.wirelake.quay import BATCH, NOON, capture, contents, failed, frozen, run_of, version

from wirelake import obligations, pipeline
from wirelake.batches.staging import articles_table
from wirelake.commands.days import FAILED, WRONG
from wirelake.storage import LocalStore
from wirelake.write import write_history


@pytest.fixture
def sources(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write_wires(folder, 7)
    monkeypatch.setenv("COLUMNS", "300")
    return folder


@pytest.fixture
def store(tmp_path: Path, sources: Path) -> LocalStore:  # noqa: ARG001  the sources stand
    return LocalStore(tmp_path / "lake")


def advise(store: LocalStore) -> str:
    """An advisory that names nobody who is known; its raw_ref."""
    with_advisory(store, THIRD, NOON + timedelta(days=2), slugline="BC-Quay--[red]Fire")
    pipeline.write_batch(run_of(THIRD), store=store, clock=frozen(NOON + timedelta(days=3)))
    (waiting,) = obligations.open_advisories("quay", store=store)
    return waiting.raw_ref


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("takedown", "1000002", "--reason", "x"), WRONG, "no article's id: '1000002'; write it as"),
        (("takedown", "quay", "--reason", "x"), WRONG, "no article's id: 'quay'"),
        (("takedown", "quay:", "--reason", "x"), WRONG, "no article's id: 'quay:'"),
        (("takedown", "quay:1000002 ", "--reason", "x"), WRONG, "no article's id: 'quay:1000002 '"),
        (("takedown", "quay:../../x", "--reason", "x"), WRONG, "no article's id"),
        (("takedown", "quay:\udcff", "--reason", "x"), WRONG, "no article's id"),
        (("takedown", "ferry:1", "--reason", "x"), WRONG, "no source 'ferry'; known: pier, quay"),
        (("takedown", KILLED), WRONG, "a takedown needs its reason"),
        (("takedown", KILLED, "--reason", "  "), WRONG, "a takedown needs its reason"),
        (("takedown", KILLED, "--reason", "x\udcff"), WRONG, "is no text"),
        (
            ("takedown", KILLED, "--reason", "x", "--advisory", "nonsense"),
            WRONG,
            "no raw_ref: 'nonsense'",
        ),
        (
            ("takedown", KILLED, "--reason", "x", "--advisory", "quay/2026-03-02#<urn:uuid:1>"),
            FAILED,
            "is not on the review list",
        ),
        (("takedown", "ferry", "--verify"), WRONG, "no source 'ferry'"),
        (("takedown", "quay", "--verify"), FAILED, "no takedown of quay is known"),
        (("takedown", KILLED, "--verify"), FAILED, f"no takedown of {KILLED} is known"),
        (
            ("takedown", "quay:1000020", "--reason", "x"),
            FAILED,
            "nobody knows quay:1000020: no row",
        ),
        (("takedown", "quay:1000020", "--erase", "--reason", "x"), FAILED, "or say --in-advance"),
        (("restore", "quay:1", "--reason", "x"), FAILED, "quay:1 is not taken down"),
        (("hold", "quay:1", "--lift", "--reason", "x"), FAILED, "no hold is on quay:1"),
        (("release", KILLED), WRONG, "Missing option '--reason'"),
        (("release", KILLED, "--reason", ""), WRONG, "a release needs its reason"),
        (("release", "quay:1", "--reason", "x"), FAILED, "no embargo holds quay:1"),
        (("release", "quay:9", "--reason", "x"), FAILED, "no article 'quay:9'"),
        (("release", "quay:[/red]", "--reason", "x"), WRONG, "no article's id: 'quay:[/red]'"),
        (("review", "ferry"), WRONG, "no source 'ferry'"),
        (("review", "--close", "quay/2026-03-02#<urn:uuid:1>"), WRONG, "needs its reason"),
        (("review", "--close", "nonsense", "--reason", "x"), WRONG, "no raw_ref: 'nonsense'"),
        (
            ("review", "--close", "quay/2026-03-02#<urn:uuid:1>", "--reason", "x"),
            FAILED,
            "is not on the review list",
        ),
    ],
)
def test_what_is_wrong_is_one_line_and_changes_nothing(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    store: LocalStore,
    words: tuple[str, ...],
    code: int,
    said: str,
) -> None:
    write_history(store, BATCH, articles_table([version(1)]))
    stood = without_sums(store)
    assert status(monkeypatch, *words) == code
    told = capsys.readouterr()
    assert said in told.err
    assert "Traceback" not in told.err + told.out
    assert without_sums(store) == stood


def without_sums(store: LocalStore) -> dict[str, bytes]:
    """All of the lake but what was summed up of it: whoever looks for an article may leave that behind."""
    return {path: data for path, data in contents(store, "").items() if not path.startswith("derived/")}


def test_takedown_and_its_proof(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], store: LocalStore, sources: Path
) -> None:
    fill(store, sources)
    stood = contents(store, "raw")
    assert status(monkeypatch, "takedown", KILLED, "--erase", "--reason", "by order of [the] court") == 0
    assert f"{KILLED}: taken down; 3 sights withdrawn, 7 records of raw/ redacted" in capsys.readouterr().out
    assert holding(store, *WORDS, folders=(sources,)) == []
    for which in (KILLED, "quay"):
        assert status(monkeypatch, "takedown", which, "--verify") == 0
        said = capsys.readouterr().out
        assert "none of its 3 sentences is left" in said
        assert "records of raw/" in said
    path = next(path for path in stood if "source=quay" in path and path.endswith(".warc.gz"))
    store.write(path, stood[path])
    assert status(monkeypatch, "takedown", KILLED, "--verify") == FAILED
    assert f"holds some of the text: {path}" in capsys.readouterr().err
    assert status(monkeypatch, "show", KILLED) == 0


@pytest.mark.usefixtures("sources")
def test_takedown_in_advance_of_what_nobody_has_seen_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("takedown", "quay:7", "--erase", "--reason", "by order")
    assert status(monkeypatch, *words, "--in-advance") == 0
    assert "what comes later will be rejected as taken_down" in capsys.readouterr().err
    assert status(monkeypatch, "takedown", "quay:7", "--verify") == 0
    assert "nothing of its text is known" in capsys.readouterr().err
    assert status(monkeypatch, *words) == 0  # known by its event
    assert "quay:7: taken down already, at" in capsys.readouterr().out


def test_proof_of_nothing_is_none_until_it_is_said_to_be_in_advance(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], store: LocalStore
) -> None:
    """Its page never came: only the failure is known."""
    capture(store, BATCH, [failed(7)])
    known = f"quay:{hashlib.sha256(b'https://quay.example/7').hexdigest()[:24]}"
    words = ("takedown", known, "--erase", "--reason", "by order")
    assert status(monkeypatch, *words) == 0
    assert status(monkeypatch, "takedown", known, "--verify") == FAILED
    assert "there was nothing to look for, so this proves nothing" in capsys.readouterr().err
    assert status(monkeypatch, *words, "--in-advance") == 0
    assert status(monkeypatch, "takedown", known, "--verify") == 0


def test_a_restore_and_a_hold(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], store: LocalStore, sources: Path
) -> None:
    fill(store, sources)
    stood = contents(store, "articles")
    assert status(monkeypatch, "takedown", KILLED, "--reason", "by order") == 0
    assert "its bytes stand in raw/: they are erased by the source's first run" in capsys.readouterr().out
    assert status(monkeypatch, "takedown", KILLED, "--verify") == FAILED
    assert "not finished: they are erased by" in capsys.readouterr().err
    assert status(monkeypatch, "hold", KILLED, "--reason", "for [the] court") == 0
    assert f"{KILLED}: held since" in capsys.readouterr().out
    assert status(monkeypatch, "takedown", KILLED, "--erase", "--reason", "by order") == 0
    assert "for [the] court" in capsys.readouterr().out
    assert status(monkeypatch, "restore", KILLED, "--reason", "another one was meant") == 0
    assert contents(store, "articles") == stood
    capsys.readouterr()
    assert status(monkeypatch, "restore", KILLED, "--reason", "again") == 0
    assert f"{KILLED}: restored already, at" in capsys.readouterr().out
    assert contents(store, "articles") == stood
    assert status(monkeypatch, "hold", KILLED, "--reason", "again") == 0
    assert "Z already, at" in capsys.readouterr().out
    assert status(monkeypatch, "hold", KILLED, "--lift", "--reason", "done") == 0
    assert f"{KILLED}: the hold is lifted\n" in capsys.readouterr().out
    assert status(monkeypatch, "hold", KILLED, "--lift", "--reason", "done") == 0
    assert f"{KILLED}: the hold is lifted already, at" in capsys.readouterr().out


def test_a_release(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], store: LocalStore
) -> None:
    held = version(1, pub_status="withheld", signals=("embargoed",))
    write_history(store, BATCH, articles_table([held]))
    assert status(monkeypatch, "release", "quay:1", "--reason", "the wire said so") == 0
    assert "quay:1: released; it stands in articles/ now" in capsys.readouterr().out
    stood = contents(store, "raw", "articles")
    assert status(monkeypatch, "release", "quay:1", "--reason", "again") == 0
    assert "quay:1: released already, at" in capsys.readouterr().out
    assert contents(store, "raw", "articles") == stood


def test_the_review_list(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], store: LocalStore, sources: Path
) -> None:
    assert status(monkeypatch, "review") == 0
    assert "no advisory waits" in capsys.readouterr().out
    fill(store, sources)
    ref = advise(store)
    assert status(monkeypatch, "review", "quay") == 0
    said = capsys.readouterr().out
    assert ref in said
    assert "slugline BC-Quay--[red]Fire" in said
    assert status(monkeypatch, "review", "--close", ref, "--reason", "a test of the wire's") == 0
    assert f"{ref}: closed" in capsys.readouterr().out
    assert status(monkeypatch, "review", "--close", ref, "--reason", "again") == 0
    assert f"{ref}: closed already: a test of the wire's" in capsys.readouterr().out
    assert status(monkeypatch, "review") == 0
    assert "no advisory waits" in capsys.readouterr().out


def test_a_takedown_that_an_advisory_asks_for_closes_it(
    monkeypatch: pytest.MonkeyPatch, store: LocalStore, sources: Path
) -> None:
    fill(store, sources)
    ref = advise(store)
    assert status(monkeypatch, "takedown", KILLED, "--reason", "x", "--erase", "--advisory", ref) == 0
    assert obligations.open_advisories("quay", store=store) == []
    assert holding(store, *WORDS, folders=(sources,)) == []


def test_who_asked_for_it_is_kept_apart(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], store: LocalStore, sources: Path
) -> None:
    fill(store, sources)
    asked = ("--requester", "Requester of the Test", "--basis", "Art. 17 GDPR", "--ticket", "T-4711")
    for _ in range(2):  # once, however often
        assert status(monkeypatch, "takedown", KILLED, "--reason", "by order", *asked) == 0
    said = capsys.readouterr()
    (kept,) = store.objects("raw/source=quay/requests")
    stood = contents(store, "")
    words = (b"Requester of the Test", b"T-4711")
    named = {path for path, data in stood.items() if any(word in data for word in words)}
    assert named == {kept.path}
    assert json.loads(stood[kept.path])["basis"] == "Art. 17 GDPR"
    assert "Requester" not in said.out + said.err


class Terminal(io.StringIO):
    """What somebody types."""

    def isatty(self) -> bool:
        return True


def test_on_a_terminal_it_asks_first(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], store: LocalStore, sources: Path
) -> None:
    fill(store, sources)
    stood = contents(store, "")
    words = ("takedown", KILLED, "--reason", "by order")
    monkeypatch.setattr(sys, "stdin", Terminal("n\n"))
    assert status(monkeypatch, *words) == FAILED
    assert f"{KILLED} ({TITLE})" in "".join(capsys.readouterr())
    assert contents(store, "") == stood
    monkeypatch.setattr(sys, "stdin", Terminal("y\n"))
    assert status(monkeypatch, *words) == 0
    monkeypatch.setattr(sys, "stdin", Terminal())
    assert status(monkeypatch, *words, "--yes") == 0
