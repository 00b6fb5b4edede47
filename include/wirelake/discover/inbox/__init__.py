"""Files that an agency left in a place of its own: a flat folder, a foreign bucket or an SFTP server.

What was taken is a dropped file from then on. Its day is that on which its server received it, in the
source's zone. Whoever looks at an open day also takes what came after its own day was closed.
"""

from collections.abc import Iterable
from time import sleep

from wirelake.config import Inbox
from wirelake.discover.inbox.days import Days
from wirelake.discover.inbox.known import Known
from wirelake.discover.inbox.passing import Passed, Sieve, quoted
from wirelake.discover.search import MAX_LINKS, Search
from wirelake.errors import AccessError, FetchError
from wirelake.records import Kind, Link, Lying, RawArticle
from wirelake.storage import Stored

MAX_TOLD = 20
MAX_NAMED = 500  # in runs.passed_over


def look(search: Search, part: Inbox) -> tuple[Link, ...]:
    """Put the day's files among those found, and what raw/ holds of them already among the held; there is
    no link to fetch. What is passed over is named, with the reason, in the run of its day."""
    place = Link(url=part.url, origin="inbox")
    try:
        _look(search, part, place)
    except (FetchError, AccessError) as error:
        refused = isinstance(error, AccessError)
        search.fail(
            RawArticle(
                link=place,
                kind=Kind.INBOX,
                fetched_at=search.now,
                failure="inbox_refused" if refused else "connect",
                failure_detail=str(error),
            )
        )
    return ()


def _look(search: Search, part: Inbox, place: Link) -> None:
    listed = _listed(search, part)
    sieve, days, known = Sieve(part, listed), Days(search), Known(search)
    passed = [one for one in sieve.passed if days.is_told(one.lying)]
    due = [one for one in sieve.ours if days.is_due(one)]
    known.learn(due, days)
    new = [one for one in due if not known.holds(one)]
    whole, unfinished = _whole(search, part, sieve, new)
    search.found.held += [sieve.with_mark(one) for one in sieve.ours if known.holds(one)]
    for one in whole[:MAX_LINKS]:
        link = Link(url=f"drop:{search.source.name}/{search.day}/{quoted(one.name)}", origin="inbox")
        search.found.files.append((Stored(path=one.name, size=one.size, etag=one.etag), link))
        search.found.lying[link.url] = sieve.with_mark(one)
    unmatched = [one for one in passed if one.kind == "not_matched"]
    search.account(
        place,
        len(due) + sum(one.lying.is_file for one in passed),
        len(due),
        len(due),
        field="match",
        example=quoted(unmatched[0].lying.name) if unmatched else "",
    )
    _tell(search, place, [*passed, *unfinished], left=len(whole) - MAX_LINKS, more=sieve.more)


def _listed(search: Search, part: Inbox) -> list[Lying]:
    if search.inbox is None:
        raise FetchError(f"{part.url}: nobody has opened the inbox")
    return search.inbox.look()


def _whole(search: Search, part: Inbox, sieve: Sieve, new: list[Lying]) -> tuple[list[Lying], list[Passed]]:
    """Those of the new that nobody is writing any more, the oldest first, and the others."""
    if part.done is not None:
        waiting = {one.name: "the file that says that it is whole is not there" for one in new}
        for one in new:
            if sieve.with_mark(one).mark is not None:
                del waiting[one.name]
    elif new and (pause := part.pause.total_seconds()):
        sleep(pause)
        stand = {(one.name, one.etag) for one in _listed(search, part)}
        waiting = {one.name: "it changed while it was looked at" for one in new}
        waiting = {one.name: waiting[one.name] for one in new if (one.name, one.etag) not in stand}
    else:
        waiting = {}
    whole = sorted((one for one in new if one.name not in waiting), key=lambda one: (one.modified, one.name))
    unfinished = [
        Passed(lying=one, kind="unfinished", told=f"not finished: {waiting[one.name]}")
        for one in new
        if one.name in waiting
    ]
    return whole, unfinished


def _tell(search: Search, place: Link, passed: Iterable[Passed], *, left: int, more: str) -> None:
    """Name what is passed over, and what is left to the next look."""
    passed = list(passed)
    search.found.passed_over |= {quoted(one.lying.name): one.kind for one in passed[:MAX_NAMED]}
    told = [f"{quoted(one.lying.name)} is passed over: {one.told}" for one in passed if one.told]
    for one in told[:MAX_TOLD]:
        search.lose(place, one)
    if len(told) > MAX_TOLD:
        search.lose(place, f"{len(told) - MAX_TOLD} more of what lies there is passed over")
    if left > 0:
        search.lose(place, f"{left} more files lie there: the next look takes them, the oldest first")
    if more:
        search.lose(place, more)
