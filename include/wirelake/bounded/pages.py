"""The later pages of articles over several pages: which records of a batch are those of one look at it.

A later page is a record of the kind ``page``, whose guid is its article's address and its number:
``https://quay.example/4711#page=2``. The pages of one look are received after the first page, and archived
before it: so its record says that all of them came.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from functools import reduce

from wirelake import archive
from wirelake.archive.rows import restored
from wirelake.config import Batch
from wirelake.fetch.failures import is_passing
from wirelake.lake.exchanges import Row, link_of
from wirelake.records import Kind, Link, RawArticle
from wirelake.rights import strictest
from wirelake.storage import Store

MARK = "#page="


class Pages:
    """Those of one batch, by its index."""

    def __init__(self, index: Iterable[Row]) -> None:
        self.looks: dict[str, list[Row]] = defaultdict(list)
        self._pages: dict[str, list[tuple[int, Row]]] = defaultdict(list)
        for row in index:
            if row["kind"] == Kind.ARTICLE and row["failure"] is None:
                self.looks[row["url"]].append(row)
            elif row["kind"] == Kind.PAGE:
                first, mark, number = (row["guid"] or "").rpartition(MARK)
                if mark and number.isdecimal():
                    self._pages[first].append((int(number), row))

    def __bool__(self) -> bool:
        return bool(self._pages)

    def of(self, row: Row) -> list[Row]:
        """The rows of the later pages that belong to this sight of an article's first page, in their order.

        Where it was looked at again and its first page was the same, those of the last look that got all.
        """
        pages = self._pages.get(row["url"])
        if not pages:
            return []
        looks = self.looks[row["url"]]
        start = next((at for at, one in enumerate(looks) if one is row), 0)
        found: list[list[Row]] = []
        for at in range(start, len(looks)):
            if looks[at]["payload_sha256"] != row["payload_sha256"]:
                break
            ends = looks[at + 1]["fetched_at"] if at + 1 < len(looks) else None
            mine = {
                number: page
                for number, page in pages
                if page["fetched_at"] >= looks[at]["fetched_at"]
                and (ends is None or page["fetched_at"] < ends)
            }
            found.append([mine[number] for number in sorted(mine)])
        found = [one for one in found if one]
        whole = [one for one in found if not any(page["failure"] for page in one)]
        return (whole or found or [[]])[-1]


def broken(index: Iterable[Row]) -> list[Link]:
    """Articles of a batch whose later pages did not all come, and may by now."""
    pages = Pages(index)
    last = [looks[-1] for looks in pages.looks.values()] if pages else []
    return [
        link_of(row)
        for row in last
        if any(page["failure"] and is_passing(page["failure"]) for page in pages.of(row))
    ]


def with_pages(store: Store, batch: Batch, raw: RawArticle, rows: list[Row]) -> RawArticle:
    """The exchange of an article's first page with its later ones; the strictest of their rights counts."""
    if not rows:
        return raw
    pages = tuple(
        restored(batch, row, None) if row["failure"] else archive.read_row(store, batch, row) for row in rows
    )
    return replace(raw, pages=pages, rights=reduce(strictest, (one.rights for one in pages), raw.rights))
