"""Far fewer or far more articles than on like weekdays."""

from collections.abc import Iterator
from datetime import timedelta

from wirelake.alarms.view import Alarm, Day, View, band

FEWER, MORE = 4, 5  # times fewer, times more than the median of like weekdays
DEVIATIONS = 4
NEAR = timedelta(days=4)  # to the day before, where days between tell nothing


def volume(view: View) -> Alarm | None:
    """Two days in a row are out of their bands, to the same side: a holiday or a large story is one day.

    A day whose weekday has fewer than eight like it says nothing, nor does one whose band reaches to zero;
    days that were backfilled are no measure.
    """
    judged = view.judged
    if judged is None or not judged.items:  # that nothing comes is for the gate, or quiet
        return None
    for side in ("low", "high"):
        if _is_out(view, judged, side) is not True:
            continue
        before = next(_telling(view, judged, side), None)
        if before and judged.day - before.day <= NEAR and _is_out(view, before, side):
            like = band(_like(view, judged))
            usual = like[0] if like else 0
            return Alarm(
                check="volume",
                about=side,
                message=f"{judged.items} articles on {judged.day} and {before.items} on {before.day}: "
                f"usually about {usual:.0f} on such a day",
                cure=f"has its list changed? `wirelake discover {view.source.name}` shows what it holds",
            )
    return None


def _telling(view: View, day: Day, side: str) -> Iterator[Day]:
    """The days before it whose band says something on that side, the newest first."""
    return (one for one in reversed(view.before(day)) if _is_out(view, one, side) is not None)


def _is_out(view: View, day: Day, side: str) -> bool | None:
    """The day is out of its band on that side; None where that side says nothing."""
    found = band(_like(view, day))
    if found is None:
        return None
    middle, spread = found
    # Of counts the square root has one and the same spread, a half, where chance alone is at work.
    unit = max(1.0, spread / max(middle, 1) ** 0.5) / 2
    reach = DEVIATIONS * unit
    if side == "high":
        return day.items > MORE * middle + 5 and day.items**0.5 - middle**0.5 > reach
    if middle**0.5 <= reach:
        return None
    return day.items < middle / FEWER and middle**0.5 - day.items**0.5 > reach


def _like(view: View, day: Day) -> list[float]:
    before = (one for one in view.before(day) if one.lived)
    return [one.items for one in before if one.day.weekday() == day.day.weekday()]
