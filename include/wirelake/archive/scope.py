"""Which rows of raw/ are those of taken-down articles, and what a redaction tells of them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from wirelake.archive.verdicts import Kill
from wirelake.config import Batch
from wirelake.lake.exchanges import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Redacted:
    """A record without the article: where it stood and stands, and the SHA-256 of its bytes then and now."""

    article_id: str
    raw_ref: str
    path_before: str
    path_after: str
    digest_before: str
    digest_after: str
    whole: bool  # nothing of the payload is left


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A record of another article that says some of the sentences too; it is left as it is."""

    article_id: str  # whose sentences
    raw_ref: str
    sentences: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Redaction:
    """What a redaction found in one batch, earlier ones of the same articles included."""

    redacted: tuple[Redacted, ...] = ()
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True)
class Scope:
    """The rows that are an article's by what they state: their ids, their payloads, their addresses.

    ``ids`` and ``payloads`` lead to the articles.
    """

    ids: dict[str, set[str]]
    payloads: dict[str, set[str]]
    urls: frozenset[str]

    @classmethod
    def of(cls, rows: list[Row], batch: Batch, kills: Iterable[Kill]) -> "Scope":
        kills, ids, payloads = list(kills), defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
        for kill in kills:
            for ref in kill.refs:
                if ref.startswith(f"{batch}#"):
                    ids[ref.rpartition("#")[2]].add(kill.article_id)
        for row in rows:
            if row["record_id"] in ids and row["refers_to"]:
                ids[str(row["refers_to"])] |= ids[row["record_id"]]
        mine = [row for row in rows if row["record_id"] in ids]
        for row in mine:
            if row["payload_bytes"]:
                payloads[row["payload_sha256"]] |= ids[row["record_id"]]
        urls = {url for kill in kills for url in kill.urls} | {row["url"] for row in mine}
        return cls(ids=dict(ids), payloads=dict(payloads), urls=frozenset(urls))

    def named(self, row: Row) -> frozenset[str]:
        """The articles that the row's record is known to hold."""
        by_payload = self.payloads.get(row["payload_sha256"], ())
        return frozenset(self.ids.get(row["record_id"], ())).union(by_payload)
