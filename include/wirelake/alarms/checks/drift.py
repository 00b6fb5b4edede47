"""Texts grow or shrink, or a field goes missing: a template that changed, and is still read somehow."""

from collections.abc import Iterator, Mapping

from wirelake.alarms.checks.shape import TEMPLATE
from wirelake.alarms.view import LIKE, Alarm, Day, View, band, is_beyond

FEW, MANY = 5, 10  # articles of a day, for its length and for its shares
FACTOR, DEVIATIONS = 2, 6
MORE = 0.3  # beyond the usual share


def drift(view: View) -> Alarm | None:
    """Two days in a row with texts of another length, or a field or a flag beyond its usual share."""
    day = view.judged
    if day is None:
        return None
    told = next(_told(view, day), None)
    if told is None:
        return None
    about, message = told
    return Alarm(
        check="drift",
        about=about,
        message=message,
        cure=f"has the wire's template changed? Look at a page by `wirelake preview`, then: wirelake learn "
        f"{view.source.name}",
    )


def _told(view: View, day: Day) -> Iterator[tuple[str, str]]:
    yield from _lengths(view)
    past = view.before(day)
    measured = [one for one in past if one.measure]
    if day.measure:
        rows = [(dict(one.measure.missing), one.measure.articles) for one in measured if one.measure]
        yield from _shares(dict(day.measure.missing), day.measure.articles, rows, day, "lack")
    rows = [(_flags(one), one.items) for one in past]
    yield from _shares(_flags(day), day.items, rows, day, "are flagged")


def _flags(day: Day) -> dict[str, int]:
    """The day's flags, but for those by which ``shape`` knows a template."""
    return {name: count for name, count in day.flags.items() if name not in TEMPLATE}


def _lengths(view: View) -> Iterator[tuple[str, str]]:
    measured = [one for one in view.closed if one.measure and one.measure.articles >= FEW]
    last = measured[-2:]
    if len(last) < 2 or last[-1] is not view.judged:
        return
    found = band([one.measure.words for one in measured[:-2] if one.measure])
    if found is None:
        return
    usual, spread = found
    words = [one.measure.words for one in last if one.measure]
    for about, out in (
        ("shorter", max(words) < min(usual / FACTOR, usual - DEVIATIONS * spread)),
        ("longer", min(words) > max(usual * FACTOR, usual + DEVIATIONS * spread)),
    ):
        if out:
            yield about, f"texts are {about}: {words[-1]:.0f} words on {last[-1].day}, usually {usual:.0f}"


def _shares(
    counts: Mapping[str, int], total: int, past: list[tuple[dict[str, int], int]], day: Day, verb: str
) -> Iterator[tuple[str, str]]:
    if total < MANY or len(past) < LIKE:
        return
    all_past = max(sum(number for _, number in past), 1)
    for name, count in sorted(counts.items(), key=lambda one: (-one[1], one[0])):
        usual = min(sum(one.get(name, 0) for one, _ in past) / all_past, 1)
        if count > (usual + MORE) * total and is_beyond(count, total, usual):
            yield name, f"{count} of {total} articles of {day.day} {verb} {name}: usually {usual:.0%}"
