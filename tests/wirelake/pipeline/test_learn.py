"""From history/ to the file beside the YAML, and from there into the rule."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.wirelake.pipeline.strait import fill

from wirelake import pipeline
from wirelake.config import learned_path, load_named, load_source
from wirelake.errors import ConfigError, MissingError
from wirelake.lake.reading import read_days
from wirelake.pipeline import Learned, learn_source, write_learned
from wirelake.shapes import shape
from wirelake.storage import LocalStore, Store
from wirelake_demo import furnished

PLANTED = {shape(one.text): one.by for one in furnished.planted()}
LEARNED = {shaped for shaped, by in PLANTED.items() if by == furnished.LEARNING}
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


def test_what_was_planted_for_learning_is_proposed_and_nothing_else(strait: Store, folder: Path) -> None:
    learned = learn_source(NAME, store=strait)
    assert shapes(learned) == LEARNED
    assert (learned.days, learned.new) == (20, len(LEARNED))
    assert not file(folder).exists()


def test_what_general_rules_take_goes_by_the_rule_that_is_named(filled: Store) -> None:
    took: dict[str, set[str]] = {}
    for row in rows(filled):
        for cut in row["removed"]:
            took.setdefault(shape(cut["text"]), set()).add(cut["rule"])
    general = {shaped: {by} for shaped, by in PLANTED.items() if by != furnished.LEARNING}
    assert {shaped: took.get(shaped) for shaped in general} == general
    left = {shape(text) for row in rows(filled) for text in row["body_text"].split("\n")}
    assert left & PLANTED.keys() == LEARNED


@pytest.mark.parametrize("min_articles", [4, 6, 10])
def test_traps_are_left_alone_however_few_articles_are_asked_for(strait: Store, min_articles: int) -> None:
    assert shapes(learn_source(NAME, store=strait, min_articles=min_articles)) == LEARNED


def test_what_was_written_is_cut_and_nothing_else(strait: Store, tmp_path: Path) -> None:
    write_learned(learn_source(NAME, store=strait))
    assert {one.shape for one in load_named(NAME).learned} == LEARNED
    applied = LocalStore(tmp_path / "applied")
    fill(applied, load_named(NAME))
    found = rows(applied)
    assert len(found) == len(rows(strait)) > 100
    for row in found:
        assert [one for one in row["body_text"].split("\n") if shape(one) in PLANTED] == []
        editorial = [one for one in row["extracted_text"].split("\n") if shape(one) not in PLANTED]
        assert [one for one in editorial if not told(one, row)] == []


def told(line: str, row: dict[str, Any]) -> bool:
    """The line is in the article's text, or what is not became a field: a credit, a stamp, a headline."""
    lifted = {"", *(cut["text"].strip() for cut in row["removed"] if cut["kind"] == "lift")}
    texts = ("", *row["body_text"].split("\n"))
    return any(line.removesuffix(text).strip() in lifted for text in texts if line.endswith(text))


def rows(store: Store) -> list[dict[str, Any]]:
    """Its history/."""
    found: list[dict[str, Any]] = read_days(store, "history", None, None, source=NAME).to_pylist()
    return found


def test_learning_again_finds_the_same_once_it_is_applied(
    strait: Store, tmp_path: Path, folder: Path
) -> None:
    write_learned(learn_source(NAME, store=strait))
    first = file(folder).read_bytes()
    applied = LocalStore(tmp_path / "applied")
    fill(applied, load_named(NAME))
    again = learn_source(NAME, store=applied)
    assert (shapes(again), again.new) == (LEARNED, 0)
    write_learned(again)
    assert file(folder).read_bytes() == first


def test_a_refused_shape_is_never_proposed_again(strait: Store, folder: Path) -> None:
    refused, own = "{shape: page <n> of <n>, refused: true}", "{shape: told by the bell}"
    file(folder).write_text(f"furniture:\n  - {refused}\n  - {own}\n", encoding="utf-8")
    learned = learn_source(NAME, store=strait)
    assert shapes(learned) == LEARNED - {"page <n> of <n>"}
    write_learned(learned)
    by_shape = {one.shape: one for one in load_named(NAME).learned}
    assert by_shape["page <n> of <n>"].refused
    assert by_shape["page <n> of <n>"].articles is None
    assert by_shape["told by the bell"].refused is False  # a person's own entry stays
    assert by_shape.keys() == LEARNED | {"told by the bell"}


def test_the_evidence_is_kept_and_is_no_text_of_an_article(strait: Store) -> None:
    write_learned(learn_source(NAME, store=strait))
    by_ref = {row["raw_ref"]: row for row in rows(strait)}
    for one in load_named(NAME).learned:
        assert one.articles and one.articles >= 8
        assert one.first_seen and one.last_seen and one.first_seen < one.last_seen
        for example in one.examples:
            assert shape(example.text) == one.shape
            assert example.text in by_ref[str(example.raw_ref)]["extracted_text"].split("\n")


def test_since_leaves_out_what_is_over(strait: Store) -> None:
    learned = learn_source(NAME, since="2022-01-01", store=strait, min_articles=4)
    assert learned.days == 10
    old = {one for one in LEARNED if "weighed by the guild" in one}
    assert len(old) == 1
    assert shapes(learned) == LEARNED - old


def test_findings_as_json_say_why_not(strait: Store) -> None:
    told = json.loads(json.dumps(pipeline.learned_json(learn_source(NAME, store=strait))))
    assert {one["shape"] for one in told["proposals"]} == LEARNED
    near = {one["shape"]: one["against"] for one in told["near"]}
    assert "without a prompt" in near["he added:"]["standing_text"]
    assert "issuer's" in next(why for one, why in near.items() if "forward-looking" in one)["safe_harbour"]
    assert "same_story" in near["sign up for next year's calendar at <url>"]
    assert "one_voice" in near["for more information write to <email> or subscribe to the review by post."]


def test_progress_counts_days_of_both_passes(strait: Store) -> None:
    told: list[tuple[str, int, int]] = []
    learn_source(NAME, store=strait, progress=lambda *step: told.append(step))
    stages = ("pass 1 of 2", "pass 2 of 2", "layouts 1 of 2")  # of no page there is a second look
    assert told == [(stage, day, 20) for stage in stages for day in range(1, 21)]


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
    monkeypatch.setattr("wirelake.config.learned_file.MAX_YAML_BYTES", 2_000)
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
