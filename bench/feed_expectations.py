"""What feedparser's own feeds say of themselves: ``Expect: not bozo and entries[0]['title'] == 'Example'``.

Of the first entry, by the names that format_fields.py has; the rest is of the feed, of types and of details
that a record has no field for.
"""

import ast
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

EXPECT = re.compile(rb"Expect:[ \t]*([^\n]{1,2000}?)\s*(?:\n|-->)")
# The way to a value, less its numbers, and the name that it has in FIELDS.
NAMES = {
    **dict.fromkeys(("title", "title_detail.value"), "headline"),
    **{f"{one}{end}": "words" for one in ("summary", "description", "content") for end in ("", ".value")},
    "summary_detail.value": "words",
    **dict.fromkeys(("id", "guid"), "id"),
    **dict.fromkeys(("link", "links.href", "enclosures.href", "content.src", "media_thumbnail.url"), "link"),
    **dict.fromkeys(("author_detail.name", "authors.name", "contributors.name"), "author"),
    **dict.fromkeys(("category", "tags.term", "tags.label", "tags.scheme"), "feed_category"),
    **dict.fromkeys(("rights", "rights_detail.value"), "rights"),
    **dict.fromkeys(("publisher", "publisher_detail.name", "source.title"), "feed_provider"),
    **dict.fromkeys(("published", "published_parsed", "updated", "updated_parsed"), "published"),
    **dict.fromkeys(("created", "created_parsed"), "created"),
    **dict.fromkeys(("expired", "expired_parsed"), "expires"),
    **dict.fromkeys(("comments", "author_detail.email", "author_detail.url", "authors.email"), "kept"),
    **dict.fromkeys(("authors.url", "contributors.email", "contributors.url", "source.href"), "kept"),
    **dict.fromkeys(("source.id", "source.link", "source.subtitle", "source.author"), "kept"),
    "license": "usage_terms",
}


def expected(data: bytes) -> Iterator[tuple[str, Any]]:
    """Name and value of each equation about the first entry."""
    found = EXPECT.search(data[:4_096])
    try:
        tree = ast.parse(found[1].decode().strip(), mode="eval") if found else None
    except (SyntaxError, ValueError):
        return
    for one in ast.walk(tree) if tree else ():
        if not (isinstance(one, ast.Compare) and [type(op) for op in one.ops] == [ast.Eq]):
            continue
        try:
            value = ast.literal_eval(one.comparators[0])
        except ValueError:
            continue
        way = _way(one.left)
        if way and (name := NAMES.get(way)) and isinstance(value, str | tuple):
            yield name, _moment(value) if isinstance(value, tuple) else value


def _way(node: ast.expr) -> str | None:
    """``entries[0]['content'][0]['value']`` as content.value; None for what is not of the first entry."""
    steps: list[Any] = []
    while isinstance(node, ast.Subscript | ast.Attribute):
        step = node.attr if isinstance(node, ast.Attribute) else getattr(node.slice, "value", None)
        steps.insert(0, step)
        node = node.value
    if not (isinstance(node, ast.Name) and node.id == "entries" and steps[:1] == [0]):
        return None
    return ".".join(step for step in steps if isinstance(step, str))


def _moment(value: tuple[int, ...]) -> str:
    return datetime(*value[:6], tzinfo=UTC).isoformat()  # type: ignore[arg-type,misc]
