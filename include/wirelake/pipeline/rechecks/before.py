"""What an article's page showed on an earlier day, read by the rules of today.

The rules of a later day may read in a page what those of an earlier day did not. Both payloads, read by one
set of rules, tell whether the page changed or only the rules did. That rests on raw/ alone (``follows`` of
the index), so days may be built alone and in any order: where history/ holds what these very rules read in
the earlier payload, that is what reading it again would give.
"""

from collections import defaultdict
from collections.abc import Callable

from wirelake import archive
from wirelake.bounded.pages import Pages, with_pages
from wirelake.bounded.pool import bounded
from wirelake.config import Batch
from wirelake.lake.exchanges import Row, read_index
from wirelake.pipeline.rechecks.shown import Shown, in_history
from wirelake.records import GONE, Article, Before, RawArticle, Rejection, with_changes
from wirelake.storage import Store

FAR = 3  # captures of a page to go back, where those between gave no such article: a wall, a broken page
HINTS = ("payload_sha256", "guid", "link_title", "link_published", "link_updated")  # all that is read
Reader = Callable[[RawArticle], list[Article] | Rejection]


def with_before(
    store: Store, batch: Batch, index: list[Row], articles: list[Article], cleaned: Reader
) -> list[Article]:
    """The articles with ``stood_before``, where their page gave one of the same id on an earlier day.

    They bear the ids of their payloads. Of what the batch itself showed before nothing is said: one set of
    rules reads all of a batch. ``cleaned`` is how they were read, and runs in a bounded process.
    """
    pages = _Pages(batch, index, articles)
    asked = {place: ref for place in range(len(articles)) if (ref := pages.before(place))}
    found: dict[int, Before] = {}
    for _ in range(FAR):
        rows = archive.rows_at(store, asked.values())
        asked = {place: ref for place, ref in asked.items() if ref in rows}
        for place, changed in _changes(store, rows, pages, asked, cleaned).items():
            ref = asked.pop(place)
            sha = rows[ref]["payload_sha256"]
            found[place] = Before(raw_ref=ref, raw_sha256=sha, changed=changed)
        asked = {place: earlier for place, ref in asked.items() if (earlier := rows[ref]["follows"])}
    places = enumerate(articles)  # what is read of a payload has none of its own
    return [with_changes(one, stood_before=found[at]) if at in found else one for at, one in places]


class _Pages:
    """What the batch's index says of the pages of its articles."""

    def __init__(self, batch: Batch, index: list[Row], articles: list[Article]) -> None:
        self._batch = str(batch)
        self.paged = Pages(index)
        self.articles = articles
        self._rows = {f"{batch}#{row['record_id']}": row for row in index}
        self._given = {(one.raw_ref, one.article_id) for one in articles}

    def before(self, place: int) -> str | None:
        """The record of an earlier day on which the article's page follows."""
        one = self.articles[place]
        row = self._rows.get(one.raw_ref) if GONE not in one.signals else None
        for _ in self._rows:  # no page has more records than that
            ref = row["follows"] if row else None
            if ref is None or (ref, one.article_id) in self._given:
                return None
            if not ref.startswith(f"{self._batch}#"):
                return str(ref)
            row = self._rows.get(ref)
        return None

    def is_as(self, place: int, other: Row) -> bool:
        """The article's own record holds what that one holds, down to the words of the feed."""
        row = self._rows[self.articles[place].raw_ref]
        return not self.paged.of(row) and all(row[name] == other[name] for name in HINTS)


def _changes(
    store: Store, rows: dict[str, Row], pages: _Pages, asked: dict[int, str], cleaned: Reader
) -> dict[int, tuple[str, ...]]:
    """By place what changed since the record that is asked for; none where that gave no such article."""
    found: dict[int, tuple[str, ...]] = {
        place: () for place, ref in asked.items() if pages.is_as(place, rows[ref])
    }
    stood = {place: ref for place, ref in asked.items() if place not in found}
    known = in_history(store, set(stood.values()))
    for place, ref in stood.items():
        one = pages.articles[place]
        if (shown := known.get((ref, one.article_id))) and shown.is_read_as(one):
            found[place] = shown.changed(one)
    unread = {ref: rows[ref] for place, ref in stood.items() if place not in found}
    again = _read(store, unread, cleaned, are_paged=bool(pages.paged)) if unread else {}
    for place, ref in stood.items():
        one = pages.articles[place]
        if place not in found and (old := again[ref].get(one.article_id)):
            found[place] = old.changed(one)
    return found


def _read(
    store: Store, rows: dict[str, Row], cleaned: Reader, *, are_paged: bool
) -> dict[str, dict[str, Shown]]:
    """By raw_ref and article_id what today's rules read in these records."""
    paged: dict[str, Pages] = {}
    found = defaultdict[str, dict[str, Shown]](dict)
    refs: list[str] = []

    def sent(raw: RawArticle) -> RawArticle:
        refs.append(raw.raw_ref)
        if not are_paged:
            return raw
        batch = Batch.parse(raw.raw_ref.partition("#")[0])
        if str(batch) not in paged:
            paged[str(batch)] = Pages(read_index(store, batch))
        return with_pages(store, batch, raw, paged[str(batch)].of(rows[raw.raw_ref]))

    with bounded() as pool:
        raws = map(sent, archive.read_at(store, rows))
        for at, outcome in enumerate(pool.map(cleaned, raws)):
            if isinstance(outcome, list):
                found[refs[at]] = {one.article_id: Shown.of(one) for one in reversed(outcome)}
    return found
