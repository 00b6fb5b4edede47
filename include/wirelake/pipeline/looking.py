"""Look at a batch's lists, and ask for what is new, changed or due: what a capture puts into raw/."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from wirelake import archive
from wirelake.addresses import address, canonicalise
from wirelake.batches.journal import Clock, Journal
from wirelake.batches.lakes import Progress, utc_now
from wirelake.batches.lists import QUOTA
from wirelake.batches.passing import rows_of
from wirelake.bounded.pages import broken
from wirelake.bounded.pool import bounded
from wirelake.config import Batch, SourceConfig
from wirelake.discover import Discovered, cursors, discover
from wirelake.discover.listings import totals
from wirelake.errors import FetchError
from wirelake.fetch import Fetcher, Quota, credentials_of, fetch_all, is_passing, read_dropped
from wirelake.lake.exchanges import Sight, read_index
from wirelake.payloads.no_items import by_content
from wirelake.pipeline.discovery.delivery import Delivery
from wirelake.pipeline.discovery.moved import moved
from wirelake.pipeline.pages.asking import Paged
from wirelake.pipeline.rechecks.disappearance import following, marked
from wirelake.pipeline.rechecks.due import Asked, due, failed_today
from wirelake.records import USED_UP, Kind, Link, RawArticle, Seen
from wirelake.storage import Store, Stored

OF_THE_NETWORK = frozenset({"dns", "connect", "timeout", "host_down", "robots_unreachable"})


@dataclass(slots=True)
class Looking:
    """The capture under way: which links and files it finds, which of them it asks for, and what came."""

    store: Store
    batch: Batch
    source: SourceConfig
    journal: Journal
    fetcher: Fetcher
    now: datetime  # as it began
    clock: Clock
    refetch: bool
    last_try: bool
    delivery: Delivery | None = None
    held: dict[str, dict[str, Any]] = field(default_factory=dict)  # url → what this run archived before
    sights: dict[str, Sight] = field(default_factory=dict)
    again: set[str] = field(default_factory=set)  # links that failed earlier in the day, and may come by now
    counts: dict[str, int] = field(default_factory=dict)  # of links: known already, asked for, received
    beyond: set[str] = field(default_factory=set)  # links that the day's quota left to the next time
    cut: list[str] = field(default_factory=list)  # later pages of articles that did not come, and why
    left: Counter[str] = field(default_factory=Counter)  # host → links that it could not be asked for

    def discover(self) -> Discovered:
        spool = self.store.spool(str(self.batch))
        held = archive.captured(self.store, self.batch, self.journal.capture_id, spool=spool)
        self.held = {url: row for url, row in held.items() if not _may_heal(row)}
        self.sights = archive.seen(self.store, self.batch.source, self.batch.day)
        # Who wants the pages again wants the list of them, also where it did not change.
        seen = {} if self.refetch else self._known()
        with bounded() as pool:
            return discover(
                self.source,
                self.batch.day,
                get=self._get,
                store=self.store,
                now=self.now,
                seen=seen,
                bounded=pool,
                inbox=self.delivery.place if self.delivery else None,
            )

    def _known(self) -> dict[str, Seen]:
        """What needs no answer if it did not change: no list whose links may not all have been asked for."""
        lists = {sight.seen.batch for sight in self.sights.values() if not sight.is_article}
        broken = {batch for batch in lists if self.journal.broke_off(Batch.parse(batch))}
        return {
            key: sight.seen
            for key, sight in self.sights.items()
            if sight.is_article or sight.seen.batch not in broken
        }

    def _get(
        self, link: Link, kind: Kind, *, seen: Seen | None = None, wait: float = 0, masked: bool = False
    ) -> RawArticle:
        """As the fetcher; what this capture has archived before it was broken off is read from there."""
        if row := self.held.get(link.url):
            return archive.read_row(self.store, self.batch, row)
        return self.fetcher.get(link, kind, seen=seen, wait=wait, masked=masked)

    def exchanges(self, found: Discovered, progress: Progress) -> Iterator[RawArticle]:
        """Everything that is new to raw/: what listed the links, dropped files, WARC records, pages."""
        asked = self._asked(found)
        urls = {link.url for link, _ in asked}
        known = sum(link.url not in urls for link in found.links)
        self.counts = {"known": known, "asked": len(asked), "received": 0}
        yield from (one for one in found.exchanges if not one.raw_ref and self._is_news(one))
        total = len(asked) + len(found.files)
        for done, (stored, link) in enumerate(found.files, start=1):
            if self._stands(stored, link):
                continue
            dropped = self._read(stored, link, found)
            if dropped is None:
                continue
            if kind := by_content(dropped.body):
                found.passed_over[link.url.split("/", 2)[2]] = kind
            elif not self._is_held(dropped) and self._is_news(dropped):
                yield dropped
            progress("fetch", done, total)
        yield from (following(one, self.sights) for one in found.records if self._is_news(one))
        with self._asker(asked) as asker:
            answers = fetch_all(asker, asked, lanes=self.source.fetch.lanes)
            for done, raw in enumerate(self._but_of_the_dead(answers), start=len(found.files) + 1):
                self.counts["received"] += raw.failure is None
                self.cut += [f"{one.link.url}: {one.failure}" for one in raw.pages if one.failure]
                yield from raw.pages  # before the first, whose record says so that all came
                yield marked(replace(raw, pages=()), self.sights)
                progress("fetch", done, total)

    @contextmanager
    def _asker(self, asked: Asked) -> Iterator[Fetcher | Paged]:
        """The fetcher; where articles stand on several pages, one that asks for those too."""
        if self.source.pages is None:
            yield self.fetcher
            return
        articles = {canonicalise(link.url) or link.url for link, _ in asked}
        articles |= {key for key, sight in self.sights.items() if sight.is_article}
        with bounded() as pool:
            yield Paged(
                self.fetcher, self.source.pages, pool, lambda url: (canonicalise(url) or url) in articles
            )

    def _read(self, stored: Stored, link: Link, found: Discovered) -> RawArticle | None:
        if (lying := found.lying.get(link.url)) and self.delivery:
            return self.delivery.read(stored, link, lying)
        return read_dropped(self.store, stored, link, self.clock)

    def _stands(self, stored: Stored, link: Link) -> bool:
        """Where polls look again and again: it is the very object that was captured when they looked last."""
        sight = self.sights.get(canonicalise(link.url) or link.url)
        return bool(self.source.poll and sight and sight.is_article and sight.seen.etag == stored.etag)

    def _is_held(self, dropped: RawArticle) -> bool:
        """Whether this capture archived these bytes before it was broken off; the file may be another now."""
        row = self.held.get(dropped.link.url)
        return row is not None and row["payload_sha256"] == hashlib.sha256(dropped.body).hexdigest()

    def _is_news(self, raw: RawArticle) -> bool:
        """Where polls look again and again: it is not what stood there when they looked last."""
        sight = self.sights.get(canonicalise(raw.link.url) or raw.link.url)
        if not self.source.poll or sight is None or not sight.is_article:
            return True
        return bool(raw.failure) or hashlib.sha256(raw.body).hexdigest() != sight.seen.payload_sha256

    def _asked(self, found: Discovered) -> Asked:
        """Links that are new, changed or due, and those that failed today and may come by now.

        A poll leaves to the daily run what failed in a way that does not pass.
        """
        index = read_index(self.store, self.batch)
        again, hopeless = failed_today(index)
        self.again = {link.url for link in again}
        skipped = {*self.held, *(hopeless if self.journal.run.mode == "poll" else ())}
        links = {link.url: link for link in (*found.links, *again) if link.url not in skipped}
        today = self.batch.day in self.source.open_days(self.now)
        asked = due(self.source, links.values(), self.sights, self.now, refetch=self.refetch, rechecks=today)
        urls = {link.url for link, _ in asked} | self.held.keys()
        return [*asked, *((link, None) for link in broken(index) if link.url not in urls)]

    def _but_of_the_dead(self, answers: Iterator[RawArticle]) -> Iterator[RawArticle]:
        """Unless this is the last try, what a host that went down did not answer is left to the next."""
        withheld: list[RawArticle] = []
        for raw in answers:
            if raw.failure == USED_UP:
                self.beyond.add(raw.link.url)
                continue
            if raw.failure in OF_THE_NETWORK and raw.link.url in self.again and self.source.poll:
                continue  # raw/ says already that this link failed today: no news, nothing to wait for
            if self.last_try or raw.failure not in OF_THE_NETWORK:
                yield raw
            else:
                withheld.append(raw)
        down = {_host(raw) for raw in withheld if raw.failure in ("host_down", "robots_unreachable")}
        for raw in withheld:
            if _host(raw) in down:
                self.left[_host(raw)] += 1
            else:
                yield raw

    def note(self, found: Discovered) -> None:
        """Keep in the journal what may be missing, what is no item, and which hosts were waited for."""
        if self.beyond:
            found.lost.append(f"{QUOTA}: {len(self.beyond)} links are left to the next time")
        if self.cut:
            found.lost.append(f"{len(self.cut)} later pages of articles are missing, such as {self.cut[0]}")
        found.lost += moved(self.store, self.batch, self.source, found.exchanges)
        self.journal.facts["gaps"] = [*found.lost, *found.gaps]
        self.journal.facts["left_out"] = dict(found.left_out)
        self.journal.facts["passed_over"] = rows_of(found.passed_over)
        self.journal.facts |= {**totals(found.listings), **self.counts}
        if self.left:
            waited = self.journal.facts.get("waited_for", [])
            self.journal.facts["waited_for"] = sorted({*waited, *self.left})

    def move_cursors(self, found: Discovered) -> None:
        """Have the next capture go on after what this one has put into raw/."""
        cursors.move(
            self.store, found.steps, lambda url: (address(url, self.source.drop_query) or url) in self.beyond
        )

    def raise_if_left(self) -> None:
        if self.delivery and self.delivery.broken and not self.last_try:
            raise self.delivery.broken
        if self.left:
            hosts = ", ".join(f"{host} ({count} links)" for host, count in self.left.most_common(5))
            raise FetchError(
                f"{self.batch}: waiting for {hosts}: no answer. What arrived is in raw/; "
                "the next try asks for the rest only"
            )


def fetcher_of(
    source: SourceConfig, connection: str | None, clock: Clock = utc_now, *, store: Store | None = None
) -> Fetcher:
    """The source's fetcher, with the credentials of that connection; its quota is counted in ``store``."""

    return Fetcher(
        source.fetch,
        contact=source.contact,
        rights=source.rights,
        credentials=credentials_of(source, connection),
        quota=Quota(store, source, clock) if store else None,
        clock=clock,
    )


def _may_heal(row: dict[str, Any]) -> bool:
    return bool(row["failure"]) and is_passing(row["failure"])


def _host(raw: RawArticle) -> str:
    return urlsplit(raw.link.url).netloc
