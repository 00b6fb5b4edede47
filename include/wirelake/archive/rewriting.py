"""One segment of raw/ without a taken-down article. Part of ``redaction``, which says in what order."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from wirelake.archive.remains import NOTICE, redacted
from wirelake.archive.rows import restored
from wirelake.archive.segment import WARC, is_same, parquet, verify
from wirelake.archive.verdicts import Asked, Kill, Verdict, beyond_bounds, judge
from wirelake.config import Batch
from wirelake.errors import ParseError
from wirelake.lake.decisions.events import name_of
from wirelake.lake.exchanges import Row
from wirelake.lake.reading import parse_parquet
from wirelake.lake.schema import INDEX
from wirelake.storage import ABSENT, Store, on_disk
from wirelake.warc import record_at

INDEX_NAME = ".index.parquet"
MASK = "[removed]"
EMPTY = sha256(b"").hexdigest()
WITH_PAYLOAD = ("response", "resource")
REASON = 200  # characters of the reason that stand in each record
Each = Callable[[Callable[[Asked], Verdict], Iterable[Asked]], Iterable[Verdict | ParseError]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Redacted:
    """A record without the article: where it stood and stands, and the SHA-256 of its bytes then and now."""

    raw_ref: str
    path_before: str
    path_after: str
    digest_before: str
    digest_after: str
    whole: bool  # nothing of the payload is left


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A record of another article that says some of the sentences too; it is left as it is."""

    raw_ref: str
    sentences: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Redaction:
    """What a redaction found in one batch, earlier ones of the same article included."""

    redacted: tuple[Redacted, ...] = ()
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True)
class Scope:
    """The rows that are the article's by what they state: their ids, their payloads, their addresses."""

    ids: frozenset[str]
    payloads: frozenset[str]
    urls: frozenset[str]

    @classmethod
    def of(cls, rows: list[Row], batch: Batch, kill: Kill) -> "Scope":
        refs = {ref.rpartition("#")[2] for ref in kill.refs if ref.startswith(f"{batch}#")}
        refs |= {str(row["refers_to"]) for row in rows if row["record_id"] in refs and row["refers_to"]}
        mine = [row for row in rows if row["record_id"] in refs]
        return cls(
            ids=frozenset(refs),
            payloads=frozenset(row["payload_sha256"] for row in mine if row["payload_bytes"]),
            urls=kill.urls | {row["url"] for row in mine},
        )

    def names(self, row: Row) -> bool:
        return row["record_id"] in self.ids or row["payload_sha256"] in self.payloads


