"""An article_id once given never changes: what a later rule would call the article is an alias of it.

One object an alias under raw/, so that a rebuild from nothing gives the old id again.
"""

import json
from contextlib import suppress

from pydantic import BaseModel, ConfigDict

from wirelake.errors import ConflictError
from wirelake.lake import layout
from wirelake.lake.aside import unless_damaged
from wirelake.lake.events import name_of
from wirelake.lake.json_objects import parse_json
from wirelake.storage import ABSENT, Store


class Alias(BaseModel):
    """``alias`` is what the rules of today say, ``article_id`` what the article goes by."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    alias: str
    article_id: str


def read_aliases(store: Store, source: str) -> dict[str, str]:
    """Alias → article_id, of the source's articles."""
    found = (unless_damaged(store, one.path, _parsed) for one in store.objects(layout.aliases(source)))
    return {one.alias: one.article_id for one in found if one is not None}


def bind(store: Store, alias: Alias) -> None:
    """Put the alias on record; the first word holds."""
    path = f"{layout.aliases(alias.article_id.partition(':')[0])}/{name_of(alias.alias)}.json"
    with suppress(ConflictError):
        store.write(path, json.dumps(alias.model_dump(), sort_keys=True).encode(), if_etag=ABSENT)


def given(store: Store, named: str) -> str:
    """The article_id that is meant by it: itself, unless it is an alias."""
    source, colon, _ = named.partition(":")
    return read_aliases(store, source).get(named, named) if colon else named


def _parsed(data: bytes, path: str) -> Alias:
    return parse_json(Alias, data, path)
