"""From the pages of raw/ to the learned file, from there to rows; and a day on which the template changes."""

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.wirelake.quay import capture, frozen, new_lake, run_of, write_sources
from tests.wirelake.templates import NEW, OLD, markup, received, text_of

from wirelake import archive, diff, pipeline
from wirelake.batches.staging import articles_table
from wirelake.bounded.reading import cleaned
from wirelake.config import Batch, load_named
from wirelake.formats.html import BY_LAYOUT
from wirelake.lake.streams import read
from wirelake.pipeline.accounts import layout_changed, summary_of
from wirelake.pipeline.layouts import MAX_PAGES
from wirelake.records import Article, Rejection
from wirelake.storage import LocalStore
from wirelake.write import write_history

FIRST = date(2026, 3, 2)
PAGES = 5  # a day
TEXT = "main.page > article.story > div.story-body"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> LocalStore:
    """A lake with two days of pages of one template, and their history/."""
    write_sources(tmp_path / "sources", "quay")
    monkeypatch.setenv("WIRELAKE_SOURCES", str(tmp_path / "sources"))
    store = new_lake(tmp_path / "lake")
    for turn in range(2):
        publish(store, turn, OLD)
    return store


def publish(store: LocalStore, turn: int, template: str) -> Batch:
    """Capture a day of pages; history/ is written as a build would, without the cost of judging it."""
    batch = Batch("quay", FIRST + timedelta(days=turn))
    numbers = range(turn * PAGES, (turn + 1) * PAGES)
    capture(store, batch, [received(markup(n, template, day=batch.day), n, raw_ref="") for n in numbers])
    source = load_named("quay")
    outcomes = [cleaned(source, raw) for raw in archive.read_batch(store, batch)]
    articles = [one for outcome in outcomes if not isinstance(outcome, Rejection) for one in outcome]
    write_history(store, batch, articles_table(articles))
    return batch


def learned(store: LocalStore) -> None:
    pipeline.write_learned(pipeline.learn_source("quay", store=store))


def test_what_was_learned_reads_the_pages(store: LocalStore) -> None:
    found = pipeline.learn_source("quay", store=store)
    (layout,) = found.layouts
    assert (layout.text, layout.headline) == (TEXT, "main.page > article.story > h1.title")
    assert layout.bylines == ("main.page > article.story > p.byline",)
    assert (layout.keeps, layout.leaves) == ((".",), ("div.promo > a",))
    assert (layout.pages, layout.fit, layout.agreed, layout.days) == (10, 10, 10, 2)
    told = pipeline.learned_json(found)["layouts"]
    assert [(one["state"], one["against"], one["last_seen"]) for one in told] == [("new", None, "2026-03-03")]
    pipeline.write_learned(found)
    source = load_named("quay")
    assert source.layouts == (layout,)
    (record,) = pipeline.preview(source, received(markup(99), 99))
    assert record["reading"]["layout"] == TEXT
    (record,) = pipeline.preview(source, received(markup(99, NEW), 99))
    assert record["reading"]["unfit"] == "0 texts and 0 headlines"
    again = pipeline.learned_json(pipeline.learn_source("quay", store=store))["layouts"]
    assert [one["state"] for one in again] == ["known"]


def test_a_refused_layout_is_never_proposed_again_and_stays_in_the_file(store: LocalStore) -> None:
    learned(store)
    path = pipeline.learn_source("quay", store=store).path
    path.write_text(
        path.read_text(encoding="utf-8").replace("    shortest:", "    refused: true\n    shortest:")
    )
    found = pipeline.learn_source("quay", store=store)
    assert found.layouts == []
    assert [one["state"] for one in pipeline.learned_json(found)["layouts"]] == ["refused"]
    pipeline.write_learned(found)
    assert [one.refused for one in load_named("quay").layouts] == [True]


def test_a_change_of_template_is_reported_by_the_run_of_that_day_and_loses_no_article(
    store: LocalStore,
) -> None:
    learned(store)
    batch = publish(store, 2, NEW)
    written = pipeline.build_batch(run_of(batch), store=store, clock=frozen())
    assert "layout changed: 5 of 5 pages fit none and were read in full" in written.summary
    history = read("history", lake=store.uri).to_pylist()
    rows = [row for row in history if row["capture_date"] == batch.day]
    assert {row["body_text"] for row in rows} == {"\n".join(text_of(n)) for n in range(10, 15)}
    assert {row["extractor"] for row in rows} == {"trafilatura"}
    (run,) = read("runs", lake=store.uri).to_pylist()
    assert dict(run["warnings_by_flag"])["layout_unfit"] == 5
    publish(store, 3, NEW)
    found = pipeline.learn_source("quay", store=store)
    assert [one.text for one in found.layouts] == [TEXT, "div > div.sheet > section.copy"]


def test_diff_says_what_a_new_layout_would_change(store: LocalStore) -> None:
    batch = Batch("quay", FIRST)
    learned(store)
    with diff.beside(store) as overlay:
        found = diff.diff_batch(batch, overlay, clock=frozen())
    changed = found.history.changes
    assert len(changed) == PAGES
    assert {column for one in changed for column in one.columns} <= {"extractor", "candidates"}


def test_a_source_without_layouts_is_built_as_ever(store: LocalStore) -> None:
    batch = Batch("quay", FIRST)
    outcomes = [cleaned(load_named("quay"), raw) for raw in archive.read_batch(store, batch)]
    articles: list[Article] = [one for each in outcomes if not isinstance(each, Rejection) for one in each]
    assert len(articles) == PAGES
    assert {(one.reading, one.extractor) for one in articles} == {(None, "trafilatura")}
    assert BY_LAYOUT not in {one.extractor for one in articles}


def test_of_many_days_each_gives_some_pages(store: LocalStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wirelake.pipeline.layouts.MAX_PAGES", 4)
    found = pipeline.learn_source("quay", store=store, min_articles=2)
    assert [one.layout.pages for one in found.judgements] == [4]
    assert MAX_PAGES == 400


@pytest.mark.parametrize(
    ("read_how", "said"),
    [
        ({}, []),
        ({"layout": 40, "layout_unfit": 2}, []),
        ({"layout": 3, "layout_unfit": 2}, []),
        ({"layout": 2, "layout_unfit": 3}, ["3 of 5 pages fit none and were read in full"]),
        ({"layout": 90, "compared": 3, "layout_differs": 1}, []),
        ({"layout": 90, "compared": 20, "layout_differs": 2}, []),
        (
            {"layout": 90, "compared": 3, "layout_differs": 2},
            ["2 of 3 pages compared are read otherwise in full"],
        ),
    ],
)
def test_a_threshold_tells_a_changed_template_from_a_stray_page(
    read_how: Mapping[str, int], said: list[str]
) -> None:
    assert list(layout_changed(read_how)) == said


def test_the_summary_tells_it_and_how_to_learn_again() -> None:
    facts = {"articles": 5, "rejected_by_reason": {}, "layouts": {"layout_unfit": 5}}
    assert "layout changed: 5 of 5 pages" in summary_of(facts, {}, control=0)
