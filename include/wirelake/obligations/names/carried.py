"""Decisions that were taken under what turns out to be an article's alias are decisions about the article."""

from dataclasses import replace

from wirelake.lake.decisions.events import read_events, record
from wirelake.storage import Store


def carry(store: Store, source: str, given: dict[str, str]) -> None:
    """Record every decision about these aliases for their articles as well: ``given`` is alias → article_id.

    It comes before the alias is on record, and may be repeated: what was decided keeps its instant.
    """
    if not given:
        return
    names: dict[str, str] = {}  # a restore names the takedowns that it revokes
    for one in read_events(store, source).every:
        if one.article_id in given:
            revokes = tuple(names.get(name, name) for name in one.revokes)
            names[one.name] = record(
                store, replace(one, article_id=given[one.article_id], revokes=revokes)
            ).name
