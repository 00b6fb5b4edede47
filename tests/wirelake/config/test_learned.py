"""``<source>.learned.yaml``: part of the source's facts, read as strictly, and no source itself."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.wirelake.quay import write_sources

from wirelake.config import (
    LearnedExample,
    LearnedFile,
    LearnedFurniture,
    learned_path,
    learned_text,
    load_learned,
    load_source,
    source_files,
)
from wirelake.errors import ConfigError
from wirelake.ruleset import ruleset_version
from wirelake.shapes import shape, words

PAGES = LearnedFurniture(
    shape="page <n> of <n>",
    articles=41,
    share=0.205,
    days=6,
    first_seen=date(2026, 3, 2),
    last_seen=date(2026, 3, 2),
    place="tail",
    examples=(LearnedExample(text="Page 1 of 3: a “line”, #1", raw_ref="quay/2026-03-02#<urn:uuid:1>"),),
)
REFUSED = LearnedFurniture(shape="at sea", refused=True, share=0.0)
BROKEN = {
    "no YAML": ("furniture: [", "not YAML: "),
    "no fields": ("- page", "write fields at the top level, such as 'furniture: []'"),
    "no list": ("furniture: page", "furniture: 'page': write a list"),
    "nothing": ("{}", "furniture: this field is required"),
    "unknown field": ("furniture:\n  - {shape: at sea, regex: x}", "furniture.0.regex: 'x': no such field"),
    "no shape": ("furniture:\n  - {refused: true}", "furniture.0.shape: "),
    "a text for a shape": (
        "furniture:\n  - {shape: Page 1 of 3}",
        "furniture.0.shape: 'Page 1 of 3': not a shape: write 'page <n> of <n>'",
    ),
    "no word": ('furniture:\n  - {shape: "<n>"}', "would cut every number"),
    "twice": ("furniture:\n  - {shape: at sea}\n  - {shape: at sea}", "'at sea' stands twice: delete one"),
    "share": ("furniture:\n  - {shape: at sea, share: 20}", "furniture.0.share: 20: "),
    "alias": ("furniture:\n  - &a {shape: at sea}\n  - *a", "aliases (*name) are not used here"),
}


@pytest.fixture
def quay(tmp_path: Path) -> Path:
    """A source's YAML without a learned file."""
    write_sources(tmp_path, "quay")
    return tmp_path / "quay.yaml"


def furniture(*entries: LearnedFurniture) -> LearnedFile:
    return LearnedFile(furniture=entries)


def learn(source: Path, text: str) -> None:
    learned_path(source).write_text(text, encoding="utf-8")


def test_what_was_written_is_read_back(quay: Path) -> None:
    assert load_source(quay).learned == ()
    learn(quay, learned_text("quay", furniture(PAGES, REFUSED)))
    assert load_source(quay).learned == (REFUSED, PAGES)


def test_the_file_says_who_wrote_it_and_is_the_same_for_the_same_entries() -> None:
    text = learned_text("quay", furniture(PAGES, REFUSED))
    assert text == learned_text("quay", furniture(REFUSED, PAGES))
    assert "wirelake learn quay --write" in text.splitlines()[0]
    assert "    first_seen: 2026-03-02\n    last_seen: 2026-03-02\n" in text


@settings(deadline=None)
@given(st.text(min_size=1, max_size=60))
def test_any_example_can_be_written_and_read(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    shaped = shape(text)
    if shape(shaped) != shaped or not words(shaped) or any("\ud800" <= char <= "\udfff" for char in text):
        return
    source = tmp_path_factory.getbasetemp() / "quay.yaml"
    entry = LearnedFurniture(shape=shaped, examples=(LearnedExample(text=text),))
    learn(source, learned_text("quay", furniture(entry)))
    assert load_learned(source) == furniture(entry)


@pytest.mark.parametrize(("text", "said"), BROKEN.values(), ids=BROKEN)
def test_a_broken_file_is_named_with_field_value_and_cure(quay: Path, text: str, said: str) -> None:
    learn(quay, text)
    with pytest.raises(ConfigError) as caught:
        load_source(quay)
    assert str(learned_path(quay)) in str(caught.value)
    assert said in str(caught.value)


def test_it_is_no_source(quay: Path) -> None:
    learn(quay, "furniture: []")
    assert source_files((quay.parent,)) == {"quay": quay}


def test_without_its_source_it_is_no_silence(quay: Path) -> None:
    orphan = quay.with_name("pier.learned.yaml")
    orphan.write_text("furniture: []", encoding="utf-8")
    assert source_files((quay.parent,)) == {"pier.learned": orphan, "quay": quay}
    with pytest.raises(ConfigError, match=r"there is no pier\.yaml beside it"):
        load_source(orphan)


def test_another_ending_is_no_silence(quay: Path) -> None:
    quay.with_name("quay.learned.yml").write_text("furniture: []", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"call it quay\.learned\.yaml"):
        load_source(quay)


def test_a_sources_own_yaml_holds_nothing_learned(quay: Path) -> None:
    quay.write_text(quay.read_text(encoding="utf-8") + "learned: []\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"learned: leave it out, it stands in quay\.learned\.yaml"):
        load_source(quay)


def test_a_build_depends_on_shapes_and_refusals_and_not_on_counts(quay: Path) -> None:
    versions = []
    for entries in (
        [],
        [PAGES],
        [PAGES.model_copy(update={"articles": 99, "last_seen": date(2026, 4, 1)})],
        [PAGES.model_copy(update={"refused": True})],
    ):
        learn(quay, learned_text("quay", furniture(*entries)))
        versions.append(ruleset_version(load_source(quay)))
    assert versions[1] == versions[2]
    assert len(set(versions)) == 3
