"""What an article's page showed on an earlier day, read by the rules of today.

The rules of a later day may read in a page what those of an earlier day did not. Both payloads, read by one
set of rules, tell whether the page changed or only the rules did. That rests on raw/ alone (``follows`` of
the index), so days may be built alone and in any order.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace

from wirelake import archive
from wirelake.bounded.pool import Bounded
from wirelake.config import Batch
from wirelake.lake.exchanges import Row
from wirelake.records import GONE, Article, Before, RawArticle, Rejection
from wirelake.storage import Store

FAR = 3  # captures of a page to go back, where those between gave no such article: a wall, a broken page
HINTS = ("payload_sha256", "guid", "link_title", "link_published", "link_updated")  # all that is read
Reader = Callable[[RawArticle], list[Article] | Rejection]
Stood = tuple[Row, list[Article] | None]  # None: the very bytes and words of today


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
        places = defaultdict[str, list[int]](list)
        for place, ref in asked.items():
            places[ref].append(place)
        asked = {}
        for ref, (row, stood) in _read(store, cleaned, pages, places):
            for place in places[ref]:
                one = articles[place]
                if (changed := _changed(stood, one)) is not None:
                    sha = row["payload_sha256"]
                    found[place] = Before(raw_ref=ref, raw_sha256=sha, changed=changed)
                elif earlier := row["follows"]:
                    asked[place] = earlier
    return [replace(one, stood_before=found.get(place)) for place, one in enumerate(articles)]


class _Pages:
    """What the batch's index says of the pages of its articles."""

    def __init__(self, batch: Batch, index: list[Row], articles: list[Article]) -> None:
        self._batch, self._articles = str(batch), articles
        self.rows = {f"{batch}#{row['record_id']}": row for row in index}
        self._given = {(one.raw_ref, one.article_id) for one in articles}

    def row_at(self, place: int) -> Row:
        """The row of the article's own record."""
        return self.rows[self._articles[place].raw_ref]

    def before(self, place: int) -> str | None:
        """The record of an earlier day on which the article's page follows."""
        one = self._articles[place]
        row = self.rows.get(one.raw_ref) if GONE not in one.signals else None
        for _ in self.rows:  # no page has more records than that
            ref = row["follows"] if row else None
            if ref is None or (ref, one.article_id) in self._given:
                return None
            if not ref.startswith(f"{self._batch}#"):
                return str(ref)
            row = self.rows.get(ref)
        return None


def _read(
    store: Store, cleaned: Reader, pages: _Pages, places: dict[str, list[int]]
) -> Iterator[tuple[str, Stood]]:
    """By raw_ref each record's row, and the articles that today's rules read in it."""
    if not places:
        return
    waiting: list[tuple[str, Row]] = []
    same: list[tuple[str, Row]] = []

    def others() -> Iterator[RawArticle]:
        for row, raw in archive.read_refs(store, places):
            now = (pages.row_at(place) for place in places[raw.raw_ref])
            if all(row[name] == mine[name] for mine in now for name in HINTS):
                same.append((raw.raw_ref, row))
            else:
                waiting.append((raw.raw_ref, row))
                yield raw

    with Bounded() as bounded:
        for done, outcome in enumerate(bounded.map(cleaned, others())):
            ref, row = waiting[done]
            yield ref, (row, outcome if isinstance(outcome, list) else [])
    yield from ((ref, (row, None)) for ref, row in same)


def _changed(stood: list[Article] | None, one: Article) -> tuple[str, ...] | None:
    """What is another now; None where no such article stood there."""
    if stood is None:
        return ()
    old = next((old for old in stood if old.article_id == one.article_id), None)
    return None if old is None else differences(old, one)


def differences(old: Article, new: Article) -> tuple[str, ...]:
    """What of headline, text and date the two do not have in common.

    Of media and packages the text is all that is shown of them.
    """
    pairs = {
        "headline": (old.headline, new.headline),
        "text": (old.body_text, new.body_text),
        "date": (old.published_at or old.published_date, new.published_at or new.published_date),
    }
    if new.record_kind in ("media", "package"):
        pairs["text"] = (old.content_sha256, new.content_sha256)
    return tuple(name for name, (was, now) in pairs.items() if was != now)
