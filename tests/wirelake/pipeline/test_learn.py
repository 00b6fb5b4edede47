"""From history/ to the file beside the YAML, and from there into the rule."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.wirelake.pipeline.strait import cleaned, fill

from wirelake import pipeline
from wirelake.config import SourceConfig, learned_path, load_named, load_source
from wirelake.errors import ConfigError, MissingError
from wirelake.lake.reading import read_days
from wirelake.pipeline import Learned, learn_source, write_learned
from wirelake.shapes import shape
from wirelake.storage import LocalStore, Store
from wirelake_demo import furnished

PLANTED = {shape(text) for text in furnished.planted()}
NAME = furnished.NAME


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the sources."""
    monkeypatch.setenv("WIRELAKE_SOURCES", str(tmp_path / "sources"))
    return tmp_path / "sources"


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A lake with the history of demo_strait, to read only."""
    folder = tmp_path_factory.mktemp("strait")
    store = LocalStore(folder / "lake")
    fill(store, load_source(furnished.write_source(folder)))
    return store


@pytest.fixture
def strait(filled: Store, folder: Path) -> Store:
    """The same, with its YAML where WIRELAKE_SOURCES points."""
    furnished.write_source(folder)
    return filled


def shapes(learned: Learned) -> set[str]:
    return {one.evidence.shape for one in learned.proposals}


def file(folder: Path) -> Path:
    return learned_path(folder / f"{NAME}.yaml")


def test_all_that_was_planted_is_proposed_and_nothing_else(strait: Store, folder: Path) -> None:
    learned = learn_source(NAME, store=strait)
    assert shapes(learned) == PLANTED
    assert (learned.days, learned.new) == (20, len(PLANTED))
    assert not file(folder).exists()


@pytest.mark.parametrize("min_articles", [4, 6, 10])
def test_traps_are_left_alone_however_few_articles_are_asked_for(strait: Store, min_articles: int) -> None:
    assert shapes(learn_source(NAME, store=strait, min_articles=min_articles)) == PLANTED


def test_what_was_written_is_cut_and_nothing_else(strait: Store) -> None:
    write_learned(learn_source(NAME, store=strait))
    source, bare = load_named(NAME), load_named(NAME).model_copy(update={"learned": ()})
    assert {one.shape for one in source.learned} == PLANTED
    for page in furnished.pages(6):
        before, after = (_paragraphs(page, facts) for facts in (bare, source))
        assert [text for text in after if shape(text) in PLANTED] == []
        kept = [text for text in before if shape(text) not in PLANTED]
        # A paragraph that comes to stand first may lose its credit.
        assert all(text.endswith(now) for text, now in zip(kept, after, strict=True))


def _paragraphs(page: furnished.Page, source: SourceConfig) -> list[str]:
    return cleaned(page, source).body_text.split("\n")


def test_learning_again_finds_the_same_once_it_is_applied(
    strait: Store, tmp_path: Path, folder: Path
) -> None:
    write_learned(learn_source(NAME, store=strait))
    first = file(folder).read_bytes()
    applied = LocalStore(tmp_path / "applied")
    fill(applied, load_named(NAME))
    again = learn_source(NAME, store=applied)
    assert (shapes(again), again.new) == (PLANTED, 0)
    write_learned(again)
    assert file(folder).read_bytes() == first


def test_a_refused_shape_is_never_proposed_again(strait: Store, folder: Path) -> None:
    refused, own = "{shape: page <n> of <n>, refused: true}", "{shape: told by the bell}"
    file(folder).write_text(f"furniture:\n  - {refused}\n  - {own}\n", encoding="utf-8")
    learned = learn_source(NAME, store=strait)
    assert shapes(learned) == PLANTED - {"page <n> of <n>"}
    write_learned(learned)
    by_shape = {one.shape: one for one in load_named(NAME).learned}
    assert by_shape["page <n> of <n>"].refused
    assert by_shape["page <n> of <n>"].articles is None
    assert by_shape["told by the bell"].refused is False  # a person's own entry stays
    assert by_shape.keys() == PLANTED | {"told by the bell"}


def test_the_evidence_is_kept_and_is_no_text_of_an_article(strait: Store) -> None:
    write_learned(learn_source(NAME, store=strait))
    rows = read_days(strait, "history", None, None, source=NAME).to_pylist()
    by_ref: dict[str, dict[str, Any]] = {row["raw_ref"]: row for row in rows}
    for one in load_named(NAME).learned:
        assert one.articles and one.articles >= 8
        assert one.first_seen and one.last_seen and one.first_seen < one.last_seen
        for example in one.examples:
            assert shape(example.text) == one.shape
            assert example.text in by_ref[str(example.raw_ref)]["extracted_text"].split("\n")


def test_since_leaves_out_what_is_over(strait: Store) -> None:
    learned = learn_source(NAME, since="2022-01-01", store=strait, min_articles=4)
    assert learned.days == 10
    old = {one for one in PLANTED if "may be reproduced" in one}
    assert len(old) == 1
    assert shapes(learned) == PLANTED - old


def test_findings_as_json_say_why_not(strait: Store) -> None:
    told = json.loads(json.dumps(pipeline.learned_json(learn_source(NAME, store=strait))))
    assert {one["shape"] for one in told["proposals"]} == PLANTED
    near = {one["shape"]: one["against"] for one in told["near"]}
    assert "without a prompt" in near["he added:"]["standing_text"]
    assert "same_story" in near["sign up for next year's calendar at <url>"]
    assert "one_voice" in near["for more information write to <email> or subscribe to the review by post."]


def test_progress_counts_days_of_both_passes(strait: Store) -> None:
    told: list[tuple[str, int, int]] = []
    learn_source(NAME, store=strait, progress=lambda *step: told.append(step))
    assert told == [(f"pass {turn} of 2", day, 20) for turn in (1, 2) for day in range(1, 21)]


def test_a_file_that_cannot_be_written_is_named_with_a_cure(strait: Store, folder: Path) -> None:
    learned = learn_source(NAME, store=strait)
    file(folder).mkdir()
    with pytest.raises(ConfigError, match=r"cannot be written: .*WIRELAKE_SOURCES"):
        write_learned(learned)
    assert sorted(path.name for path in folder.iterdir()) == [f"{NAME}.learned.yaml", f"{NAME}.yaml"]


def test_a_file_that_could_not_be_read_again_is_not_written(
    strait: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    learned = learn_source(NAME, store=strait)
    monkeypatch.setattr("wirelake.config.MAX_YAML_BYTES", 2_000)
    with pytest.raises(ConfigError, match="larger than 2000 bytes; raise --min-articles"):
        write_learned(learned)
    assert not file(folder).exists()


def test_the_file_keeps_its_mode_and_a_new_one_is_for_all_to_read(strait: Store, folder: Path) -> None:
    learned = learn_source(NAME, store=strait)
    write_learned(learned)
    assert file(folder).stat().st_mode & 0o777 == 0o644
    file(folder).chmod(0o660)
    write_learned(learned)
    assert file(folder).stat().st_mode & 0o777 == 0o660


def test_without_a_history_there_is_nothing_to_learn_from(strait: Store, tmp_path: Path) -> None:
    with pytest.raises(MissingError, match=f"no history in .*: wirelake run {NAME} DAY"):
        learn_source(NAME, store=LocalStore(tmp_path / "empty"))
    with pytest.raises(MissingError, match="since 2027-01-01"):
        learn_source(NAME, since="2027-01-01", store=strait)


def test_history_is_read_from_any_store(store: Store, folder: Path) -> None:
    fill(store, load_source(furnished.write_source(folder)), articles=5)
    assert learn_source(NAME, store=store).findings.articles > 60
