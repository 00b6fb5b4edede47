"""One segment of raw/ without taken-down articles. Part of ``redaction``, which says in what order."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO

from wirelake.archive.remains import NOTICE, redacted
from wirelake.archive.rows import restored
from wirelake.archive.scope import Quote, Redacted, Redaction, Scope
from wirelake.archive.segment import WARC, is_same, parquet, verify
from wirelake.archive.sieve import Sieve, concerned, searched
from wirelake.archive.verdicts import Asked, Kill, Verdict, beyond_bounds, judge, left_of
from wirelake.config import Batch
from wirelake.errors import ConflictError, ParseError, StorageError
from wirelake.lake.decisions.events import name_of
from wirelake.lake.exchanges import Row
from wirelake.lake.files import parse_parquet
from wirelake.lake.schema import INDEX
from wirelake.storage import ABSENT, Store, on_disk
from wirelake.warc import record_at

INDEX_NAME = ".index.parquet"
MASK = "[removed]"
EMPTY = sha256(b"").hexdigest()
WITH_PAYLOAD = ("response", "resource")
REASON = 200  # characters of the reason that stand in each record
Each = Callable[
    [Callable[[Any], Any], Iterable[Any]], Iterable[Any]
]  # a ParseError for what is beyond bounds


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What stands in a record from now on, None where it stays as it is, and for which articles' sake."""

    payload: bytes | None = None
    sake: tuple[str, ...] = ()
    quoted: tuple[tuple[str, int], ...] = ()  # article, of whose sentences so many are said


