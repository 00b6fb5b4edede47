"""Articles come, and none of them is of these days: a list that stands still, or dates that are misread."""

from datetime import timedelta
from statistics import median

from wirelake.alarms.view import LIKE, Alarm, View

BEHIND = timedelta(days=3)
DAYS = 3


def freshness(view: View) -> Alarm | None:
    """The newest article of the last days is old, and those of the days before were not."""
    dated = [one for one in view.closed if one.items and one.published]
    last, past = dated[-DAYS:], dated[:-DAYS]
    if not view.judged or len(last) < DAYS or last[-1] is not view.judged or len(past) < LIKE:
        return None
    usual = median((one.day - one.published).days for one in past if one.published)
    limit = max(BEHIND, 2 * (view.source.cadence or timedelta(0)))
    newest = max(one.published for one in last if one.published)
    if usual > 1 or last[0].day - newest <= limit:
        return None
    return Alarm(
        check="freshness",
        message=f"the newest article that came since {last[0].day} is of {newest}",
        cure="does its list stand still, or are its dates misread? `wirelake show` has the date_candidates",
    )
