"""Days of pages whose ids are given without a whole build, by the rules of today or of other days."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from courlan import clean_url
from tests.wirelake.quay import BATCH, DAY, version

from wirelake.batches.staging import articles_table
from wirelake.config import Batch, SourceConfig
from wirelake.evidence import identify
from wirelake.lake.streams import read
from wirelake.pipeline.damaged_raw import standing
from wirelake.pipeline.naming import named
from wirelake.records import Article
from wirelake.storage import Store
from wirelake.write import write_history

Rule = Callable[[Article, SourceConfig], str]


def batch(day: int) -> Batch:
    return Batch(BATCH.source, DAY + timedelta(days=day))


def older(one: Article, source: SourceConfig) -> str:
    """Any canonical address was the article's own, and what only begins like a tracker was left out."""
    address = str(clean_url(one.canonical_url or one.url or ""))
    return f"{source.name}:{sha256(address.encode()).hexdigest()[:24]}"


@dataclass
class Newsstand:
    """What raw/ would hold, and the lake that is built of it."""

    store: Store
    source: SourceConfig
    raw: dict[int, list[Article]] = field(default_factory=lambda: defaultdict(list))

    def see(self, day: int, *pages: tuple[str, str], text: str = "") -> None:
        """Capture pages (the end of the address, and what each calls its canonical one); build the day."""
        for name, canonical in pages:
            self.receive(day, name, canonical_url=canonical or None, text=text)
        self.build(day)

    def receive(self, day: int, name: str, *, text: str = "", **fields: Any) -> None:
        """Capture one page."""
        number = 100 * day + len(self.raw[day])
        fields |= {
            "url": f"https://quay.example/{name}",
            "body_text": f"Crane {name} was painted green. {text}",
            "first_seen_at": datetime(2026, 3, 2, 12, tzinfo=UTC) + timedelta(days=day, seconds=number),
        }
        self.raw[day].append(version(number, batch=batch(day), source_format="html", **fields))

    def build(self, *days: int) -> None:
        for day in days:
            found = [replace(one, article_id=identify(one, self.source)) for one in self.raw[day]]
            ids = named(self.store, self.source, found, standing(self.store, batch(day)))
            write_history(self.store, batch(day), articles_table(ids))

    def build_as(self, rule: Rule, *days: int) -> None:
        """By another wirelake, which knows of no aliases."""
        for day in days:
            found = [replace(one, article_id=rule(one, self.source)) for one in self.raw[day]]
            write_history(self.store, batch(day), articles_table(found))

    @property
    def ids(self) -> dict[str, str]:
        """The end of the address → the id of its newest version; each has one alone but by other rules."""
        rows = read("history", lake=self.store.uri).sort_by("first_seen_at").to_pylist()
        return {row["url"].rpartition("example/")[2]: row["article_id"] for row in rows}

    @property
    def flagged(self) -> list[str]:
        rows = read("history", lake=self.store.uri).to_pylist()
        shared = {row["url"] for row in rows if "canonical_shared" in row["quality_flags"]}
        return sorted(url.rpartition("example/")[2] for url in shared)
