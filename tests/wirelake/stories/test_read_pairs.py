"""Pairs of real wire texts that a person read: where they lie beside the project."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from wirelake.extract import extract
from wirelake.records import Article, Kind, Link, RawArticle
from wirelake.stories.relations import relation
from wirelake.stories.shingles import LEAST_WORDS, shingles

FILES = Path(__file__).parents[4] / "shared" / "wire" / "formats"
LABELLED = Path(__file__).with_name("read_pairs.tsv").read_text(encoding="utf-8").splitlines()
PAIRS = [line.split("\t") for line in LABELLED if not line.startswith("#")]


def text_of(named: str) -> str:
    name, _, number = named.rpartition("#")
    url = "https://wire.example/item"
    raw = RawArticle(
        link=Link(url=url, origin="feed"),
        kind=Kind.ARTICLE,
        fetched_at=datetime(2026, 3, 4, tzinfo=UTC),
        body=(FILES / name).read_bytes(),
        status=200,
        final_url=url,
        raw_ref="wire/2026-03-04#1",
    )
    found = extract(raw)
    assert isinstance(found, list)
    article: Article = found[int(number)]
    return article.body_text or article.extracted_text or ""


@pytest.mark.skipif(not FILES.exists(), reason=f"the wire files are not at {FILES}")
def test_what_a_reader_took_for_the_same_text_is_told_from_what_is_another() -> None:
    missed, wrong, right = [], [], 0
    for label, one, other in PAIRS:
        both = shingles(text_of(one)), shingles(text_of(other))
        assert min(text.words for text in both) >= LEAST_WORDS
        found = relation(*both) is not None
        right += found and label == "same"
        missed += [(one, other)] if label == "same" and not found else []
        wrong += [(one, other)] if label == "other" and found else []
    assert right >= 0.97 * (right + len(wrong)), wrong
    assert right >= 0.93 * (right + len(missed)), missed
    assert len(PAIRS) > 30
