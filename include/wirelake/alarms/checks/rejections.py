"""Rejections far beyond their usual share, on a day whose gate stayed open, or for a reason that is new."""

from datetime import timedelta

from wirelake.alarms.view import LIKE, Alarm, View, is_beyond

LEAST, SHARE = 5, 0.2
HISTORY = 14  # built days, of fewer every reason is new
LEAST_NEW, SHARE_NEW = 3, 0.05
NEW_FOR = timedelta(days=3)


def rejections(view: View) -> Alarm | None:
    """Many more of the day's items were rejected than of the days before."""
    day = view.judged
    if day is None:
        return None
    past, total = view.before(day), day.items + day.rejected
    if len(past) < LIKE or day.rejected < LEAST or day.rejected < SHARE * total:
        return None
    all_past = sum(one.items + one.rejected for one in past)
    usual = sum(one.rejected for one in past) / max(all_past, 1)
    if day.rejected < 2 * usual * total or not is_beyond(day.rejected, total, usual):
        return None
    ranked = sorted(day.reasons.items(), key=lambda one: (-one[1], one[0]))
    counted = ", ".join(f"{count} {reason}" for reason, count in ranked[:3])
    return Alarm(
        check="rejections",
        message=f"{day.rejected} of {total} were rejected on {day.day} ({counted}): usually {usual:.0%}",
        cure="look at the day on the wire desk; after a rule or the YAML is mended: wirelake replay",
    )


def new_reason(view: View) -> Alarm | None:
    """A reason of the newest day was first seen in its last days; one that stays is known after these."""
    day = view.judged
    if day is None:
        return None
    past = [one for one in view.before(day) if day.day - one.day >= NEW_FOR]
    if len(past) < HISTORY:
        return None
    known = {reason for one in past for reason in one.reasons}
    least = max(LEAST_NEW, SHARE_NEW * (day.items + day.rejected))
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
