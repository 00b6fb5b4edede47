"""Takes an article that was taken down out of raw/, which else only grows.

A WARC is never changed in place. The redacted one is written beside it under a name of its own,
``<run>-0001.r1.warc.gz``; then the index is replaced, and with that readers have moved; then what it named
before is deleted. A kill between any two of these leaves a whole lake, and repeating the redaction goes on
from there. Numbers only rise, so what is being written is never what is being deleted.
"""

from collections.abc import Iterable

from wirelake.archive.rewriting import Each, Quote, Redacted, Redaction, Rewriting, Scope
from wirelake.archive.verdicts import Kill
from wirelake.config import Batch
from wirelake.errors import ConflictError
from wirelake.lake.exchanges import index_files, read_index
from wirelake.storage import Store

__all__ = ["Each", "Quote", "Redacted", "Redaction", "holders", "redact"]

TRIES = 10  # of a segment whose index another redaction replaces meanwhile


def holders(store: Store, refs: Iterable[str]) -> frozenset[str]:
    """These raw_refs, and those of the records that hold the payloads of the revisits among them.

    Raises:
        FormatError: an index cannot be read.
    """
    found: set[str] = set()
    by_batch: dict[str, set[str]] = {}
    for ref in refs:
        found.add(ref)
        batch, _, record = ref.partition("#")
        by_batch.setdefault(batch, set()).add(record)
    for batch, records in by_batch.items():
        for row in read_index(store, Batch.parse(batch)):
            if row["record_id"] in records and row["refers_to"]:
                held = str(row["refers_to"])
                found.add(held if "#" in held else f"{batch}#{held}")
    return frozenset(found)


def redact(store: Store, batch: Batch, kill: Kill, *, each: Each = map) -> Redaction:
    """Take the article out of the batch's raw/: its records, and what lists or repeats it.

    Records of other articles that say the same sentences are left alone and told. ``each`` judges records,
    as ``Bounded.map`` does in processes of their own. May be killed at any moment, and done again; what is
    done already is not changed, but told as well.

    Raises:
        StorageError: the store failed.
        ConflictError: others replaced an index again and again meanwhile.
        ArchiveError: the WARC that was written does not read back. The old one stands.
        FormatError: an index cannot be read.
    """
    scope = Scope.of(read_index(store, batch), batch, kill)
    found = [_one(store, batch, path, kill, scope, each) for path in index_files(store, batch)]
    return Redaction(
        redacted=tuple(one for part in found for one in part.redacted),
        quotes=tuple(one for part in found for one in part.quotes),
    )


def _one(store: Store, batch: Batch, index: str, kill: Kill, scope: Scope, each: Each) -> Redaction:
    for left in reversed(range(TRIES)):
        try:
            return Rewriting(store, batch, index, kill, scope).redact(each)
        except ConflictError:
            if not left:
                raise
    raise AssertionError
