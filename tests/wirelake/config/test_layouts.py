"""Layouts in the learned file: bounded and checked, read back as written, and a part of what a build is."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.wirelake.quay import write_sources
from tests.wirelake.templates import LAYOUT

from wirelake.config import LearnedFile, LearnedLayout, learned_path, learned_text, load_source
from wirelake.config.layouts import MAX_LAYOUTS, STEP
from wirelake.errors import ConfigError
from wirelake.ruleset import ruleset_version

COUNTED = LAYOUT.model_copy(
    update={"pages": 40, "share": 0.95, "fit": 39, "agreed": 39, "days": 6, "first_seen": date(2026, 3, 2)}
)
ONE = "{text: main, headline: h1, keeps: [.], shortest: 1, longest: 9}"
BROKEN = {
    "no step": (
        "{text: '/html/body', headline: h1, keeps: [.], shortest: 1, longest: 9}",
        "is no step: write",
    ),
    "an expression": ("{text: main, headline: 'h1[1]', keeps: [.], shortest: 1, longest: 9}", "no step"),
    "a place": ("{text: main, headline: h1, keeps: [.x], shortest: 1, longest: 9}", "'.x' is no step"),
    "nothing kept": ("{text: main, headline: h1, keeps: [], shortest: 1, longest: 9}", "write at least one"),
    "both": ("{text: main, headline: h1, keeps: [p], leaves: [p], shortest: 1, longest: 9}", "delete one"),
    "sizes": ("{text: main, headline: h1, keeps: [.], shortest: 9, longest: 1}", "more than longest"),
    "twice": (f"{ONE}\n  - {ONE}", "stands twice with that headline"),
    "too many": ("\n  - ".join([ONE] * (MAX_LAYOUTS + 1)), f"at most {MAX_LAYOUTS} items"),
    "too deep": (
        f"{{text: {' > '.join(['div'] * 61)}, headline: h1, keeps: [.], shortest: 1, longest: 9}}",
        "60",
    ),
    "too long": (
        f"{{text: {'a' * 3_000}, headline: h1, keeps: [.], shortest: 1, longest: 9}}",
        "at most 2000",
    ),
    "unknown": (ONE.replace("}", ", xpath: x}"), "no such field"),
}


@pytest.fixture
def quay(tmp_path: Path) -> Path:
    write_sources(tmp_path, "quay")
    return tmp_path / "quay.yaml"


def learn(source: Path, *layouts: LearnedLayout) -> None:
    text = learned_text("quay", LearnedFile(furniture=(), layouts=layouts))
    learned_path(source).write_text(text, encoding="utf-8")


def test_what_was_written_is_read_back(quay: Path) -> None:
    assert load_source(quay).layouts == ()
    learn(quay, COUNTED, LAYOUT.model_copy(update={"text": "div", "refused": True}))
    first, second = load_source(quay).layouts
    assert first == COUNTED
    assert (second.text, second.refused) == ("div", True)


@pytest.mark.parametrize(("entry", "said"), BROKEN.values(), ids=BROKEN)
def test_a_broken_layout_is_named_with_a_cure(quay: Path, entry: str, said: str) -> None:
    learned_path(quay).write_text(f"furniture: []\nlayouts:\n  - {entry}\n", encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load_source(quay)
    assert str(learned_path(quay)) in str(caught.value)
    assert said in str(caught.value)


def test_a_sources_own_yaml_holds_no_layout(quay: Path) -> None:
    quay.write_text(quay.read_text(encoding="utf-8") + "layouts: []\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"layouts: leave it out, it stands in quay\.learned\.yaml"):
        load_source(quay)


def test_a_build_depends_on_layouts_and_not_on_their_evidence(quay: Path) -> None:
    versions = []
    for layouts in ((), (LAYOUT,), (COUNTED,), (LAYOUT.model_copy(update={"refused": True}),)):
        learn(quay, *layouts)
        versions.append(ruleset_version(load_source(quay)))
    assert versions[1] == versions[2]
    assert len(set(versions)) == 3


@given(st.text(max_size=200))
def test_a_step_is_checked_in_no_time_whatever_it_is(text: str) -> None:
    assert not STEP.fullmatch(f"{text} >")
