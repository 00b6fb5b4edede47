"""A row of history/ shows learning what its rule has before it, whether or not that rule has acted."""

from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any

import yaml
from tests.wirelake.quay import YAML

from wirelake.clean import clean
from wirelake.config import LearnedFurniture, SourceConfig
from wirelake.learn import COLUMNS, document
from wirelake.learn.documents import EARLIER, MOST
from wirelake.records import Article
from wirelake.rules import RULES

FACTS = {"name": "quay", "provider": "QUAYWIRE", "furniture": ["Search"]}
SOURCE = SourceConfig.model_validate(FACTS | yaml.safe_load(YAML.format(name="quay")))
LINES = (
    "Tuesday, 02 January 2024 12:17 GMT",
    "Crane turns green",
    "From the desks on both shores: page 4 QUAY05032026000099900111ID1199000001",
    "(QUAYWIRE- Night Desk) The crane was painted green.",
    "The quay is told on paper of reed",
    "Search",
    "Share this story",  # share_prompt's
    "###",
    "QUAYWIRE",
)
SHAPES = ("from the desks on both shores: page <n>", "the quay is told on paper of reed")


def cleaned(source: SourceConfig, text: str = "\n".join(LINES)) -> Article:
    article = Article(
        source="quay",
        raw_ref="quay/2026-03-05#1",
        raw_sha256="",
        source_format="text",
        first_seen_at=datetime(2026, 3, 5, tzinfo=UTC),
        headline="Crane turns green",
        extracted_text=text,
    )
    return clean(article, source)


def row(article: Article, day: date | None = date(2026, 3, 4)) -> dict[str, Any]:
    """As history/ holds it, captured on 5 March."""
    told = asdict(article)
    days = {"published_date": day, "capture_date": date(2026, 3, 5)}
    return {name: told[name] for name in COLUMNS} | days


def learned(source: SourceConfig) -> SourceConfig:
    return source.model_copy(update={"learned": tuple(LearnedFurniture(shape=one) for one in SHAPES)})


def test_lines_of_other_rules_are_gone_and_its_own_stand() -> None:
    found = document(row(cleaned(SOURCE)))
    assert found.paragraphs == (
        "From the desks on both shores: page 4",
        "(QUAYWIRE- Night Desk) The crane was painted green.",  # a later rule takes the credit
        "The quay is told on paper of reed",
    )
    assert (found.published, found.captured) == (date(2026, 3, 4), date(2026, 3, 5))
    assert found.provider == "Night Desk"


def test_it_is_the_same_once_what_was_learned_is_applied() -> None:
    after = cleaned(learned(SOURCE))
    assert after.body_text == "The crane was painted green."
    assert document(row(after)) == document(row(cleaned(SOURCE)))


def test_without_a_published_day_the_capture_day_stands_for_it() -> None:
    assert document(row(cleaned(SOURCE), day=None)).published == date(2026, 3, 5)


def test_of_an_endless_article_the_first_and_the_last_paragraphs_count() -> None:
    text = "\n".join(f"Line {number} of it." for number in range(5_000))
    found = document(row(cleaned(SOURCE, text))).paragraphs
    assert len(found) == MOST
    assert (found[0], found[-1]) == ("Line 0 of it.", "Line 4999 of it.")


def test_earlier_rules_are_those_before_it() -> None:
    names = [rule.__name__ for rule in RULES]
    assert set(names[: names.index("learned_furniture")]) == EARLIER
