"""What the stories of a day are made of: the texts of its window, and whether they changed since."""

import hashlib
import heapq
import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from operator import itemgetter
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from wirelake.errors import ConflictError, DamagedError, PermanentError, StorageError
from wirelake.lake import layout
from wirelake.lake.buckets import number_in
from wirelake.lake.stories import story_days
from wirelake.storage import Store, Stored
from wirelake.stories import VERSION, WINDOW
from wirelake.stories.grouping import Member, Pair
from wirelake.stories.relations import relation
from wirelake.stories.shingles import Shingles, shingles
from wirelake.stories.sketch import Candidate, Sketch, candidates, sketch
from wirelake.stories.texts import Text

AT_ONCE, LEAST = 500, 10  # articles whose texts are in memory, and of one object
FACTS = ["article_id", "source", "published_at", "provider", "credit_line", "wire_id"]


@dataclass(frozen=True, slots=True)
class Freshness:
    """The ETags of what a day is made of, as one ``name``; the days of the window of which stories stand."""

    made_of: str
    name: str
    stories: dict[date, str]

    @staticmethod
    def of(store: Store, day: date) -> "Freshness":
        stories, aliases = story_days(store), story_days(store, layout.STORY_ALIASES)
        said: list[object] = [VERSION]
        for back in range(WINDOW):
            one = day - timedelta(back)
            own = (stories.get(one), aliases.get(one)) if back else ()
            said.append((str(one), _etags(store, one), *own))
        made_of = hashlib.sha256(json.dumps(said).encode()).hexdigest()
        return Freshness(made_of, f"{made_of} {_stands(store, day)}", stories)


def _etags(store: Store, day: date) -> str:
    return " ".join(one.etag for one in _objects(store, day))


def _objects(store: Store, day: date) -> list[Stored]:
    """Those in which the day's articles stand."""
    return [one for one in store.objects(layout.articles_on(day)) if number_in(one.path)]


def _stands(store: Store, day: date) -> str:
    return f"{store.etag(layout.stories(day))} {store.etag(layout.story_aliases(day))}"


def named_as_made(store: Store, day: date) -> str | None:
    """What the day's stories were made of when they were built last; None where nobody knows."""
    with suppress(StorageError, PermanentError, ValueError):
        answer = store.read(layout.stories_made_of(day))
        said = json.loads(answer[0]) if answer else None
        return said if isinstance(said, str) else None
    return None


def mark_made(store: Store, day: date, fresh: Freshness) -> None:
    """Put down what the day's stories were made of. Without it they are made again, and are the same."""
    data = json.dumps(f"{fresh.made_of} {_stands(store, day)}").encode()
    with suppress(StorageError, PermanentError, ConflictError):
        store.write(layout.stories_made_of(day), data)


class Sketches:
    """Texts and sketches of published days, each read once a build; those of a window are in memory."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[date, tuple[str, Sketch, list[Text]]] = {}

    def of(self, day: date) -> Sketch:
        return self._at(day)[1]

    def texts(self, day: date) -> list[Text]:
        """Those with words enough, in the order of the sketch."""
        return self._at(day)[2]

    def _at(self, day: date) -> tuple[str, Sketch, list[Text]]:
        etag = _etags(self._store, day)
        known = self._known.get(day)
        if known is None or known[0] != etag:
            facts: dict[str, Text] = {}
            found = sketch(day, _noted(self._store, day, facts))
            known = self._known[day] = (etag, found, [facts[id_] for id_ in found.ids])
        return known

    def leave(self, before: date) -> None:
        """Let go of the days before that one."""
        for old in [one for one in self._known if one < before]:
            del self._known[old]


def _noted(store: Store, day: date, facts: dict[str, Text]) -> Iterator[tuple[str, str, str]]:
    for row in _articles(store, day):
        if row["article_id"] in facts:  # on its way from one object to another
            continue
        facts[row["article_id"]] = Text(day=day, **{name: row[name] for name in FACTS})
        yield row["article_id"], row["source"], row["body_text"]


def _articles(store: Store, day: date, ids: set[str] | None = None) -> Iterator[dict[str, Any]]:
    """The rows of articles/ of that day, by source and then as they stand; some of them where ``ids`` says
    which. So the stories of a day are the same in however many objects it stands."""
    paths = [one.path for one in _objects(store, day)]
    at_once = max(LEAST, AT_ONCE // max(1, len(paths)))
    parts = (_articles_in(store, path, at_once, ids) for path in paths)
    return heapq.merge(*parts, key=itemgetter("source"))


def _articles_in(store: Store, path: str, at_once: int, ids: set[str] | None) -> Iterator[dict[str, Any]]:
    answer = store.read(path)
    if answer is None:
        return
    try:
        source = pq.ParquetFile(pa.BufferReader(answer[0]))
        columns = [name for name in (*FACTS, "body_text") if name in source.schema_arrow.names]
        blank = dict.fromkeys(FACTS)
        for part in source.iter_batches(at_once, columns=columns, use_threads=False):
            if ids is not None:
                part = part.filter(pc.is_in(part["article_id"], value_set=pa.array(sorted(ids), pa.string())))
            yield from (blank | row for row in part.to_pylist())
    except (pa.ArrowException, OSError) as error:
        raise DamagedError(path, f"it is no table of articles: {error}") from error


def pairs_of(
    store: Store, day: date, before: list[date], sketches: Sketches, standing: Mapping[str, Member]
) -> Iterator[Pair]:
    """What the day's texts are to each other and to those of the days before, verified on all shingles."""
    today, texts = sketches.of(day), sketches.texts(day)
    by_day: dict[date, list[Candidate]] = {}
    for one in candidates(today, [sketches.of(other) for other in before]):
        other = sketches.of(one.day).ids[one.other]
        if one.day == day or (other in standing and other != today.ids[one.text]):
            by_day.setdefault(one.day, []).append(one)
    mine = {one.text for found in by_day.values() for one in found}
    mine |= {one.other for one in by_day.get(day, ())}
    own = _shingles(store, day, {today.ids[at] for at in mine})
    for other_day in sorted(by_day):
        others = sketches.texts(other_day)
        wanted = {others[one.other].article_id for one in by_day[other_day]}
        theirs = own if other_day == day else _shingles(store, other_day, wanted)
        for one in by_day[other_day]:
            text, other_text = texts[one.text], others[one.other]
            mine_, theirs_ = own.get(text.article_id), theirs.get(other_text.article_id)
            if mine_ and theirs_ and (said := relation(mine_, theirs_, one.template)):
                yield Pair(text, other_text, said)


def _shingles(store: Store, day: date, ids: set[str]) -> dict[str, Shingles]:
    return (
        {row["article_id"]: shingles(row["body_text"]) for row in _articles(store, day, ids)} if ids else {}
    )
