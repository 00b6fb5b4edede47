"""The wire refuses us: credentials, an agreement that ended, or a quota that is used up."""

from wirelake.alarms.view import Alarm, Day, View
from wirelake.batches.lists import QUOTA as USED_UP

REFUSED = ("http_401", "http_403", "http_407", "http_402", "http_451", "secret_echoed", "cursor_refused")
QUOTA = ("http_429",)
LEAST, SHARE = 3, 0.2  # refused exchanges of a day that was built, and their share
OURS = (
    "ask less often: poll, recheck_hours, fewer lists; or have the wire allow more, and write it into "
    "fetch.requests_per_day. What was left comes with the next day's runs"
)
CURES = {
    "refused": "are the credentials of its connection right, and does the agreement still hold?",
    "quota": "ask less often: fetch.requests_per_second, poll, recheck_hours; or ask the wire for more",
}


def access(view: View) -> Alarm | None:
    """The newest run was refused, more than a few of its exchanges were, or its own quota is used up."""
    day = view.newest
    if day is None:
        return None
    failed = day.status == "failed" and day.failure == "access"
    for about, classes in (("quota", QUOTA), ("refused", REFUSED)):
        count = sum(day.failures.get(one, 0) for one in classes)
        if count and (failed or (count >= LEAST and count >= SHARE * day.captured)):
            return _alarm(day, about, f"{count} of {max(count, day.captured)} exchanges")
    if spent := [one for one in day.gaps if USED_UP in one]:
        return _alarm(day, "quota", spent[0], OURS)
    return _alarm(day, "refused", day.summary) if failed else None


def _alarm(day: Day, about: str, told: str, cure: str = "") -> Alarm:
    said = "the wire refuses us" if about == "refused" else "the wire's quota is used up"
    return Alarm(
        check="access", about=about, message=f"{said} ({day.day}): {told}", cure=cure or CURES[about]
    )
