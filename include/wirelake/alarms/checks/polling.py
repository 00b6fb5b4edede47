"""Between the daily runs nobody looks, or too seldom: what a feed showed meanwhile is lost."""

from datetime import timedelta
from statistics import median

from wirelake.alarms.view import LIKE, Alarm, Day, View

USUAL = 3  # runs of a day: fewer tell nothing of polls, as one that finds nothing new leaves no row
RECENT = 14  # days
LATELY = 2  # days: the open one and the one before
ROLLED = "may have lost entries"  # a feed's words, of discovery


def polling(view: View) -> Alarm | None:
    """A feed lost entries between two polls, or for two days no poll brought what usually some do."""
    if view.source.poll is None:
        return None
    return _stopped(view) or _rolled(view)


def _rolled(view: View) -> Alarm | None:
    told = [(one.day, said) for one in view.days[-LATELY:] for said in one.lost if ROLLED in said]
    if not told or view.today - told[-1][0] >= timedelta(days=LATELY):
        return None
    day, lost = told[-1]
    return Alarm(
        check="polling",
        about="lost",
        message=f"{day}: {lost}",
        cure=f"did polls fail or wait? If not, poll more often than {view.source.poll!r}. If a list reaches "
        f"back: wirelake backfill {view.source.name} {day}",
    )


def _stopped(view: View) -> Alarm | None:
    day = view.judged
    if day is None:
        return None
    *past, before, last = view.closed
    if last is not day or len(past) < LIKE or not (_is_bare(before) and _is_bare(last)):
        return None
    runs = [one.runs for one in past[-RECENT:] if one.items]
    usual = median(runs) if runs else 0
    if usual < USUAL:
        return None
    return Alarm(
        check="polling",
        about="stopped",
        message=f"no poll brought anything on {before.day} and {last.day}: usually {usual - 1:.0f} a day do",
        cure=f"is the Dag {view.source.name}_poll not paused, and do its runs end well?",
    )


def _is_bare(day: Day) -> bool:
    """The daily run alone brought the day's articles."""
    return day.runs == 1 and day.items > 0 and day.lived
