"""What a wire obliges us to, and is not done: a kill that readers do not see yet, an embargo without end."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from wirelake.alarms.view import Alarm, View

ENDLESS = timedelta(days=3)  # without an end that can be read: a desk lets go of what it holds by then
OVERDUE = timedelta(hours=6)  # wire_due looks once an hour
FAR = timedelta(days=90)
NAMED = 3


def kills(view: View) -> Alarm | None:
    """An hour after a takedown was received articles/ shows the article; or what was received is unread."""
    killed = view.standing.killed
    if not killed:
        return _unread(view)
    since, first = min((at, id_) for id_, at in killed.items())
    return Alarm(
        check="kills",
        message=f"readers still see {_named(killed)}: the kill was received at {since:%Y-%m-%d %H:%M} UTC",
        cure="do the Dags wire_due and the source's own run, and why did they fail? At once: "
        f'wirelake takedown {first} --reason "killed by the wire"',
    )


def _unread(view: View) -> Alarm | None:
    """What was received was never built, so nobody knows of kills in it. Of runs that failed others tell."""
    since, newest = view.standing.unread, view.newest
    if since is None or (newest and newest.status == "failed"):
        return None
    return Alarm(
        check="kills",
        about="unread",
        message=f"what was received until {since:%Y-%m-%d %H:%M} UTC is not built: a kill or a correction "
        "in it does not reach readers",
        cure=f"did the tasks extract, validate and write of {view.source.name} run? Clear them, or: "
        f"wirelake replay {view.source.name} {since.astimezone(view.source.zone).date()}",
    )


def embargo(view: View) -> Alarm | None:
    """An article is held for ever: its embargo has no end, one that is past, or one that no desk means."""
    found: dict[str, list[str]] = {}
    for id_, (since, end) in sorted(view.standing.held.items()):
        if kind := _for_ever(view.now, since, end):
            found.setdefault(kind, []).append(id_)
    if not found:
        return None
    kind = next(iter(sorted(found)))
    ids = found[kind]
    told = {
        "endless": f"held for more than {ENDLESS.days} days by an embargo without an end that can be read",
        "far": f"held by an embargo that ends more than {FAR.days} days from now",
        "overdue": "still held, and the embargo is over for hours",
    }[kind]
    cure = "does the Dag wire_due run, and why did it fail?"
    if kind != "overdue":
        cure = f'ask the wire. To publish it: wirelake release {ids[0]} --reason "…"; where it is withdrawn '
        cure += "for good: wirelake takedown"
    return Alarm(check="embargo", about=kind, message=f"{_named(ids)}: {told}", cure=cure)


def _for_ever(now: datetime, since: datetime, end: datetime | None) -> str:
    if end is None:
        return "endless" if now - since > ENDLESS else ""
    if end - now > FAR:
        return "far"
    return "overdue" if now - end > OVERDUE else ""


def _named(ids: Iterable[str]) -> str:
    some = sorted(ids)
    more = f" and {len(some) - NAMED} more" if len(some) > NAMED else ""
    return ", ".join(some[:NAMED]) + more
