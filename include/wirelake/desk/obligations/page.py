"""The context of the page "obligations": embargoes, takedowns, holds, and the review list."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache

from wirelake.batches.lakes import utc_now
from wirelake.desk.obligations.reading import Found, of_source
from wirelake.desk.obligations.rows import Advisory, Embargo, Hold, Takedown
from wirelake.lake.pending import sources_waiting
from wirelake.legible import one_line
from wirelake.storage import Store

READERS = 8
MOST = 100  # of each list in one page
NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class ObligationsPage:
    """What wires and operators oblige us to, of the sources that the user may read.

    Each list has its MOST rows of the page that was asked for; ``totals`` says how many there are.

    Attributes:
        sources: those that the user may read.
        source: the one that was asked for; "": all.
        embargoes: the next end first.
        review: the oldest first.
        takedowns: what is left to do first, then the newest.
        holds: the oldest first.
        totals: by the name of the list.
        page: the page of the lists that is shown, from 1.
        pages: how many there are.
        now: the instant at which the lake was read.
        done: what was just done, in words; "" where nothing was.
        about: what it was done about.
        troubles: what of the lake could not be read, with path and cure.
    """

    sources: tuple[str, ...]
    source: str
    embargoes: tuple[Embargo, ...]
    review: tuple[Advisory, ...]
    takedowns: tuple[Takedown, ...]
    holds: tuple[Hold, ...]
    totals: dict[str, int]
    page: int
    pages: int
    now: datetime
    done: str = ""
    about: str = ""
    troubles: tuple[str, ...] = ()


def read_obligations(
    store: Store,
    sources: Sequence[str],
    *,
    may_act: Callable[[str], bool] = lambda _source: False,
    source: str = "",
    page: int = 1,
    done: str = "",
    about: str = "",
    now: datetime | None = None,
) -> ObligationsPage:
    """The page of these sources, or of one of them. Writes nothing.

    Args:
        sources: those that the user may read.
        may_act: whether the user may act on a source's obligations; asked of those that the page shows alone.
        done, about: what the user just did on the page, in words, and about what.
    """
    moment = now or utc_now()
    asked = [source] if source else list(sources)

    waiting = sources_waiting(store)

    def of(name: str) -> Found:
        return of_source(store, name, may_hold=name in waiting, now=moment)

    with ThreadPoolExecutor(READERS) as pool:
        found = [*pool.map(of, asked)]
    embargoes = [one for each in found for one in each.embargoes]
    review = [one for each in found for one in each.review]
    takedowns = [one for each in found for one in each.takedowns]
    holds = [one for each in found for one in each.holds]
    totals = {
        "embargoes": len(embargoes),
        "review": len(review),
        "takedowns": len(takedowns),
        "holds": len(holds),
    }
    here = slice((page - 1) * MOST, page * MOST)
    allowed = cache(may_act)
    embargoes.sort(key=lambda one: (one.until or NEVER, one.article_id))
    review.sort(key=lambda one: (one.received, one.article_id))
    return ObligationsPage(
        sources=tuple(sources),
        source=source,
        embargoes=tuple(replace(one, may_act=allowed(one.source)) for one in embargoes[here]),
        review=tuple(replace(one, may_act=allowed(one.source)) for one in review[here]),
        takedowns=tuple(sorted(takedowns, key=_urgent)[here]),
        holds=tuple(sorted(holds, key=lambda one: (one.since, one.article_id))[here]),
        totals=totals,
        page=page,
        pages=max(1, -(-max(totals.values()) // MOST)),
        now=moment,
        done=done,
        about=one_line(about),
        troubles=tuple(one for each in found for one in each.troubles),
    )


def _urgent(one: Takedown) -> tuple[bool, float, str]:
    return one.state in ("finished", "revoked"), -one.at.timestamp(), one.article_id
