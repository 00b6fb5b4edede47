"""Where the lake is kept: a disk that is nearly full, a store that takes nothing."""

from wirelake.alarms.view import Alarm, Room, View

GIB = 1024**3
LEAST = 2 * GIB  # free, whatever the disk's size
SHARE, MUCH = 0.05, 20 * GIB  # less than that share is little, unless it is so much
INODES = 0.02


def store(view: View) -> Alarm | None:
    """The lake cannot be written: this round tried."""
    refused = view.standing.refused
    if not refused:
        return None
    return Alarm(
        check="store",
        message=f"the lake cannot be written: {refused}",
        cure="make room, mount it, or renew the bucket's credentials; then clear the failed tasks. "
        "What a wire sends meanwhile is not kept",
        shared=True,
    )


def room(view: View) -> Alarm | None:
    """A disk is nearly full, of bytes or of inodes; where nothing can be written, that is told."""
    short = [one for one in view.standing.rooms if is_short(one)]
    if not short or view.standing.refused:
        return None
    told = "; ".join(
        f"{one.of} has {one.free / GIB:.1f} of {one.total / GIB:.0f} GiB free"
        f"{f', and {one.inodes:.1%} of its inodes' if one.inodes < INODES else ''}"
        for one in short
    )
    return Alarm(
        check="room",
        message=f"nearly full: {told}",
        cure="make room before runs fail: `wirelake maintain` sweeps what the dead have left, Airflow's logs "
        "age out by docs/operations.md; or move the lake to a larger disk",
        shared=True,
    )


def is_short(one: Room) -> bool:
    """So little is left that runs may fail within days."""
    return one.free < LEAST or one.free < min(SHARE * one.total, MUCH) or one.inodes < INODES
