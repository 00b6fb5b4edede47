"""The records of a batch extracted: what came since is read in bounded processes, the rest is known."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from wirelake import archive
from wirelake.archive.rows import restored
from wirelake.bounded.pages import Pages, with_pages
from wirelake.bounded.pool import bounded
from wirelake.bounded.reading import read
from wirelake.config import Batch, SourceConfig
from wirelake.errors import ParseError
from wirelake.lake.exchanges import Row
from wirelake.lake.kept.extracts import Extracts
from wirelake.payloads.no_items import by_content
from wirelake.records import DROPPED, Extract, RawArticle
from wirelake.storage import Store

DAMAGED = "raw_damaged"  # that it is so is no word of the record's
Extracted = tuple[RawArticle, Extract | ParseError]  # the exchange without its bytes, and what it is read as


def extracted(
    store: Store, batch: Batch, source: SourceConfig, index: list[Row], known: Extracts
) -> Iterator[Extracted]:
    """What each record of the batch is read as, in the order of ``archive.read_batch``.

    ``known`` is asked first, and told what is new; it has to be opened before the ``index`` is read.
    """
    sights = archive.sighted(store, batch, index)
    pages = Pages(index)
    keys = _keys(store, sights, known, pages)
    stood = {place: found for place, key in keys.items() if (found := known.get(key))}
    unread = [one for place, one in enumerate(sights) if place not in stood]
    news = _read(store, batch, source, unread, pages)
    came: dict[int, Extracted] = {}  # by the row that was seen
    for place, one in enumerate(sights):
        if place in stood:
            yield restored(batch, one.row, None), stood[place]
            continue
        while id(one.row) not in came and (new := next(news, None)):
            came[id(new[0])] = new[1]
        if answer := came.pop(id(one.row), None):  # else a takedown has emptied it meanwhile
            raw, outcome = answer
            if place in keys and isinstance(outcome, Extract) and raw.failure != DAMAGED:
                known.add(keys[place], outcome)
            yield answer


def _keys(store: Store, sights: list[archive.Sighted], known: Extracts, pages: Pages) -> dict[int, str]:
    """By place the key of each sight: what the index says of it and of its later pages, and the WARC that
    holds it as it stands."""
    etags: dict[str, str] = {}
    found = {}
    for place, one in enumerate(sights):
        if one.held is None:
            continue
        path = str(one.held["warc_file"])
        if path not in etags:
            etags |= {stored.path: stored.etag for stored in store.objects(path.rpartition("/")[0])}
        if etag := etags.setdefault(path, ""):
            held = None if one.held is one.row else one.held
            found[place] = known.key(one.row, held, etag, *pages.of(one.row))
    return found


def _read(
    store: Store, batch: Batch, source: SourceConfig, sights: list[archive.Sighted], pages: Pages
) -> Iterator[tuple[Row, Extracted]]:
    """With the row that was seen what these are read as."""
    under_way: list[tuple[Row, RawArticle, Extract | None]] = []

    def sent() -> Iterator[RawArticle]:
        for row, raw in archive.read_sighted(store, batch, sights):
            kind = by_content(raw.body) if raw.link.origin in DROPPED else None
            under_way.append((row, replace(raw, body=b""), Extract(no_item=kind) if kind else None))
            if not kind:
                yield with_pages(store, batch, raw, pages.of(row))

    def known() -> Iterator[tuple[Row, Extracted]]:
        while under_way and (extract := under_way[0][2]):
            row, raw, _ = under_way.pop(0)
            yield row, (raw, extract)

    with bounded() as pool:
        for outcome in pool.map(partial(read, source), sent()):
            yield from known()
            row, raw, _ = under_way.pop(0)
            yield row, (raw, outcome)
        yield from known()
