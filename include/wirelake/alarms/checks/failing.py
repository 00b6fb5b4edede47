"""Runs that failed: days that are held back, and what kept a run from its work."""

from datetime import timedelta

from wirelake.alarms.view import Alarm, View

LATELY = timedelta(days=7)
HELD = {
    "gate": "look at rejected/ on the wire desk",
    "format": "look at rejected/ on the wire desk: has the wire changed its format?",
    "robots": "the wire's robots.txt asks not to be fetched: talk to the wire",
    "rights": "the wire reserves its rights: talk to the wire",
}
BROKEN = {
    "source": "correct the source's YAML; `wirelake discover` shows what its lists hold",
    "lake": "is the lake's store reachable, and has it room? `wirelake verify --all` looks for damage",
    "unexpected": "the task's log in Airflow has the error",
}


def held_back(view: View) -> Alarm | None:
    """The gate holds back days that ran lately: one alarm, however many a backfill tried."""
    held = [
        one
        for one in view.days
        if one.status == "failed" and one.failure in HELD and view.now - one.ended < LATELY
    ]
    if not held:
        return None
    last = held[-1]
    days = str(last.day) if len(held) == 1 else f"{len(held)} days, {held[0].day} to {last.day}"
    name = view.source.name
    return Alarm(
        check="held_back",
        about=str(last.failure),
        message=f"held back: {days}: {last.summary}",
        cure=f"{HELD[str(last.failure)]}. To publish it all the same: "
        f"wirelake replay {name} {last.day} --accept",
    )


def broken(view: View) -> Alarm | None:
    """The newest run failed by the YAML, the lake, or what nobody expects."""
    newest = view.newest
    if newest is None or newest.status != "failed" or newest.failure not in BROKEN:
        return None
    return Alarm(
        check="broken",
        about=newest.failure,
        message=f"the run of {newest.day} failed: {newest.summary}",
        cure=BROKEN[newest.failure],
        shared=newest.failure == "lake",
    )
