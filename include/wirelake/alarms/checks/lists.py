"""A list that is there no more as it was: it has moved, or answers something that is no list."""

from wirelake.alarms.view import Alarm, View
from wirelake.batches.lists import MOVED, NO_LIST


def lists(view: View) -> Alarm | None:
    """The newest run found a page where a feed or a sitemap stood, or a redirect that has lasted a week."""
    day = view.newest
    if day is None:
        return None
    if none := sorted(NO_LIST & day.failures.keys()):
        return Alarm(
            check="lists",
            about=none[0],
            message=f"on {day.day} a page answered where a list is expected ({', '.join(none)})",
            cure=f"`wirelake discover {view.source.name}` names it: open its address, and correct it in "
            f"{view.source.name}.yaml; a login or a notice in its place is the wire's to explain",
        )
    if moved := [one for one in day.gaps if one.startswith(MOVED)]:
        return Alarm(
            check="lists",
            about="moved",
            message=moved[0],
            cure=f"correct it in {view.source.name}.yaml; `wirelake discover {view.source.name}` shows it",
        )
    return None
