"""What a source's discovery finds for a day and why not more, without writing anything."""

from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import dataclass
from datetime import date
from typing import Any

from wirelake import archive
from wirelake.batches.journal import Clock
from wirelake.batches.lakes import utc_now
from wirelake.bounded.pool import bounded
from wirelake.config import Batch, SourceConfig
from wirelake.discover import Discovered, discover
from wirelake.fetch import Place, open_inbox
from wirelake.pipeline.discovery.unreached import mistakes_of
from wirelake.pipeline.looking import fetcher_of
from wirelake.pipeline.rechecks.due import due
from wirelake.records import Link
from wirelake.storage import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """A day's discovery: what was found, which of it a capture would ask for or read, and what of the YAML
    cannot be right."""

    batch: Batch
    found: Discovered
    new: frozenset[str]
    mistakes: tuple[str, ...]

    @property
    def links(self) -> list[Link]:
        """The links of the day, and those of dropped files."""
        return [*self.found.links, *(link for _, link in self.found.files)]


def search(
    source: SourceConfig,
    day: date | None,
    *,
    store: Store,
    connection: str | None = None,
    inbox_connection: str | None = None,
    clock: Clock = utc_now,
) -> Search:
    """Look at the source's lists as a capture of the day would; without one, of the open day.

    The lists are fetched, and no article is. Nothing is written, into raw/ neither.
    """
    now = clock()
    day = day or now.astimezone(source.zone).date()
    sights = archive.seen(store, source.name, day)
    place = open_inbox(source, inbox_connection, store)
    with fetcher_of(source, connection, clock) as fetcher, bounded() as pool, _closing(place) as inbox:
        found = discover(source, day, get=fetcher.get, store=store, now=now, bounded=pool, inbox=inbox)
    asked = due(source, found.links, sights, now)
    return Search(
        batch=Batch(source.name, day),
        found=found,
        new=frozenset((*(link.url for link, _ in asked), *(link.url for _, link in found.files))),
        mistakes=tuple(mistakes_of(store, source, found, sights)),
    )


def _closing(place: Place | None) -> AbstractContextManager[Place | None]:
    return closing(place) if place else nullcontext()


def search_json(told: Search) -> dict[str, Any]:
    """The search as one JSON object: its lists and links, and in words what is missing and what is wrong."""
    found = told.found
    return {
        "source": told.batch.source,
        "day": str(told.batch.day),
        "lists": [
            {
                "url": one.url,
                "part": one.part,
                "listed": one.listed,
                "matched": one.matched,
                "of_day": one.of_day,
                "failure": one.failure,
            }
            for one in found.listings
        ],
        "links": [
            {"url": one.url, "title": one.title, "origin": one.origin, "new": one.url in told.new}
            for one in told.links
        ],
        "passed_over": [{"name": name, "reason": why} for name, why in sorted(found.passed_over.items())],
        "left_out": dict(found.left_out),
        "reach": found.reach,
        "lost": found.lost,
        "gaps": found.gaps,
        "mistakes": list(told.mistakes),
    }
