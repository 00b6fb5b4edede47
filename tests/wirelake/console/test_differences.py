"""What diff says to people."""

from datetime import timedelta
from pathlib import Path

import pytest
from tests.wirelake.diff.rehearsing import build, rehearsed
from tests.wirelake.quay import BATCH, DAY, capture, page, received, write_sources

from wirelake.console.changes.differences import show_articles, show_batch
from wirelake.console.changes.report import DiffReport
from wirelake.storage import LocalStore

TEXT = "Crane {} [bold] was painted green. Nobody saw it happen.\n\n(END)"
# The id of the third is another by the changed rules, and stays the one that was given.
PLAN = {
    f"{BATCH}/{n}": kind for n, kind in enumerate(("no_body", "other_day", "other_id", "other_headline"), 1)
}
SAID = """\
quay/2026-03-02: history/ 7 → 6 rows, rejected/ 0 → 1 rows
  1 article would become a rejection
    quay:1000001  “Crane 1 turns green”
      body_missing: body_text is ''; all of its text was removed by repeated_headline, end_mark, wire_stamp
  1 row of history/ would move to another published day
    quay:1000002  “Crane 2 turns green”  2026-03-02 → 2026-03-01
  5 rows of history/ would change
    headline: 1 row
      quay:1000004  “Crane 4 turns green” → “Crane 4 turns green | Quay wire”
    body_text: 3 rows
      quay:1000005  “Crane 5 turns green”
        + (END)  (no longer removed by end_mark)
      quay:1000006  “Crane 6 turns green”
        + (END)  (no longer removed by end_mark)
    and with it: paragraphs 3, word_count 3, published_date 1, rule_hits 3, removed 3, \
content_sha256 3
  what the rules remove from the articles of history/: times (characters)
    rule               before   now      newly removed  newly kept
    repeated_headline  7 (133)  6 (114)  0              0
    wire_stamp         7 (231)  6 (198)  0              0
    end_mark           7 (35)   3 (15)   0              3
  end_mark, newly kept
    “(END)” × 3
articles/: 0 rows would appear, 1 row would vanish, 5 rows would change
  published day  appear  vanish  change  move here  move away
  2026-03-01     0       0       0       1          0
  2026-03-02     0       1       4       0          1
  1 row would vanish from articles/
    quay:1000001  “Crane 1 turns green”
  1 row of articles/ would move to another published day
    quay:1000002  “Crane 2 turns green”  2026-03-02 → 2026-03-01
  columns that change: published_date 1, headline 1, body_text 3, word_count 3, published_day 1
"""


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> LocalStore:
    """A lake with a day of seven articles, built as of today."""
    write_sources(tmp_path / "sources", "quay")
    monkeypatch.setenv("WIRELAKE_SOURCES", str(tmp_path / "sources"))
    store = LocalStore(tmp_path / "lake")
    capture(store, BATCH, [received(n, page(n, text=TEXT.format(n))) for n in range(1, 8)])
    build(store, BATCH)
    return store


def said(capsys: pytest.CaptureFixture[str]) -> str:
    """What was printed, without the blanks by which a table ends its lines."""
    return "".join(f"{line.rstrip()}\n" for line in capsys.readouterr().out.splitlines())


def test_every_kind_of_change_is_told(store: LocalStore, capsys: pytest.CaptureFixture[str]) -> None:
    plan = PLAN | {f"{BATCH}/{n}": "without_a_rule" for n in (5, 6, 7)}
    (day,), articles = rehearsed(store, BATCH, plan=plan)
    capsys.readouterr()
    show_batch(day, 2, None)
    show_articles(articles, 2, None)
    assert said(capsys) == SAID


def test_one_column_is_shown_whole(store: LocalStore, capsys: pytest.CaptureFixture[str]) -> None:
    (day,), articles = rehearsed(
        store, BATCH, plan={f"{BATCH}/1": "other_headline"}, column="headline", limit=0
    )
    capsys.readouterr()
    show_batch(day, 0, "headline")
    show_articles(articles, 0, "headline")
    told = """\
  headline of {}/: 1 row
    quay:1000001  “Crane 1 turns green | Quay wire”
      - “Crane 1 turns green”
      + “Crane 1 turns green | Quay wire”
"""
    assert said(capsys) == (
        f"quay/{DAY}: history/ 7 → 7 rows, rejected/ 0 → 0 rows\n{told.format('history')}"
        f"articles/: 0 rows would appear, 0 rows would vanish, 1 row would change\n{told.format('articles')}"
    )


def test_several_days_have_totals(store: LocalStore, capsys: pytest.CaptureFixture[str]) -> None:
    second = BATCH._replace(day=DAY + timedelta(days=1))
    capture(store, second, [received(9, page(9))])
    days, articles = rehearsed(store, BATCH, second, plan={f"{BATCH}/1": "without_a_rule"})
    capsys.readouterr()
    report = DiffReport(limit=0, column=None, as_json=False)
    for day in days:
        report.add(day)
    report.close(articles)
    told = said(capsys)
    assert f"{second}: history/ 0 → 1 rows, rejected/ 0 → 0 rows\n  never built: everything appears\n" in told
    assert "more" not in told
    assert (
        """\
2 days: 2 would change
  rows of history/: 1 appear, 0 vanish, 1 change
  rows of rejected/: 0 appear, 0 vanish, 0 change
  rule               before  now  newly removed  newly kept
  repeated_headline  7       8    0              0
  wire_stamp         7       8    0              0
  end_mark           7       6    0              1
articles/: 1 row would appear, 0 rows would vanish, 1 row would change
"""
        in told
    )
