"""The ids that history/ has given, and what the rules of today would call the same articles."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from wirelake.addresses import canonicalise
from wirelake.config import SourceConfig
from wirelake.errors import DamagedError
from wirelake.evidence.identity import PAGE, SHARED, by_fetched, identify, ruled
from wirelake.lake import whereabouts
from wirelake.lake.aliases import Aliases
from wirelake.lake.decisions.tombstones import TAKEN_DOWN
from wirelake.lake.files import days_of
from wirelake.lake.reading import picked, read_days
from wirelake.records import AltId, Article, Http
from wirelake.storage import Store

CHUNK = 10_000
Row = dict[str, Any]
PAGES = (PAGE, "text")  # formats of which a payload is one article, so that its address names it
Key = tuple[str, str, str, str]  # a row of history/: its raw_ref, article_id, version and content_sha256
NAMES = (
    "article_id", "version", "raw_ref", "first_seen_at", "source_format", "url", "canonical_url", "alt_ids",
    "quality_flags", "signals", "http", "content_sha256",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of history/, oldest first; ``is_whole`` where no day of it is damaged."""

    table: pa.Table
    is_whole: bool

    def __iter__(self) -> Iterator[Row]:
        for part in self.table.to_batches(max_chunksize=CHUNK):
            yield from filter(_tells, part.to_pylist())


@dataclass(frozen=True, slots=True)
class _Sight:
    """A row's id by the rules of today, and of a page the address where it was fetched."""

    id_: str
    url: str | None

    def is_at(self, other: "_Sight", source: SourceConfig) -> bool:
        """Both are pages of one address."""
        mine, its = (one.url and canonicalise(one.url, source.drop_query) for one in (self, other))
        return bool(mine) and mine == its


def rows_of(store: Store, source: str, ids: set[str] | None) -> Rows:
    """The source's rows of history/ under these ids, or all."""
    is_whole, wanted = True, picked("history", [*NAMES])
    try:
        if ids is not None:
            table = whereabouts.seen(store, source, ids, wanted=wanted)
        else:
            table = read_days(store, "history", None, None, source=source, wanted=wanted)
    except DamagedError:  # a build of its day makes that one again
        is_whole, parts = False, []
        for day in days_of(store, "history"):
            with suppress(DamagedError):
                parts.append(read_days(store, "history", day, day, source=source, wanted=wanted))
        table = pa.concat_tables(parts)
    if ids is not None:
        table = table.filter(pc.is_in(table["article_id"], value_set=pa.array(sorted(ids), pa.string())))
    return Rows(table.sort_by([("first_seen_at", "ascending"), ("raw_ref", "ascending")]), is_whole)


def _tells(row: Row) -> bool:
    """A tombstone lacks flags, on which it may rest what a guid names; a page's address it has."""
    return row["source_format"] in PAGES or TAKEN_DOWN not in (row["signals"] or ())


def read_now(stood: pa.Table, articles: list[Article]) -> dict[Key, Article]:
    """Of the batch's rows of history/ so far what their payloads are read as now.

    A payload with several articles is told by their names in it.
    """
    by_names: dict[Any, Article] = {}
    by_ref: dict[str, dict[str, Article]] = defaultdict(dict)
    for one in articles:
        names = [(alt.role, alt.value) for alt in one.alt_ids]
        by_names[one.raw_ref, one.url, one.canonical_url, *names] = one
        by_ref[one.raw_ref][one.article_id] = one
    rows = [*filter(_tells, stood.select([*NAMES]).to_pylist())]
    given: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        given[row["raw_ref"]].add(row["article_id"])
    now = {}
    for row in rows:
        names = [(one["role"], one["value"]) for one in row["alt_ids"] or ()]
        found = by_names.get((row["raw_ref"], row["url"], row["canonical_url"], *names))
        if found is None and len(by_ref[row["raw_ref"]]) == len(given[row["raw_ref"]]) == 1:
            (found,) = by_ref[row["raw_ref"]].values()
        if found is not None:
            now[key_of(row)] = found
    return now


