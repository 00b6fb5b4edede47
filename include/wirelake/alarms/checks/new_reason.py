"""Articles are rejected for a reason that this source never had."""

from datetime import timedelta

from wirelake.alarms.view import Alarm, View

HISTORY = 14  # built days, of fewer everything is new
LEAST, SHARE = 3, 0.05
NEW_FOR = timedelta(days=3)


def new_reason(view: View) -> Alarm | None:
    """A reason of the newest day was first seen in its last days; one that stays is known after these."""
    day = view.judged
    if day is None:
        return None
    past = [one for one in view.before(day) if day.day - one.day >= NEW_FOR]
    if len(past) < HISTORY:
        return None
    known = {reason for one in past for reason in one.reasons}
    least = max(LEAST, SHARE * (day.items + day.rejected))
    new = {reason: count for reason, count in day.reasons.items() if reason not in known and count >= least}
    if not new:
        return None
    reason = max(new, key=lambda one: (new[one], one))
    return Alarm(
        check="new_reason",
        about=reason,
        message=f"{new[reason]} articles of {day.day} were rejected for a reason that is new here: {reason}",
        cure="look at rejected/ of the day on the wire desk; docs/lake.md says what the reasons mean",
    )
