"""Who has a copy of an article by an export: what a takedown says of it, as it cannot reach it."""

from collections.abc import Collection

from wirelake.lake.exports import record
from wirelake.storage import Store


def exported(store: Store, article_ids: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Of each of these articles the exports that hold it, in words; and the records that nobody can read."""
    found, unread = record.holding(store, article_ids)
    damaged = tuple(f"nobody knows whether this export holds it: {one}" for one in unread)
    told = {}
    for article_id in article_ids:
        exports = (f"{one} holds it: whoever has that has to delete it" for one in found.get(article_id, ()))
        told[article_id] = (*exports, *damaged)
    return told
