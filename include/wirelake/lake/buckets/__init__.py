"""In how many objects a published date of articles/ stands: each source's in the bucket of its name.

So writers of sources in different buckets never meet, and a date of many sources is not written anew whole by
each. How many there are stands in the lake's marker. Each object's name says how many there were when it was
made, so it tells by itself which sources it may hold. While a lake is moved from one number to another
(``write.moving``), the earlier ones stand in the marker too, and writers look at both places.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from wirelake.config import parse_day
from wirelake.lake import layout
from wirelake.lake.marker import MOST_BUCKETS, read_marker
from wirelake.storage import Store

__all__ = ["Buckets", "buckets_of", "day_in", "may_hold", "number_in"]
NAME = re.compile(
    rf"{layout.ARTICLES}/published_date=([^/]+)/articles(?:-(\d{{1,4}})-of-(\d{{1,4}}))?\.parquet"
)


@dataclass(frozen=True, slots=True)
class Buckets:
    """How many there are; ``former`` are the numbers of which objects may stand still."""

    number: int = 1
    former: tuple[int, ...] = ()

    def place(self, day: date, source: str) -> str:
        """The object of the published date in which the source's articles belong."""
        return layout.articles(day, _bucket(source, self.number), self.number)

    def left(self, day: date, source: str) -> list[str]:
        """The objects in which they may stand still."""
        return [layout.articles(day, _bucket(source, of), of) for of in self.former]

    def places(self, days: Iterable[date], source: str | None = None) -> list[str]:
        """Where articles of these published dates may stand, of the source or of all, by date."""
        found: list[str] = []
        for day in sorted(set(days)):
            if source is not None:
                found += [*self.left(day, source), self.place(day, source)]
            else:
                numbers = (*self.former, self.number)
                found += [layout.articles(day, bucket, of) for of in numbers for bucket in range(of)]
        return found


def buckets_of(store: Store) -> Buckets:
    """Those of the lake, as its marker says by now.

    Raises:
        FormatError: the marker cannot be read.
    """
    marker = read_marker(store)
    return Buckets(marker.buckets, marker.former_buckets) if marker else Buckets()


def may_hold(path: str, source: str) -> bool:
    """The object of articles/ may hold articles of the source, by its name; what has another name may too."""
    found = _said(path)
    return found is None or _bucket(source, found[1]) == found[0]


def number_in(path: str) -> int:
    """Of how many objects a day it is one, by its name; 0 of what is none of articles/."""
    found = _said(path)
    return found[1] if found else 0


def day_in(path: str) -> date:
    """The published date of an object of articles/."""
    return parse_day(path.split("/")[1].partition("=")[2])


def _said(path: str) -> tuple[int, int] | None:
    """The bucket, and of how many, of a name that we give; somebody else may write any."""
    found = NAME.fullmatch(path)
    bucket, of = (int(found[2] or 0), int(found[3] or 1)) if found else (0, 0)
    is_ours = bucket < of <= MOST_BUCKETS and path.endswith(f"/{layout.articles_name(bucket, of)}")
    return (bucket, of) if is_ours else None


def _bucket(source: str, of: int) -> int:
    """The same for ever: where a source's articles stand depends on it."""
    return int.from_bytes(sha256(source.encode()).digest()[:8], "big") % of
