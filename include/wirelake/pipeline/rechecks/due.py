"""Which links are to be asked for: what is new, what says that it changed, and what is due for a re-check."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from wirelake.addresses import canonicalise
from wirelake.config import SourceConfig
from wirelake.fetch.failures import is_passing
from wirelake.lake.exchanges import Row, Sight, link_of
from wirelake.records import Kind, Link, Seen

Asked = list[tuple[Link, Seen | None]]


def due(
    source: SourceConfig,
    links: Iterable[Link],
    sights: Mapping[str, Sight],
    now: datetime,
    *,
    refetch: bool = False,
    rechecks: bool = True,
) -> Asked:
    """Each link to ask for, with what raw/ holds of it already, so that it is asked for conditionally.

    A page that was seen is not asked for again, unless its entry changed its title or date, the operator
    wants it (``refetch``), or one of the source's ``recheck_hours`` has passed since it was first seen and
    it was not looked at since; the last also where no feed names it any more.
    """
    asked: Asked = []
    listed: set[str] = set()
    for link in links:
        key = canonicalise(link.url) or link.url
        listed.add(key)
        sight = sights.get(key)
        if sight is None:
            asked.append((link, None))
        elif refetch or _changed(link, sight) or (rechecks and _is_due(source, sight, now)):
            asked.append((link, None if sight.is_gone else sight.seen))  # back as it was is news
    if rechecks and source.recheck_hours:
        asked += [
            (sight.link, None if sight.is_gone else sight.seen)
            for key, sight in sights.items()
            if key not in listed and sight.is_article and _is_due(source, sight, now)
        ]
    return asked


def failed_today(index: Iterable[Row]) -> tuple[list[Link], set[str]]:
    """Of a batch's articles that no try brought: links that may come by now, and addresses that will not."""
    failed: dict[str, Row] = {}
    received: set[str] = set()
    for row in index:
        if row["kind"] == Kind.ARTICLE and row["url"].startswith(("http://", "https://")):
            if row["failure"] is None:
                received.add(row["url"])
            else:
                failed[row["url"]] = row
    left = [row for url, row in failed.items() if url not in received]
    return (
        [link_of(row) for row in left if is_passing(row["failure"])],
        {row["url"] for row in left if not is_passing(row["failure"])},
    )


def _changed(link: Link, sight: Sight) -> bool:
    """The entry says something else than when its article was last looked at; silence says nothing."""
    known = sight.link
    if link.updated and link.updated != known.updated:
        return known.updated is not None or known.published != link.updated
    pairs = ((link.published, known.published), (link.title, known.title))
    return link.origin == known.origin and any(new and old and new != old for new, old in pairs)


def _is_due(source: SourceConfig, sight: Sight, now: datetime) -> bool:
    passed = [sight.first_at + timedelta(hours=hours) for hours in source.recheck_hours]
    return any(moment <= now and not any(look >= moment for look in sight.looks) for moment in passed)
