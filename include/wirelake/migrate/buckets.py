"""articles/ is brought to another number of buckets, a published date at a time.

The marker says so first: from then on writers put articles into the buckets of now and look at the former
ones too. Then every source begins a generation, so that those which are at work start anew, and see it.
"""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from wirelake.lake import layout
from wirelake.lake.buckets import buckets_of, day_in, number_in
from wirelake.lake.marker import MARKER, set_buckets
from wirelake.lake.reading import READERS
from wirelake.storage import Store
from wirelake.write import advance, move_day, moves_announced


def due(store: Store, number: int | None) -> list[str]:
    """The folders of published dates that stand in other buckets than so many, or than the lake's; before
    them the marker. None where it is done already."""
    wanted = number or buckets_of(store).number
    listed = (one.path for one in store.objects(layout.ARTICLES))
    days = {layout.articles_on(day_in(path)) for path in listed if number_in(path) not in (0, wanted)}
    days |= {layout.articles_on(day) for _, day in moves_announced(store)}  # of a move that died
    return [MARKER, *sorted(days)] if days or wanted != buckets_of(store).number else []


def apply(store: Store, path: str, number: int | None) -> None:
    """State the number in the marker, or move one of the days.

    Raises:
        ConfigError: there cannot be so many.
    """
    if path != MARKER:
        move_day(store, day_in(path), datetime.now(UTC))
        return
    set_buckets(store, number or buckets_of(store).number)
    names = [name.removeprefix("source=") for name in store.folders(layout.GENERATIONS)]
    with ThreadPoolExecutor(READERS) as pool:
        list(pool.map(lambda source: advance(store, source), names))
