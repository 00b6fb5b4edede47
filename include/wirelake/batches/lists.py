"""What a run says of its lists and its quota, word for word, so that alarms know it again."""

from collections.abc import Iterable

MOVED = "the list has moved: "
QUOTA = "the quota of the day is used up"
NO_LIST = frozenset({"not_a_feed", "not_a_sitemap"})  # failures of what is no list of that kind


def of_lists(gaps: Iterable[str]) -> tuple[str, ...]:
    """Those of a run's gaps that say that a list moved, or the quota is used up; none names an article."""
    return tuple(one for one in gaps if one.startswith(MOVED) or QUOTA in one)
