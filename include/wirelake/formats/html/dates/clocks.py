"""Microdata that states when the page was made, not when its article was: a template's running clock."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from wirelake.formats.html.head import Head
from wirelake.records import DateCandidate

REFUSED = "page_clock_in_microdata"
ALLOWED = timedelta(days=1)
TELLING = 0.5  # the weight of what contradicts a clock


def without_clocks(
    head: Head, stated: Sequence[DateCandidate], shown: Sequence[DateCandidate]
) -> Iterator[DateCandidate]:
    """What the page states, with microdata refused that says a second later than all else by days.

    That is what other meta elements state, and the dateline: ``MARSA NOUR, March 4, 2026 (QP) --`` on a page
    whose ``itemprop="datePublished"`` is the instant of the request. JSON-LD knows better than either.
    """
    raws = {value.strip() for values in head.microdata.values() for value in values}
    raws |= {(one.get("content") or "").strip() for one in head.meta_elements if one.get("itemprop")}
    known = any(one.origin == "json_ld" for one in stated)
    calm = [_day(one) for one in stated if one.origin == "meta" and one.raw.strip() not in raws]
    calm += [_day(one) for one in shown if one.origin == "dateline" and one.weight >= TELLING]
    for one in stated:
        is_clock = (
            one.raw.strip() in raws
            and not known
            and one.precision == "instant"
            and bool(calm)
            and all(_day(one) - day > ALLOWED for day in calm)
        )
        yield replace(one, weight=0.0, refused=REFUSED) if is_clock else one


def _day(candidate: DateCandidate) -> date:
    if candidate.precision == "day":
        return date.fromisoformat(candidate.value)
    moment = datetime.fromisoformat(candidate.value)
    return (moment.astimezone(UTC) if moment.tzinfo else moment).date()