def changed(
    now: dict[Key, Article], stood: pa.Table, source: SourceConfig, known: Aliases, shared: dict[str, str]
) -> set[str]:
    """The ids that stand for something else now, and those that stand in their place.

    What the rows themselves state was gone through, and what was found of it then holds: where some days are
    built anew, the rest of an id's rows would tell something else.
    """
    stated = {key_of(row): _article(row) for row in stood.select([*NAMES]).to_pylist()}
    found: set[str] = set()
    for key, one in now.items():
        says = ruled(one.article_id, one, source, shared)
        judged = ruled(identify(stated[key], source), stated[key], source, known.shared)
        if known.of(says) != key[1] and says != judged:
            found |= {key[1], says}
    return found


def bound(
    rows: Iterable[Row], source: SourceConfig, known: Aliases, met: set[str], now: dict[Key, Article]
) -> Aliases:
    """The aliases that these rows teach.

    Of what an earlier rule took for one article, the first page keeps the id, with all that the rules call as
    it or that was fetched at its address; the others get their own. Of what a rule takes for one from now on,
    the id that was given first stands for it.
    """
    flagged = (unflagged(row) for row in rows if SHARED in (row["quality_flags"] or ()))
    met = met | {identify(one, source) for one in flagged if identify(one, source) != by_fetched(one, source)}
    shared = _shared(rows, source, met - known.shared.keys()) | known.shared
    groups: dict[str, dict[_Sight, None]] = defaultdict(dict)  # what was seen, in the order of its first
    for row in rows:
        article = now.get(key_of(row)) or _article(row)
        id_ = ruled(article.article_id or identify(article, source), article, source, shared)
        url = row["url"] or row["canonical_url"]
        groups[row["article_id"]][_Sight(id_, url if row["source_format"] in PAGES else None)] = None
    given = dict(known.given)
    merged = {}
    for article_id, sights in groups.items():
        first = next(iter(sights))
        own = [one for one in sights if one.id_ == first.id_ or one.is_at(first, source)]
        for alias in dict.fromkeys(one.id_ for one in own if one.id_ != article_id):
            other = groups.get(alias)
            if other is None or next(iter(other)).is_at(first, source):
                given.setdefault(alias, article_id)
        if first.id_ not in (article_id, *known.given) and given.get(first.id_, first.id_) != article_id:
            merged[article_id] = given.get(first.id_, first.id_)
    return Aliases(given=given, shared=shared, merged=merged)


def _shared(rows: Iterable[Row], source: SourceConfig, met: set[str]) -> dict[str, str]:
    """Each of these ids with what the fetched address makes of the page to which it was given."""
    found: dict[str, str] = {}
    for row in rows if met else ():
        id_ = row["article_id"]
        if id_ in met and id_ not in found and row["source_format"] == PAGE:
            own = by_fetched(_article(row), source)
            found[id_] = "" if own == id_ else own
    return dict.fromkeys(sorted(met), "") | found


def unflagged(row: Row) -> Article:
    """The row's names, as a page states them that meets no other."""
    return replace(_article(row), quality_flags=())


def _article(row: Row) -> Article:
    """The row's names, as a payload that states them."""
    return Article(
        source="",
        raw_ref=row["raw_ref"],
        raw_sha256="",
        source_format=row["source_format"],
        first_seen_at=row["first_seen_at"],
        alt_ids=tuple(AltId(**one) for one in row["alt_ids"] or ()),
        url=row["url"],
        canonical_url=row["canonical_url"],
        quality_flags=tuple(row["quality_flags"] or ()),
        http=Http(final_url=(row["http"] or {}).get("final_url")),
    )


def key_of(row: Row) -> Key:
    return row["raw_ref"], row["article_id"], row["version"], row["content_sha256"]
