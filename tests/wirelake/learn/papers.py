"""Articles of an invented paper, as learning sees them: no two alike, but for what a test plants."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

from wirelake.learn import Document
from wirelake_demo.grammar import DAYS, vocabulary

FIRST = date(2026, 3, 2)
DESKS = ("Coast Desk", "Money Desk", "Night Desk")


def paper(number: int, *, before: Sequence[str] = (), after: Sequence[str] = (), **fields: Any) -> Document:
    """Article so and so: a story of the demo's vocabulary, with lines before and after it."""
    story = vocabulary("harbour").story(DAYS[number % 7], 1 + number // 7)
    day = FIRST + timedelta(days=number % 10)
    given: dict[str, Any] = {
        "article_id": f"quay:{number}",
        "raw_ref": f"quay/{day}#{number}",
        "captured": day,
        "published": day,
        "headline": story.headline,
        "provider": "QUAY",
        "author": DESKS[number % 3],
        "paragraphs": (*before, *story.paragraphs, *after),
    }
    return Document(**(given | fields))


def papers(count: int, plant: Callable[[int], dict[str, Any] | None]) -> list[Document]:
    """So many articles, in the order of their days; ``plant`` gives what is special about one."""
    found = [paper(number, **(plant(number) or {})) for number in range(count)]
    return sorted(found, key=lambda one: (one.captured, one.article_id))