class Rewriting:
    """One index and its WARC, as they stand now."""

    def __init__(
        self, store: Store, batch: Batch, index: str, sieve: Sieve, kept: Path, scope: Scope
    ) -> None:
        self._store, self._batch, self._index, self._scope = store, batch, index, scope
        self._sieve, self._kept = sieve, kept
        self._ids = {name_of(id_): id_ for id_ in sieve.kills}
        answer = store.read(index)
        data, self._etag = answer or (b"", ABSENT)
        rows = parse_parquet(data, index, schema=INDEX).to_pylist() if answer else []
        self._rows: list[Row] = sorted(rows, key=lambda row: int(row["offset"]))
        self._path = str(self._rows[0]["warc_file"]) if self._rows else ""
        # record_id → article → the WARC that held it when it was redacted of that article
        self._before: dict[str, dict[str, str]] = defaultdict(dict)

    def redact(self, each: Each, before: Callable[[], None]) -> Redaction:
        if not self._rows:
            return Redaction()
        rows = [self._freed(row) for row in self._rows]
        quotes: list[Quote] = []
        with self._store.temporary.folder() as folder:
            changed, local = False, folder / ("redacted" + WARC)
            if self._store.etag(self._path) != ABSENT:
                with self._opened() as file:
                    asked = [self._asked(file, row) for row in self._rows]
                    outcomes = self._outcomes(asked, each)
                    changed = self._copy(file, local, rows, asked, outcomes)
                quotes = [
                    Quote(article_id=id_, raw_ref=one.raw.raw_ref, sentences=count)
                    for one, outcome in zip(asked, outcomes, strict=True)
                    for id_, count in outcome.quoted
                ]
            if changed or rows != self._rows:
                before()
            if changed:
                verify(local, rows)
                path = self._put(local)
                rows = [row | {"warc_file": path} for row in rows]
            if rows != self._rows:
                self._store.write(self._index, parquet(rows), if_etag=self._etag)
        self._sweep(str(rows[0]["warc_file"]))
        return Redaction(redacted=tuple(self._told(rows)), quotes=tuple(quotes))

    @contextmanager
    def _opened(self) -> Iterator[BinaryIO]:
        """The WARC; a ConflictError where another eraser has replaced it since its index was read."""
        try:
            with self._store.local_copy(self._path) as stored, stored.open("rb") as file:
                yield file
        except (StorageError, FileNotFoundError) as error:
            if self._store.etag(self._path) == ABSENT:
                raise ConflictError(f"{self._path} was replaced while it was read") from error
            raise

    def _asked(self, file: BinaryIO, row: Row) -> Asked:
        record = record_at(file, row["offset"])
        notices = (value.split("; ") for name, value in record.headers if name == NOTICE)
        done = {self._ids[told[0]]: told[2] for told in notices if told[0] in self._ids}
        for id_, name in done.items():
            self._before[row["record_id"]][id_] = f"{self._path.rpartition('/')[0]}/{name}"
        return Asked(
            raw=restored(self._batch, row, record),
            named=self._scope.named(row),
            done=frozenset(done),
            damaged=record.damage is not None,
        )

    def _outcomes(self, asked: list[Asked], each: Each) -> list[_Outcome]:
        """Each record judged for one article after another, of those alone that it may concern."""
        found = each(partial(concerned, self._kept), iter(asked))
        left = [
            searched(self._sieve, one) if isinstance(ids, ParseError) else list(ids)
            for one, ids in zip(asked, found, strict=True)
        ]
        outcomes, stand = [_Outcome()] * len(asked), list(asked)
        while turn := [place for place, ids in enumerate(left) if ids]:
            todo = [(self._sieve.kills[left[place].pop(0)], stand[place]) for place in turn]
            for place, (kill, one), answer in zip(turn, todo, each(_judge, iter(todo)), strict=True):
                verdict = beyond_bounds(kill, one) if isinstance(answer, ParseError) else answer
                outcomes[place] = _with(outcomes[place], kill.article_id, verdict)
                if verdict.remains is not None:
                    stand[place] = replace(one, raw=left_of(one.raw, verdict.remains))
        return outcomes

    def _copy(
        self, file: BinaryIO, local: Path, rows: list[Row], asked: list[Asked], outcomes: list[_Outcome]
    ) -> bool:
        """The records to a new WARC, and their new places into ``rows``; False where none is another."""
        ends = [*(int(row["offset"]) for row in self._rows[1:]), None]
        changed = False
        with (
            on_disk(f"copy {self._path} without what is taken down", local.parent),
            local.open("wb") as copy,
        ):
            for old, row, one, outcome, end in zip(self._rows, rows, asked, outcomes, ends, strict=True):
                file.seek(old["offset"])
                length = old["length"] or (end and end - old["offset"])
                member = file.read(length or -1)
                outcome = self._outcome(old, one, outcome)
                if outcome.payload is not None:
                    changed = True
                    member = self._redacted(member, row, outcome)
                    if row["record_type"] in WITH_PAYLOAD:
                        row["redacted_sha256"] = sha256(outcome.payload).hexdigest()
                        for id_ in outcome.sake:
                            self._before[row["record_id"]].setdefault(id_, self._path)
                row["offset"], row["length"] = copy.tell(), len(member)
                copy.write(member)
        return changed

    def _redacted(self, member: bytes, row: Row, outcome: _Outcome) -> bytes:
        kills = [self._sieve.kills[id_] for id_ in outcome.sake]
        notices = [self._notice(kill) for kill in kills]

        def is_quote(text: str) -> bool:
            return any(kill.is_quote(text) for kill in kills)

        return redacted(member, row, outcome.payload or b"", notices, is_quote)

    def _outcome(self, row: Row, asked: Asked, judged: _Outcome) -> _Outcome:
        """What was judged; of records without a payload of the article's what their words say."""
        if row["record_type"] == "metadata":  # its payload is the failure in words
            sake = self._sieve.quoted_in(row["failure_detail"] or "")
            return _Outcome(MASK.encode(), tuple(sake)) if sake else _Outcome()
        if row["record_type"] == "revisit":  # it has headers alone
            kills = [self._sieve.kills[id_] for id_ in sorted(asked.named)]
            said = [value for _, value in asked.raw.headers]
            quoted = [kill.article_id for kill in kills if any(map(kill.is_quote, said))]
            return _Outcome(b"", tuple(quoted)) if quoted else _Outcome()
        return judged

    def _freed(self, row: Row) -> Row:
        """The row without words of the articles; its address and guid stay."""
        free = dict(row)
        title, detail = row["link_title"], row["failure_detail"]
        own = {row["url"], row["canonical_url"]} & self._scope.urls
        if title and (own or self._sieve.quoted_in(title)):
            free["link_title"] = None
        if detail and self._sieve.quoted_in(detail):
            free["failure_detail"] = MASK
        return free

    def _notice(self, kill: Kill) -> str:
        reason = " ".join(kill.reason.split())[:REASON]
        name = self._path.rpartition("/")[2]
        return f"{name_of(kill.article_id)}; {kill.at.astimezone(UTC).isoformat()}; {name}; {reason}"

    def _put(self, local: Path) -> str:
        """Store the new WARC under the next number that is free, or where a redaction that died put it."""
        numbers = _numbers(self._store, self._index)
        last = max(numbers)
        if last > number_of(self._path, self._index) and is_same(self._store, numbers[last], local):
            return numbers[last]
        path = f"{self._index.removesuffix(INDEX_NAME)}.r{last + 1}{WARC}"
        self._store.write(path, local, if_etag=ABSENT)
        return path

    def _sweep(self, path: str) -> None:
        """Delete the WARCs of this index that one which it names by now has replaced."""
        for number, old in _numbers(self._store, self._index).items():
            if number < number_of(path, self._index):
                self._store.delete(old)

    def _told(self, rows: list[Row]) -> Iterator[Redacted]:
        for row in rows:
            after, before = row["redacted_sha256"], self._before.get(row["record_id"], {})
            for article_id in sorted({*before, *self._scope.named(row)}) if after else ():
                yield Redacted(
                    article_id=article_id,
                    raw_ref=f"{self._batch}#{row['record_id']}",
                    path_before=before.get(article_id, str(row["warc_file"])),
                    path_after=str(row["warc_file"]),
                    digest_before=row["payload_sha256"],
                    digest_after=after,
                    whole=after == EMPTY,
                )


def _judge(todo: tuple[Kill, Asked]) -> Verdict:
    return judge(*todo)


def _with(one: _Outcome, article_id: str, verdict: Verdict) -> _Outcome:
    """What was judged before, and this of one article more."""
    if verdict.quoted:
        return replace(one, quoted=(*one.quoted, (article_id, verdict.quoted)))
    if verdict.remains is None:
        return one
    return replace(one, payload=verdict.remains, sake=(*one.sake, article_id))


def _numbers(store: Store, index: str) -> dict[int, str]:
    """The WARCs that stand for an index, by their number; the first has 0."""
    folder = index.rpartition("/")[0]
    found = {number_of(one.path, index): one.path for one in store.objects(folder)}
    return {number: path for number, path in found.items() if number >= 0}


def number_of(path: str, index: str) -> int:
    """How often the WARC of this index was redacted; -1 for another's."""
    stem = re.escape(index.removesuffix(INDEX_NAME))
    found = re.fullmatch(rf"{stem}(?:\.r(\d+))?{re.escape(WARC)}", path)
    return int(found[1] or 0) if found else -1
