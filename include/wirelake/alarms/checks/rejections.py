"""A share of rejections that is far beyond the usual one, on a day whose gate stayed open."""

from wirelake.alarms.view import LIKE, Alarm, View, is_beyond

LEAST, SHARE = 5, 0.2


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
