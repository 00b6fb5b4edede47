"""No run for the days due: a scheduler that stopped or fell behind, or a Dag that somebody paused."""

from datetime import timedelta

from wirelake.alarms.view import Alarm, View

GRACE = timedelta(hours=6)  # from midnight to the end of the day's run
WEEK, OFTEN = timedelta(days=7), 3  # so many runs in a week are a schedule, and no one's runs by hand


def schedule(view: View) -> Alarm | None:
    """The daily run of a day that is due has left no row in runs/."""
    due = (view.now - GRACE).astimezone(view.source.zone).date() - timedelta(days=1)
    ran = [one.day for one in view.days if one.mode != "poll"]
    if not ran or ran[-1] >= due or sum(ran[-1] - one < WEEK for one in ran) < OFTEN:
        return None
    missing = (due - ran[-1]).days
    return Alarm(
        check="schedule",
        message=f"no run for {missing} day{'' if missing == 1 else 's'}: the last was of {ran[-1]}",
        cure=f"is Airflow's scheduler running, and the Dag {view.source.name} not paused? "
        "Afterwards backfill the days that are missing",
        shared=True,
    )
