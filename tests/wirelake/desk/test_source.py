"""Page of a source: rules that act as never before, its YAML without credentials, its rhythm."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from tests.wirelake.desk.test_today import DAY, NOW, YESTERDAY, put
from tests.wirelake.quay import new_lake, version, write_sources

from wirelake.batches.staging import articles_table
from wirelake.config import Batch
from wirelake.desk import SourcePage, read_source
from wirelake.desk.source.days import DayActs
from wirelake.desk.source.rules import unusual
from wirelake.desk.source.yaml_text import hidden
from wirelake.records import Removal
from wirelake.storage import LocalStore
from wirelake.write import write_articles, write_history

FURNITURE = "Share <this> article"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> LocalStore:
    write_sources(tmp_path / "sources", "quay")
    monkeypatch.setenv("WIRELAKE_SOURCES", str(tmp_path / "sources"))
    return new_lake(tmp_path / "lake")


def fill(store: LocalStore, day: date, *, embargoed: bool = False) -> Batch:
    """A capture day with one article, of which a rule took a line."""
    batch = Batch("quay", day)
    at = datetime.combine(day, datetime.min.time(), UTC) + timedelta(hours=9, minutes=30)
    one = version(
        1,
        day,
        batch=batch,
        published_at=at,
        published_precision="minute",
        first_seen_at=at + timedelta(minutes=4),
        rule_hits=("share_prompt",),
        removed=(Removal(kind="strip", text=FURNITURE, start=0, end=len(FURNITURE), rule="share_prompt"),),
        embargoed_until=datetime(2999, 1, 1, tzinfo=UTC) if embargoed else None,
    )
    write_history(store, batch, articles_table([one]))
    write_articles(store, batch, at + timedelta(hours=1))
    return batch


def shown(store: LocalStore) -> SourcePage:
    page = read_source(store, "quay", NOW)
    assert page is not None
    return page


def test_each_rule_stands_with_what_it_took_out(store: LocalStore) -> None:
    put(store, "quay")
    fill(store, YESTERDAY)
    page = shown(store)
    (rule,) = page.rules
    assert (rule.id, rule.records, rule.passages, rule.letters) == ("share_prompt", 1, 1, len(FURNITURE))
    assert [one.text for one in rule.examples] == [FURNITURE]
    assert (page.first, page.last, page.records) == (YESTERDAY, YESTERDAY, 1)
    assert page.outcome == "right"
    assert page.troubles == ()


def test_its_past_is_turned_over_by_ninety_days(store: LocalStore) -> None:
    """A source that was backfilled, or went quiet, has nothing to show on its newest days."""
    put(store, "quay")
    page = read_source(store, "quay", NOW, end=YESTERDAY - timedelta(days=90))
    assert page is not None
    assert (page.past.last, page.past.articles) == (YESTERDAY - timedelta(days=90), 0)
    assert page.later == YESTERDAY
    assert page.earlier == YESTERDAY - timedelta(days=180)
    newest = read_source(store, "quay", NOW, end=NOW.date() + timedelta(days=400))
    assert newest is not None
    assert (newest.past.last, newest.later) == (NOW.date(), None)
    assert newest.past.articles == shown(store).past.articles > 0


def test_of_an_article_under_embargo_no_passage_is_shown(store: LocalStore) -> None:
    put(store, "quay")
    fill(store, YESTERDAY, embargoed=True)
    (rule,) = shown(store).rules
    assert rule.examples == ()


def test_a_day_that_is_damaged_costs_its_section_alone(store: LocalStore, tmp_path: Path) -> None:
    put(store, "quay")
    fill(store, YESTERDAY)
    (path,) = (tmp_path / "lake" / "history").rglob("history.parquet")
    path.write_bytes(b"PAR1 no more")
    page = shown(store)
    assert page.rules == ()
    assert "history" in page.troubles[0]
    assert page.past.articles > 0


def test_the_week_and_the_past(store: LocalStore) -> None:
    put(store, "quay", None, days=60)
    fill(store, YESTERDAY - DAY)
    page = shown(store)
    assert [one.usual for one in page.week] == [40.0] * 7
    sunday = page.week[(YESTERDAY - DAY).weekday()]
    assert sunday.busiest is not None
    assert (page.past.articles, page.past.missing) == (59 * 40, 1)


def test_a_source_that_is_unknown_has_no_page(store: LocalStore) -> None:
    assert read_source(store, "island", NOW) is None


def test_a_yaml_that_is_wrong_is_shown_with_what_is_wrong(store: LocalStore, tmp_path: Path) -> None:
    (tmp_path / "sources" / "quay.yaml").write_text("# mine\ntitle: Quay\npassword: harbour\n", "utf-8")
    page = shown(store)
    assert page.outcome == "wrong"
    assert "# mine" in page.yaml
    assert "harbour" not in page.yaml
    assert page.homepage == page.licence_url == ""


def days(*counts: tuple[int, int]) -> list[DayActs]:
    first = date(2026, 3, 1)
    return [
        DayActs(day=first + at * DAY, records=records, hits=Counter(caption=hits))
        for at, (records, hits) in enumerate(counts)
    ]


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ([(40, 4)] * 5 + [(40, 38)], "more than usual: on 38 of 40 records of 2026-03-06 (95%), on the days"),
        ([(40, 39)] * 5 + [(40, 2)], "less than usual: on 2 of 40"),
        ([(40, 4)] * 5 + [(40, 6)], ""),
        ([(40, 4)] * 5 + [(9, 9)], ""),
        ([(5, 0), (40, 40)], ""),
        ([], ""),
    ],
)
def test_a_rule_that_acts_as_never_before_is_told_with_its_numbers(
    counts: list[tuple[int, int]], told: str
) -> None:
    found = unusual("caption", days(*counts))
    assert found.startswith(told) if told else found == ""


@pytest.mark.parametrize(
    ("line", "seen"),
    [
        ("  api_key: abc", "  api_key: •••"),
        ("# password: abc", "# password: •••"),
        ("url: https://ada:abc@quay.example/f", "url: https://•••@quay.example/f"),
        ("url: https://quay.example/f?page=1&token=abc", "url: https://quay.example/f?page=1&token=•••"),
        ("connection: quay_wire  # its login", "connection: quay_wire  # its login"),
    ],
)
def test_what_looks_like_a_credential_is_hidden(line: str, seen: str) -> None:
    assert hidden(line) == seen
