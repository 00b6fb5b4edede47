"""Takes articles that were taken down out of raw/, which else only grows.

A WARC is never changed in place. The redacted one is written beside it under a name of its own,
``<run>-0001.r1.warc.gz``; then the index is replaced, and with that readers have moved; then what it named
before is deleted. A kill between any two of these leaves a whole lake, and repeating the redaction goes on
from there. Numbers only rise, so what is being written is never what is being deleted.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from wirelake.archive.rewriting import Each, Rewriting
from wirelake.archive.scope import Quote, Redacted, Redaction, Scope
from wirelake.archive.sieve import Sieve, keep
from wirelake.archive.verdicts import Kill
from wirelake.config import Batch
from wirelake.errors import ConflictError
from wirelake.lake.exchanges import index_files, read_index
from wirelake.storage import Store

__all__ = ["Each", "Quote", "Redacted", "Redaction", "Redactor", "holders", "redacting"]

TRIES = 10  # of a segment whose index another redaction replaces meanwhile


def holders(store: Store, refs: Iterable[str]) -> dict[str, str]:
    """Of the revisits among these raw_refs, the raw_refs of the records that hold their payloads.

    Raises:
        FormatError: an index cannot be read.
    """
    found: dict[str, str] = {}
    by_batch: dict[str, set[str]] = {}
    for ref in refs:
        batch, _, record = ref.partition("#")
        by_batch.setdefault(batch, set()).add(record)
    for batch, records in by_batch.items():
        for row in read_index(store, Batch.parse(batch)):
            if row["record_id"] in records and row["refers_to"]:
                held = str(row["refers_to"])
                found[f"{batch}#{row['record_id']}"] = held if "#" in held else f"{batch}#{held}"
    return found


def _nothing() -> None:
    """There is nothing to do before a segment is replaced."""


@contextmanager
def redacting(
    store: Store, kills: Iterable[Kill], *, before: Callable[[], None] = _nothing
) -> "Iterator[Redactor]":
    """What takes these articles, all of one source, out of its raw/; their words lie in a temporary file
    meanwhile. ``before`` is called before a segment is replaced, and only then."""
    kills = list(kills)
    with store.temporary.folder() as folder:
        yield Redactor(store, Sieve(kills), keep(kills, folder), before)


@dataclass(frozen=True, slots=True)
class Redactor:
    """Articles on their way out of raw/, each batch of which is read once for all of them."""

    store: Store
    sieve: Sieve
    kept: Path
    before: Callable[[], None]

    def redact(self, batch: Batch, *, each: Each = map) -> Redaction:
        """Take the articles out of the batch's raw/: their records, and what lists or repeats them.

        Records of other articles that say the same sentences are left alone and told. ``each`` judges
        records, as ``Bounded.map`` does in processes of their own. May be killed at any moment, and done
        again; what is done already is not changed, but told as well.

        Raises:
            StorageError: the store failed.
            ConflictError: others replaced an index again and again meanwhile.
            ArchiveError: the WARC that was written does not read back. The old one stands.
            FormatError: an index cannot be read.
        """
        scope = Scope.of(read_index(self.store, batch), batch, self.sieve.kills.values())
        found = [self._one(batch, path, scope, each) for path in index_files(self.store, batch)]
        return Redaction(
            redacted=tuple(one for part in found for one in part.redacted),
            quotes=tuple(one for part in found for one in part.quotes),
        )

    def _one(self, batch: Batch, index: str, scope: Scope, each: Each) -> Redaction:
        for left in reversed(range(TRIES)):
            try:
                rewriting = Rewriting(self.store, batch, index, self.sieve, self.kept, scope)
                return rewriting.redact(each, self.before)
            except ConflictError:
                if not left:
                    raise
        raise AssertionError
