"""Fetches that fail, by class: a network that is gone, or a class that is far more frequent than usual."""

from wirelake.alarms.checks.access import QUOTA, REFUSED
from wirelake.alarms.view import LIKE, Alarm, View, is_beyond
from wirelake.batches.lists import NO_LIST

LEAST, SHARE = 5, 0.2
OURS = frozenset({"dns", "connect", "timeout", "host_down", "robots_unreachable"})


def failures(view: View) -> Alarm | None:
    """The newest run could not reach the wire, or a class of failures is beyond its usual share."""
    day = view.newest
    if day is None:
        return None
    ranked = sorted(day.failures.items(), key=lambda one: (-one[1], one[0]))
    if day.status == "failed" and day.failure == "network":
        kind = ranked[0][0] if ranked else "connect"
        if kind in NO_LIST:  # it was reached, and that is an alarm of its own
            return None
        return Alarm(
            check="failures",
            about=kind,
            message=f"the run of {day.day} could not reach the wire: {day.summary}",
            cure="is the network up, and the wire's host? Afterwards backfill the day",
            shared=True,
        )
    past = view.before(day)
    captured = sum(one.captured for one in past)
    for kind, count in ranked:
        if (
            kind in (*QUOTA, *REFUSED, *NO_LIST)
            or count < LEAST
            or count < SHARE * day.captured
            or len(past) < LIKE
        ):
            continue
        usual = sum(one.failures.get(kind, 0) for one in past) / max(captured, 1)
        if is_beyond(count, max(day.captured, count), min(usual, 1)):
            return Alarm(
                check="failures",
                about=kind,
                message=f"{count} of {day.captured} exchanges of {day.day} were {kind}: usually {usual:.0%}",
                cure="look at the day on the wire desk; docs/fetching.md says what the class means",
                shared=kind in OURS,
            )
    return None
