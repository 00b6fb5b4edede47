"""An article with some fields changed: what ``dataclasses.replace`` gives, at a quarter of its cost.

Stages hand an article on some fifteen times, and it has nearly a hundred fields.
"""

from operator import attrgetter
from typing import Any

from wirelake.records.articles import Article

FIELDS = tuple(Article.__dataclass_fields__)
VALUES = attrgetter(*FIELDS)
SETTERS = {name: getattr(Article, name).__set__ for name in FIELDS}
IN_ORDER = tuple(SETTERS.values())


def with_changes(article: Article, **changes: Any) -> Article:
    """A new article with these fields changed; raises KeyError for a name that is no field."""
    new = object.__new__(Article)
    for put, value in zip(IN_ORDER, VALUES(article), strict=True):
        put(new, value)
    for name, value in changes.items():
        SETTERS[name](new, value)
    return new
