"""Files of an inbox on their way into raw/, and what becomes of them there once raw/ holds them."""

import logging
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import quote

from wirelake.batches.journal import Clock
from wirelake.config import Inbox, SourceConfig, filled_in
from wirelake.discover import Discovered
from wirelake.errors import AccessError, FetchError
from wirelake.fetch import Place, open_inbox, read_dropped
from wirelake.records import Link, Lying, RawArticle
from wirelake.storage import Store, Stored

log = logging.getLogger(__name__)
MAX_TOLD = 20


@dataclass(slots=True)
class Delivery:
    """One capture's. ``broken`` is why the rest could not be read; it lies there for the next try."""

    place: Place
    part: Inbox
    clock: Clock
    broken: FetchError | None = None
    taken: set[str] = field(default_factory=set)  # addresses of files whose bytes came
    told: list[str] = field(default_factory=list)

    def read(self, stored: Stored, link: Link, lying: Lying) -> RawArticle | None:
        """The file, as it was listed; None where the place gives it to nobody now, which is told."""
        if self.broken:
            return None
        try:
            raw = read_dropped(_AsListed(self.place, lying), stored, link, self.clock)
        except FetchError as error:
            self.broken = error
            self.told.append(f"inbox {error}: what was not read yet is left to the next look")
            return None
        except AccessError as error:
            self.told.append(f"inbox {error}")
            return None
        if raw.failure is None:
            self.taken.add(link.url)
        return raw

    def put_away(self, found: Discovered, day: date) -> None:
        """Move or delete, as the YAML says, what raw/ holds. Only to be called once it does.

        What cannot be put away is told, and tried again at the next look. A death in between leaves files
        that the next look knows to be in raw/. The file that says that another is whole goes first: the other
        needs it no more.
        """
        if self.part.after == "leave":
            return
        fresh = [one for url, one in found.lying.items() if url in self.taken]
        late = [one for url, one in found.lying.items() if url not in self.taken]
        needed = {one.mark.name for one in late if one.mark}
        folder = filled_in(self.part.move_to, day) if self.part.move_to else None
        try:
            for one in (*found.held, *fresh):
                marks = [one.mark] if one.mark and one.mark.name not in needed else []
                self._put_away((*marks, one), folder)
        except FetchError as error:
            self.told.append(f"inbox {error}: the next look puts away the rest")

    def tell(self, found: Discovered) -> None:
        """Name among what may be missing what could not be read or put away."""
        found.lost += self.told[:MAX_TOLD]
        if len(self.told) > MAX_TOLD:
            found.lost.append(f"inbox {self.part.url}: {len(self.told) - MAX_TOLD} more files likewise")

    def _put_away(self, each: Iterable[Lying], folder: str | None) -> None:
        for one in each:
            try:
                if not self.place.put_away(one, folder):
                    log.info(
                        "%s: %s is another file by now", self.part.url, quote(one.name, errors="replace")
                    )
            except AccessError as error:
                self.told.append(f"inbox {error}")


@contextmanager
def delivery_of(
    source: SourceConfig, connection: str | None, store: Store, clock: Clock
) -> Iterator[Delivery | None]:
    """That of the source's inbox, where it has one; its place is let go of in the end."""
    place, part = open_inbox(source, connection, store), source.inbox
    if place is None or part is None:
        yield None
        return
    with closing(place):
        yield Delivery(place, part, clock)


@dataclass(frozen=True, slots=True)
class _AsListed:
    """One file of the place, as it was listed."""

    place: Place
    lying: Lying

    def read(self, path: str) -> tuple[bytes, str] | None:  # noqa: ARG002 (it is that of the file)
        data = self.place.read(self.lying)
        return None if data is None else (data, self.lying.etag)
