"""What a payload showed of an article: as much of it as tells whether another shows the same."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, fields
from datetime import date, datetime
from itertools import groupby
from typing import Any

from wirelake.config import Batch
from wirelake.errors import DamagedError
from wirelake.evidence import text_content
from wirelake.lake import layout
from wirelake.lake.files import parse_parquet
from wirelake.lake.reading import picked
from wirelake.records import ITEMS, Article
from wirelake.storage import Store

Row = dict[str, Any]
WHERE = ("article_id", "raw_ref", "duplicate_refs", "record_kind")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Headline, digest of the content and date, and what read them: of an article, or a row of history/."""

    headline: str
    content_sha256: str
    published_at: datetime | None
    published_date: date | None
    ruleset_version: str | None
    extractor_version: str | None

    @classmethod
    def of(cls, one: Article) -> "Shown":
        return cls(**{name: getattr(one, name) for name in TOLD})

    def is_read_as(self, one: Article) -> bool:
        """The same rules and the same engine read both."""
        mine = self.ruleset_version, self.extractor_version
        return mine == (one.ruleset_version, one.extractor_version)

    def changed(self, now: Article) -> tuple[str, ...]:
        """What of headline, text and date is another now; of media and packages the text is all of them."""
        same_text = now.content_sha256
        if now.record_kind not in ("media", "package"):
            same_text = hashlib.sha256(text_content(self.headline, now.body_text).encode()).hexdigest()
        told = {
            "headline": self.headline != now.headline,
            "text": self.content_sha256 != same_text,
            "date": (self.published_at or self.published_date) != (now.published_at or now.published_date),
        }
        return tuple(name for name, is_another in told.items() if is_another)


TOLD = tuple(field.name for field in fields(Shown))


def in_history(store: Store, refs: Iterable[str]) -> dict[tuple[str, str], Shown]:
    """By raw_ref and article_id what history/ says of these records, of days that are not damaged; of those
    that hold one article several times nothing."""
    wanted, found = picked("history", [*WHERE, *TOLD]), defaultdict[tuple[str, str], list[Shown]](list)
    for name, mine in groupby(sorted(refs), key=lambda ref: ref.partition("#")[0]):
        path, asked = layout.history(Batch.parse(name)), set(mine)
        with suppress(DamagedError):
            answer = store.read(path)
            rows = parse_parquet(answer[0], path, schema=wanted).to_pylist() if answer else []
            for row in rows:
                if row["record_kind"] in ITEMS:  # no tombstone, and nothing that says that a page is gone
                    for ref in asked & {row["raw_ref"], *(row["duplicate_refs"] or ())}:
                        shown = Shown(**{name: row[name] for name in TOLD})
                        found[ref, row["article_id"]].append(shown)
    return {key: shown[0] for key, shown in found.items() if len(shown) == 1}
