"""An article_id once given never changes: what a later rule would call the article is an alias of it.

One object a source, under raw/, so that a rebuild from nothing gives the old ids again. What it says of an id
holds: the first word of any writer is kept.
"""

import json
from collections.abc import Collection

from pydantic import BaseModel, ConfigDict

from wirelake.lake import layout
from wirelake.lake.aside import unless_damaged
from wirelake.lake.conflicts import again_after_conflict
from wirelake.lake.json_objects import parse_json
from wirelake.storage import ABSENT, Store


class Aliases(BaseModel):
    """What the ids that rules make stand for.

    ``given`` is alias → article_id. ``shared`` are the ids of addresses that several pages call canonical:
    each with the id that the fetched address makes of the page to which it was given, "" where it was given
    to none. ``merged`` are ids of articles that a later rule takes for others: nothing is named by them while
    no rule gives them. ``named_by`` are the rules under which all of history/ was gone through.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    named_by: str = ""
    given: dict[str, str] = {}
    shared: dict[str, str] = {}
    merged: dict[str, str] = {}

    def of(self, id_: str) -> str:
        """The article_id that an article goes by which the rules call so."""
        return self.given.get(id_, id_)

    def meant(self, named: str) -> str:
        """The article_id that somebody means who names an article so: one that was given is itself."""
        return named if named in self.given.values() else self.of(named)

    def about(self, ids: Collection[str]) -> "Aliases":
        """What tells whether an article goes by one of these ids."""
        given = {alias: id_ for alias, id_ in self.given.items() if alias in ids or id_ in ids}
        return Aliases(given=given, shared=self.shared)

    @property
    def by_article(self) -> dict[str, list[str]]:
        """All aliases of each article."""
        found: dict[str, list[str]] = {}
        for alias, article_id in self.given.items():
            found.setdefault(article_id, []).append(alias)
        return found

    def with_new(self, new: "Aliases", named_by: str, parted: Collection[str]) -> "Aliases":
        """Both, what stood first; ``parted`` are articles of their own again."""
        merged = {**new.merged, **self.merged}
        return Aliases(
            named_by=named_by,
            given={**new.given, **self.given},
            shared={**new.shared, **self.shared},
            merged={id_: other for id_, other in merged.items() if id_ not in parted},
        )


def read_aliases(store: Store, source: str) -> Aliases:
    """Those of the source's articles. Damaged ones are moved aside: the next build of the source makes them
    again from history/.

    Raises:
        FormatError: they are a later version's.
    """
    return unless_damaged(store, layout.aliases(source), _parsed) or Aliases()


@again_after_conflict
def learn(store: Store, source: str, new: Aliases, *, named_by: str, parted: Collection[str] = ()) -> Aliases:
    """Put these on record beside those that are there; returns all that hold.

    Raises:
        ConflictError: other writers were faster, many times over.
    """
    path = layout.aliases(source)
    answer = store.read(path)
    stood = _parsed(answer[0], path) if answer else Aliases()
    both = stood.with_new(new, named_by, parted)
    if answer is None or both != stood:
        data = json.dumps(both.model_dump(), sort_keys=True, indent=1).encode()
        store.write(path, data, if_etag=answer[1] if answer else ABSENT)
    return both


def _parsed(data: bytes, path: str) -> Aliases:
    return parse_json(Aliases, data, path)