class Rewriting:
    """One index and its WARC, as they stand now."""

    def __init__(self, store: Store, batch: Batch, index: str, kill: Kill, scope: Scope) -> None:
        self._store, self._batch, self._index, self._kill, self._scope = store, batch, index, kill, scope
        answer = store.read(index)
        data, self._etag = answer or (b"", ABSENT)
        rows = parse_parquet(data, index, schema=INDEX).to_pylist() if answer else []
        self._rows: list[Row] = sorted(rows, key=lambda row: int(row["offset"]))
        self._path = str(self._rows[0]["warc_file"]) if self._rows else ""
        self._before: dict[str, str] = {}  # record_id → the WARC that held it when it was redacted

    def redact(self, each: Each) -> Redaction:
        if not self._rows:
            return Redaction()
        rows = [self._freed(row) for row in self._rows]
        quotes: list[Quote] = []
        with self._store.temporary.folder() as folder:
            changed, local = False, folder / ("redacted" + WARC)
            if self._store.etag(self._path) != ABSENT:
                with self._store.local_copy(self._path) as stored, stored.open("rb") as file:
                    asked = [self._asked(file, row) for row in self._rows]
                    verdicts = list(self._verdicts(asked, each))
                    changed = self._copy(file, local, rows, asked, verdicts)
                quotes = [
                    Quote(raw_ref=one.raw.raw_ref, sentences=verdict.quoted)
                    for one, verdict in zip(asked, verdicts, strict=True)
                    if verdict.quoted
                ]
            if changed:
                verify(local, rows)
                path = self._put(local)
                rows = [row | {"warc_file": path} for row in rows]
            if rows != self._rows:
                self._store.write(self._index, parquet(rows), if_etag=self._etag)
        self._sweep(str(rows[0]["warc_file"]))
        return Redaction(redacted=tuple(self._told(rows)), quotes=tuple(quotes))

    def _asked(self, file: BinaryIO, row: Row) -> Asked:
        record = record_at(file, row["offset"])
        ours = [value for name, value in record.headers if name == NOTICE]
        mine = [one for one in ours if one.startswith(name_of(self._kill.article_id))]
        if mine:
            self._before[row["record_id"]] = f"{self._path.rpartition('/')[0]}/{mine[0].split('; ')[2]}"
        return Asked(
            raw=restored(self._batch, row, record),
            named=self._scope.names(row),
            done=bool(mine),
            damaged=record.damage is not None,
        )

    def _verdicts(self, asked: list[Asked], each: Each) -> Iterator[Verdict]:
        answers = each(partial(judge, self._kill), iter(asked))
        for one, answer in zip(asked, answers, strict=True):
            yield beyond_bounds(self._kill, one) if isinstance(answer, ParseError) else answer

    def _copy(
        self, file: BinaryIO, local: Path, rows: list[Row], asked: list[Asked], verdicts: list[Verdict]
    ) -> bool:
        """The records to a new WARC, and their new places into ``rows``; False where none is another."""
        ends = [*(int(row["offset"]) for row in self._rows[1:]), None]
        changed = False
        with (
            on_disk(f"copy {self._path} without {self._kill.article_id}", local.parent),
            local.open("wb") as copy,
        ):
            for row, one, verdict, end in zip(rows, asked, verdicts, ends, strict=True):
                file.seek(row["offset"])
                length = row["length"] or (end and end - row["offset"])
                member = file.read(length or -1)
                payload = self._payload(row, one, verdict)
                if payload is not None:
                    changed = True
                    member = redacted(member, row, payload, self._notice(), self._is_quote)
                    if row["record_type"] in WITH_PAYLOAD:
                        row["redacted_sha256"] = sha256(payload).hexdigest()
                        self._before.setdefault(row["record_id"], self._path)
                row["offset"], row["length"] = copy.tell(), len(member)
                copy.write(member)
        return changed

    def _payload(self, row: Row, one: Asked, verdict: Verdict) -> bytes | None:
        """What stands in the record from now on; None where it stays as it is."""
        if row["record_type"] == "metadata":  # its payload is the failure in words
            return MASK.encode() if row["failure_detail"] == MASK and not one.done else None
        if row["record_type"] == "revisit":  # it has headers alone
            quotes = one.named and any(self._is_quote(value) for _, value in one.raw.headers)
            return b"" if quotes else None
        return verdict.remains

    def _is_quote(self, text: str) -> bool:
        sentences = self._kill.sentences
        return sentences.is_line(text) or bool(sentences.found_in(text))

    def _freed(self, row: Row) -> Row:
        """The row without words of the article; its address and guid stay."""
        free = dict(row)
        title, detail = row["link_title"], row["failure_detail"]
        own = {row["url"], row["canonical_url"]} & self._scope.urls
        if title and (own or self._is_quote(title)):
            free["link_title"] = None
        if detail and self._is_quote(detail):
            free["failure_detail"] = MASK
        return free

    def _notice(self) -> str:
        kill = self._kill
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
            after = row["redacted_sha256"]
            if after and (row["record_id"] in self._before or self._scope.names(row)):
                yield Redacted(
                    raw_ref=f"{self._batch}#{row['record_id']}",
                    path_before=self._before.get(row["record_id"], str(row["warc_file"])),
                    path_after=str(row["warc_file"]),
                    digest_before=row["payload_sha256"],
                    digest_after=after,
                    whole=after == EMPTY,
                )


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
